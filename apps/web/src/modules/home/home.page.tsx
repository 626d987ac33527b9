import { Segmented } from "antd";
import { useEffect } from "react";
import { CheckCircleFilled, ExclamationCircleFilled } from "@ant-design/icons";
import { useCall } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { GoLink } from "../../app/link.tsx";
import { useGo } from "../../app/location.ts";
import { usePermission } from "../../app/session.tsx";
import { clock, dayAndClock, dayOf } from "../../ui/list/day.ts";
import { useAddressQuery } from "../../ui/list/use-list.ts";
import { withAnswer } from "../../ui/list/list-query.ts";
import { rememberedNearDays } from "../../ui/list/near-days.ts";
import { PageState } from "../../ui/page-states.tsx";
import { Attention, RecentDocuments, TopItems, TopReceivables } from "./home-cards.tsx";
import { Figures } from "./home-figures.tsx";
import { Trend } from "./home-trend.tsx";
import { homeTexts } from "./home.texts.ts";
import { homeRanges, type Home } from "./home-view.ts";
import { nothingHappenedYet } from "./change.ts";
import { Welcome } from "./welcome.tsx";
import "../../ui/charts/charts.css";
import "./home.css";

const known = ["range", "warehouseId"];

export function Page() {
  return usePermission("stock.read") ? <Overview /> : <ToCounting />;
}
/** 盘点员: figures of the business are not theirs to see; they come to count. */
function ToCounting() {
  const go = useGo();
  useEffect(() => go("/stock/count-tasks", { replace: true }), [go]);
  return null;
}

function Overview() {
  const t = useTexts(homeTexts);
  const [query, ask] = useAddressQuery(known);
  const range = homeRanges.find((candidate) => candidate === query["range"]) ?? "today";
  const warehouseId = query["warehouseId"];
  const warehouses = useCall("warehouses.list", undefined, {
    staleTime: 300_000,
    enabled: usePermission("catalog.read"),
  });
  const home = useCall(
    "home.show",
    { query: { range, nearDays: rememberedNearDays(), ...(warehouseId === undefined ? {} : { warehouseId }) } },
    { keep: true },
  );

  return (
    <div className="home-scroll">
      <PageState query={home} loading={<HomeBars />}>
        {(shown) =>
          nothingHappenedYet(shown) ? (
            <Welcome />
          ) : (
            <div className={home.isPlaceholderData ? "home stale" : "home"}>
              <header className="home-title">
                <h1>{t.ranges[range]}</h1>
                <span className="home-day">
                  {dayText(shown.today, t)} · {t.until(clock(shown.now))}
                </span>
                <Segmented
                  size="small"
                  aria-label={t.range}
                  value={range}
                  onChange={(value) => ask(withAnswer(query, "range", value === "today" ? undefined : value))}
                  options={homeRanges.map((value) => ({ value, label: t.ranges[value] }))}
                />
                <span className="home-gap" />
                <ProofLine proof={shown.proof} />
                {(warehouses.data?.rows.length ?? 0) > 1 && (
                  <select
                    className="home-warehouse"
                    aria-label={t.warehouse}
                    value={warehouseId ?? ""}
                    onChange={(event) => ask(withAnswer(query, "warehouseId", event.target.value))}
                  >
                    <option value="">{t.allWarehouses}</option>
                    {warehouses.data?.rows.map((warehouse) => (
                      <option key={warehouse.id} value={warehouse.id}>
                        {warehouse.name}
                      </option>
                    ))}
                  </select>
                )}
              </header>
              <Figures home={shown} range={range} />
              <div className="home-row trend">
                <Trend days={shown.trend} />
                <Attention rows={shown.attention} />
              </div>
              <div className="home-row lists">
                <TopItems rows={shown.topItems} range={range} />
                <TopReceivables rows={shown.topReceivables} today={shown.today} sees={shown.receivable !== undefined} />
                <RecentDocuments rows={shown.recentDocuments} />
              </div>
            </div>
          )
        }
      </PageState>
    </div>
  );
}

function dayText(
  today: string,
  t: { readonly weekdays: string; readonly day: (month: number, day: number, weekday: string) => string },
): string {
  const [year, month, day] = today.split("-").map(Number) as [number, number, number];
  return t.day(month, day, t.weekdays[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? "");
}

function ProofLine({ proof }: { readonly proof: Home["proof"] }) {
  const t = useTexts(homeTexts);
  const may = usePermission("proof.run");
  if (proof === null)
    return may ? (
      <GoLink className="home-proof" href="/proof">
        {t.proofNever}
      </GoLink>
    ) : null;
  const at = dayOf(proof.at) === dayOf(new Date().toISOString()) ? clock(proof.at) : dayAndClock(proof.at).slice(5, 16);
  const words = (
    <>
      {proof.passed ? <CheckCircleFilled /> : <ExclamationCircleFilled />}{" "}
      {proof.passed ? t.proofPassed(proof.checks, at) : t.proofFailed(proof.checks, at)}
    </>
  );
  const look = proof.passed ? "home-proof good" : "home-proof bad";
  return may ? (
    <GoLink className={look} href="/proof">
      {words}
    </GoLink>
  ) : (
    <span className={look}>{words}</span>
  );
}

/** The sheet and the cards at their real heights, empty. */
function HomeBars() {
  return (
    <div className="home home-bars" aria-busy="true">
      <div style={{ height: 28 }} />
      <div className="home-sheet" style={{ height: 104 }} />
      <div className="home-row trend">
        <div className="home-card" style={{ height: 298 }} />
        <div className="home-card" />
      </div>
    </div>
  );
}
