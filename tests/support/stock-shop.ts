import type { RouteName } from "@zhangshi/contract";
import { addItem, addPartner, openShop, type Person, proveClean, type Shop, type TestServer } from "./server.ts";
import { expect } from "vitest";

/** Every kind of document by the name of its routes. */
export type DocumentRoutes = {
  [Name in RouteName]: Name extends `${infer Kind}.createApproved` ? Kind : never;
}[RouteName];

export type Posted = { readonly kind: DocumentRoutes; readonly id: string; readonly number: string };
/** 商品、数量、单价, and whatever else the line says; "" where a kind asks for no quantity. */
export type Row = readonly [
  itemId: string,
  quantity: string,
  price?: string | undefined,
  more?: Readonly<Record<string, unknown>>,
];
type More = Readonly<Record<string, unknown>>;

/** 源单行. */
export function from(
  document: { readonly id: string },
  lineNo = 1,
): { readonly source: { readonly documentId: string; readonly lineNo: number } } {
  return { source: { documentId: document.id, lineNo } };
}
/** "03-05" is a day of the year that the tests play in. */
export function day(monthAndDay: string): string {
  return monthAndDay.length === 5 ? `2026-${monthAndDay}` : monthAndDay;
}
function lineOf([itemId, quantity, price, more]: Row): More {
  return { itemId, ...(quantity === "" ? {} : { quantity }), ...(price === undefined ? {} : { price }), ...more };
}

/** A shop with a customer, a supplier, a carrier and a second warehouse, and a bookkeeper's hand for every document. */
export type StockShop = Shop & {
  readonly customer: string;
  readonly supplier: string;
  readonly carrier: string;
  readonly second: string;
  body(kind: DocumentRoutes, date: string, rows: readonly Row[], more?: More): Record<string, unknown>;
  post(kind: DocumentRoutes, date: string, rows: readonly Row[], more?: More): Promise<Posted>;
  draft(kind: DocumentRoutes, date: string, rows: readonly Row[], more?: More): Promise<Posted>;
  /** 采购入库 at a price without tax. */
  buy(date: string, rows: readonly Row[], more?: More): Promise<Posted>;
  sell(date: string, rows: readonly Row[], more?: More): Promise<Posted>;
};

const partnerOf: Partial<Record<DocumentRoutes, "customer" | "supplier" | "carrier">> = {
  purchaseReceipts: "supplier",
  purchaseReturns: "supplier",
  priceCorrections: "supplier",
  costAllocations: "carrier",
  salesDeliveries: "customer",
  salesReturns: "customer",
};
/** Kinds whose goods stand where their source says. */
const withoutWarehouse: ReadonlySet<DocumentRoutes> = new Set([
  "priceCorrections",
  "costAllocations",
  "transferLosses",
]);

export async function openStockShop(
  server: TestServer,
  setup: Parameters<typeof openShop>[1] = {},
): Promise<StockShop> {
  const shop = await openShop(server, setup);
  const partners = {
    customer: await addPartner(shop, "K1", "customer", { name: "城西联华" }),
    supplier: await addPartner(shop, "G1", "supplier", { name: "农夫山泉杭州" }),
    carrier: await addPartner(shop, "G2", "supplier", { name: "顺丰物流" }),
  };
  const second = await shop.call("warehouses.create", { body: { code: "W2", name: "二号仓" } });
  const body: StockShop["body"] = (kind, date, rows, more = {}) => {
    const partner = partnerOf[kind];
    return {
      businessDate: day(date),
      ...(partner ? { partnerId: partners[partner], taxIncluded: false } : {}),
      ...(withoutWarehouse.has(kind) ? {} : { warehouseId: shop.warehouseId }),
      lines: rows.map(lineOf),
      ...more,
    };
  };
  const write =
    (way: "create" | "createApproved"): StockShop["post"] =>
    async (kind, date, rows, more) => {
      const made = await shop.call(`${kind}.${way}` as "salesDeliveries.createApproved", {
        body: body(kind, date, rows, more) as never,
      });
      return { kind, id: made.id, number: made.number };
    };
  const post = write("createApproved");
  return {
    ...shop,
    ...partners,
    second: second.id,
    body,
    post,
    draft: write("create"),
    buy: (date, rows, more) => post("purchaseReceipts", date, rows, more),
    sell: (date, rows, more) => post("salesDeliveries", date, rows, more),
  };
}

