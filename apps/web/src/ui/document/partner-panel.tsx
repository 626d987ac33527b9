import { formatDecimal, parseMoney } from "@zhangshi/core";
import { useCall } from "../../app/api.ts";
import { useLanguage, useTexts } from "../../app/language.ts";
import { GoLink } from "../../app/link.tsx";
import { Amount } from "../figure.tsx";
import { formatMoney } from "../money.ts";
import type { KindPartner } from "./document-kind.ts";
import { kindOf } from "./document-kinds.ts";
import { documentTexts } from "./document.texts.ts";

/** "XSCK-20261125-0037" is said 0037 where the kind of document stands beside it. */
export function shortNumber(number: string): string {
  return number.split("-").at(-1) ?? number;
}

/** What this partner owes, may still owe, and did last: beside the name, before anything is promised. */
export function PartnerPanel(props: { readonly terms: KindPartner; readonly partnerId: string | null }) {
  const words = useTexts(documentTexts);
  const language = useLanguage();
  const { terms, partnerId } = props;
  const summary = useCall("partners.summary", { params: { id: partnerId ?? "" } }, { enabled: partnerId !== null });
  const data = partnerId === null ? undefined : summary.data;
  if (!data)
    return (
      <aside className="partner-panel partner-panel-empty" aria-label={terms.balance[language]}>
        {partnerId === null ? words.choosePartner : null}
      </aside>
    );
  const balance = data.partner[terms.side];
  return (
    <aside className="partner-panel" aria-label={terms.balance[language]} aria-busy={summary.isFetching}>
      <div className="partner-balance">
        <div className="label">{terms.balance[language]}</div>
        <div className="partner-figure">
          <Amount value={balance} />
        </div>
        {terms.side === "receivable" ? <Credit balance={balance} limit={data.partner.creditLimit} /> : null}
      </div>
      <div className="partner-recent">
        <div className="partner-recent-head">
          <span className="label">{words.recent}</span>
          <GoLink href={`/partners/${data.partner.id}/statement?side=${terms.side}`}>{words.statement}</GoLink>
        </div>
        {data.recent.length === 0 ? <div className="label">{words.nothingRecent}</div> : null}
        {data.recent.slice(0, 4).map((document) => {
          const other = kindOf(document.type);
          const name = `${other?.shortTitle[language] ?? ""} ${shortNumber(document.number)}`;
          return (
            <div key={document.documentId} className="partner-document">
              <span className="label">{document.businessDate.slice(5)}</span>
              {other ? <GoLink href={`${other.path}/${document.documentId}`}>{name}</GoLink> : <span>{name}</span>}
              <Amount value={other?.partner?.takesOff ? `-${document.amount}` : document.amount} />
            </div>
          );
        })}
      </div>
    </aside>
  );
}

function Credit(props: { readonly balance: string; readonly limit: string | null }) {
  const words = useTexts(documentTexts);
  if (props.limit === null) return <div className="label">{words.noCredit}</div>;
  const limit = parseMoney(props.limit);
  const left = limit - parseMoney(props.balance);
  const used = limit === 0n ? 100 : Number(((limit - left) * 100n) / limit);
  const over = left < 0n;
  const text = over ? words.overCredit : words.credit;
  const amount = formatDecimal(over ? -left : left, 2).replace(/\.00$/, "");
  return (
    <>
      <div className="credit-bar" data-over={over || undefined}>
        <i style={{ width: `${Math.min(100, Math.max(0, used))}%` }} />
      </div>
      <div className={over ? "neg credit-text" : "credit-text"}>
        {text(formatMoney(props.limit).replace(/\.00$/, ""), formatMoney(amount).replace(/\.00$/, ""))}
      </div>
    </>
  );
}
