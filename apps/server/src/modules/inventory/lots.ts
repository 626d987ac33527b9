import type { RouteInput, RouteReply, Routes } from "@zhangshi/contract";
import { formatQuantity, parseQuantity } from "@zhangshi/core";
import { todayIn } from "../../platform/clock.ts";
import type { Tx } from "../../platform/db.ts";
import { listLots, readLotHistory } from "./lots.sql.ts";
import { searchPatterns } from "./search-patterns.ts";

/** 先到期先出 as a proposal, and 临期 as a list: the same rows. */
export async function showLots(
  tx: Tx,
  query: RouteInput<Routes["stock.lots"]>["query"],
  timeZone: string,
): Promise<RouteReply<Routes["stock.lots"]>> {
  const rows = await listLots(tx, {
    itemId: query.itemId ?? null,
    warehouseId: query.warehouseId ?? null,
    patterns: searchPatterns(query.search),
    expiringWithin: query.expiringWithin ?? null,
    today: todayIn(timeZone),
    limit: query.limit,
  });
  return {
    rows: rows.map((row) => ({
      itemId: row.item_id,
      itemCode: row.code,
      itemName: row.name,
      spec: row.spec,
      unit: row.unit,
      tracking: row.tracking,
      warehouseId: row.warehouse_id,
      warehouse: row.warehouse,
      lot: row.lot,
      producedOn: row.produced_on,
      expiresOn: row.expires_on,
      daysLeft: row.days_left,
      onHand: formatQuantity(parseQuantity(row.quantity)),
    })),
  };
}

export async function showLotHistory(
  tx: Tx,
  query: RouteInput<Routes["stock.lotHistory"]>["query"],
): Promise<RouteReply<Routes["stock.lotHistory"]>> {
  const rows = await readLotHistory(tx, query.itemId, query.lot);
  return {
    rows: rows.map((row) => ({
      documentId: row.document_id,
      type: row.type,
      number: row.number ?? "",
      businessDate: row.business_date,
      partner: row.partner,
      warehouse: row.warehouse,
      quantity: formatQuantity(parseQuantity(row.quantity)),
      isReversal: row.is_reversal,
    })),
  };
}
