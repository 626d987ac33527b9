import { expect, test } from "vitest";
import { bought, dairy, lot, on, openLotShop } from "../support/dairy.ts";
import { addItem, hire, lines, person, type Person, serverOfThisFile } from "../support/server.ts";
import { sheetRows } from "../support/sheets.ts";
import { proves, type Row } from "../support/stock-shop.ts";

const server = serverOfThisFile();

type LotsQuery = Record<string, string | number>;

async function listed(who: Person, query: LotsQuery = {}): Promise<string> {
  const { rows, total, counts, sums } = await who.call("stock.lots", { query: query as never });
  return [
    ...rows.map((row) =>
      [
        `${row.itemCode} ${row.lot} ${row.warehouse} ${row.onHand}`,
        row.daysLeft === null ? "无效期" : `${row.daysLeft} 天`,
        ...(row.value === undefined ? [] : [row.value]),
      ].join(" "),
    ),
    `${total} 批 ${sums.items} 种 ${sums.onHand}${sums.value === undefined ? "" : ` 计 ${sums.value}`} | 全部 ${counts.all} 临期 ${counts.near} 过期 ${counts.expired}`,
  ].join("\n");
}

test("批号与效期：先到期的在前，没有效期的在后；今天到期算临期，昨天的才算过期；三个数都数得对", async () => {
  const { shop } = await dairy(server);
  expect(await listed(shop)).toBe(
    lines(`
    N1 M0 主仓 6 -1 天
    N1 M1 主仓 5 0 天
    N1 M2 主仓 4 30 天
    N1 M3 主仓 3 31 天
    N1 M9 主仓 8 90 天
    H1 H-甲 主仓 2 无效期
    P1 SN-01 主仓 1 无效期
    P1 SN-02 主仓 1 无效期
    8 批 3 种 30 | 全部 8 临期 2 过期 1`),
  );
  expect(await listed(shop, { status: "near" })).toBe(
    lines(`
    N1 M1 主仓 5 0 天
    N1 M2 主仓 4 30 天
    2 批 1 种 9 | 全部 8 临期 2 过期 1`),
  );
  expect((await listed(shop, { status: "near", nearDays: 31 })).split("\n").at(-1)).toBe(
    "3 批 1 种 12 | 全部 8 临期 3 过期 1",
  );
  expect(await listed(shop, { status: "expired" })).toBe(
    lines(`
    N1 M0 主仓 6 -1 天
    1 批 1 种 6 | 全部 8 临期 2 过期 1`),
  );
  const descending = await shop.call("stock.lots", { query: { direction: "desc" } });
  expect(descending.rows.map((row) => row.lot).slice(0, 5)).toEqual(["M9", "M3", "M2", "M1", "M0"]);
  await proves(shop);
});

test("批号与效期：按仓库、商品、拼音、批号、管理方式找；卖完的不列，要看再看", async () => {
  const { shop, milk, phone } = await dairy(server);
  await shop.post("transfers", on(-20), [[milk, "3", undefined, { lot: "M9" }]], { toWarehouseId: shop.second });
  await shop.sell(on(-10), [[phone, "1", "2000", { serials: ["SN-01"] }]]);
  const found = async (query: LotsQuery) =>
    (await shop.call("stock.lots", { query: query as never })).rows.map(
      (row) => `${row.lot} ${row.warehouse} ${row.onHand}`,
    );
  expect(await found({ warehouseId: shop.second })).toEqual(["M9 二号仓 3"]);
  expect(await found({ search: "m9" })).toEqual(["M9 主仓 5", "M9 二号仓 3"]);
  expect(await found({ search: "cnn m1" })).toEqual(["M1 主仓 5"]);
  expect(await found({ search: "%" })).toEqual([]);
  expect(await found({ search: "h-甲" })).toEqual(["H-甲 主仓 2"]);
  expect(await found({ tracking: "serial" })).toEqual(["SN-02 主仓 1"]);
  expect(await found({ tracking: "serial", includeZero: "true" })).toEqual(["SN-01 主仓 0", "SN-02 主仓 1"]);
  expect(await found({ itemId: milk, status: "expired", warehouseId: shop.second })).toEqual([]);
  await proves(shop);
});

test("先到期先出的提议照旧：同一天到期的按生产日期、再按登记先后；仓库要对", async () => {
  const shop = await openLotShop(server);
  const milk = await addItem(shop, "N1", { name: "纯牛奶", tracking: "lot" });
  const made = (code: string, produced: number, expires: number): Row => [
    milk,
    "1",
    "10",
    { lot: code, producedOn: on(produced), expiresOn: on(expires) },
  ];
  await shop.buy(bought, [made("D", -70, 20), made("Z", -80, 20), made("A", -70, 20), [milk, "1", "10", { lot: "B" }]]);
  const proposed = async (query: LotsQuery) =>
    (await shop.call("stock.lots", { query: { itemId: milk, limit: 200, ...query } as never })).rows.map(
      (row) => row.lot,
    );
  const [first, ...rest] = await proposed({ warehouseId: shop.warehouseId });
  expect([first, rest.slice(0, 2).sort(), rest.at(-1)]).toEqual(["Z", ["A", "D"], "B"]);
  expect(await proposed({ warehouseId: shop.second })).toEqual([]);
});

