import { SearchOutlined } from "@ant-design/icons";
import type { PartnerView } from "@zhangshi/contract";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useCall } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { formatMoney } from "../money.ts";
import type { KindPartner } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";

type PartnerFieldProps = {
  readonly terms: KindPartner;
  readonly label: string;
  readonly name: string;
  readonly refused: boolean;
  readonly onChoose: (partner: PartnerView) => void;
  readonly onNext: () => void;
};

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 100);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** A customer or supplier by name, code or pinyin initials. */
export function PartnerField(props: PartnerFieldProps) {
  const words = useTexts(documentTexts);
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState<string | null>(null);
  const [place, setPlace] = useState(0);
  const search = useSettled((text ?? "").trim());
  const open = text !== null;
  const { terms } = props;
  const found = useCall(
    "partners.list",
    { query: { search, role: terms.role, limit: 20 } },
    { enabled: open, keep: true },
  );
  const rows = open ? (found.data?.rows ?? []) : [];
  const waiting = found.isFetching || search !== (text ?? "").trim();

  const choose = (partner: PartnerView | undefined) => {
    if (!partner) return;
    setText(null);
    props.onChoose(partner);
    props.onNext();
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && !event.altKey) {
      event.preventDefault();
      if (!open) setText("");
      else setPlace((place + step + rows.length) % Math.max(1, rows.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!open) props.onNext();
      else if (!waiting) choose(rows[place]);
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      setText(null);
    }
  };
  return (
    <div className="combo">
      <input
        ref={field}
        className="field-input"
        data-field="partnerId"
        role="combobox"
        aria-label={props.label}
        aria-required="true"
        aria-invalid={props.refused}
        aria-expanded={open}
        aria-controls={listId}
        aria-activedescendant={rows[place] ? `${listId}-${place}` : undefined}
        autoComplete="off"
        placeholder={words.partnerHint}
        value={text ?? props.name}
        onChange={(event) => {
          setText(event.target.value);
          setPlace(0);
        }}
        onFocus={(event) => event.target.select()}
        onBlur={() => setText(null)}
        onKeyDown={press}
      />
      <SearchOutlined className="combo-icon" />
      {open ? (
        <div className="pick-list" id={listId} role="listbox" aria-label={props.label}>
          {rows.map((partner, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: chosen by arrows from the field, which keeps the focus
            <div
              key={partner.id}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === place}
              className="pick-row"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(partner)}
              onMouseMove={() => setPlace(index)}
            >
              <span className="pick-code">{partner.code}</span>
              <span className="pick-name">{partner.name}</span>
              <span className="pick-aside">{formatMoney(partner[terms.side])}</span>
            </div>
          ))}
          {rows.length === 0 && !waiting ? <div className="pick-none">{words.partnerNone(text)}</div> : null}
        </div>
      ) : null}
    </div>
  );
}
