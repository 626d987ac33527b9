import { expect, test } from "vitest";
import { serverOfThisFile, signInElsewhere } from "../support/server.ts";
import { addGoods, balanceOf, costOf, openStockShop, proves, type Row } from "../support/stock-shop.ts";

const server = serverOfThisFile();
const second = serverOfThisFile(server);

/** 200 people's documents, eight at a time from each of the two groups. */
async function inGroups(jobs: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = [...jobs];
  const clerk = async (): Promise<void> => {
    for (let job = waiting.shift(); job; job = waiting.shift()) await job();
  };
  await Promise.all(Array.from({ length: 8 }, clerk));
}

test("P07 20 种货各 1000，两个服务进程各 100 张单、行序相反，同时补录一张：200 张都审核，每种剩 800，没有死锁", async () => {
  const shop = await openStockShop(server);
  const other = await signInElsewhere(shop, second);
  const goods = await addGoods(shop, ...Array.from({ length: 20 }, (_, index) => `P07-${index + 1}`));
  const [late] = await addGoods(shop, "P07-21");
  await shop.buy(
    "03-01",
    goods.map((itemId): Row => [itemId, "1000", "10"]),
  );
  await shop.buy("03-01", [[late!, "10", "10"]]);
  const lateSale = await shop.sell("03-10", [[late!, "5", "30"]]);

  const rows = goods.map((itemId): Row => [itemId, "1", "20"]);
  const milliseconds: number[] = [];
  const failures: string[] = [];
  const job = (who: Pick<typeof shop, "call">, lines: readonly Row[]) => async () => {
    const began = performance.now();
    try {
      await who.call("salesDeliveries.createApproved", {
        body: shop.body("salesDeliveries", "03-10", lines) as never,
      });
    } catch (error) {
      failures.push(String(error));
    }
    milliseconds.push(performance.now() - began);
  };
  const backdated = (async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return shop.buy("03-05", [[late!, "10", "20"]]);
  })();
  await Promise.all([
    inGroups(Array.from({ length: 100 }, () => job(shop, rows))),
    inGroups(Array.from({ length: 100 }, () => job(other, [...rows].reverse()))),
    backdated,
  ]);

  expect(failures).toEqual([]);
  const { rows: stock } = await shop.call("stock.list", { query: { limit: 100 } });
  expect(new Set(stock.filter((row) => row.itemId !== late).map((row) => `${row.onHand} / ${row.value}`))).toEqual(
    new Set(["800 / 8000.00"]),
  );
  const approved = await shop.call("salesDeliveries.list", { query: { status: "approved" } });
  expect([approved.total, await costOf(shop, lateSale), await balanceOf(shop, "5401", "2026-03")]).toEqual([
    201,
    "75.00",
    "40075.00",
  ]);
  const sorted = milliseconds.sort((a, b) => a - b);
  const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
  console.log(`P07: 200 × 20 行，一半 ${sorted[100]?.toFixed(0)} ms，95% ${p95.toFixed(0)} ms 以内`);
  expect(p95).toBeLessThan(20_000);
  await proves(shop);
}, 240_000);
