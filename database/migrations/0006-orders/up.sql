-- 订单与占用. An order posts nothing; what is open of its lines stands in a book of its own, derived from the approved
-- orders, the documents that follow them, and the closures. Written only under the company's lock.
alter table books add column reserved_protected boolean not null default false;
alter table document add column expected_date date;

create table order_line_open (
  org_id uuid not null, document_id uuid not null, line_no int not null, posting_seq bigint not null, side text not null, item_id uuid not null, warehouse_id uuid not null,
  ordered numeric(20,6) not null, executed numeric(20,6) not null, open numeric(20,6) not null,
  constraint order_line_open_pk primary key (org_id, document_id, line_no),
  constraint order_line_open_document foreign key (org_id, document_id) references document (org_id, id),
  constraint order_line_open_item foreign key (org_id, item_id) references item (org_id, id),
  constraint order_line_open_warehouse foreign key (org_id, warehouse_id) references warehouse (org_id, id),
  constraint order_line_open_sides check (side in ('reserved', 'on-order')),
  constraint order_line_open_amounts check (executed between 0 and ordered and open in (0, ordered - executed))
) with (fillfactor = 70);
create index order_line_open_item_place on order_line_open (org_id, item_id, warehouse_id, posting_seq) where open > 0;

-- 占用, 采购在途: the sum of what is open, beside the balance of the same item and warehouse.
create table stock_promise (
  org_id uuid not null, item_id uuid not null, warehouse_id uuid not null, reserved numeric(20,6) not null, on_order numeric(20,6) not null,
  constraint stock_promise_pk primary key (org_id, item_id, warehouse_id),
  constraint stock_promise_item foreign key (org_id, item_id) references item (org_id, id),
  constraint stock_promise_warehouse foreign key (org_id, warehouse_id) references warehouse (org_id, id),
  constraint stock_promise_not_negative check (reserved >= 0 and on_order >= 0)
) with (fillfactor = 70);

-- 手工关闭: the rest of an approved order will not come. Opening it again takes the row away; who did what is in the audit.
create table order_closure (
  org_id uuid not null, document_id uuid not null, reason text not null, at timestamptz not null, user_id uuid not null, user_name text not null,
  constraint order_closure_pk primary key (org_id, document_id),
  constraint order_closure_document foreign key (org_id, document_id) references document (org_id, id),
  constraint order_closure_reason check (reason <> '')
);

alter table order_line_open enable row level security;
create policy order_line_open_org on order_line_open using (org_id = nullif(current_setting('app.org_id', true), '')::uuid) with check (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
grant select, insert, update, delete on order_line_open to zhangshi_app;
alter table stock_promise enable row level security;
create policy stock_promise_org on stock_promise using (org_id = nullif(current_setting('app.org_id', true), '')::uuid) with check (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
grant select, insert, update on stock_promise to zhangshi_app;
alter table order_closure enable row level security;
create policy order_closure_org on order_closure using (org_id = nullif(current_setting('app.org_id', true), '')::uuid) with check (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
grant select, insert, delete on order_closure to zhangshi_app;
