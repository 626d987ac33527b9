import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled } from "@ant-design/icons";
import type { DocumentBody, DocumentPreview, TradeDocumentInput } from "@zhangshi/contract";
import { formatMoney as bareMoney, parseMoney } from "@zhangshi/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, refusalOf } from "../../app/api.ts";
import { useLanguage, useTexts } from "../../app/language.ts";
import { usePermission, useSession } from "../../app/session.tsx";
import { costingMethodTexts } from "../costing-method.texts.ts";
import { Amount } from "../figure.tsx";
import { formatMoney, formatPercent, formatQuantity } from "../money.ts";
import { routeOf, type DocumentKind } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import { kindTexts } from "./kind.texts.ts";
import { kitGroups, kitText } from "./kit.form.ts";
import "./kit-mark.css";
import { orderTexts } from "./order.texts.ts";
import { MoreLines, PromiseChanges, shownAtFirst, StockChanges } from "./preview-shelves.tsx";
import { PanelHead, SidePanel, VoucherTable } from "./side-panel.tsx";

const recomputeAfter = 300;

/** The body a moment after the last change; typing does not ask the server at every key. */
function useResting<T>(value: T): T {
  const [resting, setResting] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setResting(value), recomputeAfter);
    return () => clearTimeout(timer);
  }, [value]);
  return resting;
}

type PreviewPanelProps = {
  readonly kind: DocumentKind;
  /** null: not enough is filled in yet. */
  readonly body: DocumentBody | null;
  readonly warehouse: string;
  readonly onClose: () => void;
  readonly onGoToLine: (place: number) => void;
};

/** The real decision, run without writing; so it and the approval cannot differ. */
export function PreviewPanel(props: PreviewPanelProps) {
  const words = useTexts(documentTexts);
  const kinds = useTexts(kindTexts);
  const orders = useTexts(orderTexts);
  const language = useLanguage();
  const { kind } = props;
  const text = useResting(props.body ? JSON.stringify(props.body) : "");
  const preview = useQuery<DocumentPreview, Error>({
    queryKey: [routeOf(props.kind, "preview"), text],
    queryFn: () => api.call(routeOf(props.kind, "preview"), { body: JSON.parse(text) as TradeDocumentInput }),
    enabled: text !== "",
    staleTime: 0,
    placeholderData: keepPreviousData as never,
  });
  const needed = kind.sources?.required
    ? kinds.needSource(kind.sources.word[language])
    : kind.partner
      ? words.needMore
      : kinds.needMore;
  return (
    <SidePanel title={words.panel} note={words.panelNote} onClose={props.onClose}>
      {text === "" ? <p className="panel-empty">{needed}</p> : null}
      {text !== "" && preview.error ? <p className="panel-refused">{refusalOf(preview.error).detail}</p> : null}
      {text !== "" && preview.data && !preview.error ? (
        <div className="panel-body" data-old={preview.isFetching || undefined} aria-busy={preview.isFetching}>
          <Verdict {...props} preview={preview.data} />
          <Kits preview={preview.data} />
          {movesGoods(kind) ? <StockChanges preview={preview.data} warehouse={props.warehouse} /> : null}
          <PromiseChanges preview={preview.data} warehouse={props.warehouse} />
          <Cost preview={preview.data} />
          <Recosted preview={preview.data} />
          {kind.partner && !kind.order ? <Balance preview={preview.data} side={kind.partner.side} /> : null}
          <Voucher
            preview={preview.data}
            none={kind.order ? orders.posts : kind.partner === null && movesGoods(kind) ? kinds.noVoucher : null}
          />
        </div>
      ) : null}
    </SidePanel>
  );
}

