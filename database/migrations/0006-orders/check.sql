-- The order book keeps companies apart, and only approved orders are in it.
select 'without row-level security: ' || c.relname as problem from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relname in ('order_line_open', 'stock_promise', 'order_closure') and not c.relrowsecurity
union all
select 'in the order book, but no approved order: ' || o.document_id from order_line_open o join document d on d.org_id = o.org_id and d.id = o.document_id
where d.status <> 'approved' or d.type not in ('sales-order', 'purchase-order')
