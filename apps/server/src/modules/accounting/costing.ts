import type { CostingView } from "@zhangshi/contract";
import { type CostingMethod, formatPeriod, formatQuantity, parsePeriod, parseQuantity } from "@zhangshi/core";
import { negativeChange, readCostingChanges } from "../../books/costing-change.sql.ts";
import { lockBooksOf, readBooksOf } from "../../books/periods.sql.ts";
import { changeCostingMethod } from "../../documents/month-cost.ts";
import { type Actor, recordAudit } from "../../platform/audit.sql.ts";
import type { Tx } from "../../platform/db.ts";
import { refused } from "../../platform/refused.ts";
import { monthEndCost } from "./month-end-cost.document.ts";
import { firstOpenPeriod } from "./period-states.ts";
import { negativeStocks } from "./periods.sql.ts";

type Caller = Actor & { readonly timeZone: string };

export async function showCosting(tx: Tx): Promise<CostingView> {
  const books = await readBooksOf(tx);
  const { method, scope, negativeAllowed, since } = books.costRules;
  const changes = await readCostingChanges(tx);
  return {
    method,
    scope,
    negativeStock: negativeAllowed,
    since: since === 0 ? null : formatPeriod(since),
    nextChange: formatPeriod(firstOpenPeriod(books.startPeriod, books.closedThrough)),
    hasMoved: books.nextPosting > 1n,
    history: changes.map((change) => ({
      kind: change.kind,
      since: change.period ? formatPeriod(change.period) : null,
      method: change.method,
      negativeStock: change.negativeStock,
      reason: change.reason,
      at: change.at.toISOString(),
      by: change.userName,
    })),
  };
}

/** Under the lock of every posting: what is read of the stock stays true until the change is written. */
export async function changeCosting(
  tx: Tx,
  request: { readonly method: CostingMethod; readonly period: string; readonly reason: string },
  caller: Caller,
): Promise<CostingView> {
  const books = await lockBooksOf(tx);
  const { costRules, nextPosting } = books;
  if (request.method === costRules.method) throw refused("costing.same");
  if (request.method === "specific" && nextPosting > 1n) throw refused("costing.specific_first");
  const next = firstOpenPeriod(books.startPeriod, books.closedThrough);
  const period = parsePeriod(request.period);
  if (period !== next || period <= costRules.since) throw refused("costing.not_next", { next: formatPeriod(next) });
  await refuseNegative(tx);
  await changeCostingMethod(tx, monthEndCost, { method: request.method, period, reason: request.reason }, caller);
  await recordAudit(tx, caller, {
    action: "costing.change",
    subjectType: "company",
    subjectId: tx.orgId,
    note: `${costRules.method} → ${request.method} ${request.period} ${request.reason}`,
  });
  return showCosting(tx);
}

export async function allowNegativeStock(tx: Tx, allowed: boolean, caller: Caller): Promise<CostingView> {
  const books = await lockBooksOf(tx);
  if (books.costRules.negativeAllowed === allowed) return showCosting(tx);
  if (!allowed) await refuseNegative(tx);
  for (const query of negativeChange(tx.orgId, books.costRules, allowed, caller, new Date())) await tx.query(query);
  await recordAudit(tx, caller, {
    action: "costing.negative_stock",
    subjectType: "company",
    subjectId: tx.orgId,
    note: allowed ? "允许负库存" : "不允许负库存",
  });
  return showCosting(tx);
}

async function refuseNegative(tx: Tx): Promise<void> {
  const stocks = await negativeStocks(tx, 5);
  if (stocks.count === 0) return;
  const examples = stocks.examples
    .map((one) => `${one.item} ${one.warehouse} ${formatQuantity(parseQuantity(one.quantity))} ${one.unit}`)
    .join("、");
  throw refused("costing.negative_present", { count: stocks.count, examples });
}
