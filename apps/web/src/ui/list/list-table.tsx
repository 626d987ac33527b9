import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useId, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import { useTexts } from "../../app/language.ts";
import type { ListColumn } from "./list-column.ts";
import type { Sorting } from "./list-query.ts";
import { listTexts } from "./list.texts.ts";
import { rowAfterKey } from "./selection.ts";

const rowHeight = 30;
/** Below this many rows the browser is faster than we are. */
const virtualFrom = 100;

export type ListTableProps<Row> = {
  readonly label: string;
  readonly columns: readonly ListColumn<Row>[];
  readonly rows: readonly Row[];
  readonly total: number;
  readonly rowKey: (row: Row) => string;
  readonly rowClass?: (row: Row) => string | undefined;
  readonly sorting?: Sorting | undefined;
  readonly onSort?: ((column: string, first: "asc" | "desc") => void) | undefined;
  readonly onResize?: ((column: string, width: number) => void) | undefined;
  readonly current: number;
  readonly onCurrent: (index: number) => void;
  readonly onOpen?: (row: Row, index: number) => void;
  readonly selected?: ReadonlySet<string>;
  readonly onSelected?: (keys: ReadonlySet<string>) => void;
  readonly isStale: boolean;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly onMore: () => void;
  readonly narrow: boolean;
  /** Stands instead of rows: bars while loading, empty, nothing matches, refused. */
  readonly instead?: ReactNode;
};

