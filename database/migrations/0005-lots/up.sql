-- 批号与序列号. A serial number is a lot of one piece: the same rows, the same history, the same checks.
alter table item add column tracking text not null default 'none', add column shelf_life_days int, add column whole_units boolean not null default false;
alter table item add constraint item_tracking check (tracking in ('none', 'lot', 'serial'));
alter table item add constraint item_shelf_life check (shelf_life_days between 1 and 36500);

create table lot (
  org_id uuid not null, item_id uuid not null, lot text not null, produced_on date, expires_on date, created_at timestamptz not null default now(),
  constraint lot_pk primary key (org_id, item_id, lot),
  constraint lot_item foreign key (org_id, item_id) references item (org_id, id),
  constraint lot_code check (lot <> '')
);
create index lot_expires on lot (org_id, expires_on) where expires_on is not null;

alter table document_line add column lot text, add column produced_on date, add column expires_on date, add column serials text[];
alter table stock_entry add column lot text;
alter table stock_entry add constraint stock_entry_lot foreign key (org_id, item_id, lot) references lot (org_id, item_id, lot);
create index stock_entry_lot_history on stock_entry (org_id, item_id, lot, business_date, position) where lot is not null;

-- Where each lot stands; with 个别计价 also what it is worth, under the warehouse of its pool.
create table stock_lot_balance (
  org_id uuid not null, item_id uuid not null, warehouse_id uuid not null, lot text not null, quantity numeric(20,6) not null, value numeric(20,2) not null default 0, state text,
  constraint stock_lot_balance_pk primary key (org_id, item_id, warehouse_id, lot),
  constraint stock_lot_balance_lot foreign key (org_id, item_id, lot) references lot (org_id, item_id, lot),
  constraint stock_lot_balance_not_negative check (quantity >= 0)
) with (fillfactor = 70);

alter table lot enable row level security;
create policy lot_org on lot using (org_id = nullif(current_setting('app.org_id', true), '')::uuid) with check (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
grant select, insert, update on lot to zhangshi_app;
alter table stock_lot_balance enable row level security;
create policy stock_lot_balance_org on stock_lot_balance using (org_id = nullif(current_setting('app.org_id', true), '')::uuid) with check (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
grant select, insert, update, delete on stock_lot_balance to zhangshi_app;

-- A count of one lot stands for that lot; a count of goods not told apart, or piece by piece, for the item.
alter table stock_count_mark add column lot text not null default '';
alter table stock_count_mark drop constraint stock_count_mark_pk;
alter table stock_count_mark add constraint stock_count_mark_pk primary key (org_id, item_id, warehouse_id, document_id, lot);
