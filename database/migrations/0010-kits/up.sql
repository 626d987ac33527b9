-- 组合商品: sold under one name and price, taken from stock as its parts. `is_kit` says so in the item's own row, so that a
-- posting that meets no kit looks for no parts. A part's quantity is per base unit of the kit, in the unit named.
alter table item add column is_kit boolean not null default false;
create table kit_part (
  org_id uuid not null, kit_id uuid not null, part_id uuid not null, position int not null, unit text not null, quantity numeric(20,6) not null,
  constraint kit_part_pk primary key (org_id, kit_id, part_id),
  constraint kit_part_kit foreign key (org_id, kit_id) references item (org_id, id) on delete cascade,
  constraint kit_part_item foreign key (org_id, part_id) references item (org_id, id),
  constraint kit_part_amount check (quantity > 0),
  constraint kit_part_other check (part_id <> kit_id)
);
create index kit_part_of on kit_part (org_id, part_id);
alter table kit_part enable row level security;
create policy kit_part_org on kit_part using (org_id = nullif(current_setting('app.org_id', true), '')::uuid) with check (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
grant select, insert, delete on kit_part to zhangshi_app;

-- The kit that a line of parts was sold in: how many of it, in its base unit, and which of the document's kits.
alter table document_line add column kit_item_id uuid, add column kit_quantity numeric(20,6), add column kit_group int;
alter table document_line add constraint document_line_kit_whole check (num_nonnulls(kit_item_id, kit_quantity, kit_group) in (0, 3));
alter table document_line add constraint document_line_kit foreign key (org_id, kit_item_id) references item (org_id, id);
create index document_line_kit_item on document_line (org_id, kit_item_id) where kit_item_id is not null;
