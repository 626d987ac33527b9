import { type Money, parseMoney, type Period } from "@zhangshi/core";
import type { Marks } from "../../books/marks.ts";
import { type TailEntry, tailEntriesFrom } from "../../books/recost.sql.ts";
import type { Row, Tx } from "../../platform/db.ts";

/** Items that moved, and how often: what a comparison has to play. */
export async function movedItems(tx: Tx): Promise<readonly { readonly itemId: string; readonly entries: number }[]> {
  return tx.query<{ itemId: string; entries: number }>({
    name: "what_if_items",
    text: `select c.item_id as "itemId", count(*)::int as entries from stock_cost c where c.org_id = $1 group by c.item_id order by c.item_id`,
    values: [tx.orgId],
  });
}
/** Items that one document turned into each other, each pair once: their costs follow one another. */
export async function turnedItems(tx: Tx): Promise<readonly { readonly itemId: string; readonly withItem: string }[]> {
  return tx.query<{ itemId: string; withItem: string }>({
    name: "what_if_turned",
    text: `with turned as (select distinct t.document_id from stock_entry t where t.org_id = $1 and t.basis = 'document'),
                goods as (select e.document_id, e.item_id, min(e.item_id::text) over (partition by e.document_id) as first from stock_entry e join turned t on t.document_id = e.document_id where e.org_id = $1)
           select distinct g.item_id as "itemId", g.first as "withItem" from goods g where g.item_id::text <> g.first`,
    values: [tx.orgId],
  });
}

/** An entry of the whole history, with what others say of it. */
export type HistoryEntry = TailEntry & {
  readonly batch: number;
  readonly isReversed: boolean;
  readonly followers: number;
  readonly isTurned: boolean;
};
export const historyMarks: Marks = {
  isReversed: (entry: HistoryEntry) => entry.isReversed,
  followers: (entry: HistoryEntry) => entry.followers,
  isTurned: (entry: HistoryEntry) => entry.isTurned,
};
function historyFrom(rows: readonly Row[]): readonly HistoryEntry[] {
  return tailEntriesFrom(rows).map((entry, index) => {
    const row = rows[index] ?? {};
    // Added to what is there: a copy of every entry of a long history is a third of the time to read it.
    return Object.assign(entry, {
      batch: Number(row["batch"]),
      isReversed: row["is_reversed"] === true,
      followers: Number(row["followers"]),
      isTurned: row["is_turned"] === true,
    });
  });
}

/** What was booked as cost of sales, by month: also what follows from no entry, as the difference of a price given back (P21). */
export async function bookedCosts(tx: Tx, account: string): Promise<ReadonlyMap<Period, Money>> {
  const rows = await tx.query<{ period: number; cost: string }>({
    name: "what_if_booked",
    text: `select to_char(l.business_date, 'YYYYMM')::int as period, sum(l.debit - l.credit)::numeric(20,2) as cost from voucher_line l where l.org_id = $1 and l.account_code = $2 group by 1`,
    values: [tx.orgId, account],
  });
  return new Map(rows.map((row) => [row.period, parseMoney(row.cost)]));
}

/** Sorted once, by PostgreSQL; read from the beginning, and what has to be seen again is read again. */
export class History {
  private readonly tx: Tx;
  private readonly pageLength: number;
  /** Behind the last entry that was fetched. */
  private fetched = 0;
  private coming: Promise<readonly HistoryEntry[]> = Promise.resolve([]);

  private constructor(tx: Tx, pageLength: number) {
    this.tx = tx;
    this.pageLength = pageLength;
  }
  /**
   * All entries of the items, batch by batch, in the order of the books. Only what costs follow from is read; everything
   * is sorted before the first of them comes, so that most of the waiting is here.
   */
  static async open(tx: Tx, batches: readonly (readonly string[])[], pageLength: number): Promise<History> {
    const numbered = batches.flatMap((itemIds, batch) => itemIds.map((itemId) => ({ itemId, batch })));
    await tx.query({ text: "set local cursor_tuple_fraction = 1" });
    await tx.query({
      text: `declare what_if scroll cursor for
             select b.batch, c.seq, c.item_id, c.warehouse_id, c.business_date, c.position, c.value, c.true_up, e.quantity, e.basis, e.stated_value, e.reverses_seq, e.source_seq, e.share_part, e.share_whole,
                    e.contra_account, e.lot, e.document_id, d.type as document_type, r.seq is not null as is_reversed, coalesce(s.followers, 0) as followers, t.document_id is not null as is_turned
             from unnest($2::uuid[], $3::int[]) b(item_id, batch)
             join stock_cost c on c.org_id = $1 and c.item_id = b.item_id
             join stock_entry e on e.org_id = $1 and e.seq = c.seq
             join document d on d.org_id = $1 and d.id = e.document_id
             left join (select distinct x.reverses_seq as seq from stock_entry x where x.org_id = $1 and x.reverses_seq is not null) r on r.seq = c.seq
             left join (select x.source_seq as seq, count(*)::int as followers from stock_entry x where x.org_id = $1 and x.source_seq is not null group by x.source_seq) s on s.seq = c.seq
             left join (select distinct x.document_id from stock_entry x where x.org_id = $1 and x.basis = 'document') t on t.document_id = e.document_id
             order by b.batch, c.business_date, c.position, c.seq`,
      values: [tx.orgId, numbered.map((one) => one.itemId), numbered.map((one) => one.batch)],
    });
    const history = new History(tx, pageLength);
    history.fetchNext();
    await history.coming;
    return history;
  }

  /** The next page is on its way while one is played. */
  async *pages(): AsyncGenerator<readonly HistoryEntry[]> {
    for (;;) {
      const page = await this.coming;
      const isLast = page.length < this.pageLength;
      if (!isLast) this.fetchNext();
      yield page;
      if (isLast) return;
    }
  }
  private fetchNext(): void {
    this.coming = this.fetch(this.pageLength).then((page) => {
      this.fetched += page.length;
      return page;
    });
    // Its failure is met by whoever waits for it later.
    this.coming.catch(() => undefined);
  }
  private async fetch(count: number): Promise<readonly HistoryEntry[]> {
    return historyFrom(await this.tx.query({ text: `fetch ${Math.trunc(count)} from what_if` }));
  }

  /** So many entries behind the first ones once more. */
  async *again(first: number, count: number): AsyncGenerator<readonly HistoryEntry[]> {
    await this.coming;
    await this.moveTo(first);
    for (let left = count; left > 0; left -= this.pageLength) yield await this.fetch(Math.min(left, this.pageLength));
    await this.moveTo(this.fetched);
  }
  private async moveTo(place: number): Promise<void> {
    await this.tx.query({ text: `move absolute ${Math.trunc(place)} from what_if` });
  }
}
