import type { DocumentView } from "@zhangshi/contract";
import { api } from "../../app/api.ts";
import type { TradeDocumentKind } from "./document-kind.ts";
import { printHtml, slipHtml } from "./print-slip.ts";

/** Barcodes and the partner's address belong on the slip; both are asked for when it is printed. */
export async function printDocument(kind: TradeDocumentKind, view: DocumentView, company: string): Promise<void> {
  const ids = [...new Set(view.lines.map((line) => line.itemId))].slice(0, 200).join(",");
  const [items, summary] = await Promise.all([
    api.call("items.lookup", { query: { q: " ", ids, limit: 200, type: kind.type } }).catch(() => ({ rows: [] })),
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
  const now = new Date();
  const printedAt = `${now.toLocaleDateString("sv-SE")} ${now.toTimeString().slice(0, 5)}`;
  printHtml(
    slipHtml(view, {
      company,
      title: kind.slipTitle,
      partnerWord: kind.partner.zh.length === 2 ? [...kind.partner.zh].join("　") : kind.partner.zh,
      partner: view.partner,
      phone: [partner?.contact, partner?.phone].filter(Boolean).join(" "),
      address: partner?.address ?? "",
      handlerWord: kind.handler.zh,
      dueWord: kind.due.zh,
      balance: view.status === "approved" && partner ? partner[kind.side] : null,
      balanceWord: kind.side === "receivable" ? "累计欠款" : "累计应付",
      printedAt,
      draftWord: view.status === "draft" ? "草稿，未审核" : view.status === "void" ? "已作废" : null,
      barcodes,
    }),
  );
}
