import type { DocumentView } from "@zhangshi/contract";
import { stockReasons } from "@zhangshi/core";
import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { KeyHint, useKeys } from "../../app/keys.tsx";
import { useLanguage, useTexts } from "../../app/language.ts";
import { useGo } from "../../app/location.ts";
import { useSession } from "../../app/session.tsx";
import { useTab } from "../../app/tabs.tsx";
import { Amount } from "../figure.tsx";
import { dayOf } from "../list/day.ts";
import { taxRateText } from "./document.form.ts";
import { DocumentTitle } from "./document-head.tsx";
import { type DocumentKind, fieldsOf, type HeadField } from "./document-kind.ts";
import { beginnings } from "./document-kinds.ts";
import { documentTexts } from "./document.texts.ts";
import { viewFigures } from "./figures.form.ts";
import { HeadPanel } from "./head-panel.tsx";
import { kindTexts, reasonText } from "./kind.texts.ts";
import { shortLines } from "./order.form.ts";
import { OrderActions } from "./order-parts.tsx";
import { orderTexts } from "./order.texts.ts";
import { shortNumber } from "./partner-panel.tsx";
import { ReadTable } from "./read-table.tsx";
import { sourcesOfView } from "./source.form.ts";
import { TotalsBar } from "./totals-bar.tsx";
import { TracePanel } from "./trace-panel.tsx";
import { PrintButton, type PrintOrder } from "./print-button.tsx";
import { UnapproveDialog } from "./unapprove-dialog.tsx";

type ReadPageProps = {
  readonly kind: DocumentKind;
  readonly view: DocumentView;
  readonly order: PrintOrder;
  readonly onPrint: (view: DocumentView) => void;
  readonly onCopy: () => void;
  /** 下推: begins what follows this document. */
  readonly onFollow: (kind: DocumentKind) => void;
};

/** A document that is in the books: the same geometry, text instead of fields. */
export function ReadPage(props: ReadPageProps) {
  const { kind, view } = props;
  const words = useTexts(documentTexts);
  const orders = useTexts(orderTexts);
  const language = useLanguage();
  const go = useGo();
  const { permissions } = useSession();
  const mayApprove = permissions.includes(kind.rights.approve);
  const mayWrite = permissions.includes(kind.rights.write);
  const mayCost = permissions.includes("cost.read");
  // On a small screen it would cover the document.
  const [panel, setPanel] = useState(() => window.matchMedia("(min-width: 1280px)").matches);
  const [asking, setAsking] = useState(false);
  const place = kind.partner ? view.partner : view.warehouse;
  useTab({ title: `${kind.shortTitle[language]} ${shortNumber(view.number ?? "")} · ${place}` });

  const canUnapprove = view.status === "approved" && mayApprove;
  const previous = view.previousId ? () => go(`${kind.path}/${view.previousId}`) : null;
  const next = view.nextId ? () => go(`${kind.path}/${view.nextId}`) : null;
  useKeys(kind.title[language], [
    { keys: "Ctrl+P", label: words.print, run: () => props.onPrint(view) },
    { keys: "F9", label: words.trace, run: () => setPanel(!panel) },
    { keys: "Shift+F8", label: words.unapprove, run: () => setAsking(true), disabled: !canUnapprove },
    { keys: "Alt+N", label: words.create, run: () => go(`${kind.path}/new`), disabled: !mayWrite },
    { keys: "PgUp", label: words.previous, run: () => previous?.() },
    { keys: "PgDn", label: words.next, run: () => next?.() },
    { keys: "Esc", label: words.keyNames.escape, run: () => setPanel(false) },
  ]);
  const following =
    view.status === "approved" ? beginnings(view).filter((one) => permissions.includes(one.kind.rights.write)) : [];
  return (
    <div className="document-page">
      <div className="document-main">
        <div className="document-head">
          <DocumentTitle
            kind={kind}
            number={view.number}
            status={view.status}
            accrued={view.accrued}
            order={view.order}
            onPrevious={previous}
            onNext={next}
          />
          <div className="document-columns">
            <dl className="document-facts">
              {fieldsOf(kind, view.reason).map((field) => (
                <ReadFact key={field} kind={kind} view={view} field={field} />
              ))}
              {view.order?.closure ? (
                <Fact label={orders.closure} wide>
                  {orders.closedBy(view.order.closure.by, dayOf(view.order.closure.at), view.order.closure.reason)}
                </Fact>
              ) : null}
            </dl>
            <HeadPanel kind={kind} partnerId={view.partnerId} sources={sourcesOfView(view)} />
          </div>
        </div>
        <div className="line-grid">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
          <section className="line-grid-scroll" tabIndex={0} aria-label={words.grid}>
            <ReadTable kind={kind} view={view} mayCost={mayCost} />
          </section>
        </div>
        <TotalsBar
          kind={kind}
          figures={viewFigures(kind, view, mayCost)}
          words={view.grossInWords}
          note={
            <div className="totals-words">
              <span className="label">{words.note}</span>
              <span>{view.note || "–"}</span>
            </div>
          }
          aside={shortLines(view) > 0 ? <span className="neg">{orders.shortNote(shortLines(view))}</span> : null}
        />
        <div className="action-bar">
          <PrintButton main order={props.order} onPrint={() => props.onPrint(view)} />
          {following.map((one) => (
            <Button key={one.kind.type} title={one.kind.title[language]} onClick={() => props.onFollow(one.kind)}>
              {one.label[language]}
            </Button>
          ))}
          {mayWrite && !kind.sources?.required ? <Button onClick={props.onCopy}>{words.copy}</Button> : null}
          {mayWrite ? (
            <Button onClick={() => go(`${kind.path}/new`)}>
              {words.create} <KeyHint keys="Alt+N" />
            </Button>
          ) : null}
          <Button aria-pressed={panel} onClick={() => setPanel(!panel)}>
            {words.trace} <KeyHint keys="F9" />
          </Button>
          {canUnapprove ? (
            <span className="action-bar-right">
              {kind.order ? <OrderActions kind={kind} view={view} /> : null}
              <Button onClick={() => setAsking(true)}>
                {words.unapprove} <KeyHint keys="Shift+F8" />
              </Button>
            </span>
          ) : null}
        </div>
      </div>
      {panel ? <TracePanel kind={kind} view={view} onClose={() => setPanel(false)} /> : null}
      {asking ? <UnapproveDialog kind={kind} view={view} onClose={() => setAsking(false)} /> : null}
    </div>
  );
}

