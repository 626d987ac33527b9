-- Every kind of stock movement. What a value follows from stands beside it, so that a replay can compute it again.
alter table books drop constraint books_costing_method;
alter table books add constraint books_costing_method check (costing_method in ('moving-average', 'fifo', 'monthly-average', 'specific'));
alter table books add column negative_stock boolean not null default false;

-- 在途: goods between two warehouses stand in a place of their own, which nobody can sell from.
alter table warehouse add column kind text not null default 'ordinary';
alter table warehouse add constraint warehouse_kind check (kind in ('ordinary', 'transit'));
insert into warehouse (org_id, id, code, name, kind) select c.org_id, gen_random_uuid(), '~TRANSIT', '在途', 'transit' from company c;
create unique index warehouse_transit on warehouse (org_id) where kind = 'transit';

alter table document add column to_warehouse_id uuid, add column reason text, add column is_accrued boolean not null default false, add column charge numeric(20,2), add column method text;
alter table document add constraint document_to_warehouse foreign key (org_id, to_warehouse_id) references warehouse (org_id, id);
alter table document_line add column role text, add column weight numeric(20,6) not null default 0, add column source_document_id uuid, add column source_line_no int;
alter table document_line add constraint document_line_role check (role in ('product', 'part'));
alter table document_line add constraint document_line_source foreign key (org_id, source_document_id) references document (org_id, id);
create index document_line_source on document_line (org_id, source_document_id, source_line_no) where source_document_id is not null;

-- basis: what the value follows from; source_seq: the entry whose goods these are; share: part of whole of what is left
-- to share; contra_account: where the cost goes; booked: what the document's own voucher said of a derived value.
alter table stock_entry add column basis text not null default 'pool', add column source_seq bigint, add column share_part numeric(20,6), add column share_whole numeric(20,6), add column contra_account text, add column booked_value numeric(20,2), add column booked_true_up numeric(20,2);
update stock_entry e set booked_value = c.value from stock_cost c where c.org_id = e.org_id and c.seq = e.seq and e.stated_value is null and e.reverses_seq is null;
update stock_entry set basis = case when reverses_seq is not null then 'reversal' when stated_value is not null then 'stated' else 'pool' end;
alter table stock_entry add constraint stock_entry_basis check (basis in ('stated', 'pool', 'entry', 'document', 'reversal'));
alter table stock_entry add constraint stock_entry_source foreign key (org_id, source_seq) references stock_entry (org_id, seq);
alter table stock_entry drop constraint stock_entry_quantity;
alter table stock_entry add constraint stock_entry_quantity check (quantity <> 0 or basis in ('stated', 'reversal'));
create index stock_entry_source_seq on stock_entry (org_id, source_seq) where source_seq is not null;

alter table stock_cost add column true_up numeric(20,2) not null default 0;
-- Layers of first in, first out, and issues that no receipt has covered yet.
alter table stock_balance add column state text, add column may_be_negative boolean not null default false;
alter table stock_balance drop constraint stock_balance_not_negative;
alter table stock_balance add constraint stock_balance_not_negative check (quantity >= 0 or may_be_negative);

alter table partner_entry drop constraint partner_entry_side;
alter table partner_entry add constraint partner_entry_side check (side in ('receivable', 'payable', 'accrued'));
alter table partner_balance drop constraint partner_balance_side;
alter table partner_balance add constraint partner_balance_side check (side in ('receivable', 'payable', 'accrued'));

-- What was counted stays true: a mark per counted item, so that a change before it is seen at once. Derived from the
-- approved counts; taken away with their un-approval.
create table stock_count_mark (
  org_id uuid not null, item_id uuid not null, warehouse_id uuid not null, document_id uuid not null, business_date date not null, position bigint not null,
  constraint stock_count_mark_pk primary key (org_id, item_id, warehouse_id, document_id),
  constraint stock_count_mark_document foreign key (org_id, document_id) references document (org_id, id),
  constraint stock_count_mark_item foreign key (org_id, item_id) references item (org_id, id)
);
alter table stock_count_mark enable row level security;
create policy stock_count_mark_org on stock_count_mark using (org_id = nullif(current_setting('app.org_id', true), '')::uuid) with check (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
grant select, insert, delete on stock_count_mark to zhangshi_app;
