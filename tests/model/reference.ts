/**
 * The books as a careful person with a pencil keeps them: slow, simple, and written apart from the program. The company
 * is a list of papers (单据). After every step everything is computed again from nothing: all entries of all approved
 * papers, sorted by business date, then order of approval, then line, are played one after another.
 *
 * 期初库存 lay there the day before the books begin, at what is said; nothing of it changes once a month is closed.
 * 组合商品 has no stock: a sale or its return is of the parts, the price shared by what the parts sell for alone.
 * 四舍五入 at the half, away from zero. The amount is the truth, the unit cost follows.
 * 移动加权 an issue costs its share of what is there; the issue that empties the pool takes all that is left.
 * 先进先出 the oldest goods leave first; a parcel that is used up gives all of its value.
 * 成本池 one per item of the company or of each warehouse. A transfer keeps the cost; inside one pool it changes nothing.
 * 负库存 only where allowed: what is not there leaves at the unit cost known last; the next receipts cover it, the oldest
 *   first, and the difference is cost on the day of the receipt. What has no cost yet takes the first receipt's.
 * 销售退货 with its delivery: the share of what is left of the delivery's cost, in the order of the books; first in, first
 *   out brings back what was taken last. Without: the average of that day as it was when approved.
 * 订单 promise goods by shelf: what is open of a sales order is 占用, of a purchase order 已订; a delivery or receipt that follows
 *   a line executes it. Where the company says so, nobody else takes what is kept.
 * 采购退货 with its receipt: the share of what is left of the receipt's value, with corrected prices and freight as far as
 *   they went to goods, said when approved; what the supplier gives back beside that is cost. Without: what goods cost.
 * 价格更正 · 费用分摊 in the month of the receipt stand beside the receipt, so that all issues since cost anew. In a later
 *   month only those of the goods that are still there take their part, the rest is cost of that day.
 * 差额全部入库存 all of a price difference goes, on its own day, to what is there of the goods; only where nothing is, cost.
 * 暂估 is owed without a name and without tax; the first price correction is the invoice.
 * 调拨收货 · 在途损失 take their share of what was sent. 组装 a product costs its parts; 拆卸 parts share by their weights.
 * 变更成本方法 from a month on: what is there when it begins is one amount or one parcel; months before it stay as they are,
 *   and what follows their goods keeps what it took when it was approved.
 * 盘点 sets the balance and protects it: a change of quantity dated before it is refused. Surplus comes at the price that
 *   is said, or at the average, as it was when approved.
 * 赔偿 is owed by whoever pays it; it makes the loss of that moment smaller, and what is paid beyond the loss is income.
 * 进项税额转出 is booked once, on the cost known when approved.
 * 反审核 as if the paper had never been; refused while other papers follow it or speak of what it left, while a later
 *   count stands, or when goods would be short later.
 */
import { approvedPapers, entryKey, month, paperOf } from "./entries.ts";
import { absolute, least } from "./exact.ts";
import { compensationOf, lossOf, lostTaxOf } from "./ledger.ts";
import {
  type Body,
  type Company,
  items,
  type Method,
  months,
  type Outcome,
  type Paper,
  type Rules,
  type SettledLine,
} from "./paper.ts";
import { askAgain, closedRefusals, settle, statedNow } from "./settle.ts";
import { walk } from "./month.ts";
import { orderLines, takesReserved } from "./orders.ts";
import { type Books, methodSince, rulesNow } from "./walk.ts";

export function emptyCompany(rules: Rules): Company {
  return { rules, changes: [], closed: [], lots: [], papers: [], approvals: 0 };
}
function refuse(company: Company, code: string): Outcome {
  return { company, refused: code };
}
function withPaper(company: Company, paper: Paper): Company {
  const isNew = paperOf(company, paper.name) === undefined;
  const papers = isNew
    ? [...company.papers, paper]
    : company.papers.map((one) => (one.name === paper.name ? paper : one));
  return { ...company, papers };
}

/** 直接审核 a new paper. What is refused leaves no trace. */
export function post(company: Company, name: number, body: Body): Outcome {
  const { lines, refusals } = settle(company, walk(company), body);
  if (refusals[0] !== undefined) return refuse(company, refusals[0]);
  return approveNow(company, {
    name,
    body,
    status: "draft",
    lines,
    order: null,
    stated: [],
    relief: 0n,
    isGivenUp: false,
  });
}
/** 修改草稿. */
export function change(company: Company, name: number, body: Body): Outcome {
  const paper = paperOf(company, name);
  if (!paper) return refuse(company, "not_found");
  if (paper.status !== "draft") return refuse(company, "document.not_draft");
  const { lines, refusals } = settle(company, walk(company), body, true);
  if (refusals[0] !== undefined) return refuse(company, refusals[0]);
  return { company: withPaper(company, { ...paper, body, lines }), refused: null };
}
/** 审核 a draft that waited. */
export function approve(company: Company, name: number): Outcome {
  const paper = paperOf(company, name);
  if (!paper) return refuse(company, "not_found");
  if (paper.status === "approved") return refuse(company, "document.already_approved");
  if (paper.status !== "draft") return refuse(company, "document.not_draft");
  const refusals = askAgain(company, walk(company), paper);
  return refusals[0] === undefined ? approveNow(company, paper) : refuse(company, refusals[0]);
}
/** 作废 a draft. */
export function voidPaper(company: Company, name: number): Outcome {
  const paper = paperOf(company, name);
  if (!paper) return refuse(company, "not_found");
  if (paper.status !== "draft") return refuse(company, "document.not_draft");
  const [closed] = closedRefusals(company, paper.body);
  if (closed) return refuse(company, closed);
  return { company: withPaper(company, { ...paper, status: "void" }), refused: null };
}

