create table document (
  org_id uuid not null,
  id     uuid not null,
  number text
);
create table platform.job (id uuid not null);
create table document_line (org_id uuid not null, id uuid not null, document_id uuid not null);
