import type { ReactNode } from "react";
import { useTexts } from "../../app/language.ts";
import { Amount } from "../figure.tsx";
import { documentTexts } from "./document.texts.ts";

type TotalsBarProps = {
  readonly due: string;
  readonly note: ReactNode;
  readonly words: string;
  readonly quantity: string;
  readonly unit: string;
  readonly beforeDiscount: string;
  readonly tax: string;
  readonly discount: ReactNode;
  readonly gross: string;
};

/** The foot of a document: note and 大写 at the left, sums at the right, what is due last and largest. */
export function TotalsBar(props: TotalsBarProps) {
  const words = useTexts(documentTexts);
  return (
    <div className="totals-bar">
      <div className="totals-left">
        {props.note}
        <div className="totals-words">
          <span className="label">{words.inWords}</span>
          <span>{props.words}</span>
        </div>
      </div>
      <dl className="totals-figures">
        <div>
          <dt className="label">{words.quantity}</dt>
          <dd>
            <Amount value={props.quantity} as="quantity" /> {props.unit}
          </dd>
        </div>
        <div>
          <dt className="label">{words.beforeDiscount}</dt>
          <dd>
            <Amount value={props.beforeDiscount} />
          </dd>
        </div>
        <div>
          <dt className="label">{words.orderDiscount}</dt>
          <dd>{props.discount}</dd>
        </div>
        <div>
          <dt className="label">{words.taxInside}</dt>
          <dd>
            <Amount value={props.tax} />
          </dd>
        </div>
        <div className="totals-due">
          <dt className="label">{props.due}</dt>
          <dd>
            <Amount value={props.gross} />
          </dd>
        </div>
      </dl>
    </div>
  );
}