/** A plain table, virtual above a hundred rows; one stop for the Tab key, arrows inside. */
export function ListTable<Row>(props: ListTableProps<Row>) {
  const t = useTexts(listTexts);
  const scroller = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLTableElement>(null);
  const base = useId();
  const { rows, columns, selected } = props;
  const height = props.narrow ? 44 : rowHeight;
  const isVirtual = rows.length >= virtualFrom;
  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: isVirtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 16,
  });
  const items = virtualizer.getVirtualItems();
  const range = isVirtual
    ? { from: items[0]?.index ?? 0, to: (items.at(-1)?.index ?? -1) + 1 }
    : { from: 0, to: rows.length };
  const above = range.from * height;
  const below = (rows.length - range.to) * height;

  const { hasMore, isLoadingMore, onMore } = props;
  const more = useCallback(() => {
    if (hasMore && !isLoadingMore) onMore();
  }, [hasMore, isLoadingMore, onMore]);
  useEffect(() => {
    if (isVirtual && range.to >= rows.length - 20) more();
  }, [isVirtual, range.to, rows.length, more]);

  function goTo(index: number) {
    props.onCurrent(index);
    const element = scroller.current;
    if (element === null) return;
    const head = 31;
    const top = index * height;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height + head > element.scrollTop + element.clientHeight)
      element.scrollTop = top + height + head - element.clientHeight;
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== event.currentTarget || event.altKey) return;
    const row = rows[props.current];
    if (event.key === "Enter" && row !== undefined) {
      event.preventDefault();
      props.onOpen?.(row, props.current);
      return;
    }
    if (event.key === " " && row !== undefined && props.onSelected) {
      event.preventDefault();
      toggle(row);
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    const next = rowAfterKey(
      event.key,
      props.current,
      rows.length,
      Math.max(1, Math.floor((scroller.current?.clientHeight ?? 600) / height) - 2),
    );
    if (next === undefined) return;
    event.preventDefault();
    goTo(next);
  }

  function toggle(row: Row) {
    const key = props.rowKey(row);
    const keys = new Set(selected);
    if (!keys.delete(key)) keys.add(key);
    props.onSelected?.(keys);
  }

  function onRowClick(event: MouseEvent, row: Row, index: number) {
    if ((event.target as Element).closest("a, button, input, label")) return;
    grid.current?.focus({ preventScroll: true });
    props.onCurrent(index);
    if ((event.ctrlKey || event.metaKey) && props.onSelected) toggle(row);
    else if (String(getSelection() ?? "") === "") props.onOpen?.(row, index);
  }

  const withChoice = props.onSelected !== undefined && !props.narrow;
  const width = columns.reduce((sum, column) => sum + column.width, withChoice ? 38 : 0);
  const current = rows[props.current];

  return (
    <div ref={scroller} className="list-scroll">
      <div style={{ paddingTop: above, paddingBottom: below }}>
        <table
          ref={grid}
          className={props.isStale ? "list-table stale" : "list-table"}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are chosen with the arrow keys, so the table is a grid
          role="grid"
          aria-label={props.label}
          aria-rowcount={props.hasMore ? -1 : rows.length + 1}
          aria-multiselectable={props.onSelected ? true : undefined}
          aria-activedescendant={current === undefined ? undefined : `${base}${props.current}`}
          aria-busy={props.isStale}
          tabIndex={0}
          onKeyDown={onKeyDown}
          style={props.narrow ? undefined : { minWidth: width }}
        >
          {!props.narrow && (
            <colgroup>
              {withChoice && <col style={{ width: 38 }} />}
              {columns.map((column) => (
                <col key={column.id} style={column.grow ? undefined : { width: column.width }} />
              ))}
            </colgroup>
          )}
          <thead>
            <tr aria-rowindex={1}>
              {withChoice && (
                <th className="list-choice">
                  <input
                    type="checkbox"
                    aria-label={t.selectAll}
                    checked={rows.length > 0 && selected !== undefined && selected.size >= rows.length}
                    onChange={(event) =>
                      props.onSelected?.(new Set(event.target.checked ? rows.map(props.rowKey) : []))
                    }
                  />
                </th>
              )}
              {columns.map((column) => (
                <HeadCell
                  key={column.id}
                  column={column}
                  sorting={props.sorting}
                  onSort={props.onSort}
                  onResize={props.onResize}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(range.from, range.to).map((row, offset) => {
              const index = range.from + offset;
              const key = props.rowKey(row);
              const isCurrent = index === props.current;
              const isSelected = selected?.has(key) ?? false;
              return (
                <tr
                  key={key}
                  id={`${base}${index}`}
                  aria-rowindex={index + 2}
                  aria-selected={isCurrent || isSelected}
                  className={rowClasses(isCurrent, isSelected, props.onOpen !== undefined, props.rowClass?.(row))}
                  onClick={(event) => onRowClick(event, row, index)}
                >
                  {withChoice && (
                    <td className="list-choice">
                      <input
                        type="checkbox"
                        tabIndex={-1}
                        aria-label={t.selectRow(columns[0]?.text(row) ?? key)}
                        checked={isSelected}
                        onChange={() => toggle(row)}
                      />
                    </td>
                  )}
                  {columns.map((column) => (
                    <td
                      key={column.id}
                      className={`${column.align === "right" ? "right " : ""}${column.className ?? ""}`}
                    >
                      {column.cell ? column.cell(row) : column.text(row)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {props.instead}
      {props.hasMore && rows.length > 0 && (
        <div className="list-more">
          <button type="button" onClick={more} disabled={props.isLoadingMore}>
            {props.isLoadingMore ? t.loadingMore : t.loadMore}
          </button>
          <span>{t.shown(rows.length.toLocaleString("en-US"), props.total.toLocaleString("en-US"))}</span>
        </div>
      )}
    </div>
  );
}

function rowClasses(isCurrent: boolean, isSelected: boolean, opens: boolean, own: string | undefined): string {
  return [isCurrent && "current", isSelected && "selected", opens && "opens", own].filter(Boolean).join(" ");
}

function HeadCell<Row>(props: {
  readonly column: ListColumn<Row>;
  readonly sorting?: Sorting | undefined;
  readonly onSort?: ((column: string, first: "asc" | "desc") => void) | undefined;
  readonly onResize?: ((column: string, width: number) => void) | undefined;
}) {
  const t = useTexts(listTexts);
  const { column, sorting } = props;
  const cell = useRef<HTMLTableCellElement>(null);
  const isSorted = column.sort !== undefined && sorting?.sort === column.sort;
  const sort = column.sort;

  function drag(event: React.PointerEvent<HTMLElement>) {
    event.preventDefault();
    const handle = event.currentTarget;
    const [start, width] = [event.clientX, cell.current?.offsetWidth ?? column.width];
    const move = (at: globalThis.PointerEvent) => props.onResize?.(column.id, width + at.clientX - start);
    const end = () => {
      handle.removeEventListener("pointermove", move);
      handle.removeEventListener("pointerup", end);
    };
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", end);
  }

  return (
    <th
      ref={cell}
      className={column.align === "right" ? "right" : undefined}
      aria-sort={isSorted ? (sorting?.direction === "asc" ? "ascending" : "descending") : undefined}
    >
      {sort !== undefined && props.onSort ? (
        <button
          type="button"
          className="list-sort"
          onClick={() => props.onSort?.(sort, column.sortFirst ?? (column.align === "right" ? "desc" : "asc"))}
        >
          {column.title}
          <SortSign direction={isSorted ? sorting?.direction : undefined} />
        </button>
      ) : (
        column.title
      )}
      {props.onResize && (
        <button
          type="button"
          className="list-resize"
          tabIndex={-1}
          aria-label={t.resize(column.title)}
          onPointerDown={drag}
          onKeyDown={(event) => {
            const by = event.key === "ArrowLeft" ? -8 : event.key === "ArrowRight" ? 8 : 0;
            if (by !== 0) props.onResize?.(column.id, (cell.current?.offsetWidth ?? column.width) + by);
          }}
        />
      )}
    </th>
  );
}

function SortSign({ direction }: { readonly direction: "asc" | "desc" | undefined }) {
  return (
    <svg width="9" height="12" viewBox="0 0 9 12" aria-hidden="true">
      <path d="M4.5 0.5 8.5 5H.5Z" fill={direction === "asc" ? "var(--ac)" : "var(--ink4)"} />
      <path d="M4.5 11.5 8.5 7H.5Z" fill={direction === "desc" ? "var(--ac)" : "var(--ink4)"} />
    </svg>
  );
}
