import type { CountTaskView, CountVarianceRow } from "@zhangshi/contract";
import { Button } from "antd";
import { useMemo, useState } from "react";
import { refusalOf, type Reply, useCall, useSend } from "../../../app/api.ts";
import { KeyHint, useKeys } from "../../../app/keys.tsx";
import { useTexts } from "../../../app/language.ts";
import { usePermission } from "../../../app/session.tsx";
import { Amount } from "../../../ui/figure.tsx";
import type { ListColumn } from "../../../ui/list/list-column.ts";
import { ListTable } from "../../../ui/list/list-table.tsx";
import { useNarrow } from "../../../ui/list/use-narrow.ts";
import { formatMoney, formatQuantity } from "../../../ui/money.ts";
import { PageState } from "../../../ui/page-states.tsx";
import { StatusTag } from "../../../ui/status-tag.tsx";
import { CountEntries } from "./count-entries.tsx";
import { countingTexts } from "./counting.texts.ts";
import { FinishCount } from "./finish-count.tsx";
import { fits, type ReviewView, reviewViews, rowKeyOf } from "./review.form.ts";

type Variance = Reply<"countTasks.variance">;

/** 差异: what the books said when it was counted, what was found, and what to do about it. */
export function CountReview({ task }: { readonly task: CountTaskView }) {
  const variance = useCall("countTasks.variance", { params: { id: task.id } }, { staleTime: 5_000, keep: true });
  return <PageState query={variance}>{(shown) => <ReviewTable task={task} shown={shown} />}</PageState>;
}

function ReviewTable({ task, shown }: { readonly task: CountTaskView; readonly shown: Variance }) {
  const t = useTexts(countingTexts);
  const isNarrow = useNarrow();
  const seesCost = usePermission("cost.read");
  const [view, setView] = useState<ReviewView>("all");
  const [current, setCurrent] = useState(0);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<string | undefined>(undefined);
  const [isFinishing, setFinishing] = useState(false);
  const [said, setSaid] = useState("");
  const recount = useSend("countTasks.recount", {
    refreshes: ["countTasks.variance", "countTasks.show", "countTasks.list"],
  });
  const rows = useMemo(() => shown.rows.filter((row) => fits(row, view)), [shown.rows, view]);
  const isOpen = task.state === "counting";
  const chosen = shown.rows.filter((row) => selected.has(rowKeyOf(row)));
  const asked = chosen.length > 0 ? chosen : rows.slice(current, current + 1);

  function askRecount(these: readonly CountVarianceRow[]) {
    if (!isOpen || these.length === 0 || recount.isPending) return;
    recount.mutate(
      {
        params: { id: task.id },
        body: { lines: these.map((row) => ({ itemId: row.itemId, lot: row.lot })) },
      },
      {
        onSuccess: (answer) => {
          setSelected(new Set());
          setSaid(answer.asked === 0 ? t.recountNone : t.recountAsked(answer.asked));
        },
        onError: (error) => setSaid(refusalOf(error).detail),
      },
    );
  }
  useKeys(t.reviewTitle, [
    {
      keys: "Alt+D",
      label: t.views.different,
      run: () => setView(view === "different" ? "all" : "different"),
    },
    { keys: "Alt+R", label: t.recountByKey, run: () => askRecount(asked), disabled: !isOpen },
    { keys: "F8", label: t.finish, run: () => setFinishing(true), disabled: !isOpen },
  ]);

  const columns = useMemo<readonly ListColumn<CountVarianceRow>[]>(() => {
    const hasLots = shown.rows.some((row) => row.tracking === "lot");
    const all: readonly (ListColumn<CountVarianceRow> & { readonly shown?: boolean })[] = [
      { id: "code", title: t.code, width: 88, always: true, text: (row) => row.code },
      {
        id: "name",
        title: t.item,
        width: 190,
        grow: true,
        phone: true,
        text: (row) => row.name,
        cell: (row) => <Goods row={row} />,
      },
      { id: "spec", title: t.spec, width: 112, text: (row) => row.spec, className: "quiet" },
      { id: "lot", title: t.lot, width: 96, text: (row) => row.lot, shown: hasLots },
      { id: "unit", title: t.unit, width: 44, text: (row) => row.unit, className: "quiet" },
      {
        id: "book",
        title: t.book,
        width: 84,
        align: "right",
        text: (row) => formatQuantity(row.book),
        className: "quiet",
      },
      {
        id: "counted",
        title: t.counted,
        width: 88,
        align: "right",
        phone: true,
        text: (row) => (row.counted === null ? t.uncounted : formatCount(row.counted)),
        cell: (row) =>
          row.counted === null ? <span className="quiet">{t.uncounted}</span> : <b>{formatCount(row.counted)}</b>,
      },
      {
        id: "difference",
        title: t.difference,
        width: 84,
        align: "right",
        phone: true,
        text: (row) => signed(row.difference),
        cell: (row) => <Difference difference={row.difference} />,
      },
      {
        id: "value",
        title: t.value,
        width: 104,
        align: "right",
        text: (row) => formatMoney(row.value ?? null),
        cell: (row) => (row.counted === null ? "" : <Amount value={row.value ?? null} />),
        shown: seesCost,
      },
      {
        id: "remarks",
        title: t.remarks,
        width: 250,
        grow: true,
        text: (row) => remarksOf(row, t).join("，"),
        cell: (row) => <Remarks row={row} />,
      },
    ];
    return all.filter((column) => column.shown !== false);
  }, [t, seesCost, shown.rows]);
  const openedRow = opened === undefined ? undefined : shown.rows.find((row) => rowKeyOf(row) === opened);

  return (
    <>
      <div className="count-tools">
        <fieldset className="count-views" aria-label={t.reviewTitle}>
          {reviewViews.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={view === one}
              onClick={() => {
                setView(one);
                setCurrent(0);
              }}
            >
              {t.views[one]} <small>{shown.rows.filter((row) => fits(row, one)).length}</small>
            </button>
          ))}
        </fieldset>
        <span className="list-gap" />
        <span role="status" className="count-said">
          {said}
        </span>
        {isOpen && (
          <>
            <Button onClick={() => askRecount(asked)} disabled={asked.length === 0} loading={recount.isPending}>
              {t.recount(chosen.length)} <KeyHint keys="Alt+R" />
            </Button>
            <Button type="primary" onClick={() => setFinishing(true)} disabled={shown.sums.counted === 0}>
              {t.finish} <KeyHint keys="F8" />
            </Button>
          </>
        )}
      </div>
      <ListTable
        label={t.reviewTitle}
        columns={isNarrow ? columns.filter((column) => column.phone) : columns}
        rows={rows}
        total={rows.length}
        rowKey={rowKeyOf}
        rowClass={(row) => (row.isDoubtful || row.movedDuring ? "count-look" : undefined)}
        current={current}
        onCurrent={setCurrent}
        onOpen={(row) => setOpened(rowKeyOf(row))}
        {...(isOpen ? { selected, onSelected: setSelected } : {})}
        isStale={false}
        hasMore={false}
        isLoadingMore={false}
        onMore={() => undefined}
        narrow={isNarrow}
        instead={rows.length === 0 ? <p className="list-instead">{t.nothingDifferent}</p> : null}
      />
      <footer className="list-foot">
        <span>
          {t.counted} <b>{t.ofKinds(shown.sums.counted, shown.sums.total)}</b>
        </span>
        <span>
          {t.sumMore} <b>{shown.sums.more}</b> {t.kinds}
          {shown.sums.gain !== undefined && <b className="strong"> {formatMoney(shown.sums.gain)}</b>}
        </span>
        <span>
          {t.sumFewer} <b>{shown.sums.fewer}</b> {t.kinds}
          {shown.sums.loss !== undefined && <b className="strong neg"> {formatMoney(shown.sums.loss)}</b>}
        </span>
        <span className="list-gap" />
        <span className="quiet">{t.bookTip}</span>
      </footer>
      {openedRow && (
        <CountEntries
          row={openedRow}
          onRecount={isOpen && openedRow.counted !== null ? () => askRecount([openedRow]) : null}
          onClose={() => setOpened(undefined)}
        />
      )}
      {isFinishing && <FinishCount task={task} shown={shown} onClose={() => setFinishing(false)} />}
    </>
  );
}

