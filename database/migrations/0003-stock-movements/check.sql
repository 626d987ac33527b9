-- Every company has its place in transit, and every entry a basis that fits what it states.
select 'company without transit: ' || c.org_id from company c where not exists (select 1 from warehouse w where w.org_id = c.org_id and w.kind = 'transit')
