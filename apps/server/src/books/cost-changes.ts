import { type AccountRoles, credit, debit, type JournalLine, type Money, periodOf, sumMoney } from "@zhangshi/core";
import type { TailEntry } from "./recost.sql.ts";

/** Where a true-up is booked: the cost of sales of the company's chart. */
export const toCostOfSales = "cost-of-sales";
/** What one document costs more or less. */
export type ChangedDocument = {
  readonly documentId: string;
  readonly documentNumber: string;
  readonly before: Money;
  readonly after: Money;
};
export type ChangeSummary = {
  readonly documents: readonly ChangedDocument[];
  readonly hasMore: boolean;
  readonly difference: Money;
};
/** What the entries of one day against one account cost more or less. */
type DaySum = {
  readonly businessDate: string;
  readonly account: string;
  difference: Money;
  /** The first of the documents that it comes from, one more than are named. */
  readonly numbers: string[];
  /** The document whose entries are being played. */
  open: { readonly number: string; readonly documentId: string; difference: Money };
};
const namedDocuments = 3;
/** So many changed documents are shown to a person, one by one. */
const shownDocuments = 500;

/**
 * What a replay changes in the costs that were booked: sums of a day and account for the vouchers, and the first
 * documents for whoever looks. A million changed deliveries of a year are some hundred sums.
 */
export class CostChanges {
  private readonly days = new Map<string, DaySum>();
  private readonly shown = new Map<string, ChangedDocument>();
  private notShown = false;
  /** The document that is being posted: its own voucher says what it costs. */
  private readonly ownId: string | null;

  constructor(ownId: string | null = null) {
    this.ownId = ownId;
  }

  /** `account` null: between shelves, where nothing is booked. */
  note(entry: TailEntry, account: string | null, before: Money, after: Money): void {
    const { documentId, documentNumber, businessDate } = entry;
    if (account === null || documentId === this.ownId) return;
    const known = this.shown.get(documentId);
    if (!known && this.shown.size >= shownDocuments) this.notShown = true;
    else
      this.shown.set(documentId, {
        documentId,
        documentNumber,
        before: (known?.before ?? 0n) + before,
        after: (known?.after ?? 0n) + after,
      });

    const key = `${businessDate}/${account}`;
    const none = { number: documentNumber, documentId, difference: 0n };
    const day = this.days.get(key) ?? { businessDate, account, difference: 0n, numbers: [], open: none };
    this.days.set(key, day);
    if (day.open.documentId !== documentId) {
      close(day);
      day.open = none;
    }
    day.open.difference += after - before;
  }

  /** The first changed documents, in the order of the books, and what all of them come to. */
  summary(): ChangeSummary {
    for (const day of this.days.values()) close(day);
    return {
      documents: [...this.shown.values()].filter((one) => one.before !== one.after),
      hasMore: this.notShown,
      difference: sumMoney([...this.days.values()].map((day) => day.difference)),
    };
  }

  /**
   * 调整凭证: what was booked stays booked; the difference is appended, one pair of lines per day and account, so that the
   * ledger agrees with the stock at every date. One voucher per period.
   */
  adjustments(
    accounts: AccountRoles,
  ): ReadonlyMap<number, readonly (JournalLine & { readonly businessDate: string })[]> {
    const periods = new Map<number, (JournalLine & { readonly businessDate: string })[]>();
    for (const { businessDate, account, difference, numbers } of this.daysBy(accounts)) {
      if (difference === 0n) continue;
      const named = numbers.slice(0, namedDocuments).join("、");
      const summary = `成本重算 ${named}${numbers.length > namedDocuments ? " 等" : ""}`;
      const lines = periods.get(periodOf(businessDate)) ?? [];
      lines.push(
        { ...debit(account, difference, summary), businessDate },
        { ...credit(accounts.inventory, difference, summary), businessDate },
      );
      periods.set(periodOf(businessDate), lines);
    }
    return periods;
  }
  /** In the order of days and accounts, each account of the company's chart once. */
  private daysBy(accounts: AccountRoles): readonly DaySum[] {
    const days = new Map<string, DaySum>();
    for (const day of this.days.values()) {
      close(day);
      const account = day.account === toCostOfSales ? accounts.costOfSales : day.account;
      const key = `${day.businessDate}/${account}`;
      const known = days.get(key);
      const difference = (known?.difference ?? 0n) + day.difference;
      const numbers = [...new Set([...(known?.numbers ?? []), ...day.numbers])];
      days.set(key, { ...day, account, difference, numbers });
    }
    return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day);
  }
}
/** A document whose lines make up for one another changed nothing. */
function close(day: DaySum): void {
  const { difference, number } = day.open;
  day.open.difference = 0n;
  if (difference === 0n) return;
  day.difference += difference;
  if (day.numbers.length <= namedDocuments && !day.numbers.includes(number)) day.numbers.push(number);
}
