import { read } from "@e965/xlsx";
import { expect, test } from "vitest";
import { addItem, hire, serverOfThisFile, type Shop } from "../support/server.ts";
import { openTwoWarehouses } from "./two-warehouses.ts";

const server = serverOfThisFile();

function cardText(card: Awaited<ReturnType<Shop["call"]>>): string {
  const { opening, openingValue, rows, totalIn, totalOut, closing, closingValue } = card as unknown as {
    opening: string;
    openingValue: string;
    totalIn: string;
    totalOut: string;
    closing: string;
    closingValue: string;
    rows: readonly {
      businessDate: string;
      number: string;
      reversal: boolean;
      quantityIn: string;
      quantityOut: string;
      balance: string;
      unitCost: string | null;
      balanceValue: string;
    }[];
  };
  return [
    `期初 ${opening} ${openingValue}`,
    ...rows.map(
      (row) =>
        `${row.businessDate.slice(5)} ${row.number.slice(0, 4)}${row.reversal ? "红" : ""} 入${row.quantityIn} 出${row.quantityOut} 存${row.balance} @${row.unitCost} ${row.balanceValue}`,
    ),
    `入${totalIn} 出${totalOut} 结存 ${closing} ${closingValue}`,
  ].join("\n");
}

test.each(["company", "warehouse"] as const)(
  "库存明细账：补录的按日期排，红冲在原来那一栏，期初 + 入 − 出 = 结存（成本按 %s）",
  async (costScope) => {
    const { shop, second, buy, sell } = await openTwoWarehouses(server, costScope);
    const itemId = await addItem(shop, "A");
    await buy("2026-03-01", { itemId, quantity: "10", price: "10" });
    await buy("2026-03-02", { itemId, quantity: "10", price: "16", warehouseId: second });
    await sell("2026-03-10", { itemId, quantity: "4", price: "30" });
    const wrong = await sell("2026-03-11", { itemId, quantity: "5", price: "30", warehouseId: second });
    await shop.call("salesDeliveries.unapprove", { params: { id: wrong.id }, body: { version: wrong.version } });
    await buy("2026-03-05", { itemId, quantity: "4", price: "10" });

    const card = await shop.call("stock.card", { query: { itemId, from: "2026-03-02" } });
    expect(cardText(card as never)).toBe(
      costScope === "company"
        ? [
            "期初 10 100.00",
            "03-02 CGRK 入10 出0 存20 @13 260.00",
            "03-05 CGRK 入4 出0 存24 @12.5 300.00",
            "03-10 XSCK 入0 出4 存20 @12.5 250.00",
            "03-11 XSCK 入0 出5 存15 @12.5 187.50",
            "03-11 XSCK红 入0 出-5 存20 @12.5 250.00",
            "入14 出4 结存 20 250.00",
          ].join("\n")
        : [
            "期初 10 100.00",
            "03-02 CGRK 入10 出0 存20 @13 260.00",
            "03-05 CGRK 入4 出0 存24 @12.5 300.00",
            "03-10 XSCK 入0 出4 存20 @13 260.00",
            "03-11 XSCK 入0 出5 存15 @12 180.00",
            "03-11 XSCK红 入0 出-5 存20 @13 260.00",
            "入14 出4 结存 20 260.00",
          ].join("\n"),
    );
    const main = await shop.call("stock.card", { query: { itemId, warehouseId: shop.warehouseId } });
    expect([main.opening, main.totalIn, main.totalOut, main.closing, main.onHand, main.rows.length]).toEqual([
      "0",
      "14",
      "4",
      "10",
      "10",
      3,
    ]);
    expect(main.value).toBe(costScope === "company" ? "125.00" : "100.00");
    expect(Object.fromEntries(card.byWarehouse.map((place) => [place.warehouse, place.onHand]))).toEqual({
      主仓: "10",
      二号仓: "10",
    });

    const paged: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await shop.call("stock.card", {
        query: { itemId, from: "2026-03-02", limit: 2, ...(cursor ? { cursor } : {}) },
      });
      paged.push(...page.rows.map((row) => `${row.seq} ${row.balance} ${row.balanceValue}`));
      if (page.next === null) break;
      cursor = page.next;
    }
    for (const key of ["2026-02-31 1 1", "2026-02-01", "x"])
      expect(
        await shop.refusal("stock.card", {
          query: { itemId, cursor: Buffer.from(JSON.stringify([key, itemId])).toString("base64url") },
        }),
      ).toMatchObject({ code: "request.malformed" });
    expect(paged).toEqual(card.rows.map((row) => `${row.seq} ${row.balance} ${row.balanceValue}`));
  },
);

