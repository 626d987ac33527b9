import { openingDate } from "@zhangshi/core";
import { readBooksOf } from "../../../books/periods.sql.ts";
import { checkClosed } from "../../../documents/build-draft.ts";
import type { DocumentKinds } from "../../../documents/document-kind.ts";
import type { Tx } from "../../../platform/db.ts";
import { type FieldRefusal, refused } from "../../../platform/refused.ts";
import type { PlanProblem } from "./import-context.ts";
import type { ClassifiedItem } from "./plan-items.ts";
import type { ClassifiedPartner } from "./plan-partners.ts";
import type { StockPlan } from "./plan-stock.ts";
import { itemsWithOpening, partnersWithOpening } from "./references.sql.ts";

/** What the books would say to an opening now: nothing, as long as no month is closed. */
export async function openingRefusal(tx: Tx, kinds: DocumentKinds): Promise<FieldRefusal | undefined> {
  const books = await readBooksOf(tx);
  return checkClosed(kinds["opening-stock"], openingDate(books.startPeriod), books)[0];
}

/** Asked before the import's own commit: goods and partners without their openings would be half an import. */
export async function refuseClosedOpenings(tx: Tx, kinds: DocumentKinds): Promise<void> {
  const refusal = await openingRefusal(tx, kinds);
  if (refusal) throw refused("period.openings_closed", refusal.facts);
}

export function closedOpeningProblem(row: number, refusal: FieldRefusal): PlanProblem {
  return {
    row,
    value: "",
    reasonCode: "period.openings_closed",
    reason: `${refusal.facts?.["period"]} 已结账，期初不能再导入，一行也不会写入。`,
    suggestion: "在对应关系里去掉期初列，或先反结账到启用月。",
    severity: "error",
  };
}

/** The first row that brings an opening which the books do not have yet; the same file again brings none. */
export async function rowWithNewOpening(
  tx: Tx,
  items: readonly ClassifiedItem[],
  partners: readonly ClassifiedPartner[],
  stock: StockPlan,
): Promise<number | undefined> {
  const goods = [
    ...items
      .filter(({ record }) => record.openings.some((opening) => isSome(opening.quantity)))
      .map(({ record, existingId }) => ({ row: record.row, id: existingId })),
    ...stock.resolved
      .filter(({ quantity }) => isSome(quantity))
      .map(({ record, item }) => ({ row: record.row, id: item.id as string | null })),
  ];
  const owing = partners
    .filter(({ record }) => isSome(record.openingReceivable) || isSome(record.openingPayable))
    .map(({ record, existing }) => ({ row: record.row, id: existing?.id ?? null }));
  const there = new Set(
    [...(await itemsWithOpening(tx, ids(goods))), ...(await partnersWithOpening(tx, ids(owing)))].map(
      (key) => key.split("/")[0],
    ),
  );
  const rows = [...goods, ...owing].filter(({ id }) => id === null || !there.has(id)).map(({ row }) => row);
  return rows.length === 0 ? undefined : Math.min(...rows);
}
function isSome(decimal: string | undefined): boolean {
  return decimal !== undefined && /[1-9]/.test(decimal);
}
function ids(rows: readonly { readonly id: string | null }[]): readonly string[] {
  return rows.flatMap(({ id }) => (id === null ? [] : [id]));
}
