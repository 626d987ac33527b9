-- An item is a kit exactly when it has parts, and no part is a kit.
select 'kit and parts disagree: ' || i.id from item i where i.is_kit <> exists (select 1 from kit_part p where p.org_id = i.org_id and p.kit_id = i.id)
union all
select 'a kit in a kit: ' || p.kit_id from kit_part p join item i on i.org_id = p.org_id and i.id = p.part_id where i.is_kit
