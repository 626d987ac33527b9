-- 成本怎么算的变更: the costing method from a month on, or whether stock may go below zero; who decided it, when and why. The
-- first row says how the company began. Written once; `next_posting` is the first posting that came after it.
create table costing_change (
  org_id uuid not null, seq int not null, kind text not null, period int, method text, negative_stock boolean not null, reason text not null default '', next_posting bigint not null, at timestamptz not null, user_id uuid, user_name text not null default '',
  constraint costing_change_pk primary key (org_id, seq),
  constraint costing_change_company foreign key (org_id) references company (org_id),
  constraint costing_change_kind check (kind in ('begin', 'method', 'negative')),
  constraint costing_change_method check (method in ('moving-average', 'fifo', 'monthly-average', 'specific'))
);
alter table costing_change enable row level security;
create policy costing_change_org on costing_change using (org_id = nullif(current_setting('app.org_id', true), '')::uuid) with check (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
grant select, insert on costing_change to zhangshi_app;

-- The month from which the present method holds; 0: from the first entry.
alter table books add column costing_since int not null default 0;

-- Whether stock was ever allowed below zero: then its history may hold moments that two amounts do not tell.
alter table books add column negative_ever boolean not null default false;
update books set negative_ever = negative_stock;
