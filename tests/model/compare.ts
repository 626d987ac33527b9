import { stockListQuery } from "@zhangshi/contract";
import { showStock } from "../../apps/server/src/modules/inventory/stock-list.ts";
import { shelfKey } from "./entries.ts";
import { money, number, quantity } from "./exact.ts";
import { ledgerOf } from "./ledger.ts";
import { orderLines, promisedBy } from "./orders.ts";
import { type Company, items, type SettledLine, transit } from "./paper.ts";
import type { Program, Shop } from "./shop.ts";
import { walk } from "./month.ts";
import type { Books } from "./walk.ts";

/** The books as lines of text, the same from both sides. */
export type Pages = Readonly<
  Record<
    "单据" | "单据行" | "订单" | "库存" | "明细账" | "结存" | "批号" | "成本池" | "往来" | "总账",
    readonly string[]
  >
>;

const parcels = (list: readonly { readonly quantity: bigint; readonly value: bigint }[]): string =>
  list.map((one) => `${quantity(one.quantity)}=${money(one.value)}`).join(" ");
function poolText(pool: {
  readonly name: string;
  readonly quantity: bigint;
  readonly value: bigint;
  readonly lastCost: bigint;
  readonly layers: string;
  readonly debts: string;
}): string {
  const last = pool.quantity > 0n || pool.lastCost === 0n ? "" : ` 末次单价 ${quantity(pool.lastCost)}`;
  const layers = pool.layers === "" ? "" : ` 批次 ${pool.layers}`;
  const debts = pool.debts === "" ? "" : ` 未补 ${pool.debts}`;
  return `${pool.name} ${quantity(pool.quantity)} / ${money(pool.value)}${last}${layers}${debts}`;
}
function lineText(
  paper: number,
  lineNo: number,
  line: Pick<SettledLine, "item" | "quantity" | "net" | "tax" | "gross" | "kit">,
): string {
  const { kit } = line;
  return [
    `${paper}/${lineNo} ${line.item} ${quantity(line.quantity)}`,
    `${money(line.net)}+${money(line.tax)}=${money(line.gross)}`,
    ...(kit ? [`${kit.item} ${kit.quantity} 第 ${kit.group} 组`] : []),
  ].join(" ");
}
function orderText(place: string, ordered: bigint, executed: bigint, open: bigint): string {
  return `${place} 订 ${quantity(ordered)} 已执行 ${quantity(executed)} 未执行 ${quantity(open)}`;
}
type Standing = Readonly<Record<"onHand" | "inTransit" | "reserved" | "onOrder", bigint>>;
function standingText(item: string, { onHand, inTransit, reserved, onOrder }: Standing, available?: string): string {
  const free = available ?? quantity(onHand - inTransit - reserved);
  const [there, sent, kept, coming] = [onHand, inTransit, reserved, onOrder].map(quantity);
  return `${item} 现存 ${there} 在途 ${sent} 占用 ${kept} 可用 ${free} 已订 ${coming}`;
}
const isStanding = (line: string): boolean => !line.endsWith(" 现存 0 在途 0 占用 0 可用 0 已订 0");
function standingOf(company: Company, books: Books, item: string): Standing {
  const ofItem = (shelves: ReadonlyMap<string, bigint>) =>
    [...shelves].reduce((sum, [shelf, amount]) => (shelf.startsWith(`${item}/`) ? sum + amount : sum), 0n);
  return {
    onHand: ofItem(books.balances),
    inTransit: books.balances.get(shelfKey(item, transit)) ?? 0n,
    reserved: ofItem(promisedBy(company, "sales-order")),
    onOrder: ofItem(promisedBy(company, "purchase-order")),
  };
}
const isWorthSaying = (line: string): boolean => !line.endsWith(" 0 / 0.00");

