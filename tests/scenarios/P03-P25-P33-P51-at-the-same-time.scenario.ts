import { expect, test } from "vitest";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import { addItem, lines, serverOfThisFile, signInElsewhere } from "../support/server.ts";
import { addGoods, openStockShop, owed, proves, show, standsText } from "../support/stock-shop.ts";

const server = serverOfThisFile();
const second = serverOfThisFile(server);

const counted = (words: readonly string[]) =>
  Object.fromEntries([...new Set(words)].sort().map((word) => [word, words.filter((one) => one === word).length]));

type Wanted = {
  readonly price?: string;
  readonly entries: number;
  readonly vouchers: number;
  readonly more?: { readonly reason: string };
};
test.each([
  ["销售", "salesDeliveries", "XSCK", { price: "20", entries: 11, vouchers: 11 }],
  ["其他出库", "otherIssues", "QTCK", { entries: 11, vouchers: 11, more: { reason: "own-use" } }],
  ["调出", "transfers", "DBD", { entries: 21, vouchers: 1 }],
] as const)(
  "P03 现存 10，两个服务进程、50 张%s草稿同时审核：10 张成功，40 张 409 库存不足并说明可用数，没有 500",
  async (_title, kind, prefix, { price, entries, vouchers, more }: Wanted) => {
    const shop = await openStockShop(server);
    const other = await signInElsewhere(shop, second);
    const itemId = await addItem(shop, "P03");
    await shop.buy("03-01", [[itemId, "10", "10"]]);
    const head = kind === "transfers" ? { toWarehouseId: shop.second } : more;
    const drafts: string[] = [];
    for (let index = 0; index < 50; index += 1)
      drafts.push((await shop.draft(kind, "03-05", [[itemId, "1", price]], head)).id);
    const answers = await Promise.all(
      drafts.map((id, index) =>
        (index % 2 === 0 ? shop : other)
          .call(`${kind}.approve` as "salesDeliveries.approve", { params: { id }, body: {} })
          .then(
            () => "审核了",
            ({ problem }: { readonly problem: Awaited<ReturnType<typeof shop.refusal>> }) => {
              const [error] = problem.errors ?? [];
              return `${problem.status} ${problem.code} ${error?.path} 可用 ${error?.facts?.["available"]} 少 ${error?.facts?.["short"]}`;
            },
          ),
      ),
    );
    expect(counted(answers)).toEqual({ "409 stock.short lines.0.quantity 可用 0 少 1": 40, 审核了: 10 });
    expect(await standsText(shop, itemId, shop.warehouseId)).toBe("0 / 0.00");
    const approved = await shop.call(`${kind}.list` as "salesDeliveries.list", {
      query: { status: "approved", sort: "number", direction: "asc" },
    });
    expect(approved.rows.map((row) => row.number)).toEqual(
      Array.from({ length: 10 }, (_, index) => `${prefix}-20260305-${String(index + 1).padStart(4, "0")}`),
    );
    const card = await shop.call("stock.card", { query: { itemId } });
    const booked = await shop.call("vouchers.list", { query: { period: "2026-03" } });
    expect([card.rows.length, booked.total]).toEqual([entries, vouchers]);
    await proves(shop);
  },
);

test("P25 同一个键五次并发：一张单据、相同答复；换内容 422；没有键但同一张表单，也只有一张；超时后重试得到原答复", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "P25");
  const purchase = (quantity: string) => shop.body("purchaseReceipts", "03-05", [[itemId, quantity, "10"]]);
  const body = purchase("1");
  const post = (payload: unknown, key?: string) =>
    shop.fetch("/api/v1/purchase/receipts/approved", {
      method: "POST",
      headers: { "content-type": "application/json", ...(key ? { "idempotency-key": key } : {}) },
      body: JSON.stringify(payload),
    });
  const key = newId();
  const answers = await Promise.all(Array.from({ length: 5 }, async () => (await post(body, key)).text()));
  expect(new Set(answers).size).toBe(1);
  expect([JSON.parse(answers[0]!).status, await owed(shop, "payable")]).toEqual(["approved", "11.30"]);
  expect(await (await post(body, key)).text()).toBe(answers[0]);
  const other = await post(purchase("2"), key);
  expect([other.status, (await other.json()).code]).toEqual([422, "idempotency.conflict"]);
  expect([await standsText(shop, itemId), await owed(shop, "payable")]).toEqual(["1 / 10.00", "11.30"]);
  const form = { ...body, id: newId() };
  const fromForm = await Promise.all(Array.from({ length: 5 }, async () => (await post(form)).json()));
  expect(new Set(fromForm.map((reply) => reply.number)).size).toBe(1);
  expect([await standsText(shop, itemId), await owed(shop, "payable")]).toEqual(["2 / 20.00", "22.60"]);
  const draftKey = newId();
  const drafts = await Promise.all(
    Array.from({ length: 5 }, () =>
      shop.call("purchaseReceipts.create", { body: body as never }, { idempotencyKey: draftKey }),
    ),
  );
  expect(new Set(drafts.map((draft) => draft.id)).size).toBe(1);
  const { total } = await shop.call("purchaseReceipts.list", {});
  expect([total, (await shop.call("vouchers.list", { query: { period: "2026-03" } })).total]).toEqual([3, 2]);
  await proves(shop);
});

