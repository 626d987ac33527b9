import { CheckCircleFilled, ExclamationCircleFilled, PrinterOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { useCall, type Reply } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { GoLink } from "../../app/link.tsx";
import { useRouteParams } from "../../app/location.ts";
import { useSession } from "../../app/session.tsx";
import { useTab } from "../../app/tabs.tsx";
import { Amount } from "../../ui/figure.tsx";
import { monthStart, shortDay } from "../../ui/list/day.ts";
import { DocumentLink } from "../../ui/list/document-link.tsx";
import { withAnswer, withAnswers } from "../../ui/list/list-query.ts";
import { useAddressQuery } from "../../ui/list/use-list.ts";
import { formatMoney } from "../../ui/money.ts";
import { PageState } from "../../ui/page-states.tsx";
import { statementHolds } from "./over-limit.ts";
import { partnersTexts } from "./partners.texts.ts";
import "../../ui/list/print.css";
import "../../ui/list/list.css";
import "./partners.css";

type Statement = Reply<"partners.statement">;
const known = ["side", "from", "to"];

export function Page() {
  const t = useTexts(partnersTexts);
  const { id = "" } = useRouteParams();
  const { today } = useSession().company;
  const [query, ask] = useAddressQuery(known);
  const side = query["side"] === "payable" ? "payable" : "receivable";
  const { from, to } = query;
  const statement = useCall(
    "partners.statement",
    { params: { id }, query: { side, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) } },
    { keep: true },
  );
  const partner = statement.data?.partner;
  useTab({ title: partner === undefined ? t.statement : `${t.statement} ${partner.name}` });

  const ranges = [
    { value: "all", label: t.everything, from: undefined },
    { value: "month", label: t.thisMonth, from: monthStart(today) },
    { value: "quarter", label: t.threeMonths, from: monthStart(today, 2) },
    { value: "year", label: t.thisYear, from: `${today.slice(0, 4)}-01-01` },
  ];
  const chosen = to === undefined ? ranges.find((range) => range.from === from)?.value : undefined;

  return (
    <section className="list-page statement" aria-label={t.statement}>
      <header className="list-title">
        <h1>{t.statement}</h1>
        {partner && (
          <GoLink className="statement-name" href={`/partners/${partner.id}`}>
            {partner.name}
          </GoLink>
        )}
        <span className="list-gap" />
        <Button icon={<PrinterOutlined />} onClick={() => print()}>
          {t.print}
        </Button>
      </header>
      <div className="list-filters">
        {partner?.isCustomer && partner.isSupplier && (
          <Segmented
            value={side}
            onChange={(value) => ask(withAnswer(query, "side", value))}
            options={(["receivable", "payable"] as const).map((value) => ({ value, label: t.sides[value] }))}
          />
        )}
        <Segmented
          value={chosen ?? "custom"}
          onChange={(value) =>
            ask(withAnswers(query, { from: ranges.find((range) => range.value === value)?.from, to: undefined }))
          }
          options={[
            ...ranges.map(({ value, label }) => ({ value, label })),
            ...(chosen === undefined ? [{ value: "custom", label: t.custom }] : []),
          ]}
        />
        <span className="list-dates">
          <input
            type="date"
            aria-label={t.from}
            value={from ?? ""}
            max={to}
            onChange={(event) => ask(withAnswer(query, "from", event.target.value))}
          />
          <span aria-hidden="true">–</span>
          <input
            type="date"
            aria-label={t.to}
            value={to ?? ""}
            min={from}
            onChange={(event) => ask(withAnswer(query, "to", event.target.value))}
          />
        </span>
      </div>
      <PageState query={statement}>
        {(shown) => <Rows shown={shown} today={today} isStale={statement.isPlaceholderData} />}
      </PageState>
    </section>
  );
}

function Rows({
  shown,
  today,
  isStale,
}: {
  readonly shown: Statement;
  readonly today: string;
  readonly isStale: boolean;
}) {
  const t = useTexts(partnersTexts);
  const { side } = shown;
  const parts = [shown.opening, shown.increase, shown.decrease, shown.closing].map((amount) =>
    formatMoney(amount) === "–" ? "0.00" : formatMoney(amount),
  ) as [string, string, string, string];
  return (
    <>
      <div className="list-scroll">
        <table className={isStale ? "list-table stale" : "list-table"} style={{ minWidth: 720 }}>
          <colgroup>
            <col style={{ width: 110 }} />
            <col style={{ width: 190 }} />
            <col />
            <col style={{ width: 140 }} />
            <col style={{ width: 140 }} />
            <col style={{ width: 150 }} />
          </colgroup>
          <thead>
            <tr>
              <th>{t.date}</th>
              <th>{t.number}</th>
              <th>{t.summary}</th>
              <th className="right">{t.increase[side]}</th>
              <th className="right">{t.decrease[side]}</th>
              <th className="right">{t.balance}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td />
              <td className="main">{t.opening}</td>
              <td />
              <td />
              <td />
              <td className="right main">
                <Amount value={shown.opening} />
              </td>
            </tr>
            {shown.rows.map((row) => (
              <tr key={row.seq}>
                <td className="quiet">{shortDay(row.businessDate, today)}</td>
                <td>
                  <DocumentLink type={row.type} id={row.documentId}>
                    {row.number || t.openingBalance}
                  </DocumentLink>
                </td>
                <td>{row.note}</td>
                <td className="right">{/[1-9]/.test(row.increase) && <Amount value={row.increase} />}</td>
                <td className="right">{/[1-9]/.test(row.decrease) && <Amount value={row.decrease} />}</td>
                <td className="right main">
                  <Amount value={row.balance} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td />
              <td>{t.total}</td>
              <td />
              <td className="right">{formatMoney(shown.increase)}</td>
              <td className="right">{formatMoney(shown.decrease)}</td>
              <td className="right">
                <Amount value={shown.closing} />
              </td>
            </tr>
          </tfoot>
        </table>
        {shown.rows.length === 0 && <p className="statement-none">{t.noRows}</p>}
      </div>
      <footer className="list-foot">
        {statementHolds(shown) ? (
          <span className="good">
            <CheckCircleFilled /> {t.equation(...parts)}
          </span>
        ) : (
          <GoLink className="bad" href="/proof">
            <ExclamationCircleFilled /> {t.equationFails(...parts)}
          </GoLink>
        )}
      </footer>
    </>
  );
}
