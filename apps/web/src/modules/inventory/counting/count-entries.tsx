import { CloseOutlined } from "@ant-design/icons";
import type { CountVarianceRow } from "@zhangshi/contract";
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { useKeys } from "../../../app/keys.tsx";
import { useTexts } from "../../../app/language.ts";
import { dayAndClock } from "../../../ui/list/day.ts";
import { countingTexts } from "./counting.texts.ts";

/** Who counted how much, where and when: what stands, and what was corrected. */
export function CountEntries(props: {
  readonly row: CountVarianceRow;
  readonly onRecount: (() => void) | null;
  readonly onClose: () => void;
}) {
  const { row, onRecount, onClose } = props;
  const t = useTexts(countingTexts);
  const close = useRef<HTMLButtonElement>(null);
  const title = t.entriesOf([row.name, row.lot].filter(Boolean).join(" "));
  useEffect(() => close.current?.focus(), []);
  useKeys(title, [{ keys: "Esc", label: t.close, run: onClose }]);
  return (
    <aside className="count-entries" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <button ref={close} type="button" className="icon-button" aria-label={t.close} onClick={onClose}>
          <CloseOutlined />
        </button>
      </header>
      {onRecount && (
        <p>
          <Button onClick={onRecount}>{t.recountByKey}</Button>
        </p>
      )}
      {row.entries.length === 0 ? (
        <p className="quiet">{t.noEntries}</p>
      ) : (
        <ol>
          {[...row.entries].reverse().map((entry) => (
            <li key={entry.id} className={entry.stands ? undefined : "corrected"}>
              <b>
                {entry.quantity} {entry.unit}
              </b>
              <span>
                {[entry.lot !== row.lot ? entry.lot : "", entry.place || t.noPlace].filter(Boolean).join(" · ")}
              </span>
              <span>
                {entry.user} · {dayAndClock(entry.countedAt)}
              </span>
              <small>
                {[
                  entry.stands ? "" : entry.round < row.round ? t.roundOf(entry.round) : t.corrected,
                  entry.device,
                  entry.note,
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </small>
            </li>
          ))}
        </ol>
      )}
    </aside>
  );
}
