import { ScanOutlined } from "@ant-design/icons";
import { useEffect, useRef, useState } from "react";
import { useCall } from "../../../app/api.ts";
import { useTexts } from "../../../app/language.ts";
import { itemEntryOf } from "../../../ui/document/scan.ts";
import { type Countable, findScanned, findTyped } from "./count-sheet.form.ts";
import { countingTexts } from "./counting.texts.ts";
import { outsideRow } from "./find-outside.ts";

/** The one big field: what a scanner types into it is heard by the page; what a person types is looked for. */
export function CountFind(props: {
  readonly rows: readonly Countable[];
  readonly warehouseId: string;
  readonly mayFindMore: boolean;
  readonly onEntered: (code: string, quantity: string) => void;
  readonly onChosen: (row: Countable, isOutside: boolean) => void;
}) {
  const t = useTexts(countingTexts);
  const { rows } = props;
  const [text, setText] = useState("");
  const [asked, setAsked] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), 250);
    return () => clearTimeout(timer);
  }, [text]);
  // Pinyin is the server's business; without a network names and codes are still found.
  const answer = useCall(
    "items.lookup",
    { query: { q: asked, limit: 8 } },
    { enabled: asked.length > 1 && !/^\d{6,}$/.test(asked) },
  );
  const own = findTyped(rows, text);
  const more = (text.trim() === asked ? (answer.data?.rows ?? []) : []).flatMap((item) => {
    if (own.some((row) => row.itemId === item.id)) return [];
    const row = rows.find((one) => one.itemId === item.id);
    if (row) return [{ row, isOutside: false }];
    return props.mayFindMore ? [{ row: outsideRow(item, props.warehouseId), isOutside: true }] : [];
  });
  const candidates = [...own.map((row) => ({ row, isOutside: false })), ...more].slice(0, 8);

  function choose(candidate: (typeof candidates)[number]) {
    setText("");
    props.onChosen(candidate.row, candidate.isOutside);
  }
  function enter() {
    const entry = itemEntryOf(text);
    if (entry.text === "") return;
    const [only] = candidates;
    if (!findScanned(rows, entry.text) && only && candidates.length === 1) return choose(only);
    setText("");
    props.onEntered(entry.text, entry.quantity ?? "1");
  }
  return (
    <div className="counting-find">
      <ScanOutlined aria-hidden="true" />
      <input
        ref={field}
        aria-label={t.scanLabel}
        placeholder={t.scanHint}
        autoComplete="off"
        enterKeyHint="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.nativeEvent.isComposing) {
            event.preventDefault();
            enter();
          }
        }}
      />
      {candidates.length > 0 && (
        <ul>
          {candidates.map((candidate) => (
            <li key={candidate.row.itemId}>
              <button type="button" onClick={() => choose(candidate)}>
                <b>{candidate.row.name}</b>
                <small>
                  {[
                    candidate.row.bins?.join("、") ?? "",
                    candidate.row.code,
                    candidate.row.spec,
                    candidate.isOutside ? t.unlisted : "",
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </small>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
