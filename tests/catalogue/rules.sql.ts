/**
 * The rules of the schema, read from pg_catalog: what keeps companies apart, keeps the books append-only, and keeps the
 * way to several machines open. Every rule is one query that returns its violations, so an empty answer is a pass.
 */
export type CatalogueRule = {
  readonly title: string;
  /** Returns rows with one column, `violation`. $1 is the role that the program connects as. */
  readonly query: string;
  /** A change of the schema that breaks exactly this rule, tried in a transaction that is rolled back. */
  readonly planted: string;
  readonly found: readonly string[];
};

/** Tables that are written once: the books, the audit, and the history of the months. */
const appendOnlyTables = `array['posting', 'stock_entry', 'partner_entry', 'voucher', 'voucher_line', 'audit_entry', 'period_event', 'posting_content', 'count_entry']`;

const tables = `
  tables as (
    select c.oid, n.nspname as schema, c.relname as name, n.nspname || '.' || c.relname as label, c.relrowsecurity, c.relforcerowsecurity, c.relowner, c.relacl
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'platform') and c.relkind in ('r', 'p'))`;

/** Keys with their columns by name, in the order of the key. */
const keys = `
  ${tables},
  keys as (
    select k.oid, t.label, t.schema, k.conname as name, k.contype as type, k.confdeltype, k.confupdtype, k.condeferrable, k.conrelid, k.confrelid,
           (select array_agg(a.attname::text order by u.place) from unnest(k.conkey) with ordinality u(number, place)
              join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number) as columns,
           (select array_agg(a.attname::text order by u.place) from unnest(k.confkey) with ordinality u(number, place)
              join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.number) as target_columns
      from pg_constraint k join tables t on t.oid = k.conrelid)`;