const sorts = ["expiresOn", "producedOn", "code", "lot", "onHand"] as const;

const directions = ["asc", "desc"] as const;

test("翻页：每种排序、两个方向、含不含已出清，一行一行翻不漏不重；批号里有斜杠、引号、汉字也一样", async () => {
  const { shop, milk, honey, phone } = await dairy(server);
  await shop.buy(bought, [
    lot(honey, "2", `A/1 "甲"#`),
    lot(honey, "2", "\\%_'", 5),
    lot(milk, "1", "一".repeat(60), 5),
    lot(milk, "1", "M4", 30),
  ]);
  await shop.post("transfers", on(-20), [[milk, "3", undefined, { lot: "M9" }]], { toWarehouseId: shop.second });
  await shop.sell(on(-10), [[phone, "1", "2000", { serials: ["SN-01"] }]]);
  for (const sort of sorts)
    for (const direction of directions)
      for (const includeZero of ["true", "false"] as const) {
        const query = { sort, direction, includeZero };
        const keys = (rows: readonly { itemId: string; warehouseId: string; lot: string }[]) =>
          rows.map((row) => `${row.itemId}/${row.warehouseId}/${row.lot}`);
        const all = await shop.call("stock.lots", { query });
        const paged: string[] = [];
        for (let cursor: string | null | undefined; cursor !== null; ) {
          const page = await shop.call("stock.lots", {
            query: { ...query, limit: 1, ...(cursor === undefined ? {} : { cursor }) },
          });
          expect([page.total, page.counts.all]).toEqual([all.total, all.total]);
          paged.push(...keys(page.rows));
          cursor = page.next;
        }
        expect(paged).toEqual(keys(all.rows));
        expect([new Set(paged).size, paged.length]).toEqual([all.total, includeZero === "true" ? 13 : 12]);
      }
});

test("翻页：编出来的位置一律拒绝，不进数据库", async () => {
  const { shop, milk } = await dairy(server);
  const at = "2026-01-01 00:00:00.5+08";
  const place = (parts: unknown, id = milk) =>
    Buffer.from(JSON.stringify([typeof parts === "string" ? parts : JSON.stringify(parts), id])).toString("base64url");
  const bad = [
    place("nothing"),
    place(["2026-02-30", "infinity", at, "M1", shop.warehouseId]),
    place(["2026-01-01", "someday", at, "M1", shop.warehouseId]),
    place(["2026-01-01", "infinity", "now", "M1", shop.warehouseId]),
    place(["2026-01-01", "infinity", "2026-01-01 24:60:00+08", "M1", shop.warehouseId]),
    place(["2026-01-01", "infinity", "2026-02-30 00:00:00+08", "M1", shop.warehouseId]),
    place(["2026-01-01", "infinity", at, "M1", "main"]),
    place(["2026-01-01", "infinity", at, "M\0", shop.warehouseId]),
    place(["2026-01-01", "infinity", at, "M1"]),
    place(["2026-01-01", "infinity", at, "M1", shop.warehouseId], "-".repeat(36)),
  ];
  for (const cursor of bad)
    expect((await shop.refusal("stock.lots", { query: { cursor } })).code).toBe("request.malformed");
  const good = place(["2026-01-01", "infinity", at, "M1", shop.warehouseId]);
  await shop.call("stock.lots", { query: { cursor: good } });
  expect((await shop.refusal("stock.lots", { query: { nearDays: 0 } })).code).toBe("request.invalid");
});

test.each(["company", "warehouse"] as const)(
  "个别计价（%s）：每批的金额分到各仓，合计到分不差；看不到成本的人没有金额，导出也没有",
  async (costScope) => {
    const shop = await openLotShop(server, { costingMethod: "specific", costScope });
    const tea = await addItem(shop, "C1", { name: "茶饼", tracking: "lot" });
    await shop.buy(bought, [lot(tea, "3", "A", 10, "3.333333"), lot(tea, "2", "B", undefined, "7")]);
    await shop.post("transfers", on(-20), [[tea, "1", undefined, { lot: "A" }]], { toWarehouseId: shop.second });
    const third = (await shop.call("warehouses.create", { body: { code: "W3", name: "三号仓" } })).id;
    await shop.post("transfers", on(-19), [[tea, "1", undefined, { lot: "A" }]], { toWarehouseId: third });
    const { rows } = await shop.call("stock.lots", {});
    expect(rows.map((row) => `${row.lot} ${row.value}`).sort()).toEqual(["A 3.33", "A 3.33", "A 3.34", "B 14.00"]);
    expect((await listed(shop)).split("\n").at(-1)).toBe("4 批 1 种 5 计 24.00 | 全部 4 临期 3 过期 0");
    expect((await shop.call("stock.lotHistory", { query: { itemId: tea, lot: "A" } })).lot.value).toBe("10.00");
    expect((await sheetRows(shop, "stock/lots.xlsx")).map((row) => row.at(-1))).toEqual([
      "库存金额",
      ...rows.map((row) => String(Number(row.value))),
    ]);

    const keeper = await hire(shop, server, "storekeeper");
    expect((await listed(keeper)).split("\n").at(-1)).toBe("4 批 1 种 5 | 全部 4 临期 3 过期 0");
    const seen = [
      await keeper.call("stock.lots", {}),
      await keeper.call("stock.lotHistory", { query: { itemId: tea, lot: "A" } }),
      await sheetRows(keeper, "stock/lots.xlsx"),
    ];
    expect(JSON.stringify(seen)).not.toMatch(/value|金额|3\.33|10\.00/);
    await proves(shop);
  },
);

