-- Platform tables: people, sessions, the directory of companies, jobs. No foreign key leads from here to a company's
-- tables or back, so that they can move to a database of their own.
create schema if not exists platform;

create table platform.company (
  id uuid not null, name text not null, is_demo boolean not null default false, created_at timestamptz not null default now(),
  constraint company_pk primary key (id)
);
create table platform.app_user (
  id uuid not null, login_name text not null, display_name text not null, password_hash text not null, created_at timestamptz not null default now(), disabled_at timestamptz,
  constraint app_user_pk primary key (id)
);
create unique index app_user_login_name on platform.app_user (lower(login_name));
create table platform.membership (
  user_id uuid not null, org_id uuid not null, role text not null,
  constraint membership_pk primary key (org_id, user_id),
  constraint membership_user foreign key (user_id) references platform.app_user (id),
  constraint membership_company foreign key (org_id) references platform.company (id),
  constraint membership_role check (role in ('owner', 'admin', 'clerk', 'buyer', 'storekeeper', 'bookkeeper'))
);
create index membership_user_id on platform.membership (user_id);
create table platform.session (
  token_hash bytea not null, user_id uuid not null, org_id uuid not null, created_at timestamptz not null default now(), expires_at timestamptz not null,
  constraint session_pk primary key (token_hash),
  constraint session_person foreign key (user_id) references platform.app_user (id)
);
create index session_user_id on platform.session (user_id);
create table platform.login_attempt (
  subject text not null, failures int not null, window_start timestamptz not null,
  constraint login_attempt_pk primary key (subject)
);
create table platform.job (
  id uuid not null, org_id uuid not null, kind text not null, state text not null, payload jsonb not null, done int not null default 0, total int not null default 0, step text not null default '',
  result jsonb, error text, created_by uuid, created_by_name text not null default '', created_at timestamptz not null default now(), started_at timestamptz, finished_at timestamptz, heartbeat_at timestamptz,
  constraint job_pk primary key (id),
  constraint job_state check (state in ('queued', 'running', 'done', 'failed', 'cancelled'))
);
create index job_queue on platform.job (created_at) where state in ('queued', 'running');
create index job_org on platform.job (org_id, created_at);
create table platform.upload (
  id uuid not null, org_id uuid not null, file_name text not null, size_bytes bigint not null, path text not null, created_by uuid not null, created_at timestamptz not null default now(), used_at timestamptz,
  constraint upload_pk primary key (id)
);

-- Company tables: every key starts with org_id, every row is behind row-level security.
create table company (
  org_id uuid not null, name text not null, accounting_standard text not null, time_zone text not null default 'Asia/Shanghai', default_tax_rate numeric(7,4) not null default 0.13, created_at timestamptz not null default now(),
  constraint company_org_pk primary key (org_id),
  constraint company_standard check (accounting_standard in ('small-enterprise', 'enterprise'))
);

-- The books of a company: this row is the lock that every posting takes first, and the head of the chain.
create table books (
  org_id uuid not null, next_posting bigint not null default 1, chain_head bytea not null, start_period int not null, closed_through int not null default 0,
  tax_status text not null, costing_method text not null, cost_scope text not null, accounting_standard text not null,
  constraint books_pk primary key (org_id),
  constraint books_company foreign key (org_id) references company (org_id),
  constraint books_tax_status check (tax_status in ('general', 'small')),
  constraint books_costing_method check (costing_method in ('moving-average')),
  constraint books_cost_scope check (cost_scope in ('company', 'warehouse'))
);
create table book_sequence (
  org_id uuid not null, kind text not null, next_no bigint not null,
  constraint book_sequence_pk primary key (org_id, kind),
  constraint book_sequence_company foreign key (org_id) references company (org_id)
);

