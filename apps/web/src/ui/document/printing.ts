import type { DocumentView } from "@zhangshi/contract";
import { api } from "../../app/api.ts";
import { countSheet } from "./count-sheet.form.ts";
import type { DocumentForm } from "./document.form.ts";
import type { DocumentKind } from "./document-kind.ts";
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
  mayCost: boolean,
): Promise<void> {
  const ids = [...new Set(view.lines.map((line) => line.itemId))].slice(0, 200).join(",");
  const [items, summary] = await Promise.all([
    api.call("items.lookup", { query: { q: " ", ids, limit: 200 } }).catch(() => ({ rows: [] })),
    view.partnerId ? api.call("partners.summary", { params: { id: view.partnerId } }).catch(() => null) : null,
  ]);
  const barcodes = new Map(
    view.lines.map((line) => {
      const units = items.rows.find((row) => row.id === line.itemId)?.units ?? [];
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
        mayCost,
      }),
    ),
  );
}

export function printCountSheet(form: DocumentForm, company: string, warehouse: string): void {
  printHtml(slipHtml(countSheet(form, { company, warehouse, printedAt: printedNow() })));
}
