import type { DocumentBody } from "@zhangshi/contract";
import {
  addDays,
  type Decided,
  formatPeriod,
  formatQuantity,
  largestAmount,
  openingDate,
  parseMoney,
  isLossReason,
  periodOf,
  type Quantity,
  reasonOf,
  type Shortage,
  sumMoney,
} from "@zhangshi/core";
import type { Books } from "../books/book-rows.ts";
import { type FieldRefusal, fieldRefusal } from "../platform/refused.ts";
import type { DocumentKind, Draft, DraftLine } from "./document-kind.ts";
import { amountsOf, noAmounts, totalsOf } from "./draft-amounts.ts";
import { checkLots } from "./check-lots.ts";
import { goodsOf, type Refuse } from "./draft-goods.ts";
import { atTypedLines, explodeKits } from "./explode-kits.ts";
import type { Facts } from "./facts.ts";
import { checkSources, checkSourcesUnchanged } from "./check-sources.ts";
import { sourceKey } from "./sources.sql.ts";

/** A slip dated further ahead than this is a slip of the finger. */
const daysAhead = 31;

type Author = { readonly userId: string; readonly userName: string };

export type BuiltDraft = {
  readonly draft: Draft;
  /** At the lines of the body. */
  readonly refusals: readonly FieldRefusal[];
  /** Which line of the body each line of the draft came from; null: every line from its own. */
  readonly typedLines: readonly number[] | null;
};
/** The body becomes a draft with settled amounts; every problem is reported at its field, all at once. */
export function buildDraft(
  kind: DocumentKind,
  id: string,
  typed: DocumentBody,
  facts: Facts,
  author: Author,
  options: { readonly lotsMayWait: boolean } = { lotsMayWait: false },
): BuiltDraft {
  const { body, typedLines, refusals: kitRefusals } = explodeKits(kind, typed, facts);
  const refusals: FieldRefusal[] = [];
  const refuse: Refuse = (path, code, details = {}) => refusals.push(fieldRefusal(path, code, details));
  const goods = body.lines.map((line, index) => goodsOf(kind, body, line, index, facts, refuse));
  const orderDiscount = parseMoney(body.orderDiscount ?? "0");
  const amounts = amountsOf(kind, body, goods, facts, refuse);
  const totals = totalsOf(amounts);
  if (orderDiscount > 0n && orderDiscount > totals.gross + sumMoney(amounts.map((line) => line.discountShare)))
    refuse("orderDiscount", "discount.exceeds_total");
  amounts.forEach((line, index) => {
    if (line.gross > largestAmount) refuse(`lines.${index}.price`, "amount.too_large");
  });
  if (refusals.length === 0 && totals.gross > largestAmount) refuse("lines", "amount.too_large");

  const lines = goods.map((line, index): DraftLine => {
    const amount = amounts[index] ?? noAmounts;
    // Field by field: two spreads per line were a fifth of the time of deciding a document.
    return {
      lineNo: line.lineNo,
      itemId: line.itemId,
      warehouseId: line.warehouseId,
      partnerId: null,
      side: null,
      unit: line.unit,
      factor: line.factor,
      quantity: line.quantity,
      baseQuantity: line.baseQuantity,
      price: amount.price,
      discountRate: line.discountRate,
      taxRate: line.taxRate,
      net: amount.net,
      tax: amount.tax,
      gross: amount.gross,
      discountShare: amount.discountShare,
      role: line.role,
      weight: line.weight,
      source: line.source,
      lot: line.lot,
      producedOn: line.producedOn,
      expiresOn: line.expiresOn,
      serials: line.serials,
      kit: line.kit,
      note: line.note,
    };
  });
  const draft: Draft = {
    id,
    type: kind.type,
    number: null,
    businessDate: body.businessDate,
    expectedDate: body.expectedDate ?? null,
    partnerId: body.partnerId ?? null,
    warehouseId: body.warehouseId ?? null,
    toWarehouseId: body.toWarehouseId ?? null,
    reason: body.reason ?? null,
    isAccrued: body.accrued ?? followsAccrued(kind, lines, facts),
    charge: chargeOf(body),
    method: body.method ?? null,
    handler: body.handler,
    taxIncluded: body.taxIncluded ?? true,
    orderDiscount,
    note: body.note,
    quantity: goods.reduce((sum: Quantity, line) => sum + line.baseQuantity, 0n),
    net: totals.net,
    tax: totals.tax,
    gross: totals.gross,
    lines,
    version: 1,
    createdBy: author.userId,
    createdByName: author.userName,
  };
  return {
    draft,
    typedLines,
    refusals: [
      ...checkHead(kind, draft, facts),
      ...kitRefusals,
      ...atTypedLines(typedLines, [
        ...refusals,
        ...checkSources(kind, draft, facts),
        ...checkShape(kind, draft, facts),
        ...checkLots(kind, draft, facts, options.lotsMayWait),
      ]),
    ],
  };
}

