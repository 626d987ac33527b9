import { PrinterOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useCall, type Reply } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { GoLink } from "../../app/link.tsx";
import { useSession } from "../../app/session.tsx";
import { Amount } from "../../ui/figure.tsx";
import { withAnswer } from "../../ui/list/list-query.ts";
import { useAddressQuery } from "../../ui/list/use-list.ts";
import { PageState } from "../../ui/page-states.tsx";
import { accountingTexts } from "./accounting.texts.ts";
import { periodsBetween } from "./periods-between.ts";
import "../../ui/list/print.css";
import "../../ui/list/list.css";
import "./accounting.css";

type Balances = Reply<"accounts.balances">;
const amounts = ["openingDebit", "openingCredit", "debit", "credit", "closingDebit", "closingCredit"] as const;

export function Page() {
  const t = useTexts(accountingTexts);
  const { company } = useSession();
  const [query, ask] = useAddressQuery(["period"]);
  const period = query["period"] ?? company.today.slice(0, 7);
  const balances = useCall("accounts.balances", { query: { period } }, { keep: true });
  return (
    <section className="list-page balances" aria-label={t.balances}>
      <header className="list-title">
        <h1>{t.balances}</h1>
        <Select
          aria-label={t.period}
          value={period}
          onChange={(value) => ask(withAnswer(query, "period", value))}
          options={periodsBetween(company.startPeriod, company.today.slice(0, 7)).map((value) => ({
            value,
            label: value,
          }))}
          popupMatchSelectWidth={false}
        />
        <span className="list-gap" />
        <Button icon={<PrinterOutlined />} onClick={() => print()}>
          {t.print}
        </Button>
      </header>
      <PageState query={balances}>
        {(shown) => <BalanceTable shown={shown} isStale={balances.isPlaceholderData} />}
      </PageState>
    </section>
  );
}

function BalanceTable({ shown, isStale }: { readonly shown: Balances; readonly isStale: boolean }) {
  const t = useTexts(accountingTexts);
  return (
    <>
      <div className="list-scroll">
        <table className={isStale ? "list-table stale" : "list-table"} style={{ minWidth: 900 }}>
          <colgroup>
            <col style={{ width: 110 }} />
            <col />
            {amounts.map((amount) => (
              <col key={amount} style={{ width: 132 }} />
            ))}
          </colgroup>
          <thead>
            <tr className="balances-groups">
              <th rowSpan={2}>{t.code}</th>
              <th rowSpan={2}>{t.name}</th>
              <th colSpan={2}>{t.opening}</th>
              <th colSpan={2}>{t.occurred}</th>
              <th colSpan={2}>{t.closing}</th>
            </tr>
            <tr className="balances-sides">
              {[0, 1, 2].flatMap((group) => [
                <th key={`${group}d`} className="right">
                  {t.d}
                </th>,
                <th key={`${group}c`} className="right">
                  {t.c}
                </th>,
              ])}
            </tr>
          </thead>
          <tbody>
            {shown.rows.map((row) => (
              <tr key={row.code}>
                <td>{row.code}</td>
                <td>
                  <GoLink className="balances-name" href={`/vouchers?period=${shown.period}&accountCode=${row.code}`}>
                    {row.name}
                  </GoLink>
                </td>
                {amounts.map((amount) => (
                  <td key={amount} className="right">
                    <Amount value={row[amount]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td colSpan={2}>{t.sumRow}</td>
              {amounts.map((amount) => (
                <td key={amount} className="right">
                  <Amount value={shown.totals[amount]} />
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
        {shown.rows.length === 0 && <p className="list-instead">{t.noBalances}</p>}
      </div>
      <footer className="list-foot">
        {shown.balanced ? (
          <span className="good">＝ {t.balanced}</span>
        ) : (
          <GoLink className="bad" href="/proof">
            ≠ {t.unbalanced}
          </GoLink>
        )}
      </footer>
    </>
  );
}