test("不按批算成本的公司，批号没有自己的金额", async () => {
  const { shop, milk } = await dairy(server);
  expect(JSON.stringify(await shop.call("stock.lots", {}))).not.toContain("value");
  const history = await shop.call("stock.lotHistory", { query: { itemId: milk, lot: "M1" } });
  expect(JSON.stringify(history)).not.toContain("value");
});

test("导出的正是筛出来的行，效期写成字；没登录的拒绝；盘点员看不到", async () => {
  const { shop } = await dairy(server);
  expect((await sheetRows(shop, "stock/lots.xlsx?status=near&nearDays=40")).map((row) => row.join(" "))).toEqual([
    "编码 名称 规格 单位 批号或序列号 管理方式 仓库 生产日期 有效期至 剩余天数 效期 现存",
    `N1 纯牛奶  个 M1 批号 主仓 ${on(-90)} ${on(0)} 0 临期 5`,
    `N1 纯牛奶  个 M2 批号 主仓 ${on(-90)} ${on(30)} 30 临期 4`,
    `N1 纯牛奶  个 M3 批号 主仓 ${on(-90)} ${on(31)} 31 临期 3`,
  ]);
  expect((await sheetRows(shop, "stock/lots.xlsx?status=expired"))[1]?.slice(-3)).toEqual(["-1", "已过期", "6"]);
  const counter = await hire(shop, server, "counter");
  for (const [who, code] of [
    [person(server), "session.required"],
    [counter, "permission.missing"],
  ] as const)
    for (const name of ["stock.lots", "stock.lotHistory"] as const)
      expect((await who.refusal(name, { query: { itemId: shop.warehouseId, lot: "M1" } })).code).toBe(code);
});

test("别家公司的批号：看不到、查不到、追不到，同名的也不混", async () => {
  const { shop, milk } = await dairy(server);
  const { shop: other, milk: theirs } = await dairy(server);
  await other.sell(on(-5), [[theirs, "8", "20", { lot: "M9" }]]);
  expect((await listed(shop)).split("\n").at(-1)).toBe("8 批 3 种 30 | 全部 8 临期 2 过期 1");
  expect((await other.call("stock.lots", { query: { itemId: milk } })).rows).toEqual([]);
  expect((await other.refusal("stock.lotHistory", { query: { itemId: milk, lot: "M9" } })).code).toBe("not_found");
  const answer = await other.fetch(`/api/v1/stock/lots/history.xlsx?itemId=${milk}&lot=M9`);
  expect(answer.status).toBe(404);
  expect((await shop.call("search.everything", { query: { q: "M9" } })).lots.map((one) => one.itemId)).toEqual([milk]);
});

test("首页要处理：几批过期、几批临期，点名最急的两批；天数听看的人的；卖掉就不再提", async () => {
  const { shop, milk } = await dairy(server);
  const due = async (nearDays?: number) =>
    (await shop.call("home.show", { query: nearDays === undefined ? {} : { nearDays } })).attention
      .filter((row) => row.id.startsWith("lots-"))
      .map((row) => `${row.id} ${row.count} ${row.text}`);
  expect(await due()).toEqual(["lots-expired 1 纯牛奶 M0", "lots-near 2 纯牛奶 M1、纯牛奶 M2"]);
  expect(await due(7)).toEqual(["lots-expired 1 纯牛奶 M0", "lots-near 1 纯牛奶 M1"]);
  expect(await due(365)).toEqual(["lots-expired 1 纯牛奶 M0", "lots-near 4 纯牛奶 M1、纯牛奶 M2"]);
  for (const nearDays of [7, 30, 365])
    for (const [status, id] of [
      ["near", "lots-near"],
      ["expired", "lots-expired"],
    ] as const) {
      const { total } = await shop.call("stock.lots", { query: { status, nearDays } });
      const home = await shop.call("home.show", { query: { nearDays } });
      expect(home.attention.find((row) => row.id === id)?.count).toBe(total);
    }
  await shop.post("otherIssues", on(0), [[milk, "6", undefined, { lot: "M0" }]], { reason: "expired" });
  await shop.sell(on(0), [[milk, "5", "20", { lot: "M1" }]]);
  expect(await due()).toEqual(["lots-near 1 纯牛奶 M2"]);
  const counter = await hire(shop, server, "counter");
  expect((await counter.call("home.show", { query: {} })).attention).toEqual([]);
  await proves(shop);
});
