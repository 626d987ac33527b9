-- What a replay of the documents needs and a document itself cannot keep. An approved document is what it was approved
-- as; when it is taken back, what it said is kept beside its posting, for it may be changed from then on.
create table posting_content (
  org_id uuid not null, seq bigint not null, content jsonb not null,
  constraint posting_content_pk primary key (org_id, seq),
  constraint posting_content_posting foreign key (org_id, seq) references posting (org_id, seq)
);
-- Vouchers say what partners were called; partners may be renamed.
alter table posting add column partner_names jsonb;

alter table posting_content enable row level security;
create policy posting_content_org on posting_content using (org_id = nullif(current_setting('app.org_id', true), '')::uuid) with check (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
grant select, insert on posting_content to zhangshi_app;