export async function addGoods(shop: Person, ...codes: readonly string[]): Promise<readonly string[]> {
  return Promise.all(codes.map((code) => addItem(shop, code)));
}
export async function show(shop: Person, { kind, id }: Posted) {
  return shop.call(`${kind}.show` as "salesDeliveries.show", { params: { id } });
}
export async function unapprove(shop: Person, { kind, id }: Posted): Promise<void> {
  await shop.call(`${kind}.unapprove` as "salesDeliveries.unapprove", { params: { id }, body: {} });
}
/** Saves a draft anew, as the form does with the version that it has read. */
export async function change(
  shop: StockShop,
  { kind, id }: Posted,
  rows: readonly Row[],
  more: More & { readonly businessDate?: string } = {},
): Promise<void> {
  const { version, businessDate } = await show(shop, { kind, id, number: "" });
  const body = { ...shop.body(kind, more.businessDate ?? businessDate, rows, more), version };
  await shop.call(`${kind}.update` as "salesDeliveries.update", { params: { id }, body: body as never });
}
export async function approve(shop: Person, { kind, id }: Posted): Promise<void> {
  await shop.call(`${kind}.approve` as "salesDeliveries.approve", { params: { id }, body: {} });
}
export async function voidDraft(shop: Person, { kind, id }: Posted): Promise<void> {
  await shop.call(`${kind}.void` as "salesDeliveries.void", { params: { id }, body: { reason: "录错了" } });
}

const documentNames: Readonly<Record<string, string>> = {
  "purchase-receipt": "采购入库",
  "purchase-return": "采购退货",
  "price-correction": "价格更正",
  "cost-allocation": "费用分摊",
  "sales-delivery": "销售出库",
  "sales-return": "销售退货",
  "other-receipt": "其他入库",
  "other-issue": "其他出库",
  transfer: "调拨",
  "transfer-shipment": "调拨发货",
  "transfer-receipt": "调拨收货",
  "transfer-loss": "在途损失",
  "stock-count": "盘点",
  assembly: "组装",
  disassembly: "拆卸",
  "cost-adjustment": "成本调整",
  "opening-stock": "期初库存",
};
/**
 * 库存明细账 as text, as the books say it now: one row per entry, 入 or 出 with its cost, 加 a value alone, 差额转出 what
 * passes into cost besides, then 结存. With a warehouse its own rows only.
 */
export async function cardText(shop: Person, itemId: string, warehouseId?: string): Promise<string> {
  const card = await shop.call("stock.card", { query: { itemId, ...(warehouseId ? { warehouseId } : {}) } });
  return card.rows
    .map((row) => {
      const moved = [
        ...(row.quantityIn === "0" ? [] : [`入 ${row.quantityIn} ${row.valueIn}`]),
        ...(row.quantityIn === "0" && row.valueIn !== "0.00" ? [`加 ${row.valueIn}`] : []),
        ...(row.quantityOut === "0" ? [] : [`出 ${row.quantityOut} ${row.valueOut}`]),
        ...(row.quantityOut === "0" && row.valueOut !== "0.00" ? [`差额转出 ${row.valueOut}`] : []),
      ].join(" ");
      const name = `${documentNames[row.type] ?? row.type}${row.reversal ? "（红冲）" : ""}`;
      return `${row.businessDate.slice(5)} ${name} ${moved} 结存 ${row.balance} / ${row.balanceValue}`;
    })
    .join("\n");
}

