import { DownloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useMemo, useState, type ReactNode } from "react";
import { refusalOf } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { ColumnMenu } from "./column-menu.tsx";
import {
  rememberedSettings,
  rememberSettings,
  resized,
  settle,
  visibleColumns,
  type ColumnSettings,
} from "./column-settings.ts";
import { FilterLine, filterWords, type ListFilter } from "./filter-line.tsx";
import type { ListColumn } from "./list-column.ts";
import { nextSorting, setFilters, sortingOf, withoutFilters, type ListQuery, type Sorting } from "./list-query.ts";
import { ListTable } from "./list-table.tsx";
import { listTexts } from "./list.texts.ts";
import { useDelayed } from "./use-delayed.ts";
import type { ListRows } from "./use-list.ts";
import { useNarrow } from "./use-narrow.ts";
import { ViewTabs, type ListView } from "./view-tabs.tsx";
import "./print.css";
import "./list.css";

export type ListSum = { readonly label: string; readonly value: string; readonly strong?: true };
export type EmptyList = {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly actions?: ReactNode;
  readonly sample?: ReactNode;
};

export type ListPageProps<Row> = {
  /** Under this name the browser remembers columns and views. */
  readonly name: string;
  readonly title: string;
  readonly note?: ReactNode | undefined;
  readonly columns: readonly ListColumn<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly rowClass?: (row: Row) => string | undefined;
  readonly list: ListRows<Row, unknown>;
  readonly query: ListQuery;
  readonly onQuery: (query: ListQuery) => void;
  readonly order: Sorting;
  readonly filters?: readonly ListFilter[] | undefined;
  readonly searchHint?: string | undefined;
  /** Stands in the filter line and is no filter: what this list is told once and remembers. */
  readonly setting?: ReactNode | undefined;
  readonly views?: readonly ListView[] | undefined;
  readonly countOf?: ((query: ListQuery) => Promise<number>) | undefined;
  readonly exportUrl?: string | undefined;
  readonly actions?: ReactNode | undefined;
  readonly primary?: ReactNode | undefined;
  readonly onOpen?: ((row: Row) => void) | undefined;
  /** Follows the arrows, for a card that stays open beside the list. */
  readonly onCurrent?: ((row: Row) => void) | undefined;
  readonly currentKey?: string | undefined;
  readonly countLabel?: string | undefined;
  readonly sums?: readonly ListSum[] | undefined;
  readonly footnote?: ReactNode | undefined;
  readonly empty: EmptyList;
  readonly children?: ReactNode | undefined;
};

export function ListPage<Row>(props: ListPageProps<Row>) {
  const t = useTexts(listTexts);
  const isNarrow = useNarrow();
  const { list, query } = props;
  const [remembered, setRemembered] = useState<ColumnSettings | undefined>(() => rememberedSettings(props.name));
  const settings = useMemo(() => settle(props.columns, remembered), [props.columns, remembered]);
  const [current, setCurrent] = useState(-1);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [isCopied, setCopied] = useState(false);
  const shown = useMemo(() => {
    if (isNarrow) return props.columns.filter((column) => column.phone);
    return visibleColumns(props.columns, settings).map((column) =>
      settings.widths[column.id] === undefined ? column : { ...column, grow: false },
    );
  }, [isNarrow, props.columns, settings]);

  // Another question has other rows: what was chosen among the old ones means nothing there.
  const question = JSON.stringify(query);
  const [asked, setAsked] = useState(question);
  if (asked !== question) {
    setAsked(question);
    setSelected(new Set());
    setCurrent(-1);
  }

  const { currentKey, rowKey } = props;
  const held = currentKey === undefined ? current : list.rows.findIndex((row) => rowKey(row) === currentKey);

  function settingsChanged(next: ColumnSettings | undefined) {
    setRemembered(next);
    rememberSettings(props.name, next);
  }

  function copy() {
    const rows = list.rows.filter((row) => selected.has(rowKey(row)));
    const lines = [shown.map((column) => column.title), ...rows.map((row) => shown.map((column) => column.text(row)))];
    void navigator.clipboard?.writeText(lines.map((line) => line.join("\t")).join("\n")).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    });
  }

  const sorting = sortingOf(query, props.order);
  const totalText = list.total.toLocaleString("en-US");
  const filters = props.filters ?? [];
  const hasFilters = Object.keys(setFilters(query)).length > 0;

  return (
    <section
      className="list-page"
      aria-label={props.title}
      onKeyDown={(event) => {
        const isTyping = (event.target as Element).matches("input, textarea");
        if (
          (event.ctrlKey || event.metaKey) &&
          event.key === "c" &&
          selected.size > 0 &&
          !isTyping &&
          String(getSelection() ?? "") === ""
        )
          copy();
      }}
    >
      <header className="list-title">
        <h1>{props.title}</h1>
        {props.note && <span className="list-note">{props.note}</span>}
        <span className="list-gap" />
        {props.exportUrl !== undefined && list.total > 0 && (
          <Button icon={<DownloadOutlined />} href={props.exportUrl} download>
            {t.exportRows(totalText)}
          </Button>
        )}
        {!isNarrow && <ColumnMenu columns={props.columns} settings={settings} onSettings={settingsChanged} />}
        {props.actions}
        {props.primary}
      </header>
      {props.views && props.views.length > 0 && (
        <ViewTabs
          list={props.name}
          views={props.views}
          query={query}
          onQuery={props.onQuery}
          {...(props.countOf ? { countOf: props.countOf } : {})}
        />
      )}
      {(filters.length > 0 || props.searchHint !== undefined) && (
        <FilterLine
          filters={filters}
          query={query}
          onQuery={props.onQuery}
          {...(props.searchHint === undefined ? {} : { searchHint: props.searchHint })}
          setting={props.setting}
        />
      )}
      <ListTable
        label={props.title}
        columns={shown}
        rows={list.error ? [] : list.rows}
        total={list.total}
        rowKey={rowKey}
        {...(props.rowClass ? { rowClass: props.rowClass } : {})}
        sorting={sorting}
        onSort={(column, first) => props.onQuery(nextSorting(query, column, first, props.order))}
        {...(isNarrow
          ? {}
          : { onResize: (column: string, width: number) => settingsChanged(resized(settings, column, width)) })}
        current={held}
        onCurrent={(index) => {
          setCurrent(index);
          const row = list.rows[index];
          if (row !== undefined) props.onCurrent?.(row);
        }}
        {...(props.onOpen ? { onOpen: props.onOpen } : {})}
        selected={selected}
        onSelected={setSelected}
        isStale={list.isStale}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onMore={list.more}
        narrow={isNarrow}
        instead={
          <Instead
            list={list}
            columns={shown.length}
            hasFilters={hasFilters}
            words={filterWords(filters, query, t.searched)}
            onClear={() => props.onQuery(withoutFilters(query))}
            empty={props.empty}
          />
        }
      />
      <Foot
        list={list}
        selected={selected.size}
        isCopied={isCopied}
        onCopy={copy}
        onUnselect={() => setSelected(new Set())}
        countLabel={props.countLabel ?? t.rows}
        sums={props.sums ?? []}
        footnote={props.footnote}
        opens={props.onOpen !== undefined}
      />
      {props.children}
    </section>
  );
}

