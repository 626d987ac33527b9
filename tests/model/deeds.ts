import { approvedPapers, paperOf, shelfKey } from "./entries.ts";
import { least, quantity as quantityText } from "./exact.ts";
import { reasons } from "./ledger.ts";
import { type Body, type Company, items, kinds, type Kind, type Line, type Source, warehouses } from "./paper.ts";
import { leftOf } from "./settle.ts";
import { days, type Step, type Wish } from "./steps.ts";
import { type Books, walk } from "./walk.ts";

/** A step with the papers known. */
export type Deed =
  | { readonly do: "post" | "change"; readonly name: number; readonly body: Body }
  | { readonly do: "unapprove" | "approve" | "void"; readonly name: number };
type Write = Extract<Step, { do: "write" }>;

/** What a step means where the company stands; null where there is nothing to do it to. */
export function deedOf(company: Company, step: Step): Deed | null {
  if (step.do === "write") {
    const body = bodyOf(company, step);
    return body && { do: "post", name: company.papers.length + 1, body };
  }
  // Mostly what can be done; now and then, by a high pick, what cannot.
  const wanted = step.do === "unapprove" ? "approved" : "draft";
  const fitting = company.papers.filter((paper) => paper.status === wanted);
  const paper = chosen(step.pick === 9 || fitting.length === 0 ? company.papers : fitting, step.pick);
  if (!paper) return null;
  if (step.do !== "change") return { do: step.do, name: paper.name };
  return { do: "change", name: paper.name, body: changed(paper.body, step) };
}
function chosen<T>(all: readonly T[], pick: number): T | undefined {
  return all[all.length - 1 - (pick % Math.max(all.length, 1))];
}
function changed(body: Body, step: Extract<Step, { do: "change" }>): Body {
  const { kind } = body;
  const isFixed = kind === "price-correction" || kind === "cost-allocation" || kind === "cost-adjustment";
  const lines = body.lines.map((line, index) =>
    index > 0 || isFixed || step.what === 0 ? line : { ...line, quantity: quantityText(step.quantity) },
  );
  return { ...body, date: step.what === 1 ? body.date : (days[step.day] ?? body.date), lines };
}

const sourceKinds: Partial<Record<Kind, Kind>> = {
  "purchase-return": "purchase-receipt",
  "sales-return": "sales-delivery",
  "price-correction": "purchase-receipt",
  "cost-allocation": "purchase-receipt",
  "transfer-receipt": "transfer-shipment",
  "transfer-loss": "transfer-shipment",
};
const mayStandAlone: readonly Kind[] = ["purchase-return", "sales-return"];
const incoming = ["found", "returned-use"];
const outgoing = ["own-use", "damaged", "sample", "disaster", "welfare"];

