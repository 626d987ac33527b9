import type { DocumentView } from "@zhangshi/contract";
import { useCall } from "../../app/api.ts";
import { useLanguage, useTexts } from "../../app/language.ts";
import { GoLink } from "../../app/link.tsx";
import { usePermission } from "../../app/session.tsx";
import { DocumentLink } from "../list/document-link.tsx";
import { formatMoney } from "../money.ts";
import type { DocumentKind } from "./document-kind.ts";
import { kindOf } from "./document-kinds.ts";
import { documentTexts } from "./document.texts.ts";
import { kindTexts } from "./kind.texts.ts";
import { PanelHead, SidePanel, VoucherTable } from "./side-panel.tsx";
import { sourcesOfView } from "./source.form.ts";

export function localTime(instant: string | null): string {
  if (!instant) return "";
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? instant : at.toTimeString().slice(0, 5);
}

function localDay(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return "";
  return `${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;
}

type TracePanelProps = { readonly kind: DocumentKind; readonly view: DocumentView; readonly onClose: () => void };

/** Where the document belongs: its vouchers as nodes, the voucher that stands, and what happened to it. */
export function TracePanel(props: TracePanelProps) {
  const words = useTexts(documentTexts);
  const language = useLanguage();
  const { kind, view } = props;
  const kinds = useTexts(kindTexts);
  const sources = sourcesOfView(view);
  const actions: Readonly<Record<string, string>> = words.actions;
  const standing = view.vouchers.findLast((voucher) => voucher.kind === "original");
  const mayRead = usePermission("accounting.read");
  const voucher = useCall(
    "vouchers.show",
    { params: { id: standing?.id ?? "" } },
    { enabled: mayRead && standing !== undefined && view.status === "approved" },
  );
  return (
    <SidePanel title={words.trace} onClose={props.onClose}>
      <section className="panel-section">
        {sources.map((source) => (
          <DocumentNode key={source.documentId} type={source.type} id={source.documentId} number={source.number} />
        ))}
        {sources.length > 0 ? <div className="node-line" aria-hidden="true" /> : null}
        <div className="node node-here">
          <strong>
            {kind.title[language]} · {words.thisOne}
          </strong>
          <strong>{view.number}</strong>
          {view.approvedAt ? (
            <span className="label">{words.approvedAt(localTime(view.approvedAt), view.approvedBy ?? "")}</span>
          ) : null}
        </div>
        <div className="node-row">
          {view.vouchers.length === 0 && mayRead ? (
            <div className="node node-expected">
              <span className="label">{words.voucher}</span>
              <span>{words.noVoucher}</span>
            </div>
          ) : null}
          {view.vouchers.map((one) => (
            <div key={one.id} className="node">
              <span className="label">
                {words.voucher}
                {one.kind === "original" ? "" : ` · ${words[one.kind]}`}
              </span>
              {mayRead ? <GoLink href={`/vouchers/${one.id}`}>{one.number}</GoLink> : <span>{one.number}</span>}
              <span className="label">{words.debitTotal(formatMoney(one.total))}</span>
            </div>
          ))}
        </div>
      </section>
      {view.followers.length > 0 ? (
        <section className="panel-section">
          <PanelHead title={kinds.followers} aside="" />
          {view.followers.map((follower) => (
            <DocumentNode
              key={follower.id}
              type={follower.type}
              id={follower.id}
              number={follower.number}
              date={follower.businessDate}
            />
          ))}
        </section>
      ) : null}
      {voucher.data ? (
        <section className="panel-section">
          <PanelHead title={`${words.voucher} ${voucher.data.label}`} aside="" />
          <VoucherTable lines={voucher.data.lines} />
        </section>
      ) : null}
      <section className="panel-section">
        <PanelHead title={words.trail} aside="" />
        {[...view.trail].reverse().map((entry) => (
          <div key={`${entry.at}-${entry.action}`} className="trail-row">
            <span className="label" title={entry.at}>
              {localDay(entry.at)} {localTime(entry.at)}
            </span>
            <span className="trail-user">{entry.user}</span>
            <span>{actions[entry.action] ?? entry.action}</span>
          </div>
        ))}
      </section>
    </SidePanel>
  );
}

/** Another document of the chain: its kind, its number as a link, its day. */
function DocumentNode(props: {
  readonly type: string;
  readonly id: string;
  readonly number: string;
  readonly date?: string;
}) {
  const language = useLanguage();
  return (
    <div className="node node-document">
      <span className="label">
        {kindOf(props.type)?.title[language] ?? ""} {props.date ?? ""}
      </span>
      <DocumentLink type={props.type} id={props.id}>
        {props.number}
      </DocumentLink>
    </div>
  );
}
