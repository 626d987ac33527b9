import { memo } from "react";
import { textsNow } from "../../app/language.ts";
import { Amount } from "../figure.tsx";
import { formatPrice } from "../money.ts";
import { bookText, differenceOf, differenceText } from "./count.form.ts";
import {
  discountText,
  type FormLine,
  isWorsePrice,
  lastPrice,
  listPrice,
  type PriceTerms,
  taxRateText,
} from "./document.form.ts";
import { documentTexts } from "./document.texts.ts";
import type { GridColumn } from "./grid-columns.ts";
import { KitMark } from "./kit-mark.tsx";
import { kitText } from "./kit.form.ts";
import { kindTexts } from "./kind.texts.ts";
import type { LineStock } from "./line-stock.form.ts";
import { expiryOf } from "./lots.form.ts";
import { sourceText } from "./source.form.ts";
import type { LineAmounts } from "./totals.form.ts";
import { typedNumber, typedSigned } from "./typed-number.ts";

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
  /** The first part of its kit. */
  readonly beginsKit: boolean;
  readonly entryHint: string;
  readonly sells: boolean;
  readonly suggests: boolean;
  readonly taxIncluded: boolean;
  /** What is typed as an amount is shown as typed, until it is one. */
  readonly typesAmount: boolean;
  readonly counts: boolean;
  /** Without a price: the average cost of now. */
  readonly averages: boolean;
};

function figureText(typed: string, as: "quantity" | "price" | "money") {
  const figure = as === "money" ? typedSigned(typed, 2) : typedNumber(typed, 6);
  if (figure === null) return typed === "" ? null : <span className="neg">{typed}</span>;
  return <Amount value={figure} as={as} />;
}

/** Nothing counted is a figure of its own: 0 on an empty shelf is not the – of "nothing". */
function countText(typed: string) {
  if (typed !== "" && typedNumber(typed, 6) !== null && !/[1-9]/.test(typed)) return "0";
  return figureText(typed, "quantity");
}

function Hints(props: { readonly line: FormLine; readonly terms: PriceTerms }) {
  const { line, terms } = props;
  const { sells, taxIncluded } = terms;
  if (!line.item) return null;
  const last = lastPrice(line.item, line.unit, taxIncluded);
  const list = listPrice(line.item, line.unit, sells);
  const worse = isWorsePrice(line, terms);
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

/** More by its sign, fewer by sign and colour. */
function Difference(props: { readonly line: FormLine }) {
  const difference = differenceOf(props.line);
  const text = differenceText(props.line);
  return <span className={difference !== null && difference < 0n ? "neg" : undefined}>{text}</span>;
}

/** A part says which kit it was sold in; a kit that is still one line says that it is one. */
function GoodsName(props: { readonly line: FormLine; readonly isFirst: boolean }) {
  const { item, kit } = props.line;
  const mark = kit !== null && props.isFirst ? kitText(kit) : item?.isKit ? textsNow(documentTexts).kit : null;
  return (
    <span title={kit === null ? undefined : `${kitText(kit)} ${item?.name ?? ""}`}>
      {mark === null ? null : <KitMark>{mark}</KitMark>}
      {item?.name}
    </span>
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
      return <GoodsName line={line} isFirst={props.beginsKit} />;
    case "spec":
      return line.item?.spec;
    case "unit":
      return line.unit;
    case "available":
      // Nothing left is said plainly where it stops the line.
      if (props.stock?.short != null && !/[1-9]/.test(props.stock.available)) return "0";
      return props.stock ? <Amount value={props.stock.available} as="quantity" /> : null;
    case "quantity":
      return props.counts ? countText(line.quantity) : figureText(line.quantity, "quantity");
    case "role":
      return line.role === null ? "" : textsNow(kindTexts).roles[line.role];
    case "book":
      return bookText(line);
    case "difference":
      return <Difference line={line} />;
    case "left":
      return line.source?.facts ? <Amount value={line.source.facts.quantity} as="quantity" /> : null;
    case "oldPrice":
      return line.source?.facts ? <Amount value={line.source.facts.price} as="price" /> : null;
    case "change":
      return <Amount value={props.amounts?.change} />;
    case "goodsAmount":
      return line.source?.facts ? <Amount value={line.source.facts.net} /> : null;
    case "weight":
      return figureText(line.weight, "quantity");
    case "lot":
      return line.item?.tracking === "none" ? null : <span title={line.lot}>{line.lot}</span>;
    case "producedOn":
      return line.producedOn;
    case "expiresOn":
      return line.expiresOn || expiryOf(line);
    case "source":
      return line.source ? <span title={line.source.number}>{sourceText(line.source)}</span> : null;
    case "price":
      if (props.averages && line.price === "") return <span className="quiet">{textsNow(kindTexts).average}</span>;
      return figureText(line.price, "price");
    case "hints":
      return (
        <Hints line={line} terms={{ sells: props.sells, taxIncluded: props.taxIncluded, suggests: props.suggests }} />
      );
    case "discountRate":
      return line.item ? discountText(line.discountRate) || "–" : null;
    case "amount":
      return props.typesAmount ? figureText(line.amount, "money") : <Amount value={props.amounts?.amount} />;
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
  const takesItems = props.columns.some((column) => column.cell === "item");
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
          column.id === "name" && line.kit !== null ? (props.beginsKit ? "kit-first" : "kit-part") : "",
          isShort && column.id === "available" ? "short" : "",
          (isShort && column.id === "quantity") || refused.includes(column.cell ?? column.id) ? "refused" : "",
        ];
        const isGoods = column.id === "name" || column.id === "spec";
        const cell = column.cell ?? (isGoods && takesItems ? "item" : undefined);
        return (
          <td key={column.id} className={names.filter(Boolean).join(" ") || undefined} data-cell={cell}>
            {cellContent(column, props)}
          </td>
        );
      })}
    </tr>
  );
});