create table item_category (
  org_id uuid not null, id uuid not null, name text not null, parent_id uuid, external_id text,
  constraint item_category_pk primary key (org_id, id),
  constraint item_category_company foreign key (org_id) references company (org_id),
  constraint item_category_parent foreign key (org_id, parent_id) references item_category (org_id, id)
);
create unique index item_category_external on item_category (org_id, external_id) where external_id is not null;
create unique index item_category_name on item_category (org_id, coalesce(parent_id, '00000000-0000-0000-0000-000000000000'::uuid), name);
-- `units` is [{"name","factor","salePrice","purchasePrice"}], the base unit first: a line reads its item in one row.
create table item (
  org_id uuid not null, id uuid not null, code text not null, name text not null, spec text not null default '', category_id uuid, brand text not null default '', base_unit text not null,
  units jsonb not null,
  tax_rate numeric(7,4) not null, purchase_price numeric(20,6), sale_price numeric(20,6), minimum_sale_price numeric(20,6), safety_stock numeric(20,6) not null default 0,
  pinyin text not null default '', search_text text not null default '', note text not null default '', disabled boolean not null default false,
  created_at timestamptz not null default now(), updated_at timestamptz not null default now(), version int not null default 1,
  constraint item_pk primary key (org_id, id),
  constraint item_company foreign key (org_id) references company (org_id),
  constraint item_category_fk foreign key (org_id, category_id) references item_category (org_id, id)
);
create unique index item_code on item (org_id, code);
create index item_category_id on item (org_id, category_id);
create table item_barcode (
  org_id uuid not null, barcode text not null, item_id uuid not null, unit_name text not null, sort int not null default 0,
  constraint item_barcode_pk primary key (org_id, barcode),
  constraint item_barcode_item_fk foreign key (org_id, item_id) references item (org_id, id) on delete cascade
);
create index item_barcode_item on item_barcode (org_id, item_id);
create table warehouse (
  org_id uuid not null, id uuid not null, code text not null, name text not null, is_default boolean not null default false, disabled boolean not null default false, version int not null default 1,
  constraint warehouse_pk primary key (org_id, id),
  constraint warehouse_company foreign key (org_id) references company (org_id)
);
create unique index warehouse_code on warehouse (org_id, code);
create unique index warehouse_name on warehouse (org_id, name);
create table partner (
  org_id uuid not null, id uuid not null, code text not null, name text not null, is_customer boolean not null, is_supplier boolean not null,
  contact text not null default '', phone text not null default '', address text not null default '', tax_number text not null default '', bank_name text not null default '', bank_account text not null default '',
  credit_limit numeric(20,2), pinyin text not null default '', search_text text not null default '', note text not null default '', disabled boolean not null default false,
  created_at timestamptz not null default now(), updated_at timestamptz not null default now(), version int not null default 1,
  constraint partner_pk primary key (org_id, id),
  constraint partner_company foreign key (org_id) references company (org_id),
  constraint partner_role check (is_customer or is_supplier)
);
create unique index partner_code on partner (org_id, code);
create table account (
  org_id uuid not null, code text not null, name text not null, category text not null, direction text not null, parent_code text, depth int not null,
  constraint account_pk primary key (org_id, code),
  constraint account_company foreign key (org_id) references company (org_id),
  constraint account_direction check (direction in ('debit', 'credit')),
  constraint account_parent foreign key (org_id, parent_code) references account (org_id, code)
);

