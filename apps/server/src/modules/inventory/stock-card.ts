import type { stockCardQuery } from "@zhangshi/contract";
import {
  divideHalfUp,
  formatMoney,
  formatQuantity,
  formatUnitPrice,
  type Money,
  parseMoney,
  parseQuantity,
  type Quantity,
  sumMoney,
  unitCost,
  wholeCompany,
} from "@zhangshi/core";
import type { z } from "zod";
import { cursorOf } from "../../platform/cursor.ts";
import type { Tx } from "../../platform/db.ts";
import { writeWorkbook, type WorkbookRow } from "../../platform/excel.ts";
import type { Download } from "../../platform/http.ts";
import { refused } from "../../platform/refused.ts";
import { momentFrom, momentText } from "./book-moment.ts";
import { movementColumns } from "./movement-columns.ts";
import {
  type BookMoment,
  type CardEntry,
  type CardFilter,
  type CardItem,
  hasWarehouse,
  listCardEntries,
  readBalances,
  readCardItem,
  readOpenOrderLines,
  readStateAt,
  sumCard,
} from "./stock-card.sql.ts";

type CardQuery = z.output<typeof stockCardQuery>;
/** Quantity and value of what the card speaks of, and the pool that its unit cost comes from. */
type Standing = { readonly quantity: Quantity; readonly value: Money; readonly pool: Pool };
type Pool = { readonly quantity: Quantity; readonly value: Money };

const firstDay = "0001-01-01";
const lastDay = "9999-12-31";
const before = (date: string): BookMoment => ({ date, position: -1n, seq: -1n });
const endOf = (date: string): BookMoment => ({
  date,
  position: 9_223_372_036_854_775_807n,
  seq: 9_223_372_036_854_775_807n,
});

/** A warehouse's share of a company-wide pool, at the pool's unit cost. */
function shareOf(pool: Pool, quantity: Quantity): Money {
  if (quantity === pool.quantity) return pool.value;
  return pool.quantity === 0n ? 0n : divideHalfUp(pool.value * quantity, pool.quantity);
}

type StandingRow = { readonly warehouse_id: string; readonly quantity: string; readonly value: string };
function standingOf(item: CardItem, warehouseId: string | null, rows: readonly StandingRow[]): Standing {
  const own = rows.filter(
    (row) => row.warehouse_id !== wholeCompany && (warehouseId === null || row.warehouse_id === warehouseId),
  );
  const quantity = own.reduce((sum, row) => sum + parseQuantity(row.quantity), 0n);
  if (item.cost_scope === "warehouse") {
    const value = sumMoney(own.map((row) => parseMoney(row.value)));
    return { quantity, value, pool: { quantity, value } };
  }
  const row = rows.find((one) => one.warehouse_id === wholeCompany);
  const pool = { quantity: parseQuantity(row?.quantity ?? "0"), value: parseMoney(row?.value ?? "0") };
  return { quantity, value: warehouseId === null ? pool.value : shareOf(pool, quantity), pool };
}
function unitCostText(pool: Pool): string | null {
  const cost = unitCost(pool.value, pool.quantity);
  return cost === null ? null : formatUnitPrice(cost);
}

async function openCard(tx: Tx, query: CardQuery): Promise<{ readonly item: CardItem; readonly filter: CardFilter }> {
  const item = await readCardItem(tx, query.itemId);
  if (!item || (query.warehouseId && !(await hasWarehouse(tx, query.warehouseId)))) throw refused("not_found");
  return {
    item,
    filter: {
      itemId: query.itemId,
      warehouseId: query.warehouseId ?? null,
      from: query.from ?? firstDay,
      to: query.to ?? lastDay,
    },
  };
}

/** 库存明细账: opening, the moves in the order of the books, closing; 期初 + 入 − 出 = 结存. */
export async function showStockCard(tx: Tx, query: CardQuery, seesCost: boolean) {
  const { item, filter } = await openCard(tx, query);
  const balances = await readBalances(tx, item.id);
  const now = standingOf(item, filter.warehouseId, balances);
  const places = balances.filter(
    (place) =>
      place.warehouse_id !== wholeCompany && (filter.warehouseId === null || place.warehouse_id === filter.warehouseId),
  );
  const stateAt = async (moment: BookMoment) =>
    standingOf(item, filter.warehouseId, await readStateAt(tx, item.id, filter.warehouseId, moment));
  const opening = await stateAt(before(filter.from));
  const closing = await stateAt(endOf(filter.to));
  const sums = await sumCard(tx, filter);

  const start = momentFrom(query.cursor) ?? before(filter.from);
  const entries = await listCardEntries(tx, filter, start, query.limit + 1);
  const page = entries.slice(0, query.limit);
  const last = page.at(-1);
  return {
    item: {
      id: item.id,
      code: item.code,
      name: item.name,
      spec: item.spec,
      unit: item.base_unit,
      safetyStock: formatQuantity(parseQuantity(item.safety_stock)),
    },
    onHand: formatQuantity(now.quantity),
    ...promisedOf(places),
    opening: formatQuantity(opening.quantity),
    totalIn: formatQuantity(parseQuantity(sums.in)),
    totalOut: formatQuantity(parseQuantity(sums.out)),
    closing: formatQuantity(closing.quantity),
    ...(seesCost
      ? {
          value: formatMoney(now.value),
          unitCost: unitCostText(now.pool),
          openingValue: formatMoney(opening.value),
          closingValue: formatMoney(closing.value),
        }
      : {}),
    rows: cardRows(item, filter, await stateAt(start), page).map((row) => (seesCost ? row : withoutCost(row))),
    next: entries.length > query.limit && last ? cursorOf(momentText(momentOf(last)), last.document_id) : null,
    byWarehouse: balances
      .filter((balance) => balance.warehouse_id !== wholeCompany)
      .map((balance) => ({
        warehouseId: balance.warehouse_id,
        warehouse: balance.warehouse ?? "",
        onHand: formatQuantity(parseQuantity(balance.quantity)),
        ...promisedOf([balance]),
      })),
    orders: (await readOpenOrderLines(tx, item.id, filter.warehouseId, shownOrders)).map((line) => ({
      ...line,
      open: formatQuantity(parseQuantity(line.open)),
    })),
  };
}

