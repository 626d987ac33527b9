import type { LimitedRole, Role } from "@zhangshi/contract";
import type { Account, CostRules } from "@zhangshi/core";
import { newId } from "../../platform/identifiers.ts";
import { firstLink } from "./first-link.ts";
import type { Platform, Tx } from "../../platform/db.ts";

export type NewCompany = {
  readonly orgId: string;
  readonly name: string;
  readonly isDemo: boolean;
  readonly accountingStandard: string;
  readonly taxStatus: string;
  readonly costingMethod: string;
  readonly costScope: string;
  readonly negativeStock: boolean;
  readonly startPeriod: number;
  readonly defaultTaxRate: string;
};

export async function countCompanies(platform: Platform): Promise<{ readonly all: number; readonly own: number }> {
  const [row] = await platform.query<{ all: string; own: string }>({
    text: `select count(*) as "all", count(*) filter (where not is_demo) as own from platform.company`,
  });
  return { all: Number(row?.all ?? 0), own: Number(row?.own ?? 0) };
}
/** Two browsers may set up at once: the second waits here and then finds the first one's company. */
export async function lockDirectory(tx: Tx): Promise<void> {
  await tx.query({ text: "lock table platform.company in share row exclusive mode" });
}
export async function insertCompany(tx: Tx, company: NewCompany): Promise<void> {
  await tx.query({
    text: "insert into platform.company (id, name, is_demo) values ($1, $2, $3)",
    values: [company.orgId, company.name, company.isDemo],
  });
  await tx.query({
    text: "insert into company (org_id, name, accounting_standard, default_tax_rate) values ($1, $2, $3, $4)",
    values: [company.orgId, company.name, company.accountingStandard, company.defaultTaxRate],
  });
  await tx.query({
    text: "insert into books (org_id, chain_head, start_period, tax_status, costing_method, cost_scope, accounting_standard, negative_stock, negative_ever) values ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
    values: [
      company.orgId,
      firstLink,
      company.startPeriod,
      company.taxStatus,
      company.costingMethod,
      company.costScope,
      company.accountingStandard,
      company.negativeStock,
    ],
  });
}
export async function insertAccounts(tx: Tx, accounts: readonly Account[]): Promise<void> {
  await tx.query({
    text: `insert into account (org_id, code, name, category, direction, parent_code, depth)
           select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[])`,
    values: [
      tx.orgId,
      accounts.map((a) => a.code),
      accounts.map((a) => a.name),
      accounts.map((a) => a.category),
      accounts.map((a) => a.direction),
      accounts.map((a) => a.parentCode),
      accounts.map((a) => (a.code.length - 2) / 2),
    ],
  });
}
export async function insertFirstWarehouse(tx: Tx, id: string, name: string): Promise<void> {
  await tx.query({
    text: "insert into warehouse (org_id, id, code, name, is_default, kind) values ($1, $2, '01', $3, true, 'ordinary'), ($1, $4, '~TRANSIT', '在途', false, 'transit')",
    values: [tx.orgId, id, name, newId()],
  });
}

export type UserRow = {
  readonly id: string;
  readonly loginName: string;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly disabled: boolean;
};
const userColumns = `u.id, u.login_name as "loginName", u.display_name as "displayName", u.password_hash as "passwordHash", u.disabled_at is not null as disabled`;
export async function insertUser(
  platform: Platform,
  user: {
    readonly id: string;
    readonly loginName: string;
    readonly displayName: string;
    readonly passwordHash: string;
  },
): Promise<void> {
  await platform.query({
    text: "insert into platform.app_user (id, login_name, display_name, password_hash) values ($1, $2, $3, $4)",
    values: [user.id, user.loginName, user.displayName, user.passwordHash],
  });
}
export async function insertMembership(platform: Platform, userId: string, orgId: string, role: Role): Promise<void> {
  await platform.query({
    text: "insert into platform.membership (user_id, org_id, role) values ($1, $2, $3)",
    values: [userId, orgId, role],
  });
}
export async function findUserByName(platform: Platform, loginName: string): Promise<UserRow | undefined> {
  const [row] = await platform.query<UserRow>({
    text: `select ${userColumns} from platform.app_user u where lower(u.login_name) = lower($1)`,
    values: [loginName],
  });
  return row;
}
export async function findUser(platform: Platform, id: string): Promise<UserRow | undefined> {
  const [row] = await platform.query<UserRow>({
    text: `select ${userColumns} from platform.app_user u where u.id = $1`,
    values: [id],
  });
  return row;
}
export async function firstMembership(
  platform: Platform,
  userId: string,
): Promise<{ readonly orgId: string; readonly role: Role } | undefined> {
  const [row] = await platform.query<{ orgId: string; role: Role }>({
    text: `select m.org_id as "orgId", m.role from platform.membership m join platform.company c on c.id = m.org_id where m.user_id = $1 order by c.created_at limit 1`,
    values: [userId],
  });
  return row;
}
export async function setPassword(platform: Platform, userId: string, passwordHash: string): Promise<void> {
  await platform.query({
    text: "update platform.app_user set password_hash = $2 where id = $1",
    values: [userId, passwordHash],
  });
}

