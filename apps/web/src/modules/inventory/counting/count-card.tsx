import { oneUnit } from "@zhangshi/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTexts } from "../../../app/language.ts";
import {
  boxOf,
  type Countable,
  factorOf,
  inUnits,
  type OwnEntry,
  ownBase,
  standing,
  typedBase,
} from "./count-sheet.form.ts";
import { countingTexts } from "./counting.texts.ts";

type CountCardProps = {
  readonly row: Countable;
  readonly lot: string;
  readonly isOutside: boolean;
  readonly rows: readonly Countable[];
  readonly place: string;
  readonly mine: readonly OwnEntry[];
  /** The quantity is typed after the scan, so the field is where the cursor goes. */
  readonly asks: boolean;
  readonly onWrite: (row: Countable, lot: string, base: bigint) => void;
  readonly onDone: () => void;
};

/** The goods in hand: both units at once, and what is written down already. */
export function CountCard(props: CountCardProps) {
  const t = useTexts(countingTexts);
  const { row } = props;
  const box = boxOf(row);
  return (
    <section className="counting-card" aria-label={row.name}>
      <header>
        <div>
          <h2>{row.name}</h2>
          <small>{[row.code, row.spec].filter(Boolean).join(" · ")}</small>
        </div>
        {box && (
          <span className="counting-units">
            1 {box} = {inUnits({ ...row, units: [] }, factorOf(row, box))}
          </span>
        )}
      </header>
      {props.isOutside && <p className="counting-outside">{t.outside}</p>}
      {row.tracking === "serial" ? <Pieces {...props} /> : <Quantity {...props} />}
    </section>
  );
}

function Quantity(props: CountCardProps) {
  const t = useTexts(countingTexts);
  const { row, place, mine } = props;
  const [lot, setLot] = useState(props.lot);
  const [boxes, setBoxes] = useState("");
  const [pieces, setPieces] = useState("");
  const first = useRef<HTMLInputElement>(null);
  const box = boxOf(row);
  const lots = row.tracking === "lot" ? props.rows.filter((one) => one.itemId === row.itemId && one.lot !== "") : [];
  const ofLot = lots.find((one) => one.lot === lot) ?? row;
  const soFar = ownBase(mine, ofLot, { lot, place });
  const typed = typedBase(row, boxes, pieces);
  const needsLot = row.tracking === "lot" && lot.trim() === "";
  const { asks } = props;
  useEffect(() => {
    if (asks) first.current?.focus();
  }, [asks]);

  function write(base: bigint) {
    props.onWrite(ofLot, lot.trim(), base);
    setBoxes("");
    setPieces("");
    if (asks) props.onDone();
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (typed !== null && !needsLot) write(typed);
  }
  const figureField = (label: string, value: string, put: (text: string) => void, isFirst: boolean) => (
    <label className="counting-figure">
      <input
        ref={isFirst ? first : undefined}
        aria-label={`${t.counted} ${label}`}
        inputMode="decimal"
        autoComplete="off"
        value={value}
        onChange={(event) => put(event.target.value)}
      />
      <span>{label}</span>
    </label>
  );
  return (
    <form onSubmit={submit}>
      {row.tracking === "lot" && (
        <div className="counting-lots">
          <label>
            <span>{t.chooseLot}</span>
            <input value={lot} maxLength={60} onChange={(event) => setLot(event.target.value)} />
          </label>
          {lots.map((one) => (
            <button key={one.lot} type="button" aria-pressed={one.lot === lot} onClick={() => setLot(one.lot)}>
              {one.lot}
            </button>
          ))}
        </div>
      )}
      <div className="counting-figures">
        {box && figureField(box, boxes, setBoxes, true)}
        {figureField(row.unit, pieces, setPieces, !box)}
      </div>
      <p className="counting-known">
        <span>
          {typed !== null && box ? t.together(inUnits({ ...row, units: [] }, typed)) : ""}
          {typed === null && soFar !== null ? t.soFar(inUnits(row, soFar)) : ""}
        </span>
        <span>{ofLot.book === undefined ? t.bookHidden : t.bookIs(`${ofLot.book} ${row.unit}`)}</span>
      </p>
      <div className="counting-actions">
        {typed === null && soFar === null && (
          <button type="button" disabled={needsLot} onClick={() => write(0n)}>
            {t.none}
          </button>
        )}
        {typed !== null && soFar !== null && (
          <button type="button" disabled={needsLot} onClick={() => write(soFar + typed)}>
            {t.add} {inUnits(row, soFar)}
          </button>
        )}
        <button type="submit" className="main" disabled={typed === null || needsLot}>
          {soFar === null ? t.set : t.setAgain}
        </button>
      </div>
    </form>
  );
}

/** 序列号: every scan is a piece; one that was scanned by mistake is taken back. */
function Pieces(props: CountCardProps) {
  const t = useTexts(countingTexts);
  const { row, mine, onWrite } = props;
  const [text, setText] = useState("");
  const own = standing(mine).filter(
    (entry) => entry.itemId === row.itemId && entry.round === row.round && entry.lot !== "" && entry.quantity !== "0",
  );
  const lots = [...new Set(own.map((entry) => entry.lot))];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") onWrite(row, text.trim(), oneUnit);
        setText("");
      }}
    >
      <p className="counting-known">
        <span>{t.serials}</span>
        <b>{t.serialCount(lots.length)}</b>
      </p>
      <div className="counting-figures">
        <label className="counting-figure text">
          <input
            aria-label={t.serialHint}
            placeholder={t.serialHint}
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
      </div>
      <ul className="counting-pieces">
        {lots.map((lot) => (
          <li key={lot}>
            {lot}
            <button type="button" aria-label={`${t.cancel} ${lot}`} onClick={() => onWrite(row, lot, 0n)}>
              ×
            </button>
          </li>
        ))}
      </ul>
      <div className="counting-actions">
        {lots.length === 0 && (
          <button type="button" onClick={() => onWrite(row, "", 0n)}>
            {t.none}
          </button>
        )}
        <button type="submit" className="main" disabled={text.trim() === ""}>
          {t.set}
        </button>
      </div>
    </form>
  );
}
