import { read, utils } from "@e965/xlsx";
import { expect, test } from "vitest";
import { addItem, hire, serverOfThisFile, type Shop } from "../support/server.ts";
import { openTwoWarehouses } from "./two-warehouses.ts";

const server = serverOfThisFile();

async function listed(shop: Pick<Shop, "call">, query: Record<string, string>): Promise<string> {
  const { rows, sums, total, counts, agreesWithLedger } = await shop.call("stock.list", { query: query as never });
  expect([agreesWithLedger, rows.every((row) => row.lastIn === null && row.lastOut === null)]).toEqual([null, true]);
  return `${rows.map((row) => `${row.code} ${row.onHand} ${row.status} @${row.unitCost ?? "–"} ${row.value}`).join("; ")} | ${total} 种 ${sums.onHand} ${sums.value} | 全部${counts.all} 缺${counts.out} 低${counts.low}`;
}

/** Goods in two warehouses, a wrong delivery taken back, and a receipt entered late. */
async function threeWeeks(costScope: "company" | "warehouse") {
  const trade = await openTwoWarehouses(server, costScope);
  const { shop, second, buy, sell } = trade;
  const water = await addItem(shop, "A1", { name: "农夫山泉", safetyStock: "15" });
  const tea = await addItem(shop, "A2", { name: "红茶" });
  await buy("2026-03-02", { itemId: water, quantity: "10", price: "10" });
  await buy(
    "2026-03-04",
    { itemId: water, quantity: "10", price: "16", warehouseId: second },
    { itemId: tea, quantity: "3", price: "3.33" },
  );
  await sell("2026-03-10", { itemId: water, quantity: "4", price: "30" });
  const wrong = await sell("2026-03-12", { itemId: water, quantity: "5", price: "30", warehouseId: second });
  await shop.call("salesDeliveries.unapprove", { params: { id: wrong.id }, body: { version: wrong.version } });
  await sell("2026-03-14", { itemId: tea, quantity: "3", price: "5" });
  await buy("2026-03-06", { itemId: water, quantity: "4", price: "10" });
  return { ...trade, water, tea };
}

test("截止日期：公司成本——某日结束时每种商品的数量和金额，补录的算在它的日期，取消了的当没有过", async () => {
  const { shop, second } = await threeWeeks("company");
  const at = (date: string, more: Record<string, string> = {}) => listed(shop, { date, ...more });
  expect(await at("2026-03-01")).toBe(" | 0 种 0 0.00 | 全部0 缺1 低0");
  expect(await at("2026-03-02")).toBe("A1 10 low @10 100.00 | 1 种 10 100.00 | 全部1 缺0 低1");
  expect(await at("2026-03-05")).toBe(
    "A1 20 normal @13 260.00; A2 3 normal @3.33 9.99 | 2 种 23 269.99 | 全部2 缺0 低0",
  );
  expect(await at("2026-03-06")).toBe(
    "A1 24 normal @12.5 300.00; A2 3 normal @3.33 9.99 | 2 种 27 309.99 | 全部2 缺0 低0",
  );
  expect(await at("2026-03-13")).toBe(
    "A1 20 normal @12.5 250.00; A2 3 normal @3.33 9.99 | 2 种 23 259.99 | 全部2 缺0 低0",
  );
  expect(await at("2026-03-14")).toBe("A1 20 normal @12.5 250.00 | 1 种 20 250.00 | 全部1 缺1 低0");
  expect(await at("2026-03-14", { status: "out" })).toBe("A2 0 out @– 0.00 | 1 种 0 0.00 | 全部1 缺1 低0");
  expect(await at("2026-03-05", { warehouseId: second })).toBe("A1 10 low @13 130.00 | 1 种 10 130.00 | 全部1 缺1 低1");
  expect(await at("2026-03-03", { warehouseId: second })).toMatch(/^ \| 0 种 0 0.00/);
});

test("截止日期：分仓成本——每个仓库用自己的成本，合计是各仓之和", async () => {
  const { shop, second } = await threeWeeks("warehouse");
  const at = (date: string, more: Record<string, string> = {}) => listed(shop, { date, ...more });
  expect(await at("2026-03-05", { search: "A1" })).toMatch(/^A1 20 normal @13 260.00 \| 1 种 20 260.00/);
  expect(await at("2026-03-13", { search: "A1" })).toMatch(/^A1 20 normal @13 260.00 \| 1 种 20 260.00/);
  expect(await at("2026-03-13", { warehouseId: second })).toMatch(/^A1 10 low @16 160.00 \| 1 种 10 160.00/);
  expect(await at("2026-03-13", { warehouseId: shop.warehouseId, search: "A1" })).toMatch(
    /^A1 10 low @10 100.00 \| 1 种 10 100.00/,
  );
});

