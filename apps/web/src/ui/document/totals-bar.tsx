import type { ReactNode } from "react";
import { useLanguage, useTexts } from "../../app/language.ts";
import { Amount } from "../figure.tsx";
import type { DocumentKind } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import type { Figure } from "./figures.form.ts";
import { kindTexts } from "./kind.texts.ts";

type TotalsBarProps = {
  readonly kind: DocumentKind;
  readonly figures: readonly Figure[];
  readonly note: ReactNode;
  /** 大写, where the document comes to an amount. */
  readonly words: string;
  /** Where 整单优惠 is typed; without it the figure is only read. */
  readonly discount?: ReactNode;
  /** Beside the words: what is still to be done. */
  readonly aside?: ReactNode;
};

/** The foot of a document: note and 大写 at the left, sums at the right, what it comes to last and largest. */
export function TotalsBar(props: TotalsBarProps) {
  const words = useTexts(documentTexts);
  const labels = useTexts(kindTexts).figures;
  const language = useLanguage();
  const { kind } = props;
  const label = (figure: Figure) =>
    figure.id === "due" ? (kind.partner?.due[language] ?? "") : labels[figure.id as keyof typeof labels];
  return (
    <div className="totals-bar">
      <div className="totals-left">
        {props.note}
        <div className="totals-words">
          {kind.partner ? (
            <>
              <span className="label">{words.inWords}</span>
              <span>{props.words}</span>
            </>
          ) : null}
          {props.aside}
        </div>
      </div>
      <dl className="totals-figures">
        {props.figures.map((figure) => (
          <div key={figure.id} className={figure.strong ? "totals-due" : undefined}>
            <dt className="label">{label(figure)}</dt>
            <dd>{figure.id === "orderDiscount" && props.discount ? props.discount : <Value figure={figure} />}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Value(props: { readonly figure: Figure }) {
  const { figure } = props;
  if (figure.as === "text") return figure.value;
  return (
    <>
      <Amount value={figure.value} as={figure.as} />
      {figure.unit ? <span className={figure.strong ? "totals-unit" : undefined}> {figure.unit}</span> : null}
    </>
  );
}
