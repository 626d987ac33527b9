import type { DocumentRow } from "@zhangshi/contract";
import { useMemo } from "react";
import { useLanguage, useTexts } from "../../app/language.ts";
import { Amount } from "../figure.tsx";
import type { ListColumn } from "../list/list-column.ts";
import { formatMoney, formatQuantity } from "../money.ts";
import { DocumentStatusTag } from "../status-tag.tsx";
import type { DocumentKind } from "./document-kind.ts";
import { documentListTexts } from "./document-list.texts.ts";
import { OrderStateTag } from "./order-parts.tsx";
import { orderTexts } from "./order.texts.ts";

/** Which amounts a list of this kind shows: what a partner is owed, what goods cost, or none. */
export function amountsOf(kind: DocumentKind, mayCost: boolean): "trade" | "cost" | "none" {
  if (kind.partner) return "trade";
  return mayCost && (kind.shape === "cost" || kind.shape === "amount") ? "cost" : "none";
}
/** What was counted, or corrected, does not add up to a quantity that means anything. */
export function hasQuantity(kind: DocumentKind): boolean {
  return kind.shape === "priced" || kind.shape === "plain" || kind.shape === "cost";
}

/** The columns that rows of this kind have; amounts of cost only for who may see cost. */
export function useDocumentColumns(kind: DocumentKind, mayCost: boolean): readonly ListColumn<DocumentRow>[] {
  const t = useTexts(documentListTexts);
  const orders = useTexts(orderTexts);
  const language = useLanguage();
  return useMemo(() => {
    const money = (id: "netAmount" | "taxAmount" | "grossAmount", title: string, width: number) =>
      ({
        id,
        title,
        width,
        align: "right",
        text: (row: DocumentRow) => formatMoney(row[id]),
        cell: (row: DocumentRow) => <Amount value={row[id]} />,
        className: id === "grossAmount" ? "" : "quiet",
      }) as const;
    const partner: ListColumn<DocumentRow> = {
      id: "partner",
      title: kind.partner?.word[language] ?? "",
      width: 180,
      grow: true,
      sort: "partner",
      phone: true,
      text: (row) => row.partner,
    };
    const warehouse: ListColumn<DocumentRow> = {
      id: "warehouse",
      title: kind.warehouse?.[language] ?? "",
      width: kind.partner ? 80 : 120,
      phone: kind.partner === null,
      text: (row) => row.warehouse,
      ...(kind.partner ? { className: "quiet" } : {}),
    };
    const quantity: ListColumn<DocumentRow> = {
      id: "quantity",
      title: t.quantity,
      width: 84,
      align: "right",
      text: (row) => formatQuantity(row.quantity),
    };
    const state: ListColumn<DocumentRow> = {
      id: "execution",
      title: orders.state,
      width: 88,
      phone: true,
      text: (row) => (row.order?.state ? orders.states[row.order.state] : ""),
      cell: (row) => <OrderStateTag state={row.order?.state ?? null} />,
    };
    const expected: ListColumn<DocumentRow> = {
      id: "expectedDate",
      title: kind.order?.expected[language] ?? "",
      width: 100,
      text: (row) => row.order?.expectedDate ?? "",
    };
    const ordered = (id: "executed" | "open", title: string): ListColumn<DocumentRow> => ({
      id,
      title,
      width: 76,
      align: "right",
      text: (row) => formatQuantity(row.order?.[id]),
    });
    const gross = { sort: "grossAmount", sortFirst: "desc", phone: true } as const;
    const amounts = amountsOf(kind, mayCost);
    // An order is read for how far it has come: its whole amount says enough.
    const untaxed = kind.order ? { hiddenAtFirst: true } : {};
    return [
      {
        id: "number",
        title: t.number,
        width: 168,
        sort: "number",
        sortFirst: "desc",
        always: true,
        phone: true,
        text: (row) => row.number ?? t.unnumbered,
      },
      {
        id: "date",
        title: t.date,
        width: 96,
        sort: "businessDate",
        sortFirst: "desc",
        text: (row) => row.businessDate,
      },
      ...(kind.partner ? [partner] : []),
      {
        id: "status",
        title: t.status,
        width: 80,
        text: (row) => t[row.status],
        cell: (row) =>
          row.status === "approved" ? (
            <span className="quiet">{t.approved}</span>
          ) : (
            <DocumentStatusTag status={row.status} />
          ),
      },
      ...(kind.order ? [state, expected] : []),
      ...(kind.warehouse ? [warehouse] : []),
      { id: "handler", title: kind.handler[language], width: 84, text: (row) => row.handler, className: "quiet" },
      {
        id: "lineCount",
        title: t.lines,
        width: 60,
        align: "right",
        text: (row) => String(row.lineCount),
        className: "quiet",
        ...(kind.partner ? { hiddenAtFirst: true } : {}),
      },
      ...(hasQuantity(kind) ? [quantity] : []),
      ...(kind.order ? [ordered("executed", orders.executed), ordered("open", orders.open)] : []),
      ...(amounts === "trade"
        ? [
            { ...money("netAmount", t.net, 104), ...untaxed },
            { ...money("taxAmount", t.tax, 90), ...untaxed },
            { ...money("grossAmount", t.gross, 120), ...gross },
          ]
        : []),
      ...(amounts === "cost"
        ? [{ ...money("grossAmount", kind.shape === "amount" ? t.adjustment : t.cost, 120), ...gross }]
        : []),
      { id: "note", title: t.note, width: 120, grow: true, text: (row) => row.note, className: "quiet" },
      {
        id: "createdBy",
        title: t.createdBy,
        width: 80,
        text: (row) => row.createdBy,
        className: "quiet",
        hiddenAtFirst: true,
      },
      {
        id: "updatedAt",
        title: t.updatedAt,
        width: 130,
        sort: "updatedAt",
        sortFirst: "desc",
        text: (row) => localMoment(row.updatedAt),
        className: "quiet",
        hiddenAtFirst: true,
      },
    ];
  }, [t, orders, language, kind, mayCost]);
}

function localMoment(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? instant : `${at.toLocaleDateString("sv-SE")} ${at.toTimeString().slice(0, 5)}`;
}