test("库存数量：搜索、仓库、缺货和低库存的计数、筛选后的合计；列表与明细账一致，改了余额就说不一致", async () => {
  const { shop, second, buy, sell } = await openTwoWarehouses(server, "company");
  const [water, tea, cola, never] = [
    await addItem(shop, "A1", { name: "农夫山泉", safetyStock: "20" }),
    await addItem(shop, "A2", { name: "红茶" }),
    await addItem(shop, "B1", { name: "可乐" }),
    await addItem(shop, "B2", { name: "没进过的货" }),
  ];
  await buy(
    "2026-03-01",
    { itemId: water, quantity: "6", price: "10" },
    { itemId: water, quantity: "3", price: "10.01", warehouseId: second },
    { itemId: tea, quantity: "5", price: "2" },
    { itemId: cola, quantity: "1", price: "3" },
  );
  await sell("2026-03-02", { itemId: cola, quantity: "1", price: "5" });
  const list = (query: Record<string, string> = {}) => shop.call("stock.list", { query: query as never });
  const text = async (query: Record<string, string> = {}) => {
    const { rows, sums, counts, total, agreesWithLedger } = await list(query);
    return `${rows.map((row) => `${row.code} ${row.onHand} ${row.status} ${row.unitCost ?? "–"} ${row.value}`).join("; ")} | ${total} 种 ${sums.onHand} ${sums.value} | 全部${counts.all} 缺${counts.out} 低${counts.low} | ${agreesWithLedger}`;
  };
  expect(await text()).toBe("A1 9 low 10.003333 90.03; A2 5 normal 2 10.00 | 2 种 14 100.03 | 全部2 缺1 低1 | true");
  expect(await text({ search: "nfsq" })).toBe("A1 9 low 10.003333 90.03 | 1 种 9 90.03 | 全部1 缺0 低1 | true");
  expect(await text({ warehouseId: second })).toBe("A1 3 low 10.003333 30.01 | 1 种 3 30.01 | 全部1 缺2 低1 | true");
  expect(await text({ status: "out" })).toBe("B1 0 out – 0.00 | 1 种 0 0.00 | 全部2 缺1 低1 | true");
  expect(await text({ includeZero: "true", sort: "onHand", direction: "desc", search: "b" })).toMatch(
    /^B. 0 out – 0.00; B. 0 out – 0.00 \| 2 种/,
  );
  expect((await list({ includeZero: "true" })).rows.map((row) => row.itemId)).toContain(never);

  const seen: string[] = [];
  for (const sort of ["code", "name", "onHand", "value", "lastOut"]) {
    const first = await list({ sort, limit: "1", includeZero: "true" });
    const rest = await list({ sort, limit: "3", includeZero: "true", cursor: first.next ?? "" });
    seen.push(String(new Set([...first.rows, ...rest.rows].map((row) => row.code)).size), String(rest.next));
    expect(
      await shop.refusal("stock.list", {
        query: {
          sort: sort === "name" ? "value" : sort,
          cursor: Buffer.from(JSON.stringify(["bad\u0000", water])).toString("base64url"),
        },
      }),
    ).toMatchObject({ code: "request.malformed" });
  }
  expect(seen).toEqual(["4", "null", "4", "null", "4", "null", "4", "null", "4", "null"]);

  await server.db.inCompany(shop.orgId, (tx) =>
    tx.query({
      text: "update stock_balance set quantity = quantity + 1 where org_id = $1 and item_id = $2 and warehouse_id = $3",
      values: [shop.orgId, tea, shop.warehouseId],
    }),
  );
  expect([(await list()).agreesWithLedger, (await list({ search: "A1" })).agreesWithLedger]).toEqual([false, true]);
});

test("没有看成本的权限：金额和单价不在答复里，也不能按金额排序来猜；导出也没有", async () => {
  const { shop, buy } = await openTwoWarehouses(server, "company");
  const [cheap, dear] = [await addItem(shop, "B-便宜"), await addItem(shop, "A-贵")];
  await buy(
    "2026-03-01",
    { itemId: cheap, quantity: "1", price: "1" },
    { itemId: dear, quantity: "1", price: "7777.77" },
  );
  const clerk = await hire(shop, server, "clerk");
  const list = await clerk.call("stock.list", { query: { sort: "value", direction: "asc" } });
  const card = await clerk.call("stock.card", { query: { itemId: dear } });
  expect(list.rows.map((row) => row.code)).toEqual(["A-贵", "B-便宜"]);
  expect(JSON.stringify([list, card])).not.toMatch(/value|unitCost/i);
  const cells = async (one: typeof clerk, path: string) => {
    const file = read(Buffer.from(await (await one.fetch(path)).arrayBuffer()));
    return JSON.stringify(Object.values(file.Sheets));
  };
  for (const path of ["/api/v1/stock.xlsx", `/api/v1/stock/card.xlsx?itemId=${dear}`]) {
    expect(await cells(shop, path)).toContain("7777.77");
    expect(await cells(clerk, path)).not.toMatch(/7777|7,777|成本|金额/);
  }
});
