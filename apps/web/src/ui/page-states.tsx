import type { Problem } from "@zhangshi/contract";
import { Button } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { refusalOf } from "../app/api.ts";
import { defineTexts, useTexts } from "../app/language.ts";
import "./page-states.css";

const texts = defineTexts({
  zh: {
    loading: "正在打开",
    retry: "再试一次",
    clear: "清除筛选",
    noPermission: "这一页您看不到",
    failed: "没有打开",
    nothingMatches: "没有符合筛选的记录",
  },
  en: {
    loading: "Opening",
    retry: "Try again",
    clear: "Clear filters",
    noPermission: "You cannot see this page",
    failed: "This did not open",
    nothingMatches: "Nothing matches the filters",
  },
});

/** Nothing for 150 ms, then bars at the height of the real rows. */
export function LoadingBars(props: { readonly rows?: number; readonly rowHeight?: number }) {
  const [shown, setShown] = useState(false);
  const words = useTexts(texts);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 150);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return <div aria-busy="true" />;
  const rows = Array.from({ length: props.rows ?? 10 }, (_, row) => row);
  return (
    <div className="loading-bars" role="status" aria-busy="true" aria-label={words.loading}>
      {rows.map((row) => (
        <div
          key={row}
          className="loading-row"
          style={{ height: props.rowHeight ?? 30, opacity: Math.max(0.2, 1 - row * 0.08) }}
        >
          <i style={{ width: 92 }} />
          <i style={{ width: 60 }} />
          <i style={{ width: 150 - ((row * 37) % 60) }} />
          <i style={{ width: 62, marginLeft: "auto" }} />
        </div>
      ))}
    </div>
  );
}

/** What this place is for, the first step, and a sample if there is one. */
export function EmptyState(props: {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly text?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className="page-state">
      {props.icon ? <div className="page-state-icon">{props.icon}</div> : null}
      <h2>{props.title}</h2>
      {props.text ? <p>{props.text}</p> : null}
      {props.children ? <div className="page-state-actions">{props.children}</div> : null}
    </div>
  );
}

/** Not the same as empty: the filter is at work, and can be cleared. */
export function NothingMatches(props: { readonly filter?: string; readonly onClear: () => void }) {
  const words = useTexts(texts);
  return (
    <EmptyState title={words.nothingMatches} text={props.filter}>
      <Button onClick={props.onClear}>{words.clear}</Button>
    </EmptyState>
  );
}

export function RefusedState(props: { readonly problem: Problem; readonly onRetry?: () => void }) {
  const words = useTexts(texts);
  const forbidden = props.problem.status === 403;
  return (
    <div className="page-state" role="alert">
      <h2>{forbidden ? words.noPermission : words.failed}</h2>
      <p>{props.problem.detail}</p>
      {props.onRetry && !forbidden ? (
        <div className="page-state-actions">
          <Button onClick={props.onRetry}>{words.retry}</Button>
        </div>
      ) : null}
    </div>
  );
}

type Readable<Data> = {
  readonly data: Data | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
};

/** Loading, refused, ready. On a refresh the old figures stay. */
export function PageState<Data>(props: {
  readonly query: Readable<Data>;
  readonly loading?: ReactNode;
  readonly children: (data: Data) => ReactNode;
}) {
  const { data, error, refetch } = props.query;
  if (data !== undefined) return props.children(data);
  if (error) return <RefusedState problem={refusalOf(error)} onRetry={() => void refetch()} />;
  return props.loading ?? <LoadingBars />;
}

/** A short red band with the sentence of a refusal, for forms. */
export function RefusalBand(props: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className="refusal-band" role="alert">
      <span className="refusal-band-text">{props.children}</span>
      {props.action}
    </div>
  );
}