export async function insertSession(
  platform: Platform,
  session: { readonly tokenHash: Buffer; readonly userId: string; readonly orgId: string; readonly days: number },
): Promise<void> {
  await platform.query({
    text: "insert into platform.session (token_hash, user_id, org_id, expires_at) values ($1, $2, $3, now() + make_interval(days => $4))",
    values: [session.tokenHash, session.userId, session.orgId, session.days],
  });
}
export type SessionRow = {
  readonly userId: string;
  readonly loginName: string;
  readonly displayName: string;
  readonly orgId: string;
  readonly role: Role;
};
export async function findSession(platform: Platform, tokenHash: Buffer): Promise<SessionRow | undefined> {
  const [row] = await platform.query<SessionRow>({
    name: "session_find",
    text: `select u.id as "userId", u.login_name as "loginName", u.display_name as "displayName", s.org_id as "orgId", m.role
           from platform.session s
           join platform.app_user u on u.id = s.user_id and u.disabled_at is null
           join platform.membership m on m.user_id = s.user_id and m.org_id = s.org_id
           where s.token_hash = $1 and s.expires_at > now()`,
    values: [tokenHash],
  });
  return row;
}
export async function deleteSession(platform: Platform, tokenHash: Buffer): Promise<void> {
  await platform.query({ text: "delete from platform.session where token_hash = $1", values: [tokenHash] });
}
export async function deleteSessionsOf(platform: Platform, userId: string, except: Buffer | null): Promise<void> {
  await platform.query({
    text: "delete from platform.session where user_id = $1 and ($2::bytea is null or token_hash <> $2)",
    values: [userId, except],
  });
}

/** Failures within the window; an old window counts as none. */
export async function readFailures(
  platform: Platform,
  subjects: readonly string[],
  windowMinutes: number,
): Promise<readonly { readonly subject: string; readonly failures: number; readonly minutesLeft: number }[]> {
  return platform.query<{ subject: string; failures: number; minutesLeft: number }>({
    text: `select subject, failures, ceil(extract(epoch from window_start + make_interval(mins => $2) - now()) / 60)::int as "minutesLeft"
           from platform.login_attempt where subject = any($1::text[]) and window_start > now() - make_interval(mins => $2)`,
    values: [subjects, windowMinutes],
  });
}
export async function countFailure(
  platform: Platform,
  subjects: readonly string[],
  windowMinutes: number,
): Promise<void> {
  await platform.query({
    text: `insert into platform.login_attempt as a (subject, failures, window_start) select s, 1, now() from unnest($1::text[]) s
           on conflict (subject) do update set
             failures = case when a.window_start > now() - make_interval(mins => $2) then a.failures + 1 else 1 end,
             window_start = case when a.window_start > now() - make_interval(mins => $2) then a.window_start else now() end`,
    values: [subjects, windowMinutes],
  });
}
export async function clearFailures(platform: Platform, subject: string): Promise<void> {
  await platform.query({ text: "delete from platform.login_attempt where subject = $1", values: [subject] });
}

