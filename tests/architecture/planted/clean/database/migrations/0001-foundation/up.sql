create table item (org_id uuid not null, id uuid not null, code text not null);
create table platform.person (id uuid not null, name text not null);