/** The one amount of a head: what is allocated, or what somebody pays for a loss. */
function chargeOf(body: DocumentBody): Draft["charge"] {
  const amount = body.amount ?? body.compensation;
  return amount === undefined ? null : parseMoney(amount);
}

/** Goods that go back before their invoice came take back what was accrued for them. */
function followsAccrued(kind: DocumentKind, lines: readonly DraftLine[], facts: Facts): boolean {
  return (
    kind.type === "purchase-return" &&
    lines.every((line) => line.source !== null && facts.sources.get(sourceKey(line.source))?.isAccrued === true)
  );
}

/** What must hold of date, partner and warehouse, for a new document as for a draft that waited. */
export function checkHead(kind: DocumentKind, draft: Draft, facts: Facts): readonly FieldRefusal[] {
  const refusals: FieldRefusal[] = [];
  const warehouse = draft.warehouseId === null ? undefined : facts.warehouses.get(draft.warehouseId);
  if (draft.warehouseId !== null && !warehouse) refusals.push(fieldRefusal("warehouseId", "warehouse.unknown"));
  if (warehouse?.disabled)
    refusals.push(fieldRefusal("warehouseId", "warehouse.disabled", { warehouse: warehouse.name }));
  if (warehouse?.isTransit) refusals.push(fieldRefusal("warehouseId", "warehouse.transit"));
  refusals.push(...checkSecondWarehouse(draft, facts), ...checkCompensation(draft));
  if (kind.partnerRole) {
    const partner = draft.partnerId === null ? undefined : facts.partners.get(draft.partnerId);
    if (!partner) refusals.push(fieldRefusal("partnerId", "partner.unknown"));
    else if (partner.disabled) refusals.push(fieldRefusal("partnerId", "partner.disabled", { partner: partner.name }));
    else if (kind.partnerRole === "customer" ? !partner.isCustomer : !partner.isSupplier)
      refusals.push(
        fieldRefusal("partnerId", "partner.wrong_role", {
          partner: partner.name,
          role: kind.partnerRole === "customer" ? "客户" : "供应商",
        }),
      );
  }
  return [...refusals, ...checkDate(kind, draft.businessDate, facts)];
}

function checkSecondWarehouse(draft: Draft, facts: Facts): readonly FieldRefusal[] {
  if (draft.toWarehouseId === null) return [];
  const warehouse = facts.warehouses.get(draft.toWarehouseId);
  if (!warehouse) return [fieldRefusal("toWarehouseId", "warehouse.unknown")];
  if (warehouse.disabled) return [fieldRefusal("toWarehouseId", "warehouse.disabled", { warehouse: warehouse.name })];
  if (warehouse.isTransit) return [fieldRefusal("toWarehouseId", "warehouse.transit")];
  const isSame = draft.lines.some((line) => line.warehouseId === draft.toWarehouseId);
  return isSame ? [fieldRefusal("toWarehouseId", "warehouse.same")] : [];
}

/** 领用 or 样品: the company wanted the goods to go. */
function checkCompensation(draft: Draft): readonly FieldRefusal[] {
  if (draft.reason === null || (draft.charge ?? 0n) === 0n) return [];
  if (isLossReason(draft.reason)) return [];
  return [fieldRefusal("compensation", "compensation.not_a_loss", { reason: reasonOf(draft.reason, "out").name })];
}

export function checkDate(kind: DocumentKind, businessDate: string, facts: Facts): readonly FieldRefusal[] {
  const { startPeriod } = facts.books;
  if (kind.isOpening && businessDate !== openingDate(startPeriod))
    return [fieldRefusal("businessDate", "opening.date", { date: openingDate(startPeriod) })];
  if (!kind.isOpening && businessDate < `${formatPeriod(startPeriod)}-01`)
    return [fieldRefusal("businessDate", "period.before_start", { start: formatPeriod(startPeriod) })];
  const closed = checkClosed(kind, businessDate, facts.books);
  if (closed.length > 0) return closed;
  const latest = addDays(facts.today, daysAhead);
  return businessDate > latest ? [fieldRefusal("businessDate", "date.too_far", { latest })] : [];
}

