import type { LotTrace } from "@zhangshi/contract";
import type { Reply } from "../../app/api.ts";
import { useLanguage, useTexts } from "../../app/language.ts";
import { GoLink } from "../../app/link.tsx";
import { useSession } from "../../app/session.tsx";
import { kindOf } from "../../ui/document/document-kinds.ts";
import { Amount } from "../../ui/figure.tsx";
import { shortDay, shortNumber } from "../../ui/list/day.ts";
import { DocumentLink } from "../../ui/list/document-link.tsx";
import { byLot } from "./lot-expiry.ts";
import { lotPath } from "../../ui/list/lot-path.ts";
import { lotsTexts } from "./lots.texts.ts";

/** 来源 left and 去向 right: of the lot itself, then of what it was made from or went into. */
export function LotTraces({ history }: { readonly history: Reply<"stock.lotHistory"> }) {
  const t = useTexts(lotsTexts);
  return (
    <div className="lot-traces">
      <Side title={t.from} nothing={t.fromNothing} made={t.madeFrom} rows={history.from} />
      <Side title={t.to} nothing={t.toNothing} made={t.madeInto} rows={history.to} />
    </div>
  );
}

function Side(props: {
  readonly title: string;
  readonly nothing: string;
  readonly made: string;
  readonly rows: readonly LotTrace[];
}) {
  const groups = byLot(props.rows);
  return (
    <section aria-label={props.title}>
      <h3>{props.title}</h3>
      {groups.length === 0 && <p className="quiet">{props.nothing}</p>}
      {groups.map(({ key, rows }) => (
        <div key={key}>
          {rows[0] !== undefined && rows[0].level > 0 && <OtherLot made={props.made} row={rows[0]} />}
          <ul>
            {rows.map((row) => (
              <Row key={`${row.type}/${row.partnerId}`} row={row} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function OtherLot(props: { readonly made: string; readonly row: LotTrace }) {
  const { row } = props;
  return (
    <h4>
      {props.made}{" "}
      <GoLink href={lotPath(row.itemId, row.lot)}>
        {row.itemName} {row.lot}
      </GoLink>
    </h4>
  );
}

function Row({ row }: { readonly row: LotTrace }) {
  const t = useTexts(lotsTexts);
  const language = useLanguage();
  const { company } = useSession();
  const kind = kindOf(row.type)?.title[language] ?? t.openingStock;
  const day = (date: string) => shortDay(date, company.today);
  return (
    <li>
      <span className="lot-who">
        <b>{row.partner || kind}</b>
        <small>
          {row.partner && <span>{kind}</span>}
          {row.documents === 1 ? (
            <>
              <DocumentLink type={row.type} id={row.documentId}>
                {shortNumber(row.number, company.today) || t.openingStock}
              </DocumentLink>
              <span>{day(row.lastDate)}</span>
            </>
          ) : (
            <span>{t.documents(row.documents, day(row.firstDate), day(row.lastDate))}</span>
          )}
        </small>
      </span>
      <span>
        <Amount as="quantity" value={row.quantity} /> <small>{row.unit}</small>
      </span>
    </li>
  );
}
