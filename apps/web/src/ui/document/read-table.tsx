import type { DocumentView } from "@zhangshi/contract";
import {
  divideHalfUp,
  formatDecimal,
  formatMoney as bareMoney,
  parseMoney,
  parseQuantity,
  sumMoney,
} from "@zhangshi/core";
import { Fragment, type ReactNode } from "react";
import { useTexts } from "../../app/language.ts";
import { Amount } from "../figure.tsx";
import { formatMoney } from "../money.ts";
import { DocumentLink } from "../list/document-link.tsx";
import { discountText, taxRateText } from "./document.form.ts";
import { type DocumentKind, followsBooked } from "./document-kind.ts";
import { documentTexts, type DocumentTexts } from "./document.texts.ts";
import { tableWidth } from "./grid-columns.ts";
import { KitMark } from "./kit-mark.tsx";
import { kitGroups, kitText } from "./kit.form.ts";
import { kindTexts } from "./kind.texts.ts";
import { shortLines } from "./order.form.ts";
import { OrderQuantity } from "./order-parts.tsx";
import { orderTexts } from "./order.texts.ts";
import { sourceText } from "./source.form.ts";

type Line = DocumentView["lines"][number];
type ReadColumn = {
  readonly id: string;
  readonly title: string;
  readonly width?: number | string;
  readonly align?: "right";
  readonly quiet?: true;
  readonly cell: (line: Line) => ReactNode;
};

/** 成本单价, in the line's unit. */
function unitCostOf(line: Line): string | null {
  const quantity = parseQuantity(line.quantity);
  if (line.cost === undefined || quantity === 0n) return null;
  return formatDecimal(divideHalfUp(parseMoney(line.cost) * 10_000_000_000n, quantity), 6);
}
function marginOf(line: Line): string | null {
  return line.cost === undefined ? null : bareMoney(parseMoney(line.netAmount) - parseMoney(line.cost));
}
/** As the clerk multiplied it: before the share of 整单优惠. */
function amountOf(line: Line, taxIncluded: boolean): string {
  const gross = parseMoney(line.grossAmount) + parseMoney(line.discountShare);
  return taxIncluded ? bareMoney(gross) : line.netAmount;
}
function Counted(props: { readonly quantity: string }) {
  return /[1-9]/.test(props.quantity) ? <Amount value={props.quantity} as="quantity" /> : "0";
}

function readColumns(
  kind: DocumentKind,
  view: DocumentView,
  words: DocumentTexts["columns"],
  roles: { readonly product: string; readonly part: string },
  orders: Readonly<Record<"executed" | "open" | "short", string>>,
  mayCost: boolean,
): readonly ReadColumn[] {
  const split = kind.warehouse !== null && view.lines.some((line) => line.warehouseId !== view.warehouseId);
  const isWide = kind.shape !== "priced";
  return [
    { id: "no", title: words.no, width: 34, quiet: true, cell: (line) => line.lineNo },
    ...(kind.shape === "assembly"
      ? [{ id: "role", title: words.role, width: 52, cell: (line: Line) => (line.role ? roles[line.role] : "") }]
      : []),
    { id: "code", title: words.code, width: 62, cell: (line) => line.itemCode },
    { id: "name", title: words.name, width: isWide ? "24%" : "17%", cell: (line) => line.itemName },
    { id: "spec", title: words.spec, width: 104, quiet: true, cell: (line) => line.spec },
    { id: "unit", title: words.unit, width: 44, cell: (line) => line.unit },
    ...figureColumns(kind, view, words, mayCost),
    ...(view.order?.state ? executionColumns(view, orders) : []),
    ...(view.lines.some((line) => line.lot !== null || line.serials !== null) ? [lotColumn(words)] : []),
    ...(view.lines.some((line) => line.source !== null) ? [sourceColumn(words)] : []),
    ...(split
      ? [
          {
            id: "warehouse",
            title: words.warehouse,
            width: 70,
            quiet: true,
            cell: (line: Line) => line.warehouse,
          } as const,
        ]
      : []),
    { id: "note", title: words.note, quiet: true, cell: (line) => line.note },
  ];
}

/** A lot with its day, or serial numbers; all of them where the hand rests. */
function lotColumn(words: DocumentTexts["columns"]): ReadColumn {
  return {
    id: "lot",
    title: words.lot,
    width: 150,
    cell: (line) => {
      const text = line.serials?.join(" ") ?? [line.lot, line.expiresOn].filter(Boolean).join(" · ");
      return <span title={text}>{text}</span>;
    },
  };
}

/** How far an order has come, line by line; 缺货 only where some line is short. */
function executionColumns(
  view: DocumentView,
  words: Readonly<Record<"executed" | "open" | "short", string>>,
): readonly ReadColumn[] {
  const shown = shortLines(view) > 0 ? (["executed", "open", "short"] as const) : (["executed", "open"] as const);
  return shown.map((of) => ({
    id: of,
    title: words[of],
    width: 72,
    align: "right",
    cell: (line) => <OrderQuantity line={line} of={of} />,
  }));
}

function sourceColumn(words: DocumentTexts["columns"]): ReadColumn {
  return {
    id: "source",
    title: words.source,
    width: 118,
    cell: (line) =>
      line.source ? (
        <DocumentLink type={line.source.type} id={line.source.documentId}>
          <span title={line.source.number}>{sourceText(line.source)}</span>
        </DocumentLink>
      ) : null,
  };
}

