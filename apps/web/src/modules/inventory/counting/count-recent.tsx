import { CloudUploadOutlined } from "@ant-design/icons";
import { useMemo } from "react";
import { useTexts } from "../../../app/language.ts";
import { StatusTag } from "../../../ui/status-tag.tsx";
import { baseOf, type Countable, type CountEntryDraft, inUnits, type OwnEntry, standing } from "./count-sheet.form.ts";
import { countingTexts } from "./counting.texts.ts";

const shownEntries = 30;

/** 刚盘过, and above it what is to be counted a second time, without telling by how much it differed. */
export function CountRecent(props: {
  readonly rows: readonly Countable[];
  readonly mine: readonly OwnEntry[];
  readonly waiting: readonly CountEntryDraft[];
  readonly recount: readonly Countable[];
  readonly onChosen: (row: Countable, isOutside: boolean) => void;
}) {
  const t = useTexts(countingTexts);
  const { rows, mine, recount } = props;
  const byItem = useMemo(() => new Map(rows.map((row) => [`${row.itemId}/${row.lot}`, row])), [rows]);
  const rowOf = (entry: OwnEntry) =>
    byItem.get(`${entry.itemId}/${entry.lot}`) ??
    byItem.get(`${entry.itemId}/`) ??
    rows.find((row) => row.itemId === entry.itemId);
  const waiting = new Set(props.waiting.map((entry) => entry.id));
  const recent = standing(mine).slice(0, shownEntries);
  return (
    <>
      {recount.length > 0 && (
        <section className="counting-list" aria-label={t.recountList(recount.length)}>
          <h2>{t.recountList(recount.length)}</h2>
          <ul>
            {recount.map((row) => (
              <li key={`${row.itemId}/${row.lot}`}>
                <button type="button" onClick={() => props.onChosen(row, false)}>
                  <span>
                    {row.name}{" "}
                    <small>{[row.bins?.join("、") ?? "", row.spec, row.lot].filter(Boolean).join(" · ")}</small>
                  </span>
                  <StatusTag tone="warn">{t.again}</StatusTag>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="counting-list" aria-label={t.recent}>
        <h2>
          {t.recent}
          <small className={waiting.size > 0 ? "waiting" : undefined}>
            {waiting.size > 0 ? (
              <>
                <CloudUploadOutlined /> {t.waiting(waiting.size)}
              </>
            ) : mine.length > 0 ? (
              t.allSent
            ) : null}
          </small>
        </h2>
        {recent.length === 0 ? (
          <p>{t.nothingYet}</p>
        ) : (
          <ul>
            {recent.map((entry) => {
              const row = rowOf(entry);
              if (!row) return null;
              return (
                <li key={entry.id}>
                  <button type="button" onClick={() => props.onChosen(row, false)}>
                    <span>
                      {row.name}{" "}
                      <small>
                        {[row.spec, entry.lot, entry.place, entry.round > 1 ? t.roundOf(entry.round) : ""]
                          .filter(Boolean)
                          .join(" · ")}
                      </small>
                    </span>
                    {waiting.has(entry.id) && <CloudUploadOutlined className="waiting" />}
                    <b>{inUnits(row, baseOf(row, entry))}</b>
                  </button>
                </li>
              );
            })}
          </ul>
        )}
      </section>
    </>
  );
}