/** 0 that was counted is a figure, not an absence. */
function formatCount(quantity: string): string {
  return quantity === "0" ? "0" : formatQuantity(quantity);
}
function signed(difference: string | null): string {
  if (difference === null) return "";
  return difference.startsWith("-") || difference === "0"
    ? formatQuantity(difference)
    : `+${formatQuantity(difference)}`;
}
function Difference({ difference }: { readonly difference: string | null }) {
  const text = signed(difference);
  if (text.startsWith("+")) return <b className="count-more">{text}</b>;
  return difference?.startsWith("-") ? <b className="neg">{text}</b> : <span className="quiet">{text}</span>;
}
function Goods({ row }: { readonly row: CountVarianceRow }) {
  return (
    <span className="count-goods">
      {row.name} <small>{[row.spec, row.lot].filter(Boolean).join(" · ")}</small>
    </span>
  );
}

type Words = ReturnType<typeof useTexts<(typeof countingTexts)["zh"]>>;
function remarksOf(row: CountVarianceRow, t: Words): readonly string[] {
  const { serials } = row;
  return [
    ...(row.movedSince === "0" ? [] : [t.movedSince(signed(row.movedSince))]),
    ...(serials && serials.missing.length > 0 ? [t.missing(serials.missing.join("、"))] : []),
    ...(serials && serials.extra.length > 0 ? [t.extra(serials.extra.join("、"))] : []),
  ];
}
function Remarks({ row }: { readonly row: CountVarianceRow }) {
  const t = useTexts(countingTexts);
  const isWaiting = row.round > 1 && row.counted === null;
  return (
    <span className="count-remarks">
      {row.isDoubtful && <StatusTag tone="warn">{t.doubtful}</StatusTag>}
      {row.movedDuring && <StatusTag tone="warn">{t.movedDuring}</StatusTag>}
      {isWaiting && <StatusTag tone="ac">{t.waitsRecount}</StatusTag>}
      {row.round > 1 && !isWaiting && <StatusTag tone="off">{t.roundOf(row.round)}</StatusTag>}
      {!row.isListed && <StatusTag tone="off">{t.unlisted}</StatusTag>}
      {remarksOf(row, t).join("，")}
    </span>
  );
}
