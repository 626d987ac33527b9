import type { DocumentPreview } from "@zhangshi/contract";
import { promiseSides } from "@zhangshi/core";
import { useState } from "react";
import { useTexts } from "../../app/language.ts";
import { Amount } from "../figure.tsx";
import { formatQuantityOrZero } from "../money.ts";
import { documentTexts } from "./document.texts.ts";
import { orderTexts } from "./order.texts.ts";
import { PanelHead } from "./side-panel.tsx";

/** More shelves than these wait behind a button. */
export const shownAtFirst = 6;

type Shelf = {
  readonly itemId: string;
  readonly itemName: string;
  readonly warehouseId: string;
  readonly warehouse: string;
  readonly unit: string;
  readonly before: string;
  readonly after: string;
  readonly isBad: boolean;
  readonly note?: string;
};
type Props = { readonly preview: DocumentPreview; readonly warehouse: string };

/** 库存, shelf by shelf. */
export function StockChanges({ preview, warehouse }: Props) {
  const words = useTexts(documentTexts);
  const shelves = preview.stock.map((row) => ({ ...row, isBad: isSome(row.short) }));
  return <Shelves title={words.stock} shelves={shelves} warehouse={warehouse} />;
}

/** 占用 and 采购在途: what an order promises, or what this document fulfils of one. */
export function PromiseChanges({ preview, warehouse }: Props) {
  const orders = useTexts(orderTexts);
  return promiseSides.map((side) => {
    const shelves = preview.promises
      .filter((row) => row.side === side)
      .map((row) => ({
        ...row,
        isBad: false,
        ...(row.available === null ? {} : { note: orders.available(formatQuantityOrZero(row.available)) }),
      }));
    return <Shelves key={side} title={orders.sides[side]} shelves={shelves} warehouse={warehouse} />;
  });
}

function Shelves(props: { readonly title: string; readonly shelves: readonly Shelf[]; readonly warehouse: string }) {
  const words = useTexts(documentTexts);
  const [all, setAll] = useState(false);
  const { shelves, warehouse } = props;
  if (shelves.length === 0) return null;
  return (
    <section className="panel-section">
      <PanelHead
        title={props.title}
        aside={words.stockNote(warehouse, new Set(shelves.map((shelf) => shelf.itemId)).size)}
      />
      {(all ? shelves : shelves.slice(0, shownAtFirst)).map((shelf) => (
        <div key={`${shelf.itemId}-${shelf.warehouseId}`} className="panel-row">
          <span className="panel-name">{shelf.itemName}</span>
          {shelf.warehouse === warehouse ? null : <span className="label">{shelf.warehouse}</span>}
          <span className="panel-before">
            <Amount value={shelf.before} as="quantity" />
          </span>
          <span className="panel-arrow" aria-hidden="true">
            →
          </span>
          <strong className={shelf.isBad ? "neg" : undefined}>{formatQuantityOrZero(shelf.after)}</strong>
          <span className="panel-unit">{shelf.unit}</span>
          {shelf.note ? <span className="label">{shelf.note}</span> : null}
        </div>
      ))}
      <MoreLines count={shelves.length} all={all} onAll={setAll} />
    </section>
  );
}

/** Behind a list that shows its first lines. */
export function MoreLines(props: {
  readonly count: number;
  readonly all: boolean;
  readonly onAll: (all: boolean) => void;
}) {
  const words = useTexts(documentTexts);
  return props.count > shownAtFirst ? (
    <button type="button" className="link-button" onClick={() => props.onAll(!props.all)}>
      {props.all ? words.fewerLines : words.allLines(props.count)}
    </button>
  ) : null;
}

function isSome(quantity: string): boolean {
  return /[1-9]/.test(quantity);
}
