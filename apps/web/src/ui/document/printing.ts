import type { DocumentView, ItemCandidate } from "@zhangshi/contract";
import { api } from "../../app/api.ts";
import { binsIn } from "./bins.form.ts";
import { countSheet } from "./count-sheet.form.ts";
import type { DocumentForm } from "./document.form.ts";
import { lookupAgain } from "./item-lookup.ts";
import { type DocumentKind, isPicked } from "./document-kind.ts";
import { printHtml, slipHtml } from "./print-slip.ts";
import { slipOf } from "./slip-layout.form.ts";

function printedNow(): string {
  const now = new Date();
  return `${now.toLocaleDateString("sv-SE")} ${now.toTimeString().slice(0, 5)}`;
}

/** Barcodes and the partner's address belong on the slip; both are asked for when it is printed. */
export async function printDocument(
  kind: DocumentKind,
  view: DocumentView,
  company: string,
  options: { readonly mayCost: boolean; readonly byBin: boolean },
): Promise<void> {
  const ids = view.lines.map((line) => line.itemId);
  const [items, summary] = await Promise.all([
    lookupAgain(ids, { type: "sales-delivery", warehouseId: null, partnerId: null }).catch(
      () => new Map<string, ItemCandidate>(),
    ),
    view.partnerId ? api.call("partners.summary", { params: { id: view.partnerId } }).catch(() => null) : null,
  ]);
  const barcodes = new Map(
    view.lines.map((line) => {
      const units = items.get(line.itemId)?.units ?? [];
      const own = units.find((unit) => unit.name === line.unit)?.barcodes[0];
      return [line.itemId, own ?? units.flatMap((unit) => unit.barcodes)[0] ?? ""] as const;
    }),
  );
  const partner = summary?.partner;
  const side = kind.partner?.side;
  printHtml(
    slipHtml(
      slipOf(kind, view, {
        company,
        phone: [partner?.contact, partner?.phone].filter(Boolean).join(" "),
        address: partner?.address ?? "",
        balance: view.status === "approved" && partner && side ? partner[side] : null,
        printedAt: printedNow(),
        barcodes,
        mayCost: options.mayCost,
        byBin: options.byBin,
        ...(isPicked(kind) ? { binOf: (line) => binsIn(items.get(line.itemId), line.warehouseId)[0] ?? "" } : {}),
      }),
    ),
  );
}

export function printCountSheet(form: DocumentForm, company: string, warehouse: string): void {
  printHtml(slipHtml(countSheet(form, { company, warehouse, printedAt: printedNow() })));
}