test("P33 50 张并发：单号唯一连续；删两张草稿不留空；两家公司各自从 1 开始；跨月另起；凭证每月连续", async () => {
  const story: string[] = [];
  for (const name of ["甲公司", "乙公司"]) {
    const shop = await openStockShop(server);
    const itemId = await addItem(shop, "P33");
    for (let deleted = 0; deleted < 2; deleted += 1) {
      const { id } = await shop.draft("purchaseReceipts", "03-31", [[itemId, "1", "1"]]);
      await shop.call("purchaseReceipts.delete", { params: { id } });
    }
    const posted = await Promise.all(
      Array.from({ length: 50 }, (_, index) => shop.buy(index < 25 ? "03-31" : "04-01", [[itemId, "1", "1"]])),
    );
    const numbers = posted.map((one) => one.number).sort();
    story.push(`${name} ${numbers[0]} … ${numbers[24]}，${numbers[25]} … ${numbers[49]}，${new Set(numbers).size} 个`);
    for (const period of ["2026-03", "2026-04"]) {
      const { rows } = await shop.call("vouchers.list", {
        query: { period, sort: "number", direction: "asc", limit: 100 },
      });
      const gapFree = rows.every((row, index) => row.number === index + 1);
      story.push(`${period} 凭证 ${gapFree ? `1–${rows.length}` : "断号"}`);
    }
    await proves(shop);
  }
  expect(story.join("\n")).toBe(
    lines(`
    甲公司 CGRK-20260331-0001 … CGRK-20260331-0025，CGRK-20260401-0001 … CGRK-20260401-0025，50 个
    2026-03 凭证 1–25
    2026-04 凭证 1–25
    乙公司 CGRK-20260331-0001 … CGRK-20260331-0025，CGRK-20260401-0001 … CGRK-20260401-0025，50 个
    2026-03 凭证 1–25
    2026-04 凭证 1–25`),
  );
});

test("P51 混合 100 个请求，有的中途断开：没有挂起，没断开的都做成，断开的要么整张在要么没有，之后照常", async () => {
  const shop = await openStockShop(server);
  const [itemId] = (await addGoods(shop, "P51")) as [string];
  await shop.buy("03-01", [[itemId, "1000", "10"]]);
  const oneSold = (date: string) => shop.body("salesDeliveries", date, [[itemId, "1", "20"]]) as never;
  const finished: string[] = [];
  const work = Array.from({ length: 100 }, async (_, index) => {
    if (index % 5 === 0) {
      const abort = new AbortController();
      setTimeout(() => abort.abort(), index % 7);
      return shop
        .fetch("/api/v1/sales/deliveries/approved", {
          method: "POST",
          signal: abort.signal,
          headers: { "content-type": "application/json" },
          body: JSON.stringify(oneSold("2026-03-05")),
        })
        .catch(() => undefined);
    }
    if (index % 3 === 0) return shop.call("stock.list", {});
    const date = index % 2 === 0 ? "2026-03-05" : "2026-03-06";
    return finished.push((await shop.call("salesDeliveries.createApproved", { body: oneSold(date) })).id);
  });
  await Promise.all(work);
  finished.push((await shop.sell("03-07", [[itemId, "1", "20"]])).id);

  const { total } = await shop.call("salesDeliveries.list", { query: { status: "approved" } });
  expect(finished.length).toBe(54);
  expect(total).toBeGreaterThanOrEqual(54);
  expect(total).toBeLessThanOrEqual(74);
  expect(await standsText(shop, itemId)).toBe(`${1000 - total} / ${(1000 - total) * 10}.00`);
  for (const id of finished)
    expect((await show(shop, { kind: "salesDeliveries", id, number: "" })).status).toBe("approved");
  await proves(shop);
});

test("P51 事务里再开事务当场报错，不等到挂起；之后照常", async () => {
  const shop = await openStockShop(server);
  await expect(server.db.inCompany(shop.orgId, () => server.db.inCompany(shop.orgId, async () => 1))).rejects.toThrow(
    "transaction inside a transaction",
  );
  expect(await server.db.inCompany(shop.orgId, async () => 1)).toBe(1);
});