function Foot(props: {
  readonly list: ListRows<unknown, unknown>;
  readonly selected: number;
  readonly isCopied: boolean;
  readonly onCopy: () => void;
  readonly onUnselect: () => void;
  readonly countLabel: string;
  readonly sums: readonly ListSum[];
  readonly footnote: ReactNode;
  readonly opens: boolean;
}) {
  const t = useTexts(listTexts);
  const { list } = props;
  return (
    <footer className={list.isStale ? "list-foot stale" : "list-foot"}>
      {props.selected > 0 ? (
        <>
          <b>{t.selected(props.selected.toLocaleString("en-US"))}</b>
          <Button size="small" onClick={props.onCopy}>
            {t.copy}
          </Button>
          <Button size="small" type="text" onClick={props.onUnselect}>
            {t.unselect}
          </Button>
          {props.isCopied && <span role="status">{t.copied}</span>}
        </>
      ) : (
        !list.isLoading &&
        !list.error && (
          <>
            <span>
              {t.found} <b>{list.total.toLocaleString("en-US")}</b> {props.countLabel}
            </span>
            {props.sums.map((sum) => (
              <span key={sum.label}>
                {sum.label} <b className={sum.strong ? "strong" : undefined}>{sum.value}</b>
              </span>
            ))}
          </>
        )
      )}
      <span className="list-gap" />
      {props.footnote}
      <span className="list-hints" aria-hidden="true">
        <span>{t.hintRows}</span>
        {props.opens && <span>{t.hintOpen}</span>}
        <span>{t.hintSelect}</span>
      </span>
    </footer>
  );
}

function Instead(props: {
  readonly list: ListRows<unknown, unknown>;
  readonly columns: number;
  readonly hasFilters: boolean;
  readonly words: readonly string[];
  readonly onClear: () => void;
  readonly empty: EmptyList;
}) {
  const t = useTexts(listTexts);
  const isLate = useDelayed(props.list.isLoading);
  if (props.list.error) {
    const problem = refusalOf(props.list.error);
    return (
      <div className="list-instead" role="alert">
        <h2>{t.refused}</h2>
        <p>{problem.detail}</p>
        <div className="list-steps">
          <Button onClick={props.list.again}>{t.retry}</Button>
          {problem.code === "request.invalid" && (
            <Button type="primary" onClick={props.onClear}>
              {t.clearFilters}
            </Button>
          )}
        </div>
      </div>
    );
  }
  if (props.list.isLoading)
    return isLate ? <Bars columns={Math.max(3, Math.min(8, props.columns))} label={t.loading} /> : null;
  if (props.list.rows.length > 0) return null;
  if (props.hasFilters)
    return (
      <div className="list-instead">
        <h2>{t.nothing}</h2>
        <p>{t.nothingFor(props.words.join("，"))}</p>
        <div className="list-steps">
          <Button type="primary" onClick={props.onClear}>
            {t.clearFilters}
          </Button>
        </div>
      </div>
    );
  const { empty } = props;
  return (
    <div className="list-instead">
      <span className="list-icon" aria-hidden="true">
        {empty.icon}
      </span>
      <h2>{empty.title}</h2>
      <p>{empty.text}</p>
      {empty.actions && <div className="list-steps">{empty.actions}</div>}
      {empty.sample && <div className="list-sample">{empty.sample}</div>}
    </div>
  );
}

function Bars({ columns, label }: { readonly columns: number; readonly label: string }) {
  const rows = Array.from({ length: 14 }, (_, index) => index);
  const cells = Array.from({ length: columns }, (_, index) => index);
  return (
    <div className="list-bars" role="status" aria-label={label}>
      {rows.map((row) => (
        <div key={row} style={{ opacity: Math.max(0.15, 1 - row * 0.065) }}>
          {cells.map((cell) => (
            <i key={cell} style={{ width: `${40 + ((row * 7 + cell * 13) % 50)}%` }} />
          ))}
        </div>
      ))}
    </div>
  );
}
