import {
  CheckCircleFilled,
  CloseOutlined,
  DownloadOutlined,
  ExclamationCircleFilled,
  ExpandOutlined,
  PrinterOutlined,
} from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { refusalOf } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { GoLink } from "../../app/link.tsx";
import { LoadingBars, RefusedState } from "../../ui/page-states.tsx";
import { inventoryTexts } from "./inventory.texts.ts";
import "../../ui/list/print.css";
import "./inventory.css";

/** A history on a page of its own or, with `onClose`, in a drawer: its head, and what stands in it while it is read. */
export function CardShell<First>(props: {
  readonly title: string;
  readonly note?: string;
  readonly className?: string;
  readonly list: {
    readonly first: First | undefined;
    readonly isStale: boolean;
    readonly error: unknown;
    readonly again: () => void;
  };
  readonly exportHref: string;
  /** The same in a tab. */
  readonly page: string;
  readonly onClose: (() => void) | undefined;
  readonly children: (first: First) => ReactNode;
}) {
  const t = useTexts(inventoryTexts);
  const { list } = props;
  const className = ["stock-card", props.className, list.isStale && "stale"].filter(Boolean).join(" ");
  return (
    <article className={className}>
      <header>
        {props.onClose ? <h2>{props.title}</h2> : <h1>{props.title}</h1>}
        {props.note !== undefined && <span className="note">{props.note}</span>}
        <span className="list-gap" />
        <Button size="small" icon={<PrinterOutlined />} onClick={() => print()}>
          {t.print}
        </Button>
        <Button size="small" icon={<DownloadOutlined />} href={props.exportHref} download>
          {t.export}
        </Button>
        {props.onClose && (
          <>
            <GoLink className="stock-open" href={props.page}>
              <ExpandOutlined aria-label={t.openPage} title={t.openPage} />
            </GoLink>
            <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t.close} onClick={props.onClose} />
          </>
        )}
      </header>
      {list.error ? (
        <RefusedState problem={refusalOf(list.error)} onRetry={list.again} />
      ) : list.first === undefined ? (
        <LoadingBars />
      ) : (
        props.children(list.first)
      )}
    </article>
  );
}

/** The line that closes a history: it holds, or the proof says why not. */
export function Equation(props: { readonly holds: boolean; readonly text: string }) {
  return props.holds ? (
    <span className="equation holds">
      <CheckCircleFilled /> {props.text}
    </span>
  ) : (
    <GoLink className="equation fails" href="/proof">
      <ExclamationCircleFilled /> {props.text}
    </GoLink>
  );
}
