import { bodyOf } from "./bodies.ts";
import type { Write } from "./goods-picks.ts";
import { isOrder } from "./entries.ts";
import { quantity as quantityText } from "./exact.ts";
import { reasons } from "./ledger.ts";
import { isSold } from "./kits.ts";
import { type Body, type Company, kinds, kits, type Line, type Method, months } from "./paper.ts";
import { post } from "./reference.ts";
import { rulesNow } from "./walk.ts";
import { days, type Step } from "./steps.ts";

/** A step with the papers known. */
export type Deed = PaperDeed | MonthDeed;
export type MonthDeed =
  | { readonly do: "close" | "reopen"; readonly month: string }
  | { readonly do: "method"; readonly month: string; readonly method: Method };
export type PaperDeed =
  | { readonly do: "post"; readonly name: number; readonly body: Body }
  | { readonly do: "change"; readonly name: number; readonly body: Body }
  | { readonly do: "unapprove" | "approve" | "void" | "close-order" | "reopen-order"; readonly name: number };
export function isOfMonth(deed: Deed): deed is MonthDeed {
  return "month" in deed;
}

/**
 * What a step means where the company stands. Where no draft waits that could be approved, changed or made void, an
 * approved paper is taken back first.
 */
export function deedsOf(company: Company, step: Step): readonly Deed[] {
  if (step.do === "write") return writeDeeds(company, step);
  if (step.do === "month") return monthDeeds(company, step.pick);
  if (step.do === "method") return methodDeeds(company, step.pick);
  if (step.do === "order") return orderDeeds(company, step.pick);
  const { papers } = company;
  const drafts = papers.filter((paper) => paper.status === "draft");
  const approved = papers.filter((paper) => paper.status === "approved");
  // By the highest pick now and then what cannot be done.
  const isBlunt = step.pick === 9;
  const all = isBlunt ? papers : step.do === "unapprove" || drafts.length === 0 ? approved : drafts;
  const paper = all[all.length - 1 - (step.pick % Math.max(all.length, 1))];
  if (!paper) return [];
  const { name, body } = paper;
  const first: readonly Deed[] = paper.status === "approved" && !isBlunt ? [{ do: "unapprove", name }] : [];
  switch (step.do) {
    case "unapprove":
      return [{ do: "unapprove", name }];
    case "approve":
    case "void":
      return [...first, { do: step.do, name }];
    case "change":
      return [...first, { do: "change", name, body: changed(body, step) }, { do: "approve", name }];
  }
}
/** What is not there to be taken or followed is written first. */
function writeDeeds(company: Company, step: Write): readonly Deed[] {
  const name = company.papers.reduce((highest, paper) => Math.max(highest, paper.name), 0) + 1;
  const body = bodyOf(company, step);
  const first: Deed = { do: "post", name, body };
  if (body.kind === step.kind) return [first];
  const second = bodyOf(post(company, name, body).company, step);
  return second.kind === step.kind ? [first, { do: "post", name: name + 1, body: second }] : [first];
}
/** Mostly an order that is open is given up, or one that was given up is opened again. */
function orderDeeds(company: Company, pick: number): readonly Deed[] {
  const isBlunt = pick > 7;
  const orders = company.papers.filter((paper) => isOrder(paper.body.kind) && (isBlunt || paper.status === "approved"));
  const givenUp = orders.filter((order) => order.isGivenUp);
  const some = pick % 2 === 1 && givenUp.length > 0 ? givenUp : orders;
  const order = some[pick % Math.max(some.length, 1)];
  if (!order) return [];
  return [{ do: order.isGivenUp === (pick === 9) ? "close-order" : "reopen-order", name: order.name }];
}
/** Mostly the next month is closed, or the newest opened again. */
function monthDeeds(company: Company, pick: number): readonly Deed[] {
  const month = months[pick % months.length] ?? months[0];
  if (pick > 7) return [{ do: pick === 8 ? "close" : "reopen", month }];
  const next = months[company.closed.length];
  const newest = company.closed.at(-1);
  if (newest && (pick % 2 === 1 || !next)) return [{ do: "reopen", month: newest }];
  return next ? [{ do: "close", month: next }] : [];
}
const methodNames = {
  "moving-average": "移动加权",
  fifo: "先进先出",
  "monthly-average": "全月一次加权",
  specific: "个别计价",
};
/** Mostly to another method, from the first open month on; for half of them there is a month before it. */
function methodDeeds(company: Company, pick: number): readonly Deed[] {
  const all = Object.keys(methodNames) as Method[];
  const others = all.filter((method) => method !== "specific" && method !== rulesNow(company).method);
  const isBlunt = pick > 7;
  const method = (isBlunt ? all : others)[pick % (isBlunt ? all.length : others.length)] ?? "fifo";
  const closing = pick % 2 === 0 && company.closed.length === 0;
  const open = [...months, "2026-05"][company.closed.length + (closing ? 1 : 0)] ?? months[0];
  const change: Deed = { do: "method", method, month: pick === 7 ? months[0] : open };
  return closing ? [{ do: "close", month: months[0] }, change] : [change];
}
function changed(body: Body, step: Extract<Step, { do: "change" }>): Body {
  const { kind } = body;
  const isFixed = kind === "price-correction" || kind === "cost-allocation" || kind === "cost-adjustment";
  const lines = body.lines.map((line, index) => {
    if (index > 0 || isFixed || step.what === 0) return line;
    const quantity = quantityText(step.quantity);
    const { price, source } = line;
    // Sold in a kit instead: the lots of its parts are not chosen yet.
    if (step.what === 3 && isSold(kind) && !source)
      return { item: kits[step.pick % kits.length]?.name ?? line.item, quantity, ...(price ? { price } : {}) };
    return { ...line, quantity };
  });
  const isSameDay = step.what === 1 || (kind === "opening-stock" && step.what > 0);
  return { ...body, date: isSameDay ? body.date : (days[step.day] ?? body.date), lines };
}