export function pagesOf(company: Company, books: Books = walk(company)): Pages {
  const { amounts, owed } = ledgerOf(company, books);
  return {
    单据: [...company.papers].sort((a, b) => a.name - b.name).map((paper) => `${paper.name} ${paper.status}`),
    单据行: company.papers
      .flatMap(({ name, lines }) => lines.map((line, index) => lineText(name, index + 1, line)))
      .sort(),
    订单: orderLines(company)
      .map(({ paper, lineNo, line, executed, open }) =>
        orderText(`${paper.name}/${lineNo} ${shelfKey(line.item, line.warehouse)}`, line.quantity, executed, open),
      )
      .sort(),
    库存: items
      .map(({ name }) => standingText(name, standingOf(company, books, name)))
      .filter(isStanding)
      .sort(),
    明细账: books.played.map((one) =>
      [
        `${one.paper.name}/${one.lineNo}`,
        one.date.slice(5),
        one.line.item,
        one.warehouse,
        ...(one.lot === null ? [] : [one.lot]),
        `数量 ${quantity(one.quantity)} 金额 ${money(one.value)} 差额 ${money(one.difference)}`,
        `结存 ${quantity(one.balance)} 池 ${quantity(one.poolQuantity)} / ${money(one.poolValue)}`,
      ].join(" "),
    ),
    结存: [...books.balances]
      .filter(([, amount]) => amount !== 0n)
      .map(([shelf, amount]) => `${shelf} ${quantity(amount)}`)
      .sort(),
    批号: [...books.lots]
      .filter(([, amount]) => amount !== 0n)
      .map(([lot, amount]) => `${lot} ${quantity(amount)}`)
      .sort(),
    成本池: [...books.heaps]
      .map(([name, heap]) => {
        const [goods, debts] = [heap.goods, heap.owed];
        const total = (pick: "quantity" | "value") =>
          goods.reduce((sum, one) => sum + one[pick], 0n) - debts.reduce((sum, one) => sum + one[pick], 0n);
        const layers = heap.method === "fifo" ? parcels(goods) : "";
        const { lastCost } = heap;
        return poolText({
          name,
          quantity: total("quantity"),
          value: total("value"),
          lastCost,
          layers,
          debts: parcels(debts),
        });
      })
      .filter(isWorthSaying)
      .sort(),
    往来: [...owed]
      .filter(([, amount]) => amount !== 0n)
      .map(([name, amount]) => `${name} ${money(amount)}`)
      .sort(),
    总账: [...amounts]
      .filter(([, amount]) => amount !== 0n)
      .map(([name, amount]) => `${name} ${money(amount)}`)
      .sort(),
  };
}

const booksQuery = `
  with entry as (
    select e.*, e.reverses_seq is null and not exists (select 1 from stock_entry r where r.org_id = $1 and r.document_id = e.document_id and r.reverses_seq = e.seq) as is_live
    from stock_entry e where e.org_id = $1)
  select jsonb_build_object(
    'documents', (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'status', d.status)), '[]') from document d where d.org_id = $1 and d.type <> 'month-end-cost'),
    'lines', (select coalesce(jsonb_agg(jsonb_build_object('document', l.document_id, 'line', l.line_no, 'item', l.item_id, 'quantity', l.base_quantity::text, 'net', l.net_amount::text, 'tax', l.tax_amount::text, 'gross', l.gross_amount::text, 'kit', l.kit_item_id, 'kitQuantity', l.kit_quantity::text, 'kitGroup', l.kit_group)), '[]') from document_line l where l.org_id = $1),
    'rules', (select jsonb_agg(jsonb_build_object('method', b.costing_method)) from books b where b.org_id = $1),
    'orders', (select coalesce(jsonb_agg(jsonb_build_object('document', o.document_id, 'line', o.line_no, 'item', o.item_id, 'warehouse', o.warehouse_id, 'ordered', o.ordered::text, 'executed', o.executed::text, 'open', o.open::text)), '[]') from order_line_open o where o.org_id = $1),
    'lots', (select coalesce(jsonb_agg(jsonb_build_object('item', b.item_id, 'warehouse', b.warehouse_id, 'lot', b.lot, 'quantity', b.quantity::text, 'value', b.value::text, 'state', b.state)), '[]') from stock_lot_balance b where b.org_id = $1),
    'entries', (select coalesce(jsonb_agg(jsonb_build_object('document', e.document_id, 'line', e.line_no, 'lot', e.lot, 'live', e.is_live::text, 'date', e.business_date, 'item', e.item_id, 'warehouse', e.warehouse_id,
                  'quantity', e.quantity::text, 'value', c.value::text, 'difference', c.true_up::text, 'balance', c.balance_quantity::text, 'poolQuantity', c.pool_quantity::text, 'poolValue', c.pool_value::text)
                  order by c.business_date, c.position, c.seq), '[]') from entry e join stock_cost c on c.org_id = $1 and c.seq = e.seq),
    'balances', (select coalesce(jsonb_agg(jsonb_build_object('item', b.item_id, 'warehouse', b.warehouse_id, 'quantity', b.quantity::text, 'value', b.value::text, 'state', b.state)), '[]') from stock_balance b where b.org_id = $1),
    'partners', (select coalesce(jsonb_agg(jsonb_build_object('partner', b.partner_id, 'side', b.side, 'amount', b.amount::text)), '[]') from partner_balance b where b.org_id = $1 and b.amount <> 0),
    'ledger', (select coalesce(jsonb_agg(jsonb_build_object('date', l.business_date, 'account', l.account_code, 'amount', l.amount::text)), '[]')
               from (select business_date, account_code, sum(debit - credit) as amount from voucher_line where org_id = $1 group by 1, 2 having sum(debit - credit) <> 0) l)
  ) as books`;
