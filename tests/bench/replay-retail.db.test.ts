import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apiOf } from "../../bench/measure/api.ts";
import { signIn } from "../../bench/posting/prepare.ts";
import { makeCatalogue } from "../../bench/retail/catalogue.ts";
import { type Business, businessOf } from "../../bench/retail/invoices.ts";
import { readRetailLines } from "../../bench/retail/read-lines.ts";
import { differingSums, type Replayed, replayBusiness } from "../../bench/retail/replay.ts";
import type { Buying } from "../../bench/retail/restock.ts";
import { openShop, proveClean, startTestServer, testPassword, type TestServer } from "../support/server.ts";

// The same way as the benchmark of nine months, with a small shop that has the same oddities.
const file = fileURLToPath(new URL("../../bench/retail/invented-shop.csv", import.meta.url));

let server: TestServer;
let business: Business;
beforeAll(async () => {
  server = await startTestServer();
  business = businessOf(await readRetailLines(file));
});
afterAll(() => server?.stop());

async function replayed(negativeStock: boolean, buying: Buying) {
  const shop = await openShop(server, { startPeriod: "2010-12", negativeStock });
  const api = apiOf(server.url, await signIn(server.url, { loginName: shop.loginName, password: testPassword }));
  const catalogue = await makeCatalogue(api, business, shop.warehouseId, 4);
  const { grown } = await replayBusiness({ api, catalogue, business, buying, connections: 4 });
  return { shop, api, grown };
}
function outcomes({ attempts }: Replayed): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind, outcome } of attempts) counts[`${kind} ${outcome}`] = (counts[`${kind} ${outcome}`] ?? 0) + 1;
  return counts;
}

test("odd lines are sorted by rule, and every one of 294 is counted", () => {
  expect(business.counts).toEqual({
    "delivery lines": 252,
    "return lines": 22,
    "written-off lines": 2,
    "found lines": 2,
    "lines without goods left out": 16,
    "invoices without goods left out": 3,
    "lines at price 0 given free": 14,
    "lines of more than 5000 pieces": 2,
    "lines of walk-in customers": 20,
  });
  expect(business.goods.get("30101A")?.name).toBe("GLASS LANTERN");
  expect(business.goods.get("39999")).toEqual({ name: "39999", price: "0.0" });
  expect(business.documents.filter(({ kind }) => kind === "written-off").map(({ reason }) => reason)).toEqual([
    "damaged",
    "other-out",
  ]);
});

test("an invoice of 4,001 lines becomes three documents", () => {
  const [line] = business.documents[0]?.lines ?? [];
  if (!line) throw new Error("the first document has no line");
  const { documents } = businessOf(Array.from({ length: 4001 }, () => line));
  expect(documents.map(({ lines }) => lines.length)).toEqual([2000, 2000, 1]);
});

test("with negative stock allowed and goods bought at each week's end, nothing is short and the books agree", async () => {
  const { shop, api, grown } = await replayed(true, "after");
  expect(outcomes(grown)).toEqual({
    "delivery posted": 60,
    "return posted": 21,
    // Sold before the file begins, and never since.
    "return cost.unknown": 1,
    "written-off posted": 2,
    "found posted": 2,
    "receipt posted": 80,
  });
  expect(await differingSums(api, grown)).toEqual([]);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("with negative stock refused and too little bought at each week's start, what is short is refused and counted", async () => {
  const { shop, api, grown } = await replayed(false, "before");
  const counts = outcomes(grown);
  // Which of those in flight come too late is not the same in every run.
  expect(counts["delivery stock.short"]).toBeGreaterThan(0);
  expect((counts["delivery posted"] ?? 0) + (counts["delivery stock.short"] ?? 0)).toBe(60);
  expect([...grown.onHand.values()].every((pieces) => pieces >= 0)).toBe(true);
  expect(await differingSums(api, grown)).toEqual([]);
  expect(await proveClean(shop)).toBe("账实相符");
});
