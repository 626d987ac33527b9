import type { DocumentType, DocumentView } from "@zhangshi/contract";
import { amountInWords, formatDecimal, formatMoney, formatQuantity, formatUnitPrice, parseMoney } from "@zhangshi/core";
import type { Tx } from "../platform/db.ts";
import {
  type Names,
  readLineCosts,
  readSourceHeads,
  type SourceHead,
  readNames,
  readNeighbours,
  readTrail,
  readVouchers,
} from "./document-view.sql.ts";
import { type Draft, isOrder, type KitMark, type SourceRef } from "./document-kind.ts";
import { viewOrder } from "./order-view.ts";
import { followers } from "./reverse.sql.ts";
import type { StoredDocument } from "./documents.sql.ts";
import { voucherLabel } from "./posted-reply.sql.ts";

/** Kinds whose lines have a cost that their document does not state. */
const costShown: ReadonlySet<string> = new Set([
  "sales-delivery",
  "sales-return",
  "purchase-return",
  "other-issue",
  "transfer",
  "transfer-shipment",
  "transfer-receipt",
  "transfer-loss",
  "stock-count",
  "assembly",
  "disassembly",
]);
/** Kinds whose prices are what goods cost the company: only with the right to see cost (P39). */
const pricesAreCosts: ReadonlySet<string> = new Set([
  "other-receipt",
  "stock-count",
  "cost-adjustment",
  "opening-stock",
]);

export async function viewDocument(
  tx: Tx,
  document: StoredDocument,
  sees: { readonly cost: boolean; readonly vouchers: boolean },
): Promise<DocumentView> {
  const [names, costs, vouchers, trail, around, following, sources] = [
    await namesOf(tx, [document]),
    await readLineCosts(tx, document.id),
    await readVouchers(tx, document.id),
    await readTrail(tx, document.id),
    await readNeighbours(tx, document),
    await tx.query<FollowerRow>(followers(tx.orgId, document.id)),
    await readSourceHeads(tx, document),
  ];
  const order = isOrder(document.type) ? await viewOrder(tx, document) : undefined;
  const withCost = sees.cost && document.status === "approved" && costShown.has(document.type);
  return {
    id: document.id,
    type: document.type,
    number: document.number,
    status: document.status,
    businessDate: document.businessDate,
    partnerId: document.partnerId,
    partner: names.partners.get(document.partnerId ?? "") ?? "",
    warehouseId: document.warehouseId,
    warehouse: names.warehouses.get(document.warehouseId ?? "") ?? "",
    toWarehouseId: document.toWarehouseId,
    toWarehouse: names.warehouses.get(document.toWarehouseId ?? "") ?? "",
    reason: document.reason,
    compensation: document.reason === null || document.charge === null ? null : formatMoney(document.charge),
    method: document.method,
    accrued: document.isAccrued,
    ...(order ? { order: order.order } : {}),
    followers: following.map((one) => ({
      id: one.id,
      type: one.type,
      number: one.number,
      businessDate: one.business_date,
    })),
    handler: document.handler,
    taxIncluded: document.taxIncluded,
    orderDiscount: formatMoney(document.orderDiscount),
    note: document.note,
    ...amountsOf(document, !pricesAreCosts.has(document.type) || sees.cost),
    quantity: formatQuantity(document.quantity),
    ...(withCost ? { cost: formatMoney([...costs.values()].reduce((sum, cost) => sum + parseMoney(cost), 0n)) } : {}),
    lines: lineViews(document, names).map((line, index) => ({
      ...line,
      ...(pricesAreCosts.has(document.type) && !sees.cost ? withoutAmounts : {}),
      source: sourceViewOf(document.lines[index]?.source ?? null, sources),
      ...executionOf(order?.executions.get(line.lineNo)),
      ...(withCost ? { cost: costs.get(line.lineNo) ?? "0.00" } : {}),
    })),
    // The total of a sale's voucher is its amount and its cost: it tells the cost to whoever can subtract (P39).
    vouchers: (sees.vouchers ? vouchers : []).map((voucher) => ({
      id: voucher.id,
      number: voucherLabel(voucher.word, voucher.number),
      kind: voucher.kind,
      businessDate: voucher.business_date,
      total: voucher.total,
    })),
    createdBy: document.createdByName,
    createdAt: around?.created_at.toISOString() ?? "",
    updatedAt: around?.updated_at.toISOString() ?? "",
    approvedBy: document.approvedByName,
    approvedAt: document.approvedAt?.toISOString() ?? null,
    version: document.version,
    previousId: around?.previous_id ?? null,
    nextId: around?.next_id ?? null,
    trail: trail.map((step) => ({ at: step.at.toISOString(), user: step.user_name, action: step.action })),
  };
}