type Told = Readonly<Record<string, string>>;
type Found = Readonly<
  Record<
    "documents" | "rules" | "lines" | "orders" | "entries" | "balances" | "lots" | "partners" | "ledger",
    readonly Told[]
  >
>;
const wholeCompany = "00000000-0000-0000-0000-000000000000";

/** What the program's own tables say. */
export async function readPages({ owner, workers }: Program, shop: Shop): Promise<Pages> {
  const stock = await workers[0].db.inCompany(shop.orgId, (tx) =>
    showStock(tx, stockListQuery.parse({ includeZero: "true" }), true),
  );
  const { rows } = await owner.query<{ books: Found }>({ name: "model_books", text: booksQuery, values: [shop.orgId] });
  const found = rows[0]?.books;
  if (!found) throw new Error("no books");
  const paperNames = new Map([...shop.papers].map(([name, id]) => [id, name]));
  const nameOf = (id: string | undefined) => shop.names.get(id ?? "") ?? "?";
  const amount = (text: string | undefined) => money(number(text ?? "0", 2));
  const goods = (text: string | undefined) => quantity(number(text ?? "0", 6));
  // 个别计价 costs each lot by itself; what the item comes to is told by its card.
  const tracked = new Set(items.filter((item) => item.tracking !== "none").map((item) => shop.ids.get(item.name)));
  const isByLot = found.rules[0]?.["method"] === "specific";
  const isTold = (row: Told) => isByLot && tracked.has(row["item"]);
  const isPool = (row: Told) => (row["warehouse"] === wholeCompany) === (shop.rules.scope === "company");
  return {
    单据: found.documents
      .map((row) => ({ name: paperNames.get(row["id"] ?? "") ?? 0, status: row["status"] }))
      .sort((a, b) => a.name - b.name)
      .map(({ name, status }) => `${name} ${status}`),
    单据行: found.lines
      .map((row) => {
        const name = paperNames.get(row["document"] ?? "") ?? 0;
        const mark = { item: nameOf(row["kit"]), quantity: goods(row["kitQuantity"]), group: Number(row["kitGroup"]) };
        const units = (column: string, decimals: number) => number(row[column] ?? "0", decimals);
        const [net, tax, gross] = [units("net", 2), units("tax", 2), units("gross", 2)];
        const kit = row["kit"] == null ? null : mark;
        return lineText(name, Number(row["line"]), {
          item: nameOf(row["item"]),
          quantity: units("quantity", 6),
          net,
          tax,
          gross,
          kit,
        });
      })
      .sort(),
    订单: found.orders
      .map((row) => {
        const name = paperNames.get(row["document"] ?? "") ?? 0;
        const [ordered, executed, open] = ["ordered", "executed", "open"].map((column) =>
          number(row[column] ?? "0", 6),
        );
        const place = `${name}/${row["line"]} ${nameOf(row["item"])}/${nameOf(row["warehouse"])}`;
        return orderText(place, ordered ?? 0n, executed ?? 0n, open ?? 0n);
      })
      .sort(),
    库存: stock.rows
      .map(({ name, available, ...row }) => {
        const own = (text: string | null) => number(text ?? "0", 6);
        const [onHand, inTransit, reserved, onOrder] = [
          own(row.onHand),
          own(row.inTransit),
          own(row.reserved),
          own(row.onOrder),
        ];
        return standingText(name, { onHand, inTransit, reserved, onOrder }, available ?? "?");
      })
      .filter(isStanding)
      .sort(),
    明细账: cardLines(found.entries, shop, (id) => paperNames.get(id ?? "")),
    结存: found.balances
      .filter((row) => row["warehouse"] !== wholeCompany && Number(row["quantity"]) !== 0)
      .map((row) => `${nameOf(row["item"])}/${nameOf(row["warehouse"])} ${goods(row["quantity"])}`)
      .sort(),
    批号: found.lots
      .filter((row) => row["warehouse"] !== wholeCompany && Number(row["quantity"]) !== 0)
      .map((row) => `${nameOf(row["item"])}/${nameOf(row["warehouse"])}/${row["lot"]} ${goods(row["quantity"])}`)
      .sort(),
    成本池: [
      ...found.balances.filter(isPool).filter((row) => !isTold(row)),
      ...found.lots.filter(isPool).filter(() => isByLot),
    ]
      .map((row) => storedPool(row, nameOf))
      .filter(isWorthSaying)
      .sort(),
    往来: found.partners.map((row) => `${nameOf(row["partner"])} ${row["side"]} ${amount(row["amount"])}`).sort(),
    总账: found.ledger.map((row) => `${row["date"]} ${row["account"]} ${amount(row["amount"])}`).sort(),
  };
}
/**
 * The running balances as if what was taken back had never been: pairs stand in the book, each at one place, and are
 * taken off what runs over them.
 */
