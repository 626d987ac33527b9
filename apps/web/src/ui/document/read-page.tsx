import type { DocumentView } from "@zhangshi/contract";
import { divideHalfUp, formatDecimal, formatMoney as bareMoney, parseMoney, parseQuantity } from "@zhangshi/core";
import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { refusalOf } from "../../app/api.ts";
import { KeyHint, useKeys } from "../../app/keys.tsx";
import { useLanguage, useTexts } from "../../app/language.ts";
import { useGo } from "../../app/location.ts";
import { usePermission } from "../../app/session.tsx";
import { useTab } from "../../app/tabs.tsx";
import { Amount } from "../figure.tsx";
import { formatMoney } from "../money.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { discountText } from "./document.form.ts";
import { DocumentTitle } from "./document-head.tsx";
import type { TradeDocumentKind } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import { PartnerPanel, shortNumber } from "./partner-panel.tsx";
import { TotalsBar } from "./totals-bar.tsx";
import { TracePanel } from "./trace-panel.tsx";
import { useDocumentWrites } from "./use-document-writes.ts";

type ReadPageProps = {
  readonly kind: TradeDocumentKind;
  readonly view: DocumentView;
  readonly onPrint: (view: DocumentView) => void;
  readonly onCopy: () => void;
};

type Line = DocumentView["lines"][number];

/** 成本单价, in the line's unit. */
function unitCostOf(line: Line): string | null {
  const quantity = parseQuantity(line.quantity);
  if (line.cost === undefined || quantity === 0n) return null;
  return formatDecimal(divideHalfUp(parseMoney(line.cost) * 10_000_000_000n, quantity), 6);
}

function marginOf(line: Line): string | null {
  return line.cost === undefined ? null : bareMoney(parseMoney(line.netAmount) - parseMoney(line.cost));
}

/** As the clerk multiplied it: before the share of 整单优惠. */
function amountOf(line: Line, taxIncluded: boolean): string {
  const gross = parseMoney(line.grossAmount) + parseMoney(line.discountShare);
  return taxIncluded ? bareMoney(gross) : line.netAmount;
}