function approveNow(company: Company, draft: Paper): Outcome {
  if (takesReserved(company, walk(company), draft.body, draft.lines)) return refuse(company, "stock.reserved");
  const stated = statedNow(company, walk(company), draft.body, draft.lines);
  const order = company.approvals + 1;
  const paper: Paper = { ...draft, status: "approved", order, stated };
  const after = { ...withPaper(company, paper), approvals: order };
  const books = walk(after);
  const isOwn = (one: { readonly paper: Paper }) => one.paper.name === paper.name;
  if (books.unknown.some(isOwn)) return refuse(company, "cost.unknown");
  const isLess = books.played.some((one) => isOwn(one) && one.quantity < 0n);
  if (paper.body.kind === "stock-count" && compensationOf(paper.body) > 0n && !isLess)
    return refuse(company, "compensation.no_loss");
  const wrong = books.played.find((one) => one.wrong !== null && isOwn(one))?.wrong;
  if (wrong) return refuse(company, wrong);
  if (isBeforeCount(after, books, paper)) return refuse(company, "count.later");
  const later = wrongLater(books);
  if (later) return refuse(company, later);
  const lots = paper.lines.flatMap((line) =>
    line.parts.flatMap((part) => (part.lot ? `${line.item}/${part.lot}` : [])),
  );
  const stands = { ...paper, stated: saidNow(after, books, paper) };
  const said = { ...stands, relief: least(compensationOf(paper.body), lossOf(books, stands)) };
  return { company: { ...withPaper(after, said), lots: [...new Set([...company.lots, ...lots])] }, refused: null };
}
function wrongLater(books: Books): string | null {
  const first = books.played.find((one) => one.wrong !== null)?.wrong;
  return first ? (first === "serial.twice" ? first : "stock.short_later") : null;
}
/** Values said by the average of the moment, and the tax that is lost by the cost of the moment, stay said. */
function saidNow(company: Company, books: Books, paper: Paper): Paper["stated"] {
  return paper.stated.map((stated, index) => {
    const own = books.played.filter((one) => one.paper.name === paper.name && one.lineNo === index + 1);
    const said = own.flatMap(({ lot }) => {
      const value = books.said.get(entryKey(paper.name, index + 1, lot));
      return value === undefined ? [] : [{ lot, value, coverage: 0n }];
    });
    const lostTax = own.reduce((sum, one) => sum + lostTaxOf(company, one), 0n);
    return { ...stated, parts: said.length > 0 ? said : stated.parts, lostTax };
  });
}

/** 反审核: the paper is a draft again, and keeps what it says. */
export function unapprove(company: Company, name: number): Outcome {
  const paper = paperOf(company, name);
  if (!paper) return refuse(company, "not_found");
  if (paper.status !== "approved") return refuse(company, "document.not_approved");
  const [closed] = closedRefusals(company, paper.body);
  if (closed) return refuse(company, closed);
  if (isFollowed(company, paper)) return refuse(company, "document.has_followers");
  if (isBeforeCount(company, walk(company), paper)) return refuse(company, "count.later");
  const after = withPaper(company, {
    ...paper,
    status: "draft",
    order: null,
    stated: [],
    relief: 0n,
    isGivenUp: false,
  });
  const later = wrongLater(walk(after));
  return later ? refuse(company, later) : { company: after, refused: null };
}
/** 手工关闭 an order: what is still open of it is given up. */
export function closeOrder(company: Company, name: number): Outcome {
  const paper = paperOf(company, name);
  if (paper?.status !== "approved") return refuse(company, paper ? "document.not_approved" : "not_found");
  if (paper.isGivenUp) return refuse(company, "order.closed");
  const isOpen = orderLines(company).some((one) => one.paper.name === name && one.open > 0n);
  if (!isOpen) return refuse(company, "order.nothing_open");
  return { company: withPaper(company, { ...paper, isGivenUp: true }), refused: null };
}
export function reopenOrder(company: Company, name: number): Outcome {
  const paper = paperOf(company, name);
  if (paper?.status !== "approved") return refuse(company, paper ? "document.not_approved" : "not_found");
  if (!paper.isGivenUp) return refuse(company, "order.not_closed");
  return { company: withPaper(company, { ...paper, isGivenUp: false }), refused: null };
}