function bodyOf(company: Company, step: Write): Body | null {
  const books = walk(company);
  const { kind } = step;
  const sources = sourcesFor(company, books, step);
  if (sources === null) return null;
  const first = sources[0] && paperOf(company, sources[0].paper)?.body;
  const lines = wishesOf(step).map((wish, index) => lineOf(company, books, step, wish, index, sources[index]));
  const wished = days[step.day] ?? "2026-03-01";
  const latestSource = sources
    .map((source) => paperOf(company, source.paper)?.body.date ?? "")
    .reduce((latest, date) => (date > latest ? date : latest), "");
  const date = wished < latestSource && !step.isBlunt ? latestSource : wished;
  const warehouse = step.wishes[0]?.isSecondShelf ? warehouses[1] : warehouses[0];
  const supplier = step.isSecondPartner ? "供应商乙" : "供应商甲";
  const head = { kind, date, lines };
  switch (kind) {
    case "purchase-receipt":
      return { ...head, partner: supplier, warehouse, accrued: step.flag, ...priced(step) };
    case "purchase-return":
      return { ...head, partner: (step.isBlunt ? undefined : first?.partner) ?? supplier, warehouse, ...priced(step) };
    case "sales-delivery":
    case "sales-return":
      return { ...head, partner: "客户", warehouse, ...priced(step) };
    case "price-correction":
      return { ...head, partner: first?.partner ?? supplier, taxIncluded: step.isTaxIncluded };
    case "cost-allocation": {
      const method = (["amount", "quantity", "hand"] as const)[step.reason % 3] ?? "amount";
      const amount = method === "hand" && !step.isBlunt ? sumOf(lines) : step.amount;
      return {
        ...head,
        partner: supplier,
        taxIncluded: step.isTaxIncluded,
        taxRate: step.flag ? "0.09" : "0",
        method,
        amount,
      };
    }
    case "other-receipt":
      return { ...head, warehouse, reason: chosen(incoming, step.reason) ?? "found" };
    case "other-issue":
    case "stock-count":
      return { ...head, warehouse, reason: chosen(outgoing, step.reason) ?? "own-use" };
    case "transfer-loss":
      return { ...head, reason: chosen(outgoing, step.reason) ?? "damaged" };
    case "transfer":
    case "transfer-shipment":
      return { ...head, warehouse, toWarehouse: warehouse === warehouses[0] ? warehouses[1] : warehouses[0] };
    case "assembly":
    case "disassembly":
    case "cost-adjustment":
    case "transfer-receipt":
      return { ...head, warehouse };
  }
}
/** What is put together has a part at least. */
function wishesOf(step: Write): readonly Wish[] {
  const [first] = step.wishes;
  const isAssembly = step.kind === "assembly" || step.kind === "disassembly";
  if (!isAssembly || step.wishes.length > 1 || !first) return step.wishes;
  return [first, { ...first, item: first.item + 1, isBox: false }];
}
function priced(step: Write): Partial<Body> {
  return { taxIncluded: step.isTaxIncluded, ...(step.reason === 4 ? { orderDiscount: "1.00" } : {}) };
}
function sumOf(lines: readonly Line[]): string {
  const cents = lines.reduce((sum, line) => sum + Number((line.amount ?? "0").replace(".", "")), 0);
  return `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
}

/** The lines that this paper follows, one for each wish; none where it stands alone; null where it cannot. */
function sourcesFor(company: Company, books: Books, step: Write): readonly Source[] | null {
  const type = sourceKinds[step.kind];
  if (!type || (mayStandAlone.includes(step.kind) && !step.flag)) return [];
  const open = approvedPapers(company)
    .filter((paper) => paper.body.kind === type)
    .flatMap((paper) => paper.lines.map((_, index): Source => ({ paper: paper.name, line: index + 1 })))
    .filter((source) => (leftOf(company, books, source)?.quantity ?? 0n) > 0n || step.isBlunt);
  if (open.length === 0) return mayStandAlone.includes(step.kind) ? [] : null;
  const partner = paperOf(company, chosen(open, step.wishes[0]?.pick ?? 0)?.paper ?? 0)?.body.partner;
  const own = open.filter((source) => step.isBlunt || paperOf(company, source.paper)?.body.partner === partner);
  return step.wishes.map((wish, index) => chosen(index === 0 ? open : own, wish.pick) as Source);
}

function lineOf(
  company: Company,
  books: Books,
  step: Write,
  wish: Wish,
  index: number,
  source: Source | undefined,
): Line {
  const settled = source && paperOf(company, source.paper)?.lines[source.line - 1];
  const item = items.find((one) => one.name === settled?.item) ?? items[wish.item % items.length] ?? items[0];
  if (!item) throw new Error("no items");
  const name = { item: item.name, ...(source ? { source } : {}) };
  const shelf = step.wishes[0]?.isSecondShelf ? warehouses[1] : warehouses[0];
  const other =
    wish.isSecondShelf !== step.wishes[0]?.isSecondShelf && !["transfer", "transfer-shipment"].includes(step.kind);
  const warehouse = other ? { warehouse: shelf === warehouses[0] ? warehouses[1] : warehouses[0] } : {};
  const goods = () => ({ ...name, ...quantityOf(company, books, step, wish, item, source, other), ...warehouse });
  switch (step.kind) {
    case "purchase-receipt":
    case "purchase-return":
    case "sales-delivery":
    case "sales-return":
      return { ...goods(), price: wish.price, ...(wish.pick === 7 ? { discountRate: "98" } : {}) };
    case "price-correction":
      return { ...name, price: wish.price };
    case "cost-allocation":
      return { ...name, amount: wish.isBox ? "3.33" : "10.00" };
    case "cost-adjustment":
      return { ...name, ...warehouse, amount: step.flag ? step.amount : `-${step.amount}` };
    case "other-receipt":
      return { ...goods(), ...(step.flag ? { price: wish.price } : {}) };
    case "stock-count":
      return { ...goods(), ...(step.flag ? { price: wish.price } : {}) };
    case "transfer-receipt":
    case "transfer-loss": {
      const { warehouse: _, ...rest } = goods() as Line;
      return rest;
    }
    case "assembly":
    case "disassembly":
      return { ...goods(), role: index === 0 ? "product" : "part", ...(wish.pick > 5 ? { weight: "3" } : {}) };
    default:
      return goods();
  }
}
/** Mostly no more than there is to take. */
function quantityOf(
  company: Company,
  books: Books,
  step: Write,
  wish: Wish,
  item: (typeof items)[number],
  source: Source | undefined,
  other: boolean,
): Pick<Line, "unit" | "quantity"> {
  const box = item.units[1];
  if (wish.isBox && box && !source) return { unit: box.name, quantity: "1" };
  if (step.isBlunt) return { quantity: quantityText(wish.quantity) };
  if (source) {
    const left = leftOf(company, books, source)?.quantity ?? wish.quantity;
    return { quantity: quantityText(wish.isBox ? left : least(wish.quantity, left)) };
  }
  const takes = ["sales-delivery", "purchase-return", "other-issue", "transfer", "transfer-shipment"];
  if (!takes.includes(step.kind)) return { quantity: quantityText(wish.quantity) };
  const isSecond = (step.wishes[0]?.isSecondShelf ?? false) !== other;
  const there = books.balances.get(shelfKey(item.name, isSecond ? warehouses[1] : warehouses[0])) ?? 0n;
  return {
    quantity: quantityText(there > 0n && !company.rules.negative ? least(wish.quantity, there) : wish.quantity),
  };
}

/** 给人看的一行. */
export function deedText(deed: Deed): string {
  switch (deed.do) {
    case "unapprove":
      return `反审核 ${deed.name} 号`;
    case "approve":
      return `审核 ${deed.name} 号`;
    case "void":
      return `作废 ${deed.name} 号`;
    case "change":
      return `修改 ${deed.name} 号：${bodyText(deed.body)}`;
    case "post":
      return `${deed.name} 号 ${bodyText(deed.body)}`;
  }
}
function bodyText(body: Body): string {
  const head = [
    body.date.slice(5),
    kinds[body.kind] + (body.accrued ? "（暂估）" : ""),
    body.partner,
    body.warehouse && (body.toWarehouse ? `${body.warehouse}→${body.toWarehouse}` : body.warehouse),
    body.reason && reasons[body.reason]?.name,
    body.taxIncluded === undefined ? undefined : body.taxIncluded ? "含税" : "不含税",
    body.orderDiscount && `优惠 ${body.orderDiscount}`,
    body.amount &&
      `费用 ${body.amount}${body.taxRate ? ` 税率 ${body.taxRate}` : ""} 按${{ amount: "金额", quantity: "数量", hand: "手工" }[body.method ?? "amount"]}`,
  ];
  return `${head.filter(Boolean).join(" ")}：${body.lines.map(lineText).join("；")}`;
}
function lineText(line: Line): string {
  return [
    line.role === "product" ? "成品" : line.role === "part" ? "配件" : "",
    line.item,
    line.quantity && `${line.quantity}${line.unit ?? ""}`,
    line.price && `×${line.price}`,
    line.discountRate && `折 ${line.discountRate}`,
    line.amount,
    line.weight && `权重 ${line.weight}`,
    line.warehouse && `在${line.warehouse}`,
    line.source && `（源 ${line.source.paper} 号第 ${line.source.line} 行）`,
  ]
    .filter(Boolean)
    .join(" ");
}