-- One header and one line table serve every kind of document.
create table document (
  org_id uuid not null, id uuid not null, type text not null, number text, status text not null, business_date date not null,
  partner_id uuid, warehouse_id uuid, handler text not null default '', tax_included boolean not null default true, order_discount numeric(20,2) not null default 0, note text not null default '',
  quantity numeric(20,6) not null default 0, net_amount numeric(20,2) not null default 0, tax_amount numeric(20,2) not null default 0, gross_amount numeric(20,2) not null default 0, line_count int not null default 0,
  created_by uuid not null, created_by_name text not null, created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
  approved_by uuid, approved_by_name text, approved_at timestamptz, version int not null default 1,
  constraint document_pk primary key (org_id, id),
  constraint document_company foreign key (org_id) references company (org_id),
  constraint document_partner foreign key (org_id, partner_id) references partner (org_id, id),
  constraint document_warehouse foreign key (org_id, warehouse_id) references warehouse (org_id, id),
  constraint document_status check (status in ('draft', 'approved', 'void')),
  constraint document_numbered check (status <> 'approved' or number is not null)
);
create unique index document_number on document (org_id, type, number);
create index document_by_date on document (org_id, type, business_date, id);
create index document_by_partner on document (org_id, partner_id, business_date);
create index document_drafts on document (org_id, type, updated_at) where status = 'draft';
create table document_line (
  org_id uuid not null, document_id uuid not null, line_no int not null, item_id uuid, warehouse_id uuid, partner_id uuid, side text, unit text not null default '', factor numeric(20,6) not null default 1,
  quantity numeric(20,6) not null default 0, base_quantity numeric(20,6) not null default 0, price numeric(20,6) not null default 0, discount_rate numeric(9,4) not null default 100, tax_rate numeric(7,4) not null default 0,
  net_amount numeric(20,2) not null default 0, tax_amount numeric(20,2) not null default 0, gross_amount numeric(20,2) not null default 0, discount_share numeric(20,2) not null default 0, note text not null default '',
  constraint document_line_pk primary key (org_id, document_id, line_no),
  constraint document_line_document foreign key (org_id, document_id) references document (org_id, id) on delete cascade,
  constraint document_line_item foreign key (org_id, item_id) references item (org_id, id),
  constraint document_line_warehouse foreign key (org_id, warehouse_id) references warehouse (org_id, id),
  constraint document_line_partner foreign key (org_id, partner_id) references partner (org_id, id)
);
create index document_line_item_id on document_line (org_id, item_id);

-- The books. Append-only: the program's role may insert here and read, never change or delete.
create table posting (
  org_id uuid not null, seq bigint not null, document_id uuid not null, kind text not null, business_date date not null, posted_at timestamptz not null, user_id uuid not null, user_name text not null,
  idempotency_key text, request_hash bytea, previous_hash bytea not null, hash bytea not null,
  constraint posting_pk primary key (org_id, seq),
  constraint posting_document foreign key (org_id, document_id) references document (org_id, id),
  constraint posting_kind check (kind in ('approve', 'reverse'))
);
-- A retried request finds its posting by the key; the posting is the memory of its answer.
create unique index posting_idempotency_key on posting (org_id, idempotency_key) where idempotency_key is not null;
create index posting_document_id on posting (org_id, document_id);
create table stock_entry (
  org_id uuid not null, seq bigint not null, posting_seq bigint not null, document_id uuid not null, line_no int not null, item_id uuid not null, warehouse_id uuid not null,
  quantity numeric(20,6) not null, stated_value numeric(20,2), business_date date not null, position bigint not null, reverses_seq bigint,
  constraint stock_entry_pk primary key (org_id, seq),
  constraint stock_entry_posting foreign key (org_id, posting_seq) references posting (org_id, seq),
  constraint stock_entry_item foreign key (org_id, item_id) references item (org_id, id),
  constraint stock_entry_warehouse foreign key (org_id, warehouse_id) references warehouse (org_id, id),
  constraint stock_entry_quantity check (quantity <> 0)
);
create index stock_entry_document on stock_entry (org_id, document_id);
create table partner_entry (
  org_id uuid not null, seq bigint not null, posting_seq bigint not null, document_id uuid not null, partner_id uuid not null, side text not null, amount numeric(20,2) not null, business_date date not null,
  constraint partner_entry_pk primary key (org_id, seq),
  constraint partner_entry_posting foreign key (org_id, posting_seq) references posting (org_id, seq),
  constraint partner_entry_partner foreign key (org_id, partner_id) references partner (org_id, id),
  constraint partner_entry_side check (side in ('receivable', 'payable')),
  constraint partner_entry_amount check (amount <> 0)
);
create index partner_entry_partner_id on partner_entry (org_id, partner_id, side, business_date, seq);
create table voucher (
  org_id uuid not null, id uuid not null, posting_seq bigint not null, document_id uuid not null, kind text not null, period int not null, word text not null, number int not null, business_date date not null, summary text not null, total numeric(20,2) not null,
  created_by_name text not null, created_at timestamptz not null,
  constraint voucher_pk primary key (org_id, id),
  constraint voucher_posting foreign key (org_id, posting_seq) references posting (org_id, seq),
  constraint voucher_kind check (kind in ('original', 'reversal', 'adjustment'))
);
create unique index voucher_number on voucher (org_id, period, word, number);
create index voucher_document on voucher (org_id, document_id);
create table voucher_line (
  org_id uuid not null, voucher_id uuid not null, line_no int not null, account_code text not null, summary text not null, debit numeric(20,2) not null, credit numeric(20,2) not null, partner_id uuid, period int not null, business_date date not null,
  constraint voucher_line_pk primary key (org_id, voucher_id, line_no),
  constraint voucher_line_voucher foreign key (org_id, voucher_id) references voucher (org_id, id),
  constraint voucher_line_account foreign key (org_id, account_code) references account (org_id, code),
  constraint voucher_line_one_side check ((debit = 0) <> (credit = 0))
);
create index voucher_line_account_code on voucher_line (org_id, account_code, period);