test.each(["company", "warehouse"] as const)(
  "截止日期的库存与明细账的结存处处相同，也与今天的库存相同（成本按 %s）",
  async (costScope) => {
    const { shop, second, water } = await threeWeeks(costScope);
    for (const warehouseId of [undefined, shop.warehouseId, second]) {
      const place = warehouseId === undefined ? {} : { warehouseId };
      for (let day = 1; day <= 15; day += 1) {
        const date = `2026-03-${String(day).padStart(2, "0")}`;
        const { rows } = await shop.call("stock.list", {
          query: { date, search: "A1", includeZero: "true", ...place },
        });
        const card = await shop.call("stock.card", { query: { itemId: water, to: date, ...place } });
        expect([date, rows[0]?.onHand, rows[0]?.value]).toEqual([date, card.closing, card.closingValue]);
      }
      const now = await shop.call("stock.list", { query: { includeZero: "true", ...place } });
      const then = await shop.call("stock.list", { query: { includeZero: "true", date: "2026-03-31", ...place } });
      // Orders, and what came and went last, are of now.
      const promised = { reserved: null, available: null, inTransit: null, onOrder: null };
      const past = (reply: typeof now) => [
        reply.rows.map((row) => ({ ...row, lastIn: null, lastOut: null, ...promised })),
        { ...reply.sums, ...promised },
        reply.counts,
      ];
      expect([then.rows, then.sums, then.counts]).toEqual(past(now));
    }
  },
);

test("截止日期：翻页、排序和导出；日期写错的、游标乱写的被拒绝", async () => {
  const { shop, water, tea } = await threeWeeks("company");
  const query = { date: "2026-03-06", includeZero: "true" } as const;
  for (const [sort, direction, order] of [
    ["code", "asc", [water, tea]],
    ["name", "desc", [water, tea]],
    ["onHand", "asc", [tea, water]],
    ["value", "desc", [water, tea]],
    ["lastOut", "asc", [water, tea]],
  ] as const) {
    const first = await shop.call("stock.list", { query: { ...query, sort, direction, limit: "1" as never } });
    const rest = await shop.call("stock.list", { query: { ...query, sort, direction, cursor: first.next ?? "" } });
    expect([sort, ...[...first.rows, ...rest.rows].map((row) => row.itemId), rest.next]).toEqual([
      sort,
      ...order,
      null,
    ]);
    expect([first.total, first.sums]).toEqual([rest.total, rest.sums]);
  }
  const refusal = (more: Record<string, string>) => shop.refusal("stock.list", { query: { ...query, ...more } });
  expect(await refusal({ date: "2026-02-30" })).toMatchObject({ status: 400 });
  const cursor = Buffer.from(JSON.stringify(["x", water])).toString("base64url");
  expect(await refusal({ sort: "value", cursor })).toMatchObject({ code: "request.malformed" });

  const sheet = async (path: string) => {
    const response = await shop.fetch(path);
    const book = read(Buffer.from(await response.arrayBuffer()));
    const [first] = Object.values(book.Sheets);
    return [
      decodeURIComponent(response.headers.get("content-disposition") ?? ""),
      JSON.stringify(utils.sheet_to_json(first as never, { header: 1 })),
    ];
  };
  const [name, text] = await sheet("/api/v1/stock.xlsx?date=2026-03-05");
  expect(name).toContain("2026-03-05");
  expect(text).toMatch(/"A1".*20.*260/);
  expect(text).not.toContain("最近");
});

test("截止日期：没有看成本的权限，金额和单价不在答复里，按金额排序不起作用", async () => {
  const { shop } = await threeWeeks("company");
  const clerk = await hire(shop, server, "clerk");
  const list = await clerk.call("stock.list", { query: { date: "2026-03-06", sort: "value", direction: "asc" } });
  expect(list.rows.map((row) => row.code)).toEqual(["A1", "A2"]);
  expect(JSON.stringify(list)).not.toMatch(/value|unitCost/i);
});