function cardLines(
  entries: readonly Told[],
  shop: Shop,
  paperOf: (id: string | undefined) => number | undefined,
): readonly string[] {
  const nameOf = (id: string | undefined) => shop.names.get(id ?? "") ?? "?";
  const pairs = new Map<string, { quantity: bigint; value: bigint }>();
  return entries.flatMap((row) => {
    const goods = (column: string) => number(row[column] ?? "0", 6);
    const amount = (column: string) => number(row[column] ?? "0", 2);
    const pool = shop.rules.scope === "company" ? row["item"] : `${row["item"]}/${row["warehouse"]}`;
    const shelf = `结存 ${row["item"]}/${row["warehouse"]}`;
    const [inPool, onShelf] = [pool ?? "", shelf].map((key) => pairs.get(key) ?? { quantity: 0n, value: 0n });
    if (!inPool || !onShelf) return [];
    if (row["live"] !== "true") {
      const value = inPool.value + amount("value") - amount("difference");
      pairs.set(pool ?? "", { quantity: inPool.quantity + goods("quantity"), value });
      pairs.set(shelf, { quantity: onShelf.quantity + goods("quantity"), value: 0n });
      return [];
    }
    return [
      [
        `${paperOf(row["document"])}/${row["line"]}`,
        row["date"]?.slice(5),
        nameOf(row["item"]),
        nameOf(row["warehouse"]),
        ...(row["lot"] == null ? [] : [row["lot"]]),
        `数量 ${quantity(goods("quantity"))} 金额 ${money(amount("value"))} 差额 ${money(amount("difference"))}`,
        `结存 ${quantity(goods("balance") - onShelf.quantity)}`,
        `池 ${quantity(goods("poolQuantity") - inPool.quantity)} / ${money(amount("poolValue") - inPool.value)}`,
      ].join(" "),
    ];
  });
}
function storedPool(row: Told, nameOf: (id: string | undefined) => string): string {
  type Stored = { l?: string; y?: [string, string, string][]; d?: [string, string, string][] };
  const state = JSON.parse(row["state"] ?? "{}") as Stored;
  const list = (stored: Stored["y"] = []) =>
    parcels(stored.map(([, amount, value]) => ({ quantity: BigInt(amount), value: BigInt(value) })));
  return poolText({
    name: [
      nameOf(row["item"]),
      ...(row["warehouse"] === wholeCompany ? [] : [nameOf(row["warehouse"])]),
      ...(row["lot"] === undefined ? [] : [row["lot"]]),
    ].join("/"),
    quantity: number(row["quantity"] ?? "0", 6),
    value: number(row["value"] ?? "0", 2),
    lastCost: BigInt(state.l ?? "0"),
    layers: list(state.y),
    debts: list(state.d),
  });
}

/** What one side says and the other does not; empty when they agree. */
export function differences(wanted: Pages, found: Pages): readonly string[] {
  return (Object.keys(wanted) as (keyof Pages)[]).flatMap((page) => {
    const [left, right] = [wanted[page], found[page]];
    if (left.join("\n") === right.join("\n")) return [];
    const missing = left.filter((line) => !right.includes(line)).map((line) => `  应有 ${line}`);
    const surplus = right.filter((line) => !left.includes(line)).map((line) => `  却有 ${line}`);
    return [`${page}：`, ...(missing.length + surplus.length > 0 ? [...missing, ...surplus] : ["  顺序不同"])];
  });
}