/** A document that is in the books: the same geometry, text instead of fields. */
export function ReadPage(props: ReadPageProps) {
  const { kind, view } = props;
  const words = useTexts(documentTexts);
  const language = useLanguage();
  const go = useGo();
  const mayApprove = usePermission(kind.rights.approve);
  const mayWrite = usePermission(kind.rights.write);
  const writes = useDocumentWrites(kind);
  // On a small screen it would cover the document.
  const [panel, setPanel] = useState(() => window.matchMedia("(min-width: 1280px)").matches);
  const [asking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const number = view.number ?? "";
  useTab({ title: `${kind.shortTitle[language]} ${shortNumber(number)} · ${view.partner}` });

  const canUnapprove = view.status === "approved" && mayApprove;
  const unapprove = async (reason: string) => {
    try {
      const done = await writes.unapprove(view, reason);
      if (done) setAsking(false);
    } catch (error) {
      const problem = refusalOf(error);
      setRefusal([problem.detail, ...(problem.errors ?? []).map((one) => one.message)].join(" "));
    }
  };
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
  const showsCost = kind.takesStock && view.lines.some((line) => line.cost !== undefined);
  const units = new Set(view.lines.map((line) => line.unit));
  const before = bareMoney(parseMoney(view.grossAmount) + parseMoney(view.orderDiscount));
  const vouchers = view.vouchers.filter((voucher) => voucher.kind === "original").slice(-1);
  return (
    <div className="document-page">
      <div className="document-main">
        <div className="document-head">
          <DocumentTitle kind={kind} number={view.number} status={view.status} onPrevious={previous} onNext={next} />
          <div className="document-columns">
            <dl className="document-facts">
              <Fact label={kind.partner[language]} wide>
                <strong>{view.partner}</strong>
              </Fact>
              <Fact label={words.date}>{view.businessDate}</Fact>
              <Fact label={words.warehouse}>{view.warehouse}</Fact>
              <Fact label={kind.handler[language]}>{view.handler || "–"}</Fact>
              <Fact label={words.price}>{view.taxIncluded ? words.taxIncluded : words.taxExcluded}</Fact>
            </dl>
            <PartnerPanel kind={kind} partnerId={view.partnerId} />
          </div>
        </div>
        <div className="line-grid">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
          <section className="line-grid-scroll" tabIndex={0} aria-label={words.grid}>
            <ReadTable view={view} showsCost={showsCost} />
          </section>
        </div>
        <TotalsBar
          due={kind.due[language]}
          words={view.grossInWords}
          quantity={view.quantity}
          unit={units.size === 1 ? ([...units][0] ?? "") : ""}
          beforeDiscount={before}
          tax={view.taxAmount}
          gross={view.grossAmount}
          discount={<Amount value={view.orderDiscount} />}
          note={
            <div className="totals-words">
              <span className="label">{words.note}</span>
              <span>{view.note || "–"}</span>
            </div>
          }
        />
        <div className="action-bar">
          <Button type="primary" onClick={() => props.onPrint(view)}>
            {words.print} <KeyHint keys="Ctrl+P" />
          </Button>
          {mayWrite ? <Button onClick={props.onCopy}>{words.copy}</Button> : null}
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
              <Button disabled={writes.pending !== null} onClick={() => setAsking(true)}>
                {words.unapprove} <KeyHint keys="Shift+F8" />
              </Button>
            </span>
          ) : null}
        </div>
      </div>
      {panel ? <TracePanel kind={kind} view={view} onClose={() => setPanel(false)} /> : null}
      {asking ? (
        <ConfirmDialog
          title={words.unapproveTitle(number)}
          verb={words.unapprove}
          pending={writes.pending !== null}
          refusal={refusal}
          asksReason
          onConfirm={(reason) => void unapprove(reason)}
          onClose={() => {
            setAsking(false);
            setRefusal(null);
          }}
        >
          <ul>
            <li>{words.unapproveStock(view.lines.length, view.warehouse, kind.takesStock)}</li>
            <li>{words.unapproveBalance(words[kind.side], formatMoney(view.grossAmount))}</li>
            {vouchers.length > 0 ? (
              <li>{words.unapproveVoucher(vouchers.map((one) => one.number).join("、"))}</li>
            ) : null}
            <li>{words.unapproveNumber}</li>
          </ul>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}

function Fact(props: { readonly label: string; readonly wide?: boolean; readonly children: ReactNode }) {
  return (
    <div className={`field-row field-row-text${props.wide ? " field-row-wide" : ""}`}>
      <dt className="label field-label">{props.label}</dt>
      <dd className="field-text">{props.children}</dd>
    </div>
  );
}

function ReadTable(props: { readonly view: DocumentView; readonly showsCost: boolean }) {
  const words = useTexts(documentTexts).columns;
  const { view, showsCost } = props;
  const split = view.lines.some((line) => line.warehouseId !== view.warehouseId);
  return (
    <table className="line-table">
      <colgroup>
        <col style={{ width: 34 }} />
        <col style={{ width: 62 }} />
        <col style={{ width: "17%" }} />
        <col style={{ width: 104 }} />
        <col style={{ width: 40 }} />
        <col style={{ width: 60 }} />
        <col style={{ width: 78 }} />
        <col style={{ width: 50 }} />
        <col style={{ width: 88 }} />
        <col style={{ width: 78 }} />
        {showsCost ? <col style={{ width: 80 }} /> : null}
        {showsCost ? <col style={{ width: 84 }} /> : null}
        {split ? <col style={{ width: 70 }} /> : null}
        <col />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{words.no}</th>
          <th scope="col">{words.code}</th>
          <th scope="col">{words.name}</th>
          <th scope="col">{words.spec}</th>
          <th scope="col">{words.unit}</th>
          <th scope="col" className="num">
            {words.quantity}
          </th>
          <th scope="col" className="num">
            {view.taxIncluded ? words.priceIncluded : words.priceExcluded}
          </th>
          <th scope="col" className="num">
            {words.discountRate}
          </th>
          <th scope="col" className="num">
            {words.amount}
          </th>
          <th scope="col" className="num">
            {view.taxIncluded ? words.tax : words.taxOnTop}
          </th>
          {showsCost ? (
            <th scope="col" className="num">
              {words.unitCost}
            </th>
          ) : null}
          {showsCost ? (
            <th scope="col" className="num">
              {words.margin}
            </th>
          ) : null}
          {split ? <th scope="col">{words.warehouse}</th> : null}
          <th scope="col">{words.note}</th>
        </tr>
      </thead>
      <tbody>
        {view.lines.map((line) => (
          <tr key={line.lineNo}>
            <td className="quiet">{line.lineNo}</td>
            <td>{line.itemCode}</td>
            <td>{line.itemName}</td>
            <td className="quiet">{line.spec}</td>
            <td>{line.unit}</td>
            <td className="num">
              <Amount value={line.quantity} as="quantity" />
            </td>
            <td className="num">
              <Amount value={line.price} as="price" />
            </td>
            <td className="num">{discountText(line.discountRate) || "–"}</td>
            <td className="num">
              <Amount value={amountOf(line, view.taxIncluded)} />
            </td>
            <td className="num quiet">
              <Amount value={line.taxAmount} />
            </td>
            {showsCost ? (
              <td className="num quiet">
                <Amount value={unitCostOf(line)} as="unitCost" />
              </td>
            ) : null}
            {showsCost ? (
              <td className="num">
                <Amount value={marginOf(line)} />
              </td>
            ) : null}
            {split ? <td className="quiet">{line.warehouse}</td> : null}
            <td className="quiet">{line.note}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
