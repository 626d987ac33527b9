-- The present method is the one that was chosen last.
select 'method without its change: ' || b.org_id from books b where b.costing_since > 0 and not exists (select 1 from costing_change c where c.org_id = b.org_id and c.kind = 'method' and c.period = b.costing_since and c.method = b.costing_method)
