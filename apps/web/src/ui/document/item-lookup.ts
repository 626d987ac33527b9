import type { ItemCandidate } from "@zhangshi/contract";
import { api, queryClient } from "../../app/api.ts";
import type { DocumentForm } from "./document.form.ts";
import type { DocumentKind } from "./document-kind.ts";

export type LookupTerms = {
  /** Whose prices are meant: those of sales, or those of purchases. */
  readonly type: "sales-delivery" | "purchase-receipt";
  readonly warehouseId: string | null;
  readonly partnerId: string | null;
};

export function lookupTerms(kind: DocumentKind, form: DocumentForm): LookupTerms {
  return {
    type: kind.sells ? "sales-delivery" : "purchase-receipt",
    warehouseId: form.warehouseId,
    partnerId: form.partnerId,
  };
}

function queryOf(terms: LookupTerms) {
  return {
    type: terms.type,
    ...(terms.warehouseId ? { warehouseId: terms.warehouseId } : {}),
    ...(terms.partnerId ? { partnerId: terms.partnerId } : {}),
  };
}

/** Candidates for what was typed; asked once for the same text within a short while, so that a scan of ten is one question. */
export async function lookupItems(text: string, terms: LookupTerms): Promise<readonly ItemCandidate[]> {
  const query = { q: text.slice(0, 100), limit: 20, ...queryOf(terms) };
  const answer = await queryClient.fetchQuery({
    queryKey: ["items.lookup", query],
    queryFn: () => api.call("items.lookup", { query }),
    staleTime: 20_000,
  });
  return answer.rows;
}

/** Stock and prices again for items that stand in the lines. The route wants a text, also beside ids; an empty one is not sent. */
export async function lookupAgain(
  ids: readonly string[],
  terms: LookupTerms,
): Promise<ReadonlyMap<string, ItemCandidate>> {
  const found = new Map<string, ItemCandidate>();
  const unique = [...new Set(ids)];
  for (let start = 0; start < unique.length; start += 200) {
    const query = { q: " ", ids: unique.slice(start, start + 200).join(","), limit: 200, ...queryOf(terms) };
    const { rows } = await api.call("items.lookup", { query });
    for (const row of rows) found.set(row.id, row);
  }
  return found;
}

/** The one that is meant without asking: a barcode or code that is exactly so, or the only one there is. */
export function certainMatch(rows: readonly ItemCandidate[], text: string): ItemCandidate | null {
  const wanted = text.toLowerCase();
  const exact = rows.filter(
    (row) =>
      row.code.toLowerCase() === wanted ||
      row.units.some((unit) => unit.barcodes.some((barcode) => barcode.toLowerCase() === wanted)),
  );
  if (exact.length === 1) return exact[0] ?? null;
  return rows.length === 1 ? (rows[0] ?? null) : null;
}

/** A scan never guesses by name: only the code itself counts. */
export function scannedMatch(rows: readonly ItemCandidate[], code: string): ItemCandidate | null {
  const wanted = code.toLowerCase();
  return (
    rows.find((row) => row.units.some((unit) => unit.barcodes.some((barcode) => barcode.toLowerCase() === wanted))) ??
    rows.find((row) => row.code.toLowerCase() === wanted) ??
    rows.find((row) => row.hitUnit !== null) ??
    null
  );
}
