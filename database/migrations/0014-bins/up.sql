-- 货位: where an item lies in a warehouse, so that it is found. No dimension of the books: no posting reads it. An item may
-- lie in several places of one warehouse; the first is the one to pick from.
create table item_bin (
  org_id uuid not null, item_id uuid not null, warehouse_id uuid not null, bin text not null, position int not null,
  constraint item_bin_pk primary key (org_id, item_id, warehouse_id, bin),
  constraint item_bin_item foreign key (org_id, item_id) references item (org_id, id) on delete cascade,
  constraint item_bin_warehouse foreign key (org_id, warehouse_id) references warehouse (org_id, id),
  constraint item_bin_text check (bin = btrim(bin) and char_length(bin) between 1 and 40),
  constraint item_bin_place check (position > 0)
);
-- Whether a warehouse has bins at all is asked by every page that could show them.
create index item_bin_of on item_bin (org_id, warehouse_id, item_id);
alter table item_bin enable row level security;
create policy item_bin_org on item_bin using (org_id = nullif(current_setting('app.org_id', true), '')::uuid) with check (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
grant select, insert, delete on item_bin to zhangshi_app;