const spreadNames: Readonly<Record<string, string>> = { amount: "金额", quantity: "数量", hand: "手工" };
/** 给人看的一行. */
export function deedText(deed: Deed): string {
  switch (deed.do) {
    case "unapprove":
      return `反审核 ${deed.name} 号`;
    case "approve":
      return `审核 ${deed.name} 号`;
    case "void":
      return `作废 ${deed.name} 号`;
    case "close-order":
      return `关闭 ${deed.name} 号`;
    case "reopen-order":
      return `重新打开 ${deed.name} 号`;
    case "method":
      return `成本方法从 ${deed.month} 起改为${methodNames[deed.method]}`;
    case "close":
      return `结账 ${deed.month}`;
    case "reopen":
      return `反结账 ${deed.month}`;
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
    body.compensation && `赔偿 ${body.compensation}`,
    body.taxIncluded === undefined ? undefined : body.taxIncluded ? "含税" : "不含税",
    body.orderDiscount && `优惠 ${body.orderDiscount}`,
    body.amount &&
      `费用 ${body.amount}${body.taxRate ? ` 税率 ${body.taxRate}` : ""} 按${spreadNames[body.method ?? "amount"]}`,
    body.kind === "price-correction" && body.method === "stock" && "差额全部入库存",
  ];
  return `${head.filter(Boolean).join(" ")}：${body.lines.map(lineText).join("；")}`;
}
function lineText(line: Line): string {
  return [
    line.role === "product" ? "成品" : line.role === "part" ? "配件" : "",
    line.item,
    line.quantity && `${line.quantity}${line.unit ?? ""}`,
    line.lot && `批号 ${line.lot}`,
    line.serials && `[${line.serials.join(" ")}]`,
    line.price && `×${line.price}`,
    line.discountRate && `折 ${line.discountRate}`,
    line.amount,
    line.weight && `权重 ${line.weight}`,
    line.warehouse && `在${line.warehouse}`,
    line.kit && `（${line.kit.item} ${line.kit.quantity} 第 ${line.kit.group} 组）`,
    line.source && `（源 ${line.source.paper} 号第 ${line.source.line} 行）`,
  ]
    .filter(Boolean)
    .join(" ");
}
