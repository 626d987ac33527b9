import type { CostingView } from "@zhangshi/contract";
import { Button } from "antd";
import { useState } from "react";
import { refusalOf, useCall } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { costingTexts } from "./costing.texts.ts";

/** 成本方法对比, on request: it plays the whole history. */
export function CostingComparison({ present }: { readonly present: CostingView["method"] }) {
  const t = useTexts(costingTexts);
  const [isAsked, setAsked] = useState(false);
  const compared = useCall("costing.whatIf", {}, { enabled: isAsked, staleTime: 60_000 });
  const { data } = compared;
  return (
    <section className="costing-comparison" aria-labelledby="costing-compare">
      <header>
        <h2 id="costing-compare">{t.compare}</h2>
        <small>{data ? t.entries(data.entries) : t.compareHint}</small>
        <Button
          size="small"
          loading={compared.isFetching}
          onClick={() => (isAsked ? void compared.refetch() : setAsked(true))}
        >
          {compared.isFetching ? t.comparing : t.compare}
        </Button>
      </header>
      {compared.error && (
        <p role="alert" className="period-warning">
          {refusalOf(compared.error).detail}
        </p>
      )}
      {data && (
        <table className="list-table">
          <thead>
            <tr>
              <th scope="col">{t.month}</th>
              {data.methods.map((one) => (
                <th scope="col" key={one.method} className="number">
                  {t.methods[one.method]}
                  {one.method === present && ` · ${t.present}`}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.months.map((month) => (
              <tr key={month.period}>
                <td>{month.period}</td>
                {month.costs.map((cost, index) => (
                  <td key={data.methods[index]?.method} className="number">
                    {cost}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t.cost}</th>
              {data.methods.map((one) => (
                <td key={one.method} className="number">
                  {one.cost}
                </td>
              ))}
            </tr>
            <tr>
              <th scope="row">{t.stock}</th>
              {data.methods.map((one) => (
                <td key={one.method} className="number">
                  {one.stockValue}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      )}
    </section>
  );
}
