import type { PeriodList } from "@zhangshi/contract";
import {
  firstDayOf,
  formatPeriod,
  formatQuantity,
  lastDayOf,
  parsePeriod,
  parseQuantity,
  type Period,
  periodOf,
  previousPeriod,
} from "@zhangshi/core";
import type { Books } from "../../books/book-rows.ts";
import {
  lockBooksOf,
  type PeriodEvent,
  readBooksOf,
  readLastPeriodEvents,
  readPeriodEvents,
  writePeriodEvent,
} from "../../books/periods.sql.ts";
import { voucherWord } from "../../documents/numbering.ts";
import { recostMonth } from "../../documents/month-cost.ts";
import { monthEndCost } from "./month-end-cost.document.ts";
import { type Actor, recordAudit } from "../../platform/audit.sql.ts";
import { todayIn } from "../../platform/clock.ts";
import type { Tx } from "../../platform/db.ts";
import { refused } from "../../platform/refused.ts";
import { firstOpenPeriod, monthStates } from "./period-states.ts";
import { countDrafts, countVouchers, draftsBetween, negativeStocks, proofOfPeriod } from "./periods.sql.ts";

type Caller = Actor & { readonly timeZone: string };
/** As many as a sentence can name. */
const examples = 5;
const shownEvents = 100;

export async function showPeriods(tx: Tx, caller: Caller): Promise<PeriodList> {
  const books = await readBooksOf(tx);
  const today = todayIn(caller.timeZone);
  const months = monthStates(books.startPeriod, books.closedThrough, today);
  const drafts = await countDrafts(tx);
  const vouchers = await countVouchers(
    tx,
    months.map((month) => month.period),
    voucherWord,
  );
  const last = new Map((await readLastPeriodEvents(tx)).map((event) => [event.period, event]));
  const history = await readPeriodEvents(tx, shownEvents);
  return {
    today,
    startPeriod: formatPeriod(books.startPeriod),
    closedThrough: books.closedThrough === 0 ? null : formatPeriod(books.closedThrough),
    rows: months.map((month) => {
      const own = drafts.filter((draft) => draft.period === month.period);
      const close = month.state === "closed" ? last.get(month.period) : undefined;
      return {
        ...month,
        period: formatPeriod(month.period),
        drafts: own.reduce((sum, draft) => sum + draft.count, 0),
        draftTypes: own.map(({ type, count }) => ({ type, count })),
        vouchers: vouchers.get(month.period) ?? 0,
        closedBy: close?.userName ?? null,
        closedAt: close?.at.toISOString() ?? null,
        reason: close?.reason ?? "",
      };
    }),
    history: history.map((event) => ({
      period: formatPeriod(event.period),
      kind: event.kind,
      reason: event.reason,
      at: event.at.toISOString(),
      by: event.userName,
    })),
  };
}

/**
 * 结账. Everything is judged under the lock that every posting takes: a voucher is either counted here, or refused
 * because the month is closed.
 */
export async function closePeriod(
  tx: Tx,
  request: { readonly period: string; readonly reason: string; readonly ignoreDrafts: boolean },
  caller: Caller,
): Promise<PeriodList> {
  const books = await lockBooksOf(tx);
  const period = parsePeriod(request.period);
  refuseOutOfOrder(books, period, todayIn(caller.timeZone));
  if (!request.ignoreDrafts) await refuseDrafts(tx, period);
  await refuseNegativeStock(tx);
  await refuseUnproven(tx, period);
  await recostMonth(tx, monthEndCost, period, "close", caller);
  await record(tx, period, { kind: "close", period, reason: request.reason }, caller);
  return showPeriods(tx, caller);
}

/** 反结账: back to the month before, so that months are only ever opened from the newest on. */
export async function reopenPeriod(
  tx: Tx,
  request: { readonly period: string; readonly reason: string },
  caller: Caller,
): Promise<PeriodList> {
  const books = await lockBooksOf(tx);
  const period = parsePeriod(request.period);
  const facts = { period: request.period, newest: formatPeriod(books.closedThrough) };
  if (period > books.closedThrough || period < books.startPeriod) throw refused("period.not_closed", facts);
  if (period < books.closedThrough) throw refused("period.not_newest", facts);
  const { since } = books.costRules;
  if (period < since) throw refused("period.costing_changed", { since: formatPeriod(since), period: request.period });
  const closedThrough = period === books.startPeriod ? 0 : previousPeriod(period);
  await record(tx, closedThrough, { kind: "reopen", period, reason: request.reason }, caller);
  await recostMonth(tx, monthEndCost, period, "reopen", caller);
  return showPeriods(tx, caller);
}

async function record(
  tx: Tx,
  closedThrough: Period,
  event: Pick<PeriodEvent, "kind" | "period" | "reason">,
  caller: Caller,
): Promise<void> {
  await writePeriodEvent(tx, closedThrough, { ...event, ...actorOf(caller), at: new Date() });
  await recordAudit(tx, caller, {
    action: `period.${event.kind}`,
    subjectType: "period",
    subjectId: null,
    note: [formatPeriod(event.period), event.reason].filter(Boolean).join(" "),
  });
}
function actorOf({ userId, userName }: Caller): Actor {
  return { userId, userName };
}

function refuseOutOfOrder(books: Books, period: Period, today: string): void {
  const next = firstOpenPeriod(books.startPeriod, books.closedThrough);
  const facts = { period: formatPeriod(period), next: formatPeriod(next), today };
  if (period < books.startPeriod) throw refused("period.before_start", { start: formatPeriod(books.startPeriod) });
  if (period < next) throw refused("period.already_closed", facts);
  if (period > periodOf(today)) throw refused("period.not_begun", facts);
  if (period > next) throw refused("period.not_next", facts);
}

async function refuseDrafts(tx: Tx, period: Period): Promise<void> {
  const drafts = await draftsBetween(tx, firstDayOf(period), lastDayOf(period), examples);
  if (drafts.count === 0) return;
  const named = drafts.examples.map((draft) => draft.number ?? `${draft.date} ${draft.partner}`.trim());
  throw refused("period.has_drafts", {
    period: formatPeriod(period),
    count: drafts.count,
    examples: listed(named, drafts.count),
    drafts: drafts.examples,
  });
}

async function refuseNegativeStock(tx: Tx): Promise<void> {
  const stocks = await negativeStocks(tx, examples);
  if (stocks.count === 0) return;
  const named = stocks.examples.map(
    (stock) => `${stock.item} ${stock.warehouse} ${formatQuantity(parseQuantity(stock.quantity))} ${stock.unit}`,
  );
  throw refused("period.negative_stock", { count: stocks.count, examples: listed(named, stocks.count) });
}

async function refuseUnproven(tx: Tx, period: Period): Promise<void> {
  const proof = await proofOfPeriod(tx, period, voucherWord);
  const finding =
    proof.debit !== proof.credit
      ? `借 ${proof.debit}，贷 ${proof.credit}`
      : proof.vouchers !== proof.lastNumber
        ? `凭证 ${proof.vouchers} 张，末号 ${proof.lastNumber}`
        : undefined;
  if (finding !== undefined) throw refused("period.not_proven", { period: formatPeriod(period), finding });
}

function listed(named: readonly string[], count: number): string {
  return `${named.join("、")}${count > named.length ? " 等" : ""}`;
}
