import type { DocumentRow, DocumentView } from "@zhangshi/contract";
import { Button } from "antd";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { refusalOf, useCall } from "../../app/api.ts";
import { KeyHint } from "../../app/keys.tsx";
import { useLanguage, useTexts } from "../../app/language.ts";
import { Amount } from "../figure.tsx";
import { formatMoney } from "../money.ts";
import { routeOf, type DocumentKind, type PageDocumentType } from "./document-kind.ts";
import { kindOf } from "./document-kinds.ts";
import { documentTexts } from "./document.texts.ts";
import { kindTexts } from "./kind.texts.ts";
import { readSource } from "./read-source.ts";
import { type ChosenSource, sourceFacts, takesWhatIsLeft } from "./source.form.ts";

type SourcePickerProps = {
  readonly kind: DocumentKind;
  readonly partnerId: string | null;
  readonly partnerName: string;
  readonly onTake: (chosen: ChosenSource) => void;
  readonly onClose: () => void;
};
type Read = { readonly view: DocumentView; readonly followers: readonly DocumentView[] };

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 150);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** 从源单选择: approved documents at the left, what is left of one at the right. All by keyboard. */
export function SourcePicker(props: SourcePickerProps) {
  const { kind, partnerId } = props;
  const words = useTexts(kindTexts).picker;
  const { cancel } = useTexts(documentTexts);
  const language = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState("");
  const [place, setPlace] = useState(0);
  const search = useSettled(text.trim());
  const type: PageDocumentType = kind.sources?.types[0] ?? "purchase-receipt";
  const sourceKind = kindOf(type);
  const word = kind.sources?.word[language] ?? "";
  const hint = words.search(word, sourceKind?.partner?.word[language] ?? "");
  const samePartner = kind.sources?.samePartner === true && partnerId !== null;
  const list = useCall(
    routeOf(sourceKind ?? kind, "list"),
    {
      query: {
        search,
        status: "approved",
        ...(sourceKind?.order ? { execution: "open" as const } : {}),
        limit: 50,
        ...(samePartner ? { partnerId } : {}),
      },
    },
    { keep: true },
  );
  const rows = list.data?.rows ?? [];
  const current = rows[Math.min(place, rows.length - 1)];
  const source = useSource(type, current?.id ?? null);
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => dialog.current?.showModal(), []);

  const lines = (source?.view.lines ?? []).map((line) => {
    const facts = sourceFacts(source?.view as DocumentView, line, source?.followers ?? []);
    const key = `${source?.view.id}/${line.lineNo}`;
    const mayTake = takesWhatIsLeft(kind, facts);
    return { line, facts, key, mayTake, ticked: mayTake && !unticked.has(key) };
  });
  const ticked = lines.filter((one) => one.ticked);
  const tick = (keys: readonly string[], on: boolean) =>
    setUnticked((old) => {
      const next = new Set(old);
      for (const key of keys)
        if (on) next.delete(key);
        else next.add(key);
      return next;
    });
  const take = () => {
    if (!source || ticked.length === 0) return;
    props.onTake({ ...source, lines: new Set(ticked.map((one) => one.line.lineNo)) });
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isBox = (event.target as HTMLElement).matches("input[type=checkbox]");
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && !isBox) {
      event.preventDefault();
      setPlace(Math.min(Math.max(0, rows.length - 1), Math.max(0, place + step)));
    } else if (event.key === "Enter" && !(event.target as HTMLElement).matches("button")) {
      event.preventDefault();
      take();
    }
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: arrows and Enter work anywhere in the dialog
    <dialog
      ref={dialog}
      className="source-picker"
      aria-label={words.title(word)}
      onClose={props.onClose}
      onKeyDown={press}
    >
      <header>
        <h2>{words.title(word)}</h2>
        {samePartner ? <span className="label">{props.partnerName}</span> : null}
        <input
          autoFocus
          className="field-input"
          aria-label={hint}
          placeholder={hint}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setPlace(0);
          }}
        />
      </header>
      <div className="source-picker-body">
        <div className="source-documents" role="listbox" aria-label={words.documents}>
          {rows.map((row, index) => (
            <SourceRow
              key={row.id}
              row={row}
              hasPartner={sourceKind?.partner != null}
              selected={row.id === current?.id}
              onChoose={() => setPlace(index)}
            />
          ))}
          {list.error ? <p className="pick-none neg">{refusalOf(list.error).detail}</p> : null}
          {list.data && rows.length === 0 ? (
            <p className="pick-none">{samePartner ? words.noneOf(word, props.partnerName) : words.none(word)}</p>
          ) : null}
        </div>
        <div className="source-lines" aria-busy={current !== undefined && source === null}>
          {current === undefined ? <p className="pick-none">{words.chooseOne}</p> : null}
          {lines.length > 0 ? (
            <table>
              <thead>
                <tr>
                  <th scope="col" className="source-tick">
                    <input
                      type="checkbox"
                      aria-label={words.all}
                      checked={ticked.length > 0 && ticked.length === lines.filter((one) => one.mayTake).length}
                      onChange={(event) =>
                        tick(
                          lines.map((one) => one.key),
                          event.target.checked,
                        )
                      }
                    />
                  </th>
                  <th scope="col">{words.lines}</th>
                  <th scope="col" className="num">
                    {words.quantity}
                  </th>
                  <th scope="col" className="num">
                    {words.left}
                  </th>
                  {sourceKind?.shape === "priced" ? (
                    <th scope="col" className="num">
                      {words.price}
                    </th>
                  ) : null}
                </tr>
              </thead>
              <tbody>
                {lines.map(({ line, facts, key, mayTake, ticked: on }) => (
                  <tr key={key} data-off={!mayTake || undefined}>
                    <td className="source-tick">
                      <input
                        type="checkbox"
                        aria-label={`${line.itemCode} ${line.itemName}`}
                        disabled={!mayTake}
                        checked={on}
                        onChange={(event) => tick([key], event.target.checked)}
                      />
                    </td>
                    <td>
                      <span className="label">{line.itemCode}</span> {line.itemName}{" "}
                      <span className="label">{line.spec}</span>
                    </td>
                    <td className="num">
                      <Amount value={line.quantity} as="quantity" /> {line.unit}
                    </td>
                    <td className="num">
                      {mayTake ? (
                        <Amount value={facts.quantity} as="quantity" />
                      ) : (
                        <span className="label">{words.nothingLeft}</span>
                      )}
                    </td>
                    {sourceKind?.shape === "priced" ? (
                      <td className="num">
                        <Amount value={facts.price} as="price" />
                      </td>
                    ) : null}
                  </tr>
                ))}
              </tbody>
            </table>
          ) : null}
        </div>
      </div>
      <footer>
        <span className="label">{words.hint}</span>
        <Button onClick={() => dialog.current?.close()}>
          {cancel} <KeyHint keys="Esc" />
        </Button>
        <Button type="primary" disabled={ticked.length === 0} onClick={take}>
          {words.take(ticked.length)} <KeyHint keys="Enter" />
        </Button>
      </footer>
    </dialog>
  );
}

function SourceRow(props: {
  readonly row: DocumentRow;
  readonly hasPartner: boolean;
  readonly selected: boolean;
  readonly onChoose: () => void;
}) {
  const { row } = props;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.selected) place.current?.scrollIntoView({ block: "nearest" });
  }, [props.selected]);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: chosen by arrows from the search field, which keeps the focus
    <div
      ref={place}
      role="option"
      aria-selected={props.selected}
      className="source-document"
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onChoose}
    >
      <span>{row.number}</span>
      <span className="label">{row.businessDate.slice(5)}</span>
      <span className="source-partner">{props.hasPartner ? row.partner : row.warehouse}</span>
      <span className="source-amount">{props.hasPartner ? formatMoney(row.grossAmount) : ""}</span>
    </div>
  );
}

/** The chosen document with what followed it; the old one is not shown for the new one. */
function useSource(type: string, id: string | null): Read | null {
  const [read, setRead] = useState<Read | null>(null);
  useEffect(() => {
    if (id === null) return;
    let isOld = false;
    readSource(type, id).then(
      (found) => {
        if (!isOld) setRead(found);
      },
      () => undefined,
    );
    return () => {
      isOld = true;
    };
  }, [type, id]);
  return read !== null && read.view.id === id ? read : null;
}