function executionOf(execution: NonNullable<DocumentView["lines"][number]["execution"]> | undefined) {
  return execution === undefined ? {} : { execution };
}
const withoutAmounts = { price: "", netAmount: "", taxAmount: "", grossAmount: "" };
function amountsOf(document: Draft, shown: boolean) {
  if (!shown) return { netAmount: "", taxAmount: "", grossAmount: "", grossInWords: "" };
  return {
    netAmount: formatMoney(document.net),
    taxAmount: formatMoney(document.tax),
    grossAmount: formatMoney(document.gross),
    grossInWords: amountInWords(document.gross),
  };
}
type FollowerRow = { id: string; type: DocumentType; number: string; business_date: string };
function sourceViewOf(source: SourceRef | null, heads: ReadonlyMap<string, SourceHead>) {
  const head = source === null ? undefined : heads.get(source.documentId);
  return source === null || !head
    ? null
    : { documentId: source.documentId, lineNo: source.lineNo, type: head.type, number: head.number };
}

export async function namesOf(tx: Tx, documents: readonly Draft[]): Promise<Names> {
  const ids = (pick: (draft: Draft) => readonly (string | null)[]) => [
    ...new Set(documents.flatMap(pick).filter((id): id is string => id !== null)),
  ];
  return readNames(tx, {
    items: ids((d) => d.lines.flatMap((line) => [line.itemId, line.kit?.itemId ?? null])),
    warehouses: ids((d) => [d.warehouseId, d.toWarehouseId, ...d.lines.map((line) => line.warehouseId)]),
    partners: ids((d) => [d.partnerId, ...d.lines.map((line) => line.partnerId)]),
  });
}

export function lineViews(draft: Draft, names: Pick<Names, "items" | "warehouses">) {
  return draft.lines.map((line) => {
    const item = names.items.get(line.itemId ?? "");
    return {
      lineNo: line.lineNo,
      itemId: line.itemId ?? "",
      itemCode: item?.code ?? "",
      itemName: item?.name ?? "",
      spec: item?.spec ?? "",
      unit: line.unit,
      factor: formatQuantity(line.factor),
      baseUnit: item?.baseUnit ?? "",
      warehouseId: line.warehouseId ?? "",
      warehouse: names.warehouses.get(line.warehouseId ?? "") ?? "",
      quantity: formatQuantity(line.quantity),
      baseQuantity: formatQuantity(line.baseQuantity),
      price: formatUnitPrice(line.price),
      discountRate: formatDecimal(line.discountRate, 4, true),
      taxRate: formatDecimal(line.taxRate, 4, true),
      netAmount: formatMoney(line.net),
      taxAmount: formatMoney(line.tax),
      grossAmount: formatMoney(line.gross),
      discountShare: formatMoney(line.discountShare),
      role: line.role,
      weight: formatQuantity(line.weight),
      lot: line.lot,
      producedOn: line.producedOn,
      expiresOn: line.expiresOn,
      serials: line.serials === null ? null : [...line.serials],
      kit: kitView(line.kit, names.items.get(line.kit?.itemId ?? "")),
      note: line.note,
    };
  });
}
export function kitView(
  kit: KitMark | null,
  item: { readonly code: string; readonly name: string; readonly baseUnit: string } | undefined,
): DocumentView["lines"][number]["kit"] {
  if (kit === null) return null;
  return {
    itemId: kit.itemId,
    code: item?.code ?? "",
    name: item?.name ?? "",
    unit: item?.baseUnit ?? "",
    quantity: formatQuantity(kit.quantity),
    group: kit.group,
  };
}