function lineOfPath(path: string): number | null {
  const match = /lines[./[]+(\d+)/.exec(path);
  return match ? Number(match[1]) : null;
}

function Verdict(props: PreviewPanelProps & { readonly preview: DocumentPreview }) {
  const words = useTexts(documentTexts);
  const { preview } = props;
  const shorts = preview.refusals.filter((one) => one.code.startsWith("stock.short")).length;
  const firstLine = lineOfPath(preview.refusals[0]?.path ?? "");
  const title =
    shorts === preview.refusals.length ? words.shortLines(shorts) : words.cannotApprove(preview.refusals.length);
  const onlyShort = shorts === preview.refusals.length;
  return (
    <section className="panel-section verdict">
      {preview.accepted ? (
        <div className="verdict-row verdict-ok">
          <CheckCircleFilled />
          <strong>{words.canApprove}</strong>
        </div>
      ) : (
        <div className="verdict-row verdict-err">
          <CloseCircleFilled />
          <strong>{title}</strong>
          {firstLine === null ? null : (
            <button type="button" className="link-button" onClick={() => props.onGoToLine(firstLine)}>
              {words.toLine(firstLine + 1)}
            </button>
          )}
        </div>
      )}
      {onlyShort
        ? null
        : preview.refusals.slice(0, 4).map((one) => (
            <div key={`${one.path}-${one.code}`} className="verdict-detail">
              {one.message}
            </div>
          ))}
      {preview.warnings.map((one) => (
        <div key={`${one.path}-${one.code}`} className="verdict-row verdict-warn">
          <ExclamationCircleFilled />
          <span>{one.message}</span>
        </div>
      ))}
      {props.kind.partner?.side === "receivable" && !props.kind.order ? <CreditVerdict preview={preview} /> : null}
    </section>
  );
}

function CreditVerdict(props: { readonly preview: DocumentPreview }) {
  const words = useTexts(documentTexts);
  const { creditLimit, partnerAfter, warnings } = props.preview;
  if (creditLimit === null || warnings.some((one) => one.code.includes("credit"))) return null;
  const left = parseMoney(creditLimit) - parseMoney(partnerAfter);
  return left < 0n ? (
    <div className="verdict-row verdict-warn">
      <ExclamationCircleFilled />
      <span>{words.creditOver}</span>
      <span className="verdict-aside">{words.creditOverBy(formatMoney(bareMoney(-left)))}</span>
    </div>
  ) : (
    <div className="verdict-row verdict-ok">
      <CheckCircleFilled />
      <span>{words.creditFine}</span>
      <span className="verdict-aside">{words.creditAfter(formatMoney(bareMoney(left)))}</span>
    </div>
  );
}

/** 组合商品 as the parts that its lines will be. */
function Kits(props: { readonly preview: DocumentPreview }) {
  const words = useTexts(documentTexts);
  const [all, setAll] = useState(false);
  const groups = kitGroups(props.preview.lines);
  if (groups.length === 0) return null;
  return (
    <section className="panel-section">
      <PanelHead title={words.kits} aside="" />
      {(all ? groups : groups.slice(0, shownAtFirst)).map(({ kit, lines }) => (
        <div key={kit.group} className="kit-preview">
          <span>{kitText(kit)}</span>
          <span className="label">
            {lines.map((line) => `${line.itemName} ${formatQuantity(line.quantity)} ${line.unit}`).join("、")}
          </span>
        </div>
      ))}
      <MoreLines count={groups.length} all={all} onAll={setAll} />
    </section>
  );
}

function Cost(props: { readonly preview: DocumentPreview }) {
  const words = useTexts(documentTexts);
  const methods = useTexts(costingMethodTexts);
  const { company } = useSession();
  const { preview } = props;
  if (preview.cost === undefined) return null;
  return (
    <section className="panel-section">
      <PanelHead title={words.costAndMargin} aside={methods[company.costingMethod]} />
      <PanelRow title={words.net} value={preview.netAmount} />
      <PanelRow title={words.cost} value={preview.cost} />
      {preview.margin === undefined ? null : (
        <div className="panel-row">
          <span className="panel-name">{words.margin}</span>
          <strong>
            <Amount value={preview.margin} />
          </strong>
          <span className="label">{formatPercent(preview.marginRate)}</span>
        </div>
      )}
    </section>
  );
}

/** More than these nobody reads one by one; the sum says the rest. */
const shownDocuments = 30;
/** Later documents whose cost changes, for a date in the past or a corrected price. */
function Recosted(props: { readonly preview: DocumentPreview }) {
  const words = useTexts(documentTexts);
  const { recosted, recostedMore, recostedDifference } = props.preview;
  if (recosted.length === 0) return null;
  return (
    <section className="panel-section">
      <PanelHead title={words.recosted} aside="" />
      {recosted.slice(0, shownDocuments).map((one) => (
        <div key={one.documentId} className="panel-row">
          <span className="panel-name">{one.number}</span>
          <Amount value={one.before} />
          <span className="panel-arrow" aria-hidden="true">
            →
          </span>
          <strong>
            <Amount value={one.after} />
          </strong>
        </div>
      ))}
      <div className="panel-row">
        <span className="panel-name">{words.recostedTotal(recosted.length, recostedMore)}</span>
        <strong>
          <Amount value={recostedDifference} />
        </strong>
      </div>
    </section>
  );
}

function Balance(props: { readonly preview: DocumentPreview; readonly side: "receivable" | "payable" }) {
  const words = useTexts(documentTexts);
  const { preview } = props;
  return (
    <section className="panel-section">
      <PanelHead title={words[props.side]} aside="" />
      <div className="panel-three">
        <span className="label">{words.now}</span>
        <span className="label">{words.thisDocument}</span>
        <span className="label">{words.after}</span>
        <Amount value={preview.partnerBefore} />
        <Amount value={preview.partnerChange} />
        <strong>
          <Amount value={preview.partnerAfter} />
        </strong>
      </div>
    </section>
  );
}

/** A new price, a share of freight or another value leave every shelf as it is. */
function movesGoods(kind: DocumentKind): boolean {
  return kind.shape !== "correction" && kind.shape !== "allocation" && kind.shape !== "amount";
}

/** `none` says why there may be no voucher. */
function Voucher(props: { readonly preview: DocumentPreview; readonly none: string | null }) {
  const words = useTexts(documentTexts);
  const mayCost = usePermission("cost.read");
  const { voucher, voucherTotal, accepted } = props.preview;
  if (voucher.length === 0)
    return accepted && mayCost && props.none !== null ? (
      <section className="panel-section">
        <PanelHead title={words.voucher} aside="" />
        <p className="label">{props.none}</p>
      </section>
    ) : null;
  return (
    <section className="panel-section">
      <PanelHead title={words.voucher} aside={words.voucherNote} />
      <VoucherTable lines={voucher} total={voucherTotal} />
    </section>
  );
}

function PanelRow(props: { readonly title: string; readonly value: string }) {
  return (
    <div className="panel-row">
      <span className="panel-name">{props.title}</span>
      <Amount value={props.value} />
    </div>
  );
}
