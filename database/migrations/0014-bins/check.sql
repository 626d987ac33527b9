-- Bins are apart per company, and a kit, which has no stock, lies nowhere.
select 'without row-level security: item_bin' as problem from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relname = 'item_bin' and not c.relrowsecurity
union all
select 'a kit with a bin: ' || i.id from item i where i.is_kit and exists (select 1 from item_bin b where b.org_id = i.org_id and b.item_id = i.id)
