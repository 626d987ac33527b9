-- 盘点任务: what is to be counted, who counted how much when, until the counts become a 盘点单.
-- start_posting: entries of the books from this posting on moved after the list was frozen. 已过账 is not stored: a task
-- is posted when its documents are approved. document_ids without a key: a draft that it made may be deleted again.
create table count_task (
  org_id uuid not null, id uuid not null, name text not null, warehouse_id uuid not null, business_date date not null, scope text not null, category_id uuid, is_blind boolean not null, state text not null default 'counting', note text not null default '',
  start_posting bigint not null, created_by uuid not null, created_by_name text not null, created_at timestamptz not null default now(),
  document_ids uuid[] not null default '{}', finish_posting bigint, finished_by uuid, finished_by_name text, finished_at timestamptz,
  constraint count_task_pk primary key (org_id, id),
  constraint count_task_company foreign key (org_id) references company (org_id),
  constraint count_task_warehouse foreign key (org_id, warehouse_id) references warehouse (org_id, id),
  constraint count_task_category foreign key (org_id, category_id) references item_category (org_id, id),
  constraint count_task_scope check (scope in ('warehouse', 'category', 'items') and (scope = 'category') = (category_id is not null)),
  constraint count_task_state check (state in ('counting', 'reviewed', 'cancelled')),
  constraint count_task_finished check (state <> 'reviewed' or (finish_posting is not null and finished_at is not null))
);

-- The frozen list, one row per item, or per lot or piece of a tracked one. What turned up beside it joins with is_listed false.
create table count_task_item (
  org_id uuid not null, task_id uuid not null, item_id uuid not null, lot text not null default '', position int not null, book_quantity numeric(20,6) not null, is_listed boolean not null, round int not null default 1, recount_by_name text, recount_at timestamptz,
  constraint count_task_item_pk primary key (org_id, task_id, item_id, lot),
  constraint count_task_item_task foreign key (org_id, task_id) references count_task (org_id, id),
  constraint count_task_item_item foreign key (org_id, item_id) references item (org_id, id),
  constraint count_task_item_round check (round between 1 and 9)
);

-- Written once. A correction is another row of the same counter and place: the later one stands.
create table count_entry (
  org_id uuid not null, id uuid not null, task_id uuid not null, item_id uuid not null, lot text not null default '', round int not null, place text not null default '', unit text not null, factor numeric(20,6) not null, quantity numeric(20,6) not null, base_quantity numeric(20,6) not null,
  counted_at timestamptz not null, received_at timestamptz not null default now(), user_id uuid not null, user_name text not null, device text not null default '', note text not null default '',
  constraint count_entry_pk primary key (org_id, id),
  constraint count_entry_item foreign key (org_id, task_id, item_id, lot) references count_task_item (org_id, task_id, item_id, lot),
  constraint count_entry_quantity check (quantity >= 0 and base_quantity >= 0),
  constraint count_entry_round check (round between 1 and 9)
);
create index count_entry_task on count_entry (org_id, task_id, item_id, lot, counted_at);

alter table count_task enable row level security;
create policy count_task_org on count_task using (org_id = nullif(current_setting('app.org_id', true), '')::uuid) with check (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
grant select, insert, update on count_task to zhangshi_app;
alter table count_task_item enable row level security;
create policy count_task_item_org on count_task_item using (org_id = nullif(current_setting('app.org_id', true), '')::uuid) with check (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
grant select, insert, update on count_task_item to zhangshi_app;
alter table count_entry enable row level security;
create policy count_entry_org on count_entry using (org_id = nullif(current_setting('app.org_id', true), '')::uuid) with check (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
grant select, insert on count_entry to zhangshi_app;
