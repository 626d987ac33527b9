import { memo } from "react";
import { Amount } from "../figure.tsx";
import { formatPrice } from "../money.ts";
import {
  discountText,
  type FormLine,
  isWorsePrice,
  lastPrice,
  type LineAmounts,
  type LineStock,
  listPrice,
  taxRateText,
} from "./document.form.ts";
import type { GridColumn } from "./grid-columns.ts";
import { typedNumber } from "./typed-number.ts";

export type LineRowProps = {
  readonly line: FormLine;
  readonly no: number;
  readonly columns: readonly GridColumn[];
  readonly amounts: LineAmounts | undefined;
  readonly stock: LineStock | undefined;
  readonly warehouse: string;
  /** Fields of this line that were refused, joined by commas so that equal ones stay equal. */
  readonly refused: string;
  readonly isCurrent: boolean;
  readonly isBlank: boolean;
  readonly entryHint: string;
  readonly sells: boolean;
  readonly taxIncluded: boolean;
};

function figureText(typed: string, as: "quantity" | "price") {
  const figure = typedNumber(typed, 6);
  if (figure === null) return typed === "" ? null : <span className="neg">{typed}</span>;
  return <Amount value={figure} as={as} />;
}

function Hints(props: { readonly line: FormLine; readonly sells: boolean; readonly taxIncluded: boolean }) {
  const { line, sells, taxIncluded } = props;
  if (!line.item) return null;
  const last = lastPrice(line.item, line.unit, taxIncluded);
  const list = listPrice(line.item, line.unit, sells);
  const worse = isWorsePrice(line, { sells, taxIncluded });
  return (
    <>
      <span className={worse ? "hint-worse" : undefined}>
        {worse ? "↑ " : ""}
        {last === null ? "–" : formatPrice(last)}
      </span>
      {" / "}
      {list === null ? "–" : formatPrice(list)}
    </>
  );
}

function cellContent(column: GridColumn, props: LineRowProps) {
  const { line } = props;
  switch (column.id) {
    case "no":
      return props.no;
    case "code":
      return line.item?.code ?? line.typed;
    case "name":
      return line.item?.name;
    case "spec":
      return line.item?.spec;
    case "unit":
      return line.unit;
    case "available":
      // Nothing left is said plainly where it stops the line.
      if (props.stock?.short != null && !/[1-9]/.test(props.stock.available)) return "0";
      return props.stock ? <Amount value={props.stock.available} as="quantity" /> : null;
    case "quantity":
      return figureText(line.quantity, "quantity");
    case "price":
      return figureText(line.price, "price");
    case "hints":
      return <Hints line={line} sells={props.sells} taxIncluded={props.taxIncluded} />;
    case "discountRate":
      return line.item ? discountText(line.discountRate) || "–" : null;
    case "amount":
      return <Amount value={props.amounts?.amount} />;
    case "taxRate":
      return taxRateText(line.taxRate);
    case "tax":
      return <Amount value={props.amounts?.tax} />;
    case "warehouse":
      return props.warehouse;
    default:
      return line.note;
  }
}

/** One line as text. Memoised: typing in one of a thousand lines draws one. */
export const LineRow = memo(function LineRow(props: LineRowProps) {
  const { line, stock } = props;
  const refused = props.refused.split(",");
  const isShort = stock?.short != null;
  const isWrong = isShort || props.refused !== "" || line.state === "unknown";
  if (props.isBlank)
    return (
      <tr className="line-blank" data-key={line.key} data-current={props.isCurrent || undefined}>
        <td className="quiet">{props.no}</td>
        <td colSpan={props.columns.length - 1} data-cell="item" className={props.refused === "" ? "quiet" : "refused"}>
          {props.entryHint}
        </td>
      </tr>
    );
  return (
    <tr
      data-key={line.key}
      data-current={props.isCurrent || undefined}
      data-wrong={isWrong || undefined}
      data-searching={line.state === "searching" || undefined}
    >
      {props.columns.map((column) => {
        const names = [
          column.align === "right" ? "num" : "",
          column.quiet ? "quiet" : "",
          column.id === "hints" ? "hints" : "",
          isShort && column.id === "available" ? "short" : "",
          (isShort && column.id === "quantity") || refused.includes(column.cell ?? "-") ? "refused" : "",
        ];
        const cell = column.cell ?? (column.id === "name" || column.id === "spec" ? "item" : undefined);
        return (
          <td key={column.id} className={names.filter(Boolean).join(" ") || undefined} data-cell={cell}>
            {cellContent(column, props)}
          </td>
        );
      })}
    </tr>
  );
});