/** Papers that follow this one, and papers that spoke of what this one had left of a receipt. */
function isFollowed(company: Company, paper: Paper): boolean {
  return approvedPapers(company).some((other) => {
    if (other.lines.some((line) => line.source?.paper === paper.name)) return true;
    return (other.order ?? 0) > (paper.order ?? 0) && speaksOfWhatIsLeft(paper, other);
  });
}
function speaksOfWhatIsLeft(paper: Paper, later: Paper): boolean {
  const sources = new Set(paper.lines.map((line) => line.source && `${line.source.paper}/${line.source.line}`));
  const isShared = later.lines.some(
    (line) => line.source !== null && sources.has(`${line.source.paper}/${line.source.line}`),
  );
  const [before, after] = [paper.body.kind, later.body.kind];
  if (!isShared) return false;
  if (after === "price-correction") return before !== "cost-allocation";
  return after === "purchase-return" && before !== "purchase-return";
}

/** 盘点 protects what it found: papers that change a quantity before a count of the same shelf. */
function isBeforeCount(company: Company, books: Books, paper: Paper): boolean {
  const moved = books.played.filter((one) => one.paper.name === paper.name && one.quantity !== 0n);
  const counts = approvedPapers(company).filter((one) => one.body.kind === "stock-count" && one.name !== paper.name);
  return moved.some((one) =>
    counts.some(
      (count) =>
        count.lines.some(
          (line) => line.item === one.line.item && line.warehouse === one.warehouse && speaksOfLot(line, one.lot),
        ) &&
        (count.body.date > one.date || (count.body.date === one.date && (count.order ?? 0) > (paper.order ?? 0))),
    ),
  );
}
/** A count of one lot stands for that lot; of goods not told apart, or piece by piece, for the item. */
function speaksOfLot(line: SettledLine, lot: string | null): boolean {
  const isByPiece = items.find((item) => item.name === line.item)?.tracking === "serial";
  return isByPiece || line.parts.some((part) => part.lot === null || part.lot === lot);
}

/** 结账, month after month; nothing may be owed. */
export function closeMonth(company: Company, closing: string): Outcome {
  const next = months[company.closed.length];
  if (company.closed.includes(closing)) return refuse(company, "period.already_closed");
  if (closing !== next) return refuse(company, "period.not_next");
  if ([...walk(company).balances.values()].some((balance) => balance < 0n))
    return refuse(company, "period.negative_stock");
  return { company: { ...company, closed: [...company.closed, closing] }, refused: null };
}
/** 变更成本方法 from the first open month on, as the books stand; what follows goods of before keeps what it took. */
export function changeMethod(company: Company, method: Method, since: string): Outcome {
  if (method === rulesNow(company).method) return refuse(company, "costing.same");
  const hasMoved = company.approvals > 0;
  if (method === "specific" && hasMoved) return refuse(company, "costing.specific_first");
  const next = [...months, "2026-05"][company.closed.length];
  if (since !== next || since <= methodSince(company)) return refuse(company, "costing.not_next");
  const books = walk(company);
  if ([...books.balances.values()].some((balance) => balance < 0n)) return refuse(company, "costing.negative_present");
  // The first month begins with the first entry: openings are costed by the method, too.
  if (since === months[0]) return { company: { ...company, rules: { ...company.rules, method } }, refused: null };
  const papers = company.papers.map((paper) => ({ ...paper, stated: keptFromBefore(company, books, paper, since) }));
  return { company: { ...company, papers, changes: [...company.changes, { since, method }] }, refused: null };
}
function keptFromBefore(company: Company, books: Books, paper: Paper, since: string): Paper["stated"] {
  if (paper.status !== "approved" || month(paper.body.date) < since) return paper.stated;
  return paper.stated.map((stated, index) => {
    const source = paper.lines[index]?.source;
    const isOld = source && month(paperOf(company, source.paper)?.body.date ?? "") < since;
    const own = books.played.filter((one) => one.paper.name === paper.name && one.lineNo === index + 1);
    const given = own.filter((one) => one.entry.given.by === "source");
    if (!isOld || given.length === 0) return stated;
    const parts = given.map(({ lot, value }) => ({ lot, value: absolute(value), coverage: 0n }));
    return { ...stated, parts };
  });
}
/** 反结账, the newest first. */
export function reopenMonth(company: Company, opening: string): Outcome {
  if (!company.closed.includes(opening)) return refuse(company, "period.not_closed");
  if (company.closed.at(-1) !== opening) return refuse(company, "period.not_newest");
  if (opening < methodSince(company)) return refuse(company, "period.costing_changed");
  return { company: { ...company, closed: company.closed.slice(0, -1) }, refused: null };
}