-- Derived from the books; a replay rebuilds them.
create table stock_cost (
  org_id uuid not null, seq bigint not null, item_id uuid not null, warehouse_id uuid not null, business_date date not null, position bigint not null,
  value numeric(20,2) not null, balance_quantity numeric(20,6) not null, pool_quantity numeric(20,6) not null, pool_value numeric(20,2) not null,
  constraint stock_cost_pk primary key (org_id, seq),
  constraint stock_cost_entry foreign key (org_id, seq) references stock_entry (org_id, seq)
) with (fillfactor = 85);
create index stock_cost_order on stock_cost (org_id, item_id, business_date, position, seq);
create index stock_cost_warehouse_order on stock_cost (org_id, item_id, warehouse_id, business_date, position, seq);
create table stock_balance (
  org_id uuid not null, item_id uuid not null, warehouse_id uuid not null, quantity numeric(20,6) not null, value numeric(20,2) not null, last_date date not null, last_in date, last_out date,
  constraint stock_balance_pk primary key (org_id, item_id, warehouse_id),
  constraint stock_balance_item foreign key (org_id, item_id) references item (org_id, id),
  constraint stock_balance_not_negative check (quantity >= 0)
) with (fillfactor = 70);
create table partner_balance (
  org_id uuid not null, partner_id uuid not null, side text not null, amount numeric(20,2) not null, last_date date not null,
  constraint partner_balance_pk primary key (org_id, partner_id, side),
  constraint partner_balance_partner foreign key (org_id, partner_id) references partner (org_id, id),
  constraint partner_balance_side check (side in ('receivable', 'payable'))
) with (fillfactor = 70);

create table idempotency (
  org_id uuid not null, key text not null, request_hash bytea not null, status int not null, response text not null, created_at timestamptz not null default now(),
  constraint idempotency_pk primary key (org_id, key)
);
create table audit_entry (
  org_id uuid not null, id uuid not null, at timestamptz not null default now(), user_id uuid not null, user_name text not null, action text not null, subject_type text not null, subject_id uuid, note text not null default '',
  constraint audit_entry_pk primary key (org_id, id)
);
create index audit_entry_subject on audit_entry (org_id, subject_id);
create table proof_run (
  org_id uuid not null, id uuid not null, at timestamptz not null, passed boolean not null, result jsonb not null,
  constraint proof_run_pk primary key (org_id, id)
);
create index proof_run_at on proof_run (org_id, at);

-- A query without a company sees nothing: nullif turns "not set" into null, and null equals no company.
do $$
declare tenant_table text;
begin
  for tenant_table in
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r'
  loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('create policy %I on %I using (org_id = nullif(current_setting(''app.org_id'', true), '''')::uuid) with check (org_id = nullif(current_setting(''app.org_id'', true), '''')::uuid)', tenant_table || '_org', tenant_table);
    execute format('grant select, insert, update, delete on %I to zhangshi_app', tenant_table);
  end loop;
end $$;
revoke update, delete on posting, stock_entry, partner_entry, voucher, voucher_line, audit_entry from zhangshi_app;
revoke delete on books, stock_cost from zhangshi_app;
grant usage on schema platform to zhangshi_app;
grant select, insert, update, delete on all tables in schema platform to zhangshi_app;
revoke delete on platform.company, platform.app_user from zhangshi_app;
