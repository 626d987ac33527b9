import { type RefObject, useEffect, useMemo } from "react";
import { useCall } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { usePermission, useSession } from "../../app/session.tsx";
import { type DocumentKind, hasField } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import { formFigures } from "./figures.form.ts";
import { entryColumns } from "./grid-columns.ts";
import type { LineGridHandle } from "./line-grid.tsx";
import { lineStocks } from "./line-stock.form.ts";
import { formTotals } from "./totals.form.ts";
import type { DocumentFormState } from "./use-document-form.ts";

/** Names of the warehouses, and a default for a document that has none yet. */
export function useWarehouses(kind: DocumentKind, state: DocumentFormState) {
  const answer = useCall("warehouses.list", undefined, { staleTime: 60_000 });
  const rows = answer.data?.rows;
  const { now, change } = state;
  useEffect(() => {
    const usual = rows?.find((one) => one.isDefault) ?? rows?.[0];
    if (usual && kind.warehouse && now().warehouseId === null)
      change((old) => ({ ...old, warehouseId: usual.id }), { quiet: true });
  }, [kind, rows, now, change]);
  return useMemo(
    () => ({
      names: new Map((rows ?? []).map((one) => [one.id, one.name] as const)),
      open: new Set((rows ?? []).filter((one) => !one.disabled).map((one) => one.id)),
    }),
    [rows],
  );
}

/** What the form comes to: sums, stock, the columns of its grid and the figures of its foot. */
export function useEntryFigures(
  kind: DocumentKind,
  state: DocumentFormState,
  shown: { readonly taxRate: boolean; readonly blind: boolean },
) {
  const words = useTexts(documentTexts).columns;
  const mayCost = usePermission("cost.read");
  const { negativeStock, reservedProtected } = useSession().company;
  const { form } = state;
  const { taxRate, blind } = shown;
  const totals = useMemo(() => formTotals(form, kind), [form, kind]);
  // Where stock may fall below zero, nothing is short.
  const stocks = useMemo(
    () => lineStocks(form, negativeStock ? { ...kind, takesStock: "none" } : kind, reservedProtected),
    [form, kind, negativeStock, reservedProtected],
  );
  const columns = useMemo(
    () => entryColumns(kind, form, words, { taxRate, cost: mayCost, blind }),
    [kind, form, words, taxRate, mayCost, blind],
  );
  return { totals, stocks, columns, figures: formFigures(kind, form, totals, { mayCost, blind }) };
}

/** The hands of a new document begin where something is missing: who, where to, why; else in the grid. */
export function useStartingPlace(
  kind: DocumentKind,
  isNew: boolean,
  state: DocumentFormState,
  page: RefObject<HTMLElement | null>,
  grid: RefObject<LineGridHandle | null>,
): void {
  const { now } = state;
  useEffect(() => {
    if (!isNew) return;
    const begun = now();
    const asked = (["partnerId", "toWarehouseId", "reason"] as const).filter((field) => hasField(kind, field));
    const missing = asked.find((field) => begun[field] === null);
    const field = missing && page.current?.querySelector<HTMLElement>(`[data-field="${missing}"]`);
    const first = begun.lines.find((line) => line.item !== null);
    if (field) field.focus();
    else if (first) grid.current?.goTo(first.key, "quantity");
    else grid.current?.goToEnd();
  }, [kind, isNew, now, page, grid]);
}
