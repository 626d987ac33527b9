import type { ItemCandidate } from "@zhangshi/contract";
import { useEffect, useRef, useState } from "react";
import { useTexts } from "../../app/language.ts";
import { formatPrice, formatQuantity } from "../money.ts";
import { type PriceTerms, suggestedPrice, suggestedUnit } from "./document.form.ts";
import { documentTexts } from "./document.texts.ts";
import { KitMark } from "./kit-mark.tsx";
import { type LookupTerms, lookupItems } from "./item-lookup.ts";

export type Candidates = {
  readonly text: string;
  readonly rows: readonly ItemCandidate[];
  /** The rows answer `text` as it stands now. */
  readonly settled: boolean;
};
const none: Candidates = { text: "", rows: [], settled: true };

/** Candidates for the text in the item cell, a moment after the last key. */
export function useCandidates(text: string | null, terms: LookupTerms): Candidates {
  const [found, setFound] = useState(none);
  const asked = useRef(0);
  const { type, warehouseId, partnerId } = terms;
  useEffect(() => {
    asked.current += 1;
    const mine = asked.current;
    if (text === null) {
      setFound(none);
      return;
    }
    const timer = setTimeout(() => {
      lookupItems(text, { type, warehouseId, partnerId })
        .then((rows) => {
          if (asked.current === mine) setFound({ text, rows, settled: true });
        })
        .catch(() => {
          if (asked.current === mine) setFound({ text, rows: [], settled: false });
        });
    }, 80);
    return () => clearTimeout(timer);
  }, [text, type, warehouseId, partnerId]);
  if (text === null) return none;
  return { ...found, settled: found.settled && found.text === text };
}

/** Which quantity stands beside an item; none on a blind count. */
export type CandidateStock = "onHand" | "available" | null;
type CandidateListProps = {
  readonly id: string;
  readonly candidates: Candidates;
  readonly place: number;
  readonly terms: PriceTerms;
  readonly stock: CandidateStock;
  readonly onPlace: (place: number) => void;
  readonly onChoose: (item: ItemCandidate) => void;
};

export function CandidateList(props: CandidateListProps) {
  const words = useTexts(documentTexts);
  const { candidates, terms } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  });
  if (candidates.rows.length === 0 && !candidates.settled) return null;
  return (
    <div ref={list} className="pick-list candidate-list" id={props.id} role="listbox" aria-label={words.candidates}>
      {candidates.rows.map((item, index) => {
        const unit = suggestedUnit(item);
        return (
          // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: chosen by arrows from the cell, which keeps the focus
          <div
            key={item.id}
            id={`${props.id}-${index}`}
            role="option"
            aria-selected={index === props.place}
            className="pick-row"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => props.onChoose(item)}
            onMouseMove={() => props.onPlace(index)}
          >
            <span className="pick-code">{item.code}</span>
            <span className="pick-name">
              {item.isKit ? <KitMark>{words.kit}</KitMark> : null}
              {item.name} <span className="label">{item.spec}</span>
            </span>
            {terms.suggests ? (
              <span className="pick-aside">{formatPrice(suggestedPrice(item, unit, terms))}</span>
            ) : null}
            {props.stock ? (
              <span className="pick-aside">
                {formatQuantity(item[props.stock])} {item.baseUnit}
              </span>
            ) : null}
          </div>
        );
      })}
      {candidates.rows.length === 0 ? <div className="pick-none">{words.noCandidates}</div> : null}
    </div>
  );
}