export const catalogueRules: readonly CatalogueRule[] = [
  {
    title: "every company table has org_id uuid not null",
    query: `
      with ${tables}
      select label as violation from tables t
       where schema = 'public'
         and not exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'org_id' and a.atttypid = 'uuid'::regtype and a.attnotnull)
       order by 1`,
    planted: `
      create table planted_none (id uuid not null, constraint planted_none_pk primary key (id));
      create table planted_text (org_id text not null, constraint planted_text_pk primary key (org_id));
      create table planted_null (org_id uuid, id uuid not null)`,
    found: ["public.planted_none", "public.planted_null", "public.planted_text"],
  },
  {
    title: "every table has a primary key",
    query: `
      with ${tables}
      select label as violation from tables t
       where not exists (select from pg_constraint k where k.conrelid = t.oid and k.contype = 'p')
       order by 1`,
    planted: `
      create table planted (org_id uuid not null);
      create table platform.planted (id uuid not null)`,
    found: ["platform.planted", "public.planted"],
  },
  {
    title: "primary keys, unique indexes and exclusions of a company table start with org_id",
    query: `
      with ${tables}
      select i.relname as violation
        from pg_index x join tables t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
        left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[0]
       where t.schema = 'public' and (x.indisunique or x.indisexclusion) and a.attname is distinct from 'org_id'
       order by 1`,
    planted: `
      create table planted (org_id uuid not null, id uuid not null, code text not null,
        constraint planted_pk primary key (id, org_id), constraint planted_uq unique (code));
      create unique index planted_lower on planted (lower(code), org_id);
      create unique index planted_lawful on planted (org_id, lower(code)) where code <> ''`,
    found: ["planted_lower", "planted_pk", "planted_uq"],
  },
  {
    title: "a foreign key between company tables leads from (org_id, …) to (org_id, …)",
    query: `
      with ${keys}
      select name as violation from keys
       where type = 'f' and schema = 'public' and (columns[1] <> 'org_id' or target_columns[1] <> 'org_id')
       order by 1`,
    planted: `
      create table planted_target (org_id uuid not null, id uuid not null, constraint planted_target_pk primary key (org_id, id));
      create unique index planted_target_id on planted_target (id);
      create table planted (org_id uuid not null, target_id uuid not null, constraint planted_pk primary key (org_id, target_id),
        constraint planted_target_fk foreign key (target_id) references planted_target (id),
        constraint planted_crossed_fk foreign key (target_id, org_id) references planted_target (org_id, id))`,
    found: ["planted_crossed_fk", "planted_target_fk"],
  },
  {
    title: "no foreign key leads between platform tables and company tables",
    query: `
      with ${keys}
      select k.name as violation from keys k join tables t on t.oid = k.confrelid
       where k.type = 'f' and t.schema <> k.schema
       order by 1`,
    planted: `
      create table platform.planted (org_id uuid not null, constraint planted_pk primary key (org_id),
        constraint planted_down_fk foreign key (org_id) references public.company (org_id));
      create table planted (org_id uuid not null, constraint planted_pk primary key (org_id),
        constraint planted_up_fk foreign key (org_id) references platform.company (id))`,
    found: ["planted_down_fk", "planted_up_fk"],
  },
  {
    title: "no foreign key empties or changes a key: no set null, no set default, no cascading update",
    query: `
      with ${keys}
      select name as violation from keys
       where type = 'f' and (confdeltype in ('n', 'd') or confupdtype <> 'a')
       order by 1`,
    planted: `
      create table planted (org_id uuid not null, id uuid not null, parent_id uuid, constraint planted_pk primary key (org_id, id),
        constraint planted_null_fk foreign key (org_id, parent_id) references planted (org_id, id) on delete set null (parent_id),
        constraint planted_default_fk foreign key (org_id, parent_id) references planted (org_id, id) on delete set default,
        constraint planted_update_fk foreign key (org_id, parent_id) references planted (org_id, id) on update cascade,
        constraint planted_lawful_fk foreign key (org_id, parent_id) references planted (org_id, id) on delete cascade)`,
    found: ["planted_default_fk", "planted_null_fk", "planted_update_fk"],
  },
  {
    title: "no constraint is put off to the end of the transaction",
    query: `
      with ${keys}
      select name as violation from keys where condeferrable order by 1`,
    planted: `
      create table planted (org_id uuid not null, id uuid not null, constraint planted_pk primary key (org_id, id),
        constraint planted_late unique (org_id, id) deferrable)`,
    found: ["planted_late"],
  },
  {
    title: "ids are made by the program: no serial, no identity, no sequence, no generated uuid",
    query: `
      with ${tables}
      select t.label || '.' || a.attname as violation
        from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
        left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
       where a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) ~ 'nextval|uuid\\w*\\('
      union all
      select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'S' and n.nspname in ('public', 'platform')
       order by 1`,
    planted: `
      create sequence planted_sequence;
      create table planted (org_id uuid not null, id uuid not null default gen_random_uuid(), number bigint not null default nextval('planted_sequence'),
        place bigint generated always as identity (sequence name planted_place), constraint planted_pk primary key (org_id, id))`,
    found: [
      "public.planted.id",
      "public.planted.number",
      "public.planted.place",
      "public.planted_place",
      "public.planted_sequence",
    ],
  },
  {
    title: "no triggers and no rules",
    query: `
      with ${tables}
      select t.label || ' ' || g.tgname as violation from pg_trigger g join tables t on t.oid = g.tgrelid where not g.tgisinternal
      union all
      select t.label || ' ' || r.rulename from pg_rewrite r join tables t on t.oid = r.ev_class
       order by 1`,
    planted: `
      create table planted (org_id uuid not null, constraint planted_pk primary key (org_id));
      create function planted_nothing() returns trigger language plpgsql as 'begin return new; end';
      create trigger planted_trigger before insert on planted for each row execute function planted_nothing();
      create rule planted_rule as on delete to planted do instead nothing`,
    found: ["public.planted planted_rule", "public.planted planted_trigger"],
  },
  {
    title: "row-level security is enabled on every company table, and never forced",
    query: `
      with ${tables}
      select label || case when relforcerowsecurity then ' is forced' else ' is open' end as violation from tables
       where schema = 'public' and (not relrowsecurity or relforcerowsecurity)
       order by 1`,
    planted: `
      create table planted_open (org_id uuid not null, constraint planted_open_pk primary key (org_id));
      create table planted_forced (org_id uuid not null, constraint planted_forced_pk primary key (org_id));
      alter table planted_forced enable row level security, force row level security`,
    found: ["public.planted_forced is forced", "public.planted_open is open"],
  },
  {
    title: "a company table has one policy: for everything, both ways, and by org_id",
    query: `
      with ${tables}
      select t.label as violation from tables t left join pg_policy p on p.polrelid = t.oid
       where t.schema = 'public'
       group by t.label
      having count(p.oid) <> 1
          or not bool_and(p.polcmd = '*' and p.polpermissive and pg_get_expr(p.polqual, p.polrelid) ~ '^\\(org_id = '
                          and pg_get_expr(p.polwithcheck, p.polrelid) = pg_get_expr(p.polqual, p.polrelid))
       order by 1`,
    planted: `
      create table planted_none (org_id uuid not null, constraint planted_none_pk primary key (org_id));
      create table planted_wide (org_id uuid not null, constraint planted_wide_pk primary key (org_id));
      create policy planted_wide_org on planted_wide using (true) with check (true);
      create table planted_blind (org_id uuid not null, constraint planted_blind_pk primary key (org_id));
      create policy planted_blind_org on planted_blind using (org_id = nullif(current_setting('app.org_id', true), '')::uuid) with check (true);
      create policy planted_second on company for select using (true)`,
    found: ["public.company", "public.planted_blind", "public.planted_none", "public.planted_wide"],
  },
  {
    title: "a view sees with the eyes of whoever asks, and no function lends its owner's rights",
    query: `
      select n.nspname || '.' || c.relname as violation from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('public', 'platform')
         and (c.relkind = 'm' or c.relkind = 'v' and not coalesce('security_invoker=true' = any(c.reloptions), false))
      union all
      select n.nspname || '.' || f.proname || '()' from pg_proc f join pg_namespace n on n.oid = f.pronamespace
       where n.nspname in ('public', 'platform') and f.prosecdef
       order by 1`,
    planted: `
      create view planted_view as select org_id, name from company;
      create view planted_lawful with (security_invoker = true) as select org_id, name from company;
      create function planted_lender() returns bigint language sql security definer as 'select count(*) from company'`,
    found: ["public.planted_lender()", "public.planted_view"],
  },
  {
    title: "constraints have names of our own, not PostgreSQL's",
    query: `
      with ${keys}
      select label || ' ' || name as violation from keys
       where type in ('p', 'u', 'f', 'c', 'x') and name ~ '_(pkey|key|fkey|check|excl)[0-9]*$'
       order by 1`,
    planted: `create table planted (org_id uuid primary key references company (org_id), code text unique, amount int check (amount > 0))`,
    found: [
      "public.planted planted_amount_check",
      "public.planted planted_code_key",
      "public.planted planted_org_id_fkey",
      "public.planted planted_pkey",
    ],
  },
  {
    title: "names leave room for a shard's suffix: at most 50 bytes",
    query: `
      with ${keys},
      names as (
        select name from tables union all select name from keys
        union all select i.relname from pg_index x join tables t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid)
      select distinct name::text as violation from names where octet_length(name::text) > 50 order by 1`,
    planted: `
      create table planted (org_id uuid not null, constraint planted_pk primary key (org_id), constraint planted_with_a_name_that_would_not_survive_distribution check (true));
      create index planted_index_with_a_name_that_would_not_survive_it on planted (org_id)`,
    found: [
      "planted_index_with_a_name_that_would_not_survive_it",
      "planted_with_a_name_that_would_not_survive_distribution",
    ],
  },
  {
    title: "the program's role is an ordinary one: no superuser, no bypass, creates nothing, belongs to nobody",
    query: `
      select concat_ws(' ', rolname, case when rolsuper then 'superuser' end, case when rolbypassrls then 'bypassrls' end,
                       case when rolcreatedb then 'createdb' end, case when rolcreaterole then 'createrole' end, case when rolreplication then 'replication' end) as violation
        from pg_roles where rolname = $1 and (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or rolreplication)
      union all
      select $1 || ' is a member of ' || g.rolname from pg_auth_members m join pg_roles r on r.oid = m.member join pg_roles g on g.oid = m.roleid where r.rolname = $1
      union all
      select $1 || ' creates in ' || nspname from pg_namespace where nspname in ('public', 'platform') and has_schema_privilege($1, oid, 'create')
       order by 1`,
    planted: `grant create on schema public to :app; grant create on schema platform to :app`,
    found: [":app creates in platform", ":app creates in public"],
  },
  {
    title: "the program's role owns nothing",
    query: `
      select c.relname as violation from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = $1
      union all
      select nspname from pg_namespace n join pg_roles r on r.oid = n.nspowner where r.rolname = $1
      union all
      select f.proname from pg_proc f join pg_roles r on r.oid = f.proowner where r.rolname = $1
       order by 1`,
    planted: `
      create table planted (org_id uuid not null, constraint planted_pk primary key (org_id));
      grant create on schema public to :app; grant :app to current_user; alter table planted owner to :app`,
    found: ["planted", "planted_pk"],
  },
  {
    title: "the books are append-only: the program's role may not change, delete or empty them",
    query: `
      with ${tables}
      select t.name || ' ' || lower("right".name) as violation
        from tables t cross join unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) as "right"(name)
       where t.schema = 'public' and t.name = any(${appendOnlyTables})
         and (has_table_privilege($1, t.oid, "right".name)
              or "right".name = 'UPDATE' and has_any_column_privilege($1, t.oid, 'UPDATE'))
      union all
      select 'missing: ' || name from unnest(${appendOnlyTables}) as wanted(name)
       where not exists (select from tables t where t.schema = 'public' and t.name = wanted.name)
       order by 1`,
    planted: `
      grant update (kind) on posting to :app;
      grant delete on stock_entry to :app;
      grant truncate on voucher_line to :app;
      alter table voucher rename to planted_voucher`,
    found: ["missing: voucher", "posting update", "stock_entry delete", "voucher_line truncate"],
  },
  {
    title: "nobody but the owner and the program's role has rights on a table",
    query: `
      with ${tables}
      select t.label || ' ' || case when g.grantee = 0 then 'public' else g.grantee::regrole::text end as violation
        from tables t cross join lateral aclexplode(t.relacl) g
       where g.grantee <> t.relowner and g.grantee <> $1::text::regrole
       group by 1
       order by 1`,
    planted: `grant select on company to public; grant select on platform.session to pg_monitor`,
    found: ["platform.session pg_monitor", "public.company public"],
  },
];
