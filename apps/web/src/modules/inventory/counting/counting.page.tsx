import { CloudUploadOutlined, EyeInvisibleOutlined, LeftOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import type { CountTaskView } from "@zhangshi/contract";
import { formatQuantity, longestBin, oneUnit, parseQuantity } from "@zhangshi/core";
import { useMemo, useRef, useState } from "react";
import { uuidv7 } from "uuidv7";
import { type Reply, useCall } from "../../../app/api.ts";
import { useTexts } from "../../../app/language.ts";
import { useRouteParams } from "../../../app/location.ts";
import { useSession } from "../../../app/session.tsx";
import { useTab } from "../../../app/tabs.tsx";
import { beep } from "../../../ui/document/beep.ts";
import { useRemembered } from "../../../ui/document/use-remembered.ts";
import { useScanner } from "../../../ui/document/use-scanner.ts";
import { PageState } from "../../../ui/page-states.tsx";
import { CountCard } from "./count-card.tsx";
import { CountFind } from "./count-find.tsx";
import { CountRecent } from "./count-recent.tsx";
import {
  type Countable,
  type CountPlace,
  factorOf,
  findScanned,
  type Hit,
  inUnits,
  isToRecount,
  nowhere,
  ownBase,
  placeFor,
} from "./count-sheet.form.ts";
import { countingTexts } from "./counting.texts.ts";
import { lookUpOutside } from "./find-outside.ts";
import { ProgressBar } from "./progress-bar.tsx";
import { useCountQueue } from "./use-count-queue.ts";
import "./counting.css";
import "./counting-phone.css";

type Sheet = Reply<"countTasks.sheet">;

/** 手机盘点: scan, see, write down. It goes on without a network. */
export function Page() {
  const id = useRouteParams()["id"] ?? "";
  const t = useTexts(countingTexts);
  const task = useCall("countTasks.show", { params: { id } }, { staleTime: 30_000, keep: true });
  const sheet = useCall("countTasks.sheet", { params: { id } }, { staleTime: 60_000, keep: true });
  useTab({ title: task.data ? `${t.counting} ${task.data.name}` : t.counting });
  return (
    <PageState query={task}>
      {(shown) => <PageState query={sheet}>{(read) => <Counting key={id} task={shown} sheet={read} />}</PageState>}
    </PageState>
  );
}

export type Said = { readonly tone: "right" | "wrong"; readonly text: string };
type Current = { readonly row: Countable; readonly unit: string; readonly lot: string; readonly isOutside: boolean };

function Counting({ task, sheet }: { readonly task: CountTaskView; readonly sheet: Sheet }) {
  const t = useTexts(countingTexts);
  const { user } = useSession();
  const sending = useCountQueue(user.id, task.id);
  const [asks, setAsks] = useRemembered("zs.count-asks");
  const adds = !asks;
  const [place, setPlace] = useState(nowhere);
  const [current, setCurrent] = useState<Current | null>(null);
  const [found, setFound] = useState<readonly Countable[]>([]);
  const [said, setSaid] = useState<Said | null>(null);
  const where = useRef(place);
  where.current = place;
  const standAt = (next: CountPlace) => {
    where.current = next;
    setPlace(next);
  };

  const rows = useMemo(() => [...sheet.rows, ...found], [sheet.rows, found]);
  const mine = useMemo(
    () => [...sheet.mine, ...sending.sent, ...sending.waiting],
    [sheet.mine, sending.sent, sending.waiting],
  );
  const mineNow = useRef(mine);
  mineNow.current = mine;
  const counted = useMemo(() => {
    const own = new Set(mine.map((entry) => `${entry.itemId}/${entry.round}`));
    return sheet.rows.filter((row) => row.isCounted || own.has(`${row.itemId}/${row.round}`)).length;
  }, [mine, sheet.rows]);

  /** All of it that is at this place: a later figure corrects an earlier one. */
  function write(row: Countable, lot: string, base: bigint) {
    const text = `${row.name} ${inUnits(row, base)}`;
    sending.add({
      id: uuidv7(),
      itemId: row.itemId,
      lot,
      unit: row.unit,
      quantity: formatQuantity(base),
      place: where.current.text.trim(),
      countedAt: new Date().toISOString(),
      round: row.round,
    });
    setSaid({ tone: "right", text });
    beep("right");
  }
  function refuse(text: string) {
    setSaid({ tone: "wrong", text });
    beep("wrong");
    navigator.vibrate?.([120, 80, 120]);
  }

  function take({ row, unit }: Hit, quantity: string, isOutside = false) {
    standAt(placeFor(where.current, row));
    setCurrent({ row, unit, lot: row.tracking === "lot" ? row.lot : "", isOutside });
    if (!adds || row.tracking !== "none") {
      setSaid(null);
      return beep("right");
    }
    const more = (parseQuantity(quantity) * factorOf(row, unit)) / oneUnit;
    write(row, "", (ownBase(mineNow.current, row, { lot: "", place: where.current.text.trim() }) ?? 0n) + more);
  }

  async function heard(code: string, quantity: string) {
    const hit = findScanned(rows, code);
    if (hit) return take(hit, quantity);
    if (current?.row.tracking === "serial") return write(current.row, code, oneUnit);
    if (task.scope !== "warehouse") return refuse(t.unknown(code));
    const outside = await lookUpOutside(code, task.warehouseId);
    if (outside === null) return refuse(navigator.onLine ? t.unknown(code) : t.unknownOffline(code));
    setFound((old) => [...old, outside.row]);
    take(outside, quantity, true);
  }
  useScanner((code, quantity) => void heard(code, quantity), task.state === "counting");

  function choose(row: Countable, isOutside: boolean) {
    if (isOutside) setFound((old) => (old.some((one) => one.itemId === row.itemId) ? old : [...old, row]));
    standAt(placeFor(where.current, row));
    setCurrent({ row, unit: row.unit, lot: row.tracking === "lot" ? row.lot : "", isOutside });
    setSaid(null);
  }

  const recount = rows.filter(
    (row) => isToRecount(row) && !mine.some((entry) => entry.itemId === row.itemId && entry.round === row.round),
  );
  return (
    <section className="counting" aria-label={`${t.counting} ${task.name}`}>
      <header>
        <Link to={`/stock/count-tasks/${task.id}`} className="icon-button" aria-label={t.back}>
          <LeftOutlined />
        </Link>
        <div>
          <h1>{task.name}</h1>
          <small>
            {task.warehouse} · {user.displayName}
          </small>
        </div>
        {task.blind && (
          <span className="counting-blind">
            <EyeInvisibleOutlined /> {t.blind}
          </span>
        )}
      </header>
      <ProgressBar counted={counted} total={sheet.rows.length} large />
      <Sending sending={sending} isOver={task.state !== "counting"} />
      {task.state === "counting" && (
        <>
          <div className="counting-where">
            <label>
              <span>{t.place}</span>
              <input
                value={place.text}
                maxLength={longestBin}
                placeholder={t.placeHint}
                onFocus={(event) => event.target.select()}
                onChange={(event) => standAt({ text: event.target.value, isTyped: true })}
                onBlur={() => place.text.trim() === "" && standAt(current ? placeFor(nowhere, current.row) : nowhere)}
              />
            </label>
            <button type="button" aria-pressed={adds} onClick={() => setAsks(adds)}>
              {adds ? t.addMode : t.askMode}
            </button>
          </div>
          {current?.row.bins && (
            <CountBins bins={current.row.bins} place={place.text} onBin={(text) => standAt({ text, isTyped: false })} />
          )}
          <CountFind
            rows={rows}
            warehouseId={task.warehouseId}
            mayFindMore={task.scope === "warehouse"}
            onEntered={(code, quantity) => void heard(code, quantity)}
            onChosen={choose}
          />
          {said && (
            <p className={said.tone === "wrong" ? "counting-said wrong" : "counting-said"} role="status">
              {said.text}
            </p>
          )}
          {current && (
            <CountCard
              key={`${current.row.itemId}/${current.lot}/${current.row.round}`}
              {...current}
              rows={rows}
              place={place.text.trim()}
              mine={mine}
              asks={asks}
              onWrite={write}
              onDone={() => setCurrent(null)}
            />
          )}
        </>
      )}
      <CountRecent rows={rows} mine={mine} waiting={sending.waiting} recount={recount} onChosen={choose} />
    </section>
  );
}

/** Where the goods in hand lie: another place is one press away. One that is written down already needs no list. */
function CountBins(props: {
  readonly bins: readonly string[];
  readonly place: string;
  readonly onBin: (bin: string) => void;
}) {
  const t = useTexts(countingTexts);
  if (props.bins.length === 1 && props.bins[0] === props.place) return null;
  return (
    <div className="counting-bins">
      <span>{t.liesAt}</span>
      {props.bins.map((bin) => (
        <button key={bin} type="button" aria-pressed={bin === props.place} onClick={() => props.onBin(bin)}>
          {bin}
        </button>
      ))}
    </div>
  );
}

function Sending(props: { readonly sending: ReturnType<typeof useCountQueue>; readonly isOver: boolean }) {
  const t = useTexts(countingTexts);
  const { waiting, refused, isOffline, stopped, forgetRefused } = props.sending;
  return (
    <div className="counting-sending" role="status">
      {props.isOver && <p className="over">{t.notCounting}</p>}
      {stopped !== "" && waiting.length > 0 && (
        <p className="wrong">
          {t.stopped}：{stopped} {t.waiting(waiting.length)}
        </p>
      )}
      {isOffline && waiting.length > 0 && (
        <p className="offline">
          <CloudUploadOutlined /> {t.offline(waiting.length)}
        </p>
      )}
      {refused.length > 0 && (
        <div className="wrong">
          <b>{t.refused(refused.length)}</b>
          <ul>
            {refused.map((one) => (
              <li key={one.entry.id}>
                {one.entry.quantity} {one.entry.unit}：{one.message}
              </li>
            ))}
          </ul>
          <button type="button" onClick={forgetRefused}>
            {t.dismiss}
          </button>
        </div>
      )}
    </div>
  );
}