/** 已结账: nothing dated in a closed month is written or taken back. An opening would move every month after it, so the first closed month closes them all. */
export function checkClosed(
  kind: DocumentKind,
  businessDate: string,
  books: Pick<Books, "startPeriod" | "closedThrough">,
): readonly FieldRefusal[] {
  const { startPeriod, closedThrough } = books;
  if (kind.isOpening)
    return closedThrough >= startPeriod
      ? [fieldRefusal("businessDate", "period.openings_closed", { period: formatPeriod(closedThrough) })]
      : [];
  const period = periodOf(businessDate);
  return period <= closedThrough
    ? [fieldRefusal("businessDate", "period.closed", { period: formatPeriod(period) })]
    : [];
}

/** What only some shapes of lines ask for. */
export function checkShape(kind: DocumentKind, draft: Draft, facts: Facts): readonly FieldRefusal[] {
  if (kind.lineShape === "assembly") {
    const products = draft.lines.filter((line) => line.role === "product").length;
    if (products !== 1) return [fieldRefusal("lines", "assembly.one_product")];
    return products === draft.lines.length ? [fieldRefusal("lines", "assembly.no_parts")] : [];
  }
  if (kind.lineShape !== "counted") return [];
  const counted = new Set<string>();
  return draft.lines.flatMap((line, index) => {
    const key = `${line.itemId}/${line.warehouseId}/${line.lot ?? ""}`;
    if (!counted.has(key)) {
      counted.add(key);
      return [];
    }
    return [
      fieldRefusal(`lines.${index}.itemId`, "count.twice", { item: facts.items.get(line.itemId ?? "")?.name ?? "" }),
    ];
  });
}

/** A draft that waited: its items may have been disabled since. */
export function checkLines(draft: Draft, facts: Facts): readonly FieldRefusal[] {
  return draft.lines.flatMap((line, index) => {
    if (line.itemId === null) return [];
    const item = facts.items.get(line.itemId);
    if (!item) return [fieldRefusal(`lines.${index}.itemId`, "item.unknown")];
    if (item.parts.length > 0) return [fieldRefusal(`lines.${index}.itemId`, "kit.has_no_stock", { item: item.name })];
    return item.disabled ? [fieldRefusal(`lines.${index}.itemId`, "item.disabled", { item: item.name })] : [];
  });
}

/** Everything that is asked again of a draft that waited, or that the program made itself. */
export function checkAgain(kind: DocumentKind, draft: Draft, facts: Facts): readonly FieldRefusal[] {
  return [
    ...checkHead(kind, draft, facts),
    ...checkLines(draft, facts),
    ...checkSources(kind, draft, facts),
    ...checkSourcesUnchanged(kind, draft, facts),
    ...checkShape(kind, draft, facts),
    ...checkLots(kind, draft, facts),
  ];
}

/** What only the rule could see. */
export function problemRefusals(decided: Decided, draft: Draft, facts: Facts): readonly FieldRefusal[] {
  if (decided.posting) return [];
  return [
    ...decided.shortages.map((shortage) => shortageRefusal(shortage, facts)),
    ...decided.problems.map((problem) => {
      if (problem.lineNo === null) return fieldRefusal(problem.field, problem.code, problem.details);
      const line = draft.lines[problem.lineNo - 1];
      const item = facts.items.get(line?.itemId ?? "")?.name ?? "";
      return fieldRefusal(`lines.${problem.lineNo - 1}.${problem.field}`, problem.code, { ...problem.details, item });
    }),
  ];
}

export function shortageRefusal(shortage: Shortage, facts: Pick<Facts, "items" | "warehouses">): FieldRefusal {
  const item = facts.items.get(shortage.itemId);
  const path = `lines.${shortage.lineNo - 1}`;
  const { lot } = shortage;
  if (shortage.isTwice) return fieldRefusal(`${path}.serials`, "serial.twice", { serial: lot ?? "" });
  const details = {
    item: `${item?.name ?? ""}${item?.spec ? ` ${item.spec}` : ""}`,
    itemId: shortage.itemId,
    warehouse: facts.warehouses.get(shortage.warehouseId)?.name ?? "",
    available: formatQuantity(shortage.available),
    short: formatQuantity(shortage.short),
    unit: item?.baseUnit ?? "",
  };
  if (lot === null) return fieldRefusal(`${path}.quantity`, "stock.short", details);
  return fieldRefusal(`${path}.${item?.tracking === "serial" ? "serials" : "lot"}`, "lot.short", { ...details, lot });
}
