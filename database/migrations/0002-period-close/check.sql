-- The history of the months is written once, and both tables keep companies apart.
select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relname in ('period_event', 'backdating_limit') and not c.relrowsecurity
union all
select 'period_event may be changed' where has_table_privilege('zhangshi_app', 'public.period_event', 'update, delete');