/** One field of the head as text; a field that says nothing here is left out. */
function ReadFact(props: { readonly kind: DocumentKind; readonly view: DocumentView; readonly field: HeadField }) {
  const { kind, view, field } = props;
  const words = useTexts(documentTexts);
  const kinds = useTexts(kindTexts);
  const language = useLanguage();
  switch (field) {
    case "partnerId":
      return (
        <Fact label={kind.partner?.word[language] ?? ""} wide>
          <strong>{view.partner}</strong>
        </Fact>
      );
    case "businessDate":
      return <Fact label={words.date}>{view.businessDate}</Fact>;
    case "expectedDate":
      return <Fact label={kind.order?.expected[language] ?? ""}>{view.order?.expectedDate ?? "–"}</Fact>;
    case "warehouseId":
      return <Fact label={kind.warehouse?.[language] ?? ""}>{view.warehouse}</Fact>;
    case "toWarehouseId":
      return <Fact label={kind.toWarehouse?.[language] ?? ""}>{view.toWarehouse}</Fact>;
    case "reason": {
      const reason = stockReasons.find((one) => one.code === view.reason);
      return <Fact label={kind.reason?.word[language] ?? ""}>{reason ? reasonText(reason, language) : "–"}</Fact>;
    }
    case "compensation":
      return (
        <Fact label={kinds.compensation}>
          {view.compensation === null ? "–" : <Amount value={view.compensation} />}
        </Fact>
      );
    case "handler":
      return <Fact label={kind.handler[language]}>{view.handler || "–"}</Fact>;
    case "taxIncluded":
      return <Fact label={words.price}>{view.taxIncluded ? words.taxIncluded : words.taxExcluded}</Fact>;
    case "accrued":
      return <Fact label={kinds.invoice}>{view.accrued ? kinds.invoiceToCome : kinds.invoiceHere}</Fact>;
    case "amount":
      return (
        <Fact label={kinds.charge}>
          <Amount value={view.taxIncluded ? view.grossAmount : view.netAmount} />
        </Fact>
      );
    case "taxRate":
      return <Fact label={kinds.chargeRate}>{taxRateText(view.lines[0]?.taxRate ?? "") || "–"}</Fact>;
    case "method":
      return <Fact label={kinds.method}>{methodText(kinds.methods, view.method)}</Fact>;
    case "difference":
      return <Fact label={kinds.difference}>{methodText(kinds.differences, view.method)}</Fact>;
  }
}

/** A document of before the method was asked says none. */
function methodText(words: Readonly<Record<string, string>>, method: string | null): string {
  return (method === null ? undefined : words[method]) ?? "–";
}

function Fact(props: { readonly label: string; readonly wide?: boolean; readonly children: ReactNode }) {
  return (
    <div className={`field-row field-row-text${props.wide ? " field-row-wide" : ""}`}>
      <dt className="label field-label">{props.label}</dt>
      <dd className="field-text">{props.children}</dd>
    </div>
  );
}
