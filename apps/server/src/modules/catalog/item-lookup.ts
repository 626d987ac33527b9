import type { ItemCandidate, Permission, RouteInput, Routes } from "@zhangshi/contract";
import type { Tx } from "../../platform/db.ts";
import { RefusedError } from "../../platform/refused.ts";
import { literal, searchPatterns } from "../../platform/search-patterns.ts";
import { readBins } from "./bins.sql.ts";
import { type ItemStock, itemStock, lastPrices, scannedItems, searchItemIds } from "./item-lookup.sql.ts";
import type { StoredItem } from "./item.ts";
import { barcodeSpellings } from "./barcode-spellings.ts";
import { viewCandidate } from "./item-view.ts";
import { stockOfKits } from "./kit-parts.ts";
import { readKitParts } from "./kit-parts.sql.ts";
import { findItems, findItemsByCode } from "./items.sql.ts";

type Query = RouteInput<Routes["items.lookup"]>["query"];
type Hit = { readonly id: string; readonly unit: string | null };

/** Candidates for a line: a scanned barcode decides alone, then the code, then the search. `ids` brings known items back. */
export async function lookUpItems(
  tx: Tx,
  query: Query,
  permissions: ReadonlySet<Permission>,
): Promise<readonly ItemCandidate[]> {
  const hits =
    query.ids === undefined
      ? await findHits(tx, query.q.trim(), query.limit)
      : idsOf(query.ids).map((id) => ({ id, unit: null }));
  if (hits.length === 0) return [];
  const ids = hits.map((hit) => hit.id);
  const items = new Map((await findItems(tx, ids)).map((item) => [item.id, item]));
  const cost = permissions.has("cost.read");
  const facts = {
    stock: permissions.has("stock.read") ? await stockOf(tx, [...items.values()], query.warehouseId ?? null) : null,
    lastPrices:
      query.partnerId && seesPrices(query.type, permissions)
        ? await lastPrices(tx, ids, query.partnerId, query.type)
        : [],
    hitUnits: new Map(hits.map((hit) => [hit.id, hit.unit])),
    bins: await readBins(tx, ids),
  };
  return ids.flatMap((id) => {
    const item = items.get(id);
    return item ? [viewCandidate(item, facts, cost)] : [];
  });
}

/** A kit has what its parts allow. */
async function stockOf(
  tx: Tx,
  items: readonly StoredItem[],
  warehouseId: string | null,
): Promise<ReadonlyMap<string, ItemStock>> {
  const kits = items.filter((item) => item.isKit).map((item) => item.id);
  const parts = kits.length === 0 ? [] : await readKitParts(tx, kits);
  const ids = new Set([...items.map((item) => item.id), ...parts.map((part) => part.part_id)]);
  const stock = await itemStock(tx, [...ids], warehouseId);
  return new Map([...stock, ...stockOfKits(parts, stock)]);
}

/** What a supplier charged is cost; what a customer paid is seen by who sees sales. */
function seesPrices(type: Query["type"], permissions: ReadonlySet<Permission>): boolean {
  return permissions.has(type === "purchase-receipt" ? "cost.read" : "sales.read");
}

async function findHits(tx: Tx, text: string, limit: number): Promise<readonly Hit[]> {
  const scanned = text === "" ? [] : await scannedItems(tx, barcodeSpellings(text));
  if (scanned.length > 0) {
    const byCode = (await findItemsByCode(tx, [text])).get(text);
    const coded = byCode && !byCode.disabled ? [{ id: byCode.id, unit: null }] : [];
    return firstOfEach([...scanned, ...coded]).slice(0, limit);
  }
  const lower = text.toLowerCase();
  const ids = await searchItemIds(
    tx,
    { patterns: searchPatterns(text), text: lower, beginning: `${literal(lower)}%` },
    limit,
  );
  return ids.map((id) => ({ id, unit: null }));
}
function firstOfEach(hits: readonly Hit[]): readonly Hit[] {
  return hits.filter((hit, index) => hits.findIndex((other) => other.id === hit.id) === index);
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
function idsOf(list: string): readonly string[] {
  const ids = [...new Set(list.split(",").filter((id) => id !== ""))];
  if (ids.some((id) => !uuid.test(id)))
    throw new RefusedError("request.invalid", {}, [
      { path: "ids", code: "uuid.invalid", message: "ids 是用逗号隔开的商品编号" },
    ]);
  return ids;
}
