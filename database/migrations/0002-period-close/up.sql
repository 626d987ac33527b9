-- 结账 / 反结账: the history of the months. `books.closed_through` says what is closed now, this says who did it, when and
-- why. Written once: `seq` follows the company's lock, `next_posting` is the first posting that came after the event.
create table period_event (
  org_id uuid not null, seq int not null, kind text not null, period int not null, reason text not null default '', next_posting bigint not null, at timestamptz not null, user_id uuid not null, user_name text not null,
  constraint period_event_pk primary key (org_id, seq),
  constraint period_event_company foreign key (org_id) references company (org_id),
  constraint period_event_kind check (kind in ('close', 'reopen')),
  constraint period_event_reason check (kind = 'close' or reason <> '')
);
create index period_event_period on period_event (org_id, period, seq);

-- 补录天数: how many days back a role may date a document. No row, no limit; the owner has none.
create table backdating_limit (
  org_id uuid not null, role text not null, days int not null,
  constraint backdating_limit_pk primary key (org_id, role),
  constraint backdating_limit_company foreign key (org_id) references company (org_id),
  constraint backdating_limit_role check (role in ('admin', 'clerk', 'buyer', 'storekeeper', 'bookkeeper')),
  constraint backdating_limit_days check (days between 0 and 366)
);

alter table period_event enable row level security;
create policy period_event_org on period_event using (org_id = nullif(current_setting('app.org_id', true), '')::uuid) with check (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
grant select, insert on period_event to zhangshi_app;
alter table backdating_limit enable row level security;
create policy backdating_limit_org on backdating_limit using (org_id = nullif(current_setting('app.org_id', true), '')::uuid) with check (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
grant select, insert, update, delete on backdating_limit to zhangshi_app;