export type CompanyRow = {
  readonly name: string;
  readonly taxStatus: "general" | "small";
  readonly accountingStandard: "small-enterprise" | "enterprise";
  readonly costingMethod: CostRules["method"];
  readonly costScope: "company" | "warehouse";
  readonly negativeStock: boolean;
  readonly reservedProtected: boolean;
  readonly startPeriod: number;
  readonly timeZone: string;
  readonly defaultTaxRate: string;
  readonly isDemo: boolean;
};
/** What every request of a session needs to know of its company. */
export async function readCallerFacts(
  tx: Tx,
  role: Role,
): Promise<{ readonly timeZone: string; readonly backdatingDays: number | null } | undefined> {
  const [row] = await tx.query<{ timeZone: string; backdatingDays: number | null }>({
    name: "caller_facts",
    text: `select c.time_zone as "timeZone", l.days as "backdatingDays"
           from company c left join backdating_limit l on l.org_id = $1 and l.role = $2 where c.org_id = $1`,
    values: [tx.orgId, role],
  });
  return row;
}
export async function readCompany(tx: Tx): Promise<CompanyRow | undefined> {
  const [row] = await tx.query<CompanyRow>({
    name: "company_read",
    text: `select c.name, b.tax_status as "taxStatus", c.accounting_standard as "accountingStandard", b.costing_method as "costingMethod", b.cost_scope as "costScope", b.negative_stock as "negativeStock", b.reserved_protected as "reservedProtected", b.start_period as "startPeriod", c.time_zone as "timeZone", c.default_tax_rate as "defaultTaxRate",
                  coalesce((select d.is_demo from platform.company d where d.id = $1), false) as "isDemo"
           from company c join books b on b.org_id = $1 where c.org_id = $1`,
    values: [tx.orgId],
  });
  return row;
}

export type MemberRow = {
  readonly id: string;
  readonly loginName: string;
  readonly displayName: string;
  readonly role: Role;
  readonly disabled: boolean;
};
export async function listMembers(platform: Platform, orgId: string): Promise<readonly MemberRow[]> {
  return platform.query<MemberRow>({
    text: `select u.id, u.login_name as "loginName", u.display_name as "displayName", m.role, u.disabled_at is not null as disabled from platform.membership m join platform.app_user u on u.id = m.user_id where m.org_id = $1 order by u.created_at`,
    values: [orgId],
  });
}
export async function updateMember(
  platform: Platform,
  orgId: string,
  userId: string,
  change: { readonly displayName: string; readonly role: Role; readonly disabled: boolean },
): Promise<boolean> {
  const rows = await platform.query({
    text: "update platform.membership set role = $3 where org_id = $1 and user_id = $2 returning user_id",
    values: [orgId, userId, change.role],
  });
  if (rows.length === 0) return false;
  await platform.query({
    text: "update platform.app_user set display_name = $2, disabled_at = case when $3 then coalesce(disabled_at, now()) end where id = $1",
    values: [userId, change.displayName, change.disabled],
  });
  return true;
}
export async function listAudit(
  tx: Tx,
  filter: {
    readonly subjectId: string | null;
    readonly before: { readonly key: string; readonly id: string } | null;
    readonly limit: number;
  },
) {
  return tx.query<{
    id: string;
    at: Date;
    user_name: string;
    action: string;
    subject_type: string;
    subject_id: string | null;
    note: string;
  }>({
    text: `select id, at, user_name, action, subject_type, subject_id, note from audit_entry
           where org_id = $1 and ($2::uuid is null or subject_id = $2) and ($3::timestamptz is null or (at, id) < ($3, $4::uuid))
           order by at desc, id desc limit $5`,
    values: [tx.orgId, filter.subjectId, filter.before?.key ?? null, filter.before?.id ?? null, filter.limit],
  });
}

export type BackdatingLimit = { readonly role: LimitedRole; readonly days: number };
export async function readBackdatingLimits(tx: Tx): Promise<readonly BackdatingLimit[]> {
  return tx.query<BackdatingLimit>({
    name: "backdating_limits",
    text: "select role, days from backdating_limit where org_id = $1 order by role",
    values: [tx.orgId],
  });
}
/** The table says exactly this afterwards. */
export async function writeBackdatingLimits(tx: Tx, limits: readonly BackdatingLimit[]): Promise<void> {
  await tx.query({
    text: "delete from backdating_limit where org_id = $1 and role <> all($2::text[])",
    values: [tx.orgId, limits.map((limit) => limit.role)],
  });
  await tx.query({
    text: `insert into backdating_limit (org_id, role, days) select $1, * from unnest($2::text[], $3::int[])
           on conflict (org_id, role) do update set days = excluded.days`,
    values: [tx.orgId, limits.map((limit) => limit.role), limits.map((limit) => limit.days)],
  });
}