const shownOrders = 50;
type Place = Awaited<ReturnType<typeof readBalances>>[number];
/** 占用, 可用, 在途, 采购在途 of some places: goods in transit stand on no shelf. */
function promisedOf(places: readonly Place[]) {
  const sum = (of: (place: Place) => string) => places.reduce((total, place) => total + parseQuantity(of(place)), 0n);
  const reserved = sum((place) => place.reserved);
  return {
    reserved: formatQuantity(reserved),
    available: formatQuantity(sum((place) => (place.is_transit ? "0" : place.quantity)) - reserved),
    inTransit: formatQuantity(sum((place) => (place.is_transit ? place.quantity : "0"))),
    onOrder: formatQuantity(sum((place) => place.on_order)),
  };
}

function momentOf(entry: CardEntry): BookMoment {
  return { date: entry.business_date, position: BigInt(entry.position), seq: BigInt(entry.seq) };
}

/** The running balance goes on from where the page begins. */
function cardRows(item: CardItem, filter: CardFilter, start: Standing, entries: readonly CardEntry[]) {
  let running = { quantity: start.quantity, value: start.value };
  return entries.map((entry) => {
    const quantity = parseQuantity(entry.quantity);
    const value = parseMoney(entry.value);
    const trueUp = parseMoney(entry.true_up);
    running = { quantity: running.quantity + quantity, value: running.value + value - trueUp };
    const pool =
      item.cost_scope === "company"
        ? { quantity: parseQuantity(entry.pool_quantity), value: parseMoney(entry.pool_value) }
        : running;
    const balanceValue =
      item.cost_scope === "company" && filter.warehouseId !== null ? shareOf(pool, running.quantity) : running.value;
    // A reversal stands in the column of what it takes back, in red: the sums of 入 and 出 then speak of what was left.
    const isIn = quantity === 0n || quantity > 0n !== entry.reversal;
    // 成本差额 leaves the shelf for cost, whatever moved.
    const valueOut = (isIn ? 0n : -value) + trueUp;
    return {
      seq: entry.seq,
      businessDate: entry.business_date,
      documentId: entry.document_id,
      type: entry.type,
      number: entry.number ?? "",
      reversal: entry.reversal,
      partner: entry.partner,
      warehouse: entry.warehouse,
      note: entry.note,
      quantityIn: isIn ? formatQuantity(quantity) : "0",
      quantityOut: isIn ? "0" : formatQuantity(-quantity),
      valueIn: isIn ? formatMoney(value) : "0.00",
      valueOut: formatMoney(valueOut),
      unitCost: unitCostText(pool),
      balance: formatQuantity(running.quantity),
      balanceValue: formatMoney(balanceValue),
    };
  });
}
type CardRow = ReturnType<typeof cardRows>[number];
function withoutCost(row: CardRow) {
  const { valueIn: _in, valueOut: _out, unitCost: _unit, balanceValue: _balance, ...rest } = row;
  return rest;
}

const rowsPerPage = 2000;
async function* exportRows(tx: Tx, item: CardItem, filter: CardFilter, seesCost: boolean): AsyncGenerator<WorkbookRow> {
  let start = before(filter.from);
  for (;;) {
    const standing = standingOf(item, filter.warehouseId, await readStateAt(tx, item.id, filter.warehouseId, start));
    if (start.seq === -1n)
      yield [
        null,
        "期初结存",
        null,
        null,
        null,
        null,
        null,
        formatQuantity(standing.quantity),
        ...costCells(seesCost, [null, null, null, formatMoney(standing.value)]),
        null,
      ];
    const entries = await listCardEntries(tx, filter, start, rowsPerPage);
    for (const row of cardRows(item, filter, standing, entries))
      yield [
        row.businessDate,
        row.number,
        row.reversal ? "红冲" : "",
        row.partner,
        row.warehouse,
        blankZero(row.quantityIn),
        blankZero(row.quantityOut),
        row.balance,
        ...costCells(seesCost, [blankZero(row.valueIn), blankZero(row.valueOut), row.unitCost, row.balanceValue]),
        row.note,
      ];
    const last = entries.at(-1);
    if (entries.length < rowsPerPage || !last) return;
    start = momentOf(last);
  }
}
function costCells(seesCost: boolean, cells: readonly (string | null)[]): readonly (string | null)[] {
  return seesCost ? cells : [];
}
function blankZero(text: string): string | null {
  return text === "0" || text === "0.00" ? null : text;
}

export async function exportStockCard(tx: Tx, query: CardQuery, seesCost: boolean): Promise<Download> {
  const { item, filter } = await openCard(tx, query);
  const content = await writeWorkbook({
    sheetName: `明细账 ${item.code}`,
    columns: [
      ...movementColumns,
      ...(seesCost
        ? ([
            { heading: "入金额", kind: "money" },
            { heading: "出金额", kind: "money" },
            { heading: "单位成本", kind: "price" },
            { heading: "结存金额", kind: "money" },
          ] as const)
        : []),
      { heading: "备注", kind: "text", width: 28 },
    ],
    rows: exportRows(tx, item, filter, seesCost),
  });
  return { fileName: `库存明细账 ${item.code} ${item.name}.xlsx`, content };
}
