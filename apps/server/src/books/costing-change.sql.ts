import { type CostingMethod, type CostRules, type Period, wholeCompany } from "@zhangshi/core";
import type { Query, Tx } from "../platform/db.ts";

export const methodNames: Readonly<Record<CostingMethod, string>> = {
  "moving-average": "移动加权平均",
  fifo: "先进先出",
  "monthly-average": "全月一次加权平均",
  specific: "个别计价",
};

type Actor = { readonly userId: string; readonly userName: string };
export type CostingEvent =
  | { readonly kind: "method"; readonly method: CostingMethod; readonly period: Period; readonly reason: string }
  | { readonly kind: "negative"; readonly allowed: boolean };

/**
 * The change beside how the company began, both once and for all. `at` is a moment under the lock, not when the
 * transaction began to wait for it: a replay tells the order of changes between two postings by it.
 */
function appendChange(orgId: string, before: CostRules, event: CostingEvent, actor: Actor, at: Date): readonly Query[] {
  const isMethod = event.kind === "method";
  return [
    {
      text: `insert into costing_change (org_id, seq, kind, period, method, negative_stock, next_posting, at)
             select $1, 0, 'begin', 0, $2, $3, 1, c.created_at from company c where c.org_id = $1 on conflict do nothing`,
      values: [orgId, before.method, before.negativeAllowed],
    },
    {
      text: `insert into costing_change (org_id, seq, kind, period, method, negative_stock, reason, next_posting, at, user_id, user_name)
             select $1, (select max(c.seq) + 1 from costing_change c where c.org_id = $1), $2, $3, $4, $5, $6, b.next_posting, $9, $7, $8 from books b where b.org_id = $1`,
      values: [
        orgId,
        event.kind,
        isMethod ? event.period : null,
        isMethod ? event.method : null,
        isMethod ? before.negativeAllowed : event.allowed,
        isMethod ? event.reason : "",
        actor.userId,
        actor.userName,
        at.toISOString(),
      ],
    },
  ];
}
/**
 * The change, and every pool as the new method finds it: one amount, or one layer of it. Lots are no pools any more: only
 * 个别计价 costs them, and nothing changes to it later. `since` 0: from the first entry on.
 */
export function methodChange(
  orgId: string,
  before: CostRules,
  change: Extract<CostingEvent, { kind: "method" }> & { readonly since: Period },
  actor: Actor,
  at: Date,
): readonly Query[] {
  return [
    ...appendChange(orgId, before, change, actor, at),
    {
      text: "update books set costing_method = $2, costing_since = $3 where org_id = $1",
      values: [orgId, change.method, change.since],
    },
    {
      text: "update stock_lot_balance set quantity = case when warehouse_id = $2::uuid then 0 else quantity end, value = 0, state = null where org_id = $1",
      values: [orgId, wholeCompany],
    },
    {
      text: `update stock_balance b set state = case when $2 = 'fifo' and b.quantity > 0 then '{"y":[["0","' || round(b.quantity * 1000000) || '","' || round(b.value * 100) || '"]]}' end
             where b.org_id = $1 and (b.warehouse_id = $3::uuid) = ($4::text = 'company')`,
      values: [orgId, change.method, wholeCompany, before.scope],
    },
  ];
}
export function negativeChange(
  orgId: string,
  before: CostRules,
  allowed: boolean,
  actor: Actor,
  at: Date,
): readonly Query[] {
  return [
    ...appendChange(orgId, before, { kind: "negative", allowed }, actor, at),
    {
      text: "update books set negative_stock = $2, negative_ever = negative_ever or $2 where org_id = $1",
      values: [orgId, allowed],
    },
  ];
}

/** 方法 from a month on; the first holds from the first entry, and so does one that began with the first month. */
export type CostingEra = { readonly since: Period; readonly method: CostingMethod };
export async function readCostingEras(tx: Tx, present: CostRules): Promise<readonly CostingEra[]> {
  const rows = await tx.query<{ period: number; method: CostingMethod }>({
    name: "costing_eras",
    text: `select case when c.period > b.start_period then c.period else 0 end as period, c.method from costing_change c join books b on b.org_id = $1
           where c.org_id = $1 and c.kind in ('begin', 'method') order by c.seq`,
    values: [tx.orgId],
  });
  return rows.length === 0
    ? [{ since: 0, method: present.method }]
    : rows.map((row) => ({ since: row.period, method: row.method }));
}

export type CostingChangeRow = {
  readonly kind: "begin" | "method" | "negative";
  readonly period: number | null;
  readonly method: CostingMethod | null;
  readonly negativeStock: boolean;
  readonly reason: string;
  readonly nextPosting: string;
  readonly at: Date;
  readonly userId: string | null;
  readonly userName: string;
};
/** Newest first. */
export async function readCostingChanges(tx: Tx): Promise<readonly CostingChangeRow[]> {
  return tx.query<CostingChangeRow>({
    name: "costing_changes",
    text: `select kind, period, method, negative_stock as "negativeStock", reason, next_posting as "nextPosting", at, user_id as "userId", user_name as "userName"
           from costing_change where org_id = $1 order by seq desc`,
    values: [tx.orgId],
  });
}
