import type { LotMove, LotTrace, lotHistoryQuery } from "@zhangshi/contract";
import { formatQuantity, parseQuantity } from "@zhangshi/core";
import type { z } from "zod";
import { todayIn } from "../../platform/clock.ts";
import { cursorOf } from "../../platform/cursor.ts";
import type { Tx } from "../../platform/db.ts";
import { writeWorkbook, type WorkbookRow } from "../../platform/excel.ts";
import type { Download } from "../../platform/http.ts";
import { refused } from "../../platform/refused.ts";
import { momentFrom, momentText } from "./book-moment.ts";
import { movementColumns } from "./movement-columns.ts";
import {
  type LotMoveRow,
  type LotTraceRow,
  readLot,
  readLotMoves,
  readLotPlaces,
  traceLot,
} from "./lot-history.sql.ts";
import { isCostedByLot } from "./lots.sql.ts";
import type { LotReader } from "./lots.ts";
import type { BookMoment } from "./stock-card.sql.ts";

type HistoryQuery = z.output<typeof lotHistoryQuery>;

const beginning: BookMoment = { date: "0001-01-01", position: -1n, seq: -1n };
const plain = (quantity: string) => formatQuantity(parseQuantity(quantity));

/** 追溯: what moved of a lot or a piece, what it came from and where it went, through 组装 and 拆卸 as well. */
export async function showLotHistory(tx: Tx, query: HistoryQuery, reader: LotReader) {
  const head = await readLot(tx, query.itemId, query.lot, todayIn(reader.timeZone));
  if (!head) throw refused("not_found");
  const withValue = reader.seesCost && (await isCostedByLot(tx));
  const places = await readLotPlaces(tx, query.itemId, query.lot);
  const start = momentFrom(query.cursor) ?? beginning;
  const rows = await readLotMoves(tx, query.itemId, query.lot, start, query.limit + 1);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    lot: {
      itemId: head.item_id,
      itemCode: head.code,
      itemName: head.name,
      spec: head.spec,
      unit: head.unit,
      tracking: head.tracking,
      lot: head.lot,
      producedOn: head.produced_on,
      expiresOn: head.expires_on,
      daysLeft: head.days_left,
      onHand: formatQuantity(places.reduce((sum, place) => sum + parseQuantity(place.quantity), 0n)),
      ...(withValue ? { value: head.value } : {}),
    },
    byWarehouse: places.map((place) => ({
      warehouseId: place.warehouse_id,
      warehouse: place.warehouse,
      onHand: plain(place.quantity),
    })),
    totalIn: plain(head.quantity_in),
    totalOut: plain(head.quantity_out),
    rows: page.map(moveOf),
    next: rows.length > query.limit && last ? cursorOf(momentText(placeOf(last)), last.document_id) : null,
    from: (await traceLot(tx, query.itemId, query.lot, "from")).map(traceOf),
    to: (await traceLot(tx, query.itemId, query.lot, "to")).map(traceOf),
  };
}

function placeOf(row: LotMoveRow): BookMoment {
  return { date: row.business_date, position: BigInt(row.position), seq: BigInt(row.seq) };
}
function moveOf(row: LotMoveRow): LotMove {
  return {
    seq: row.seq,
    documentId: row.document_id,
    type: row.type,
    number: row.number ?? "",
    businessDate: row.business_date,
    partner: row.partner,
    warehouse: row.warehouse,
    quantity: plain(row.quantity),
    balance: plain(row.balance),
    isReversal: row.is_reversal,
  };
}
function traceOf(row: LotTraceRow): LotTrace {
  return {
    level: row.level,
    itemId: row.item_id,
    itemCode: row.code,
    itemName: row.name,
    unit: row.unit,
    tracking: row.tracking,
    lot: row.lot,
    type: row.type,
    partnerId: row.partner_id,
    partner: row.partner,
    quantity: plain(row.quantity),
    documents: row.documents,
    firstDate: row.first_date,
    lastDate: row.last_date,
    documentId: row.document_id,
    number: row.number ?? "",
  };
}

const rowsPerPage = 2000;
async function* exportRows(tx: Tx, query: HistoryQuery): AsyncGenerator<WorkbookRow> {
  for (let start = beginning; ; ) {
    const rows = await readLotMoves(tx, query.itemId, query.lot, start, rowsPerPage);
    for (const row of rows) {
      const isIn = row.quantity.startsWith("-") === row.is_reversal;
      const quantity = parseQuantity(row.quantity);
      yield [
        row.business_date,
        row.number ?? "",
        row.is_reversal ? "红冲" : "",
        row.partner,
        row.warehouse,
        isIn ? formatQuantity(quantity) : null,
        isIn ? null : formatQuantity(-quantity),
        plain(row.balance),
      ];
    }
    const last = rows.at(-1);
    if (rows.length < rowsPerPage || !last) return;
    start = placeOf(last);
  }
}

export async function exportLotHistory(tx: Tx, query: HistoryQuery, reader: LotReader): Promise<Download> {
  const head = await readLot(tx, query.itemId, query.lot, todayIn(reader.timeZone));
  if (!head) throw refused("not_found");
  const content = await writeWorkbook({
    sheetName: `追溯 ${head.lot}`,
    columns: movementColumns,
    rows: exportRows(tx, query),
  });
  return { fileName: `追溯 ${head.code} ${head.name} ${head.lot}.xlsx`, content };
}