function figureColumns(
  kind: DocumentKind,
  view: DocumentView,
  words: DocumentTexts["columns"],
  mayCost: boolean,
): readonly ReadColumn[] {
  const money = (id: string, title: string, width: number, cell: (line: Line) => ReactNode, quiet = false) =>
    ({ id, title, width, align: "right", cell, ...(quiet ? { quiet: true } : {}) }) as ReadColumn;
  const quantity = money("quantity", words.quantity, isNarrow(kind) ? 60 : 84, (line) => (
    <Amount value={line.quantity} as="quantity" />
  ));
  const price = (title: string) => money("price", title, 92, (line) => <Amount value={line.price} as="price" />);
  const amount = money("amount", words.amount, 88, (line) => <Amount value={amountOf(line, view.taxIncluded)} />);
  const hasCost = view.lines.some((line) => line.cost !== undefined);
  const unitCost = money(
    "unitCost",
    words.unitCost,
    88,
    (line) => <Amount value={unitCostOf(line)} as="unitCost" />,
    true,
  );
  const costs = hasCost ? [unitCost, money("cost", words.cost, 96, (line) => <Amount value={line.cost} />)] : [];
  switch (kind.shape) {
    case "priced":
      return [
        quantity,
        {
          ...price(view.taxIncluded ? words.priceIncluded : words.priceExcluded),
          width: followsBooked(kind) ? 92 : 78,
        },
        money("discountRate", words.discountRate, 50, (line) => discountText(line.discountRate) || "–"),
        amount,
        money(
          "tax",
          view.taxIncluded ? words.tax : words.taxOnTop,
          78,
          (line) => <Amount value={line.taxAmount} />,
          true,
        ),
        ...(hasCost ? [unitCost] : []),
        ...(hasCost && kind.sells
          ? [money("margin", words.margin, 84, (line) => <Amount value={marginOf(line)} />)]
          : []),
      ];
    case "correction":
      return [
        quantity,
        price(view.taxIncluded ? words.newPriceIncluded : words.newPriceExcluded),
        money("taxRate", words.taxRate, 50, (line) => taxRateText(line.taxRate), true),
        money("change", words.change, 104, (line) => <Amount value={line.grossAmount} />),
      ];
    case "allocation":
      return [
        quantity,
        money("share", words.share, 104, (line) => <Amount value={amountOf(line, view.taxIncluded)} />),
      ];
    case "amount":
      return mayCost ? [money("amount", words.adjustment, 116, (line) => <Amount value={line.netAmount} />)] : [];
    case "cost":
      return mayCost
        ? [
            quantity,
            price(words.unitCost),
            money("cost", words.amount, 104, (line) => <Amount value={line.netAmount} />),
          ]
        : [quantity];
    case "counted":
      return [
        money("quantity", words.counted, 84, (line) => <Counted quantity={line.quantity} />),
        ...(mayCost && view.lines.some((line) => /[1-9]/.test(line.price)) ? [price(words.gainCost)] : []),
      ];
    case "assembly":
      return [
        quantity,
        ...(kind.takesStock === "product"
          ? [
              money(
                "weight",
                words.weight,
                84,
                (line) => (line.role === "part" ? <Amount value={line.weight} as="quantity" /> : null),
                true,
              ),
            ]
          : []),
        ...costs,
      ];
    case "plain":
      return [quantity, ...costs];
  }
}
function isNarrow(kind: DocumentKind): boolean {
  return kind.shape === "priced";
}

/** 礼盒 ×3 above the first of its parts, with what the customer pays for it. */
function KitRow(props: {
  readonly group: ReturnType<typeof kitGroups<Line>>[number] | undefined;
  readonly taxIncluded: boolean;
  readonly columns: number;
}) {
  const words = useTexts(documentTexts);
  const { group } = props;
  if (!group) return null;
  const amount = sumMoney(group.lines.map((part) => parseMoney(amountOf(part, props.taxIncluded))));
  return (
    <tr className="kit-row">
      <td />
      <td colSpan={props.columns - 1}>
        <KitMark>{words.kit}</KitMark>
        <strong>{kitText(group.kit)}</strong> {group.kit.unit}
        <span className="label">{words.kitTotal(formatMoney(bareMoney(amount)))}</span>
      </td>
    </tr>
  );
}

/** The lines of a document that is in the books: text, with the columns its kind has. */
export function ReadTable(props: {
  readonly kind: DocumentKind;
  readonly view: DocumentView;
  readonly mayCost: boolean;
}) {
  const words = useTexts(documentTexts).columns;
  const { roles } = useTexts(kindTexts);
  const orders = useTexts(orderTexts);
  const { view } = props;
  const columns = readColumns(props.kind, view, words, roles, orders, props.mayCost);
  const kits = new Map(kitGroups(view.lines).map((group) => [group.lines[0], group]));
  const classOf = (column: ReadColumn, line: Line) =>
    [
      column.align === "right" ? "num" : "",
      column.quiet ? "quiet" : "",
      column.id === "name" && line.kit !== null ? "kit-part" : "",
    ]
      .filter(Boolean)
      .join(" ") || undefined;
  return (
    <table className="line-table" style={{ minWidth: tableWidth(columns) }}>
      <colgroup>
        {columns.map((column) => (
          <col key={column.id} style={column.width ? { width: column.width } : undefined} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.id} scope="col" className={column.align === "right" ? "num" : undefined}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {view.lines.map((line) => (
          <Fragment key={line.lineNo}>
            <KitRow group={kits.get(line)} taxIncluded={view.taxIncluded} columns={columns.length} />
            <tr>
              {columns.map((column) => (
                <td key={column.id} className={classOf(column, line)}>
                  {column.cell(line)}
                </td>
              ))}
            </tr>
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}
