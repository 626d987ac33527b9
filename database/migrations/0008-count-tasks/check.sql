-- Count tasks keep companies apart, and what was counted may not be changed by the program.
select 'without row-level security: ' || c.relname as problem from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relname in ('count_task', 'count_task_item', 'count_entry') and not c.relrowsecurity
union all
select 'a count of a later round than was asked for: ' || e.id from count_entry e
join count_task_item i on i.org_id = e.org_id and i.task_id = e.task_id and i.item_id = e.item_id and i.lot = e.lot
where e.round > i.round
