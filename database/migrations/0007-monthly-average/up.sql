-- 全月一次加权: what a closed month's issues were shared out from: opening and receipts of one pool. Derived; rebuilt by a
-- replay, taken away when the month is opened again.
create table month_average (
  org_id uuid not null, item_id uuid not null, warehouse_id uuid not null, period int not null, quantity numeric(20,6) not null, value numeric(20,2) not null,
  constraint month_average_pk primary key (org_id, item_id, warehouse_id, period),
  constraint month_average_item foreign key (org_id, item_id) references item (org_id, id),
  constraint month_average_quantity check (quantity > 0)
);
alter table month_average enable row level security;
create policy month_average_org on month_average using (org_id = nullif(current_setting('app.org_id', true), '')::uuid) with check (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
grant select, insert, delete on month_average to zhangshi_app;
