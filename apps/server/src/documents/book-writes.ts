import { type Pool, poolStateText, partnerSides, type StockState, wholeCompany } from "@zhangshi/core";
import type { LotBalanceRow, PartnerBalanceRow, PostingRow, StockBalanceRow } from "../books/book-rows.ts";
import type { BookWrites } from "../books/books.sql.ts";
import { orderWritesOf } from "../books/orders.sql.ts";
import type { TrainState } from "./decide.ts";
import { voucherSeries } from "./numbering.ts";

/** The train's end as rows: balances by key, series, the head of the chain. Rows are locked in the order of their keys. */
export function bookWritesOf(train: TrainState, postings: readonly PostingRow[]): BookWrites {
  const { facts, stock, nextPosting, chainHead } = train;
  return {
    postings,
    stockBalances: stockBalancesOf(train),
    lotBalances: lotBalancesOf(stock),
    partnerBalances: partnerBalancesOf(train, postings),
    orders: orderWritesOf(facts.orders),
    sequences: sequencesOf(train, postings),
    nextPosting,
    chainHead,
  };
}

/** item/warehouse/lot: a lot's code may hold a slash itself. */
function isLotKey(key: string): boolean {
  return key.indexOf("/", key.indexOf("/") + 1) >= 0;
}
function standing({ quantities, pools }: StockState, key: string): { quantity: bigint; value: bigint } {
  const pool = pools.get(key);
  return { quantity: quantities.get(key) ?? pool?.quantity ?? 0n, value: pool?.value ?? 0n };
}
function stateText(pool: Pool | undefined): string | null {
  return pool === undefined ? null : poolStateText(pool);
}

const longAgo = "0001-01-01";
function stockBalancesOf({ facts, stock, lastMoves }: TrainState): readonly StockBalanceRow[] {
  const companyPools =
    stock.rules.scope === "company" ? [...stock.pools.keys()].filter((key) => key.endsWith(wholeCompany)) : [];
  const keys = [...stock.quantities.keys(), ...companyPools].filter((key) => !isLotKey(key)).sort();
  return keys.map((key) => {
    const [itemId = "", warehouseId = ""] = key.split("/");
    const moves = lastMoves.get(key);
    return {
      itemId,
      warehouseId,
      ...standing(stock, key),
      // What is only costed again has not moved: the date that stands is the newer one.
      lastDate: facts.lastDates.get(key) ?? longAgo,
      lastIn: moves?.in ?? null,
      lastOut: moves?.out ?? null,
      state: stateText(stock.pools.get(key)),
      mayBeNegative: stock.rules.negativeAllowed || (facts.stock.quantities.get(key) ?? 0n) < 0n,
    };
  });
}
function lotBalancesOf(stock: StockState): readonly LotBalanceRow[] {
  const keys = new Set([...stock.quantities.keys(), ...stock.pools.keys()].filter(isLotKey));
  return [...keys].sort().map((key) => {
    const [itemId = "", warehouseId = "", ...lot] = key.split("/");
    return {
      itemId,
      warehouseId,
      lot: lot.join("/"),
      ...standing(stock, key),
      state: stateText(stock.pools.get(key)),
    };
  });
}

function partnerBalancesOf(
  { facts, touchedPartners }: TrainState,
  postings: readonly PostingRow[],
): readonly PartnerBalanceRow[] {
  return [...touchedPartners].sort().flatMap((partnerId) => {
    const partner = facts.partners.get(partnerId);
    if (!partner) return [];
    const entries = postings.flatMap((posting) =>
      posting.partnerEntries.filter((entry) => entry.partnerId === partnerId),
    );
    return partnerSides.flatMap((side) => {
      const days = entries.filter((entry) => entry.side === side).map((entry) => entry.businessDate);
      const lastDate = days.sort().at(-1);
      return lastDate === undefined ? [] : [{ partnerId, side, amount: partner.balances[side], lastDate }];
    });
  });
}

/** Series of documents, and of the vouchers that were written. */
function sequencesOf({ facts }: TrainState, postings: readonly PostingRow[]): BookWrites["sequences"] {
  const kinds = new Set(
    postings.flatMap((posting) => posting.vouchers.map((voucher) => voucherSeries(voucher.period, voucher.word))),
  );
  return [...facts.sequences]
    .filter(([kind]) => kind.startsWith("document:") || kinds.has(kind))
    .map(([kind, nextNo]) => ({ kind, nextNo }));
}