/** 结存: quantity / value, of the company or of one warehouse. */
export async function standsText(shop: Person, itemId: string, warehouseId?: string): Promise<string> {
  const card = await shop.call("stock.card", { query: { itemId, ...(warehouseId ? { warehouseId } : {}) } });
  const last = card.rows.at(-1);
  return warehouseId === undefined
    ? `${card.onHand} / ${card.value}`
    : `${last?.balance ?? "0"} / ${last?.balanceValue ?? "0.00"}`;
}

/** 单位成本 of what is on hand, as the stock list derives it from the amount. */
export async function unitCostOf(shop: Person, itemId: string): Promise<string> {
  const { rows } = await shop.call("stock.list", { query: { includeZero: "true", limit: 200 } });
  return rows.find((row) => row.itemId === itemId)?.unitCost ?? "";
}

/** Every voucher of a document, 科目 借 贷, red ones negative; headed by what it is when there are several. */
export async function vouchersText(shop: Person, document: Posted): Promise<string> {
  const { vouchers } = await show(shop, document);
  const parts: string[] = [];
  for (const { id } of vouchers) {
    const voucher = await shop.call("vouchers.show", { params: { id } });
    const rows = voucher.lines.map(
      (line) =>
        `${line.accountCode} ${line.accountName} ${line.debit === "0.00" ? `贷 ${line.credit}` : `借 ${line.debit}`}`,
    );
    parts.push(vouchers.length === 1 ? rows.join("\n") : [`【${voucher.summary}】`, ...rows].join("\n"));
  }
  return parts.join("\n");
}

export async function costOf(shop: Person, document: Posted): Promise<string> {
  return (await show(shop, document)).cost ?? "";
}
export async function owed(shop: Person, side: "receivable" | "payable"): Promise<string> {
  return (await shop.call("partners.balances", { query: { side, includeZero: "true" } })).sum;
}
/** The closing balance of an account in 科目余额表, credit balances with a minus. */
export async function balanceOf(shop: Person, code: string, period: string): Promise<string> {
  const sheet = await shop.call("accounts.balances", { query: { period } });
  const row = sheet.rows.find((one) => one.code === code);
  if (!row) return "0.00";
  return row.closingDebit !== "0.00" && row.closingDebit !== ""
    ? row.closingDebit
    : row.closingCredit === "0.00" || row.closingCredit === ""
      ? "0.00"
      : `-${row.closingCredit}`;
}
/** The fields of a refusal: path, code. */
export function fieldsOf(problem: {
  readonly errors?: readonly { readonly path: string; readonly code: string }[] | undefined;
}): readonly string[] {
  return (problem.errors ?? []).map((error) => `${error.path} ${error.code}`);
}

/** Every scenario ends with it. */
export async function proves(shop: Person): Promise<void> {
  expect(await proveClean(shop)).toBe("账实相符");
}

/** Everything that the books say now: stock by warehouse, what is owed, every account of the month. */
export async function booksText(shop: Person, period = "2026-03"): Promise<string> {
  const warehouses = (await shop.call("warehouses.list", {})).rows;
  const parts: string[] = [];
  for (const { id, name } of [{ id: undefined, name: "全部" }, ...warehouses]) {
    const { rows } = await shop.call("stock.list", {
      query: { ...(id ? { warehouseId: id } : {}), includeZero: "true", limit: 200 },
    });
    parts.push(...rows.map((row) => `${name} ${row.code} ${row.onHand} / ${row.value}`));
  }
  for (const side of ["receivable", "payable"] as const) parts.push(`${side} ${await owed(shop, side)}`);
  const sheet = await shop.call("accounts.balances", { query: { period } });
  parts.push(...sheet.rows.map((row) => `${row.code} ${row.name} 借 ${row.closingDebit} 贷 ${row.closingCredit}`));
  return parts.filter((part) => !part.endsWith(" 借 0.00 贷 0.00")).join("\n");
}
