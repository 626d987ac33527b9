import { read, utils } from "@e965/xlsx";
import { expect, test } from "vitest";
import { importFile } from "../support/import.ts";
import { addItem, openShop, type Person, proveClean, serverOfThisFile } from "../support/server.ts";
import { openStockShop, type StockShop } from "../support/stock-shop.ts";

const server = serverOfThisFile();

type Bin = { readonly warehouseId: string; readonly bin: string };
const at = (warehouseId: string, ...bins: readonly string[]): Bin[] => bins.map((bin) => ({ warehouseId, bin }));

async function itemBins(who: Person, id: string): Promise<string> {
  const item = await who.call("items.show", { params: { id } });
  const { rows } = await who.call("warehouses.list", {});
  return (item.bins ?? [])
    .map((one) => `${rows.find((warehouse) => warehouse.id === one.warehouseId)?.name} ${one.bin}`)
    .join("，");
}
/** The form sends the item as it was read, with what was changed. */
async function change(who: Person, id: string, more: Record<string, unknown>) {
  const item = await who.call("items.show", { params: { id } });
  const { code, name, baseUnit, version } = item;
  return { params: { id }, body: { code, name, baseUnit, version, ...more } };
}
async function sheetOf(who: Person, path: string): Promise<readonly (readonly string[])[]> {
  const response = await who.fetch(`/api/v1${path}`);
  const book = read(Buffer.from(await response.arrayBuffer()), { type: "buffer" });
  return utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0]!]!, { header: 1, defval: "" });
}
function csv(headings: readonly string[], ...rows: readonly (readonly string[])[]): Buffer {
  return Buffer.from([headings, ...rows].map((row) => row.join(",")).join("\n"));
}

test("没有用货位的公司，哪里也看不到货位", async () => {
  const shop = await openStockShop(server);
  const item = await addItem(shop, "C01");
  await shop.buy("03-05", [[item, "10", "2"]]);
  expect((await shop.call("warehouses.list", {})).rows.map((one) => one.hasBins)).toEqual([false, false]);
  expect((await shop.call("stock.list", {})).rows[0]).not.toHaveProperty("bins");
  expect((await shop.call("items.lookup", { query: { q: "C01" } })).rows[0]).not.toHaveProperty("bins");
  for (const path of ["/items.xlsx", "/stock.xlsx"]) expect((await sheetOf(shop, path))[0]).not.toContain("货位");
  const task = await shop.call("countTasks.create", {
    body: { name: "盘点", warehouseId: shop.warehouseId, businessDate: "2026-03-31" },
  });
  const sheet = await shop.call("countTasks.sheet", { params: { id: task.id } });
  expect(sheet.rows[0]).not.toHaveProperty("bins");
});

test("一个仓可以有几个货位，第一个是取货的；不说货位的改动不动它，说空的去掉", async () => {
  const shop = await openStockShop(server);
  const id = await addItem(shop, "C01", {
    bins: [...at(shop.second, "冷库-1"), ...at(shop.warehouseId, "  A-10 ", "A-2")],
  });
  expect(await itemBins(shop, id)).toBe("主仓 A-10，主仓 A-2，二号仓 冷库-1");
  await shop.call("items.update", await change(shop, id, { name: "可乐" }));
  expect(await itemBins(shop, id)).toBe("主仓 A-10，主仓 A-2，二号仓 冷库-1");
  await shop.call("items.update", await change(shop, id, { bins: at(shop.warehouseId, "A-2", "A-10") }));
  expect(await itemBins(shop, id)).toBe("主仓 A-2，主仓 A-10");
  const [candidate] = (await shop.call("items.lookup", { query: { q: "C01" } })).rows;
  expect(candidate?.bins).toEqual(at(shop.warehouseId, "A-2", "A-10"));
  expect((await shop.call("warehouses.list", {})).rows.map((one) => `${one.name} ${one.hasBins}`)).toEqual([
    "主仓 true",
    "二号仓 false",
  ]);
  await shop.call("items.update", await change(shop, id, { bins: [] }));
  expect(await itemBins(shop, id)).toBe("");
});

test("写不进去的说清是哪一栏：重复、太长、空的、别家的仓、在途仓、组合商品、版本旧了", async () => {
  const shop = await openStockShop(server);
  const other = await openShop(server);
  const id = await addItem(shop, "C01");
  const refusal = async (bins: readonly Bin[], more: Record<string, unknown> = {}) => {
    const problem = await shop.refusal("items.update", await change(shop, id, { bins, ...more }));
    return (problem.errors ?? [{ path: "", message: problem.detail }]).map((one) => `${one.path} ${one.message}`);
  };
  const main = shop.warehouseId;
  expect(await refusal(at(main, "A-1", "A-2", "A-1 "))).toEqual(["bins.2.bin 货位「A-1」写了两次，请去掉一个。"]);
  expect(await refusal(at(main, "长".repeat(41)))).toEqual(["bins.0.bin 最多 40 个字"]);
  expect(await refusal(at(main, "  "))).toEqual(["bins.0.bin 不能为空"]);
  expect(await refusal(at(main, "A-1、A-2"))).toEqual(["bins.0.bin 货位里不能有顿号、逗号、分号；几个货位请分开写"]);
  expect(await refusal([...at(main, "A-1"), ...at(other.warehouseId, "A-1")])).toEqual([
    "bins.1.warehouseId 没有这个仓库，请重新选择。",
  ]);
  await shop.buy("03-05", [[id, "10", "2"]]);
  await shop.post("transferShipments", "03-06", [[id, "1"]], { toWarehouseId: shop.second });
  const [transit] = await server.db.inCompany(shop.orgId, (tx) =>
    tx.query<{ id: string }>({
      text: "select id from warehouse where org_id = $1 and kind = 'transit'",
      values: [shop.orgId],
    }),
  );
  expect(await refusal(at(transit!.id, "A-1"))).toEqual(["bins.0.warehouseId 没有这个仓库，请重新选择。"]);
  expect(await refusal(at(main, "A-1"), { version: 99 })).toEqual([" 别人刚改过这条记录，请刷新后再改。"]);
  const part = await addItem(shop, "C02");
  const parts = [{ itemId: part, quantity: "2" }];
  const kit = await shop.refusal("items.create", {
    body: { code: "T1", name: "套装", baseUnit: "套", bins: at(main, "A-1"), parts },
  });
  expect(kit.errors?.map((one) => `${one.path} ${one.message}`)).toEqual([
    "bins 组合商品自己没有库存，没有货位；请把货位设在配件上。",
  ]);
  const fresh = await addItem(shop, "C03", { bins: at(main, "A-1") });
  const becoming = await shop.refusal("items.update", await change(shop, fresh, { parts }));
  expect(becoming.errors?.map((one) => one.path)).toEqual(["bins"]);
  expect(await itemBins(shop, fresh)).toBe("主仓 A-1");
});

test("别家公司看不到、查不到、也写不进我的货位", async () => {
  const [shop, other] = [await openStockShop(server), await openStockShop(server)];
  const id = await addItem(shop, "C01", { bins: at(shop.warehouseId, "秘密-7") });
  await shop.buy("03-05", [[id, "10", "2"]]);
  const theirs = await addItem(other, "C01", { bins: at(other.warehouseId, "B-1") });
  await other.buy("03-05", [[theirs, "10", "2"]]);
  expect((await other.call("stock.list", { query: { search: "秘密" } })).total).toBe(0);
  expect((await other.call("stock.list", {})).rows.flatMap((row) => row.bins ?? []).map((one) => one.bin)).toEqual([
    "B-1",
  ]);
  // Not even one who leaves the company out of the question.
  const seen = await server.db.inCompany(other.orgId, (tx) =>
    tx.query<{ bin: string }>({ text: "select bin from item_bin where org_id is not null" }),
  );
  expect(seen.map((row) => row.bin)).toEqual(["B-1"]);
  const foreign = server.db.inCompany(other.orgId, (tx) =>
    tx.query({
      text: "insert into item_bin (org_id, item_id, warehouse_id, bin, position) values ($1, $2, $3, 'X', 1)",
      values: [shop.orgId, id, shop.warehouseId],
    }),
  );
  await expect(foreign).rejects.toThrow(/row-level security/);
});

/** Four goods in the main warehouse, the first two with a second place elsewhere. */
async function shelved(): Promise<{ readonly shop: StockShop; readonly items: readonly string[] }> {
  const shop = await openStockShop(server);
  const main = shop.warehouseId;
  const items = [
    await addItem(shop, "C01", { name: "可乐", bins: [...at(main, "A-10"), ...at(shop.second, "B-9")] }),
    await addItem(shop, "C02", { name: "雪碧", bins: at(main, "A-2", "C-1") }),
    await addItem(shop, "C03", { name: "矿泉水" }),
    await addItem(shop, "C04", { name: "纸杯", bins: at(main, "100%") }),
  ];
  const rows = items.map((item) => [item, "10", "2"] as const);
  await shop.buy("03-05", rows);
  await shop.buy("03-06", rows, { warehouseId: shop.second });
  return { shop, items };
}

test("库存数量：带货位，查得到货位，按货位开头筛；说了仓库只看那个仓的", async () => {
  const { shop } = await shelved();
  const listed = async (query: Record<string, string>) =>
    (await shop.call("stock.list", { query })).rows.map((row) =>
      `${row.code} ${(row.bins ?? []).map((one) => `${one.warehouse} ${one.bin}`).join("，")}`.trim(),
    );
  expect(await listed({})).toEqual(["C01 主仓 A-10，二号仓 B-9", "C02 主仓 A-2，主仓 C-1", "C03", "C04 主仓 100%"]);
  expect(await listed({ warehouseId: shop.second })).toEqual(["C01 二号仓 B-9", "C02", "C03", "C04"]);
  expect(await listed({ search: "c-1" })).toEqual(["C02 主仓 A-2，主仓 C-1"]);
  expect(await listed({ search: "可乐 b-9" })).toEqual(["C01 主仓 A-10，二号仓 B-9"]);
  expect(await listed({ search: "b-9", warehouseId: shop.warehouseId })).toEqual([]);
  expect(await listed({ bin: "a-" })).toEqual(["C01 主仓 A-10，二号仓 B-9", "C02 主仓 A-2，主仓 C-1"]);
  expect(await listed({ bin: "100%" })).toEqual(["C04 主仓 100%"]);
  expect(await listed({ bin: "%" })).toEqual([]);
  expect(await listed({ bin: "a-", date: "2026-03-05", sort: "name", direction: "desc" })).toHaveLength(2);
  const sums = (await shop.call("stock.list", { query: { bin: "A-" } })).sums;
  expect(sums.onHand).toBe("40");
  const page = await shop.call("stock.list", { query: { bin: "A-", limit: 1 } });
  const next = await shop.call("stock.list", { query: { bin: "A-", limit: 1, cursor: page.next ?? "" } });
  expect([page.rows[0]?.code, next.rows[0]?.code, next.next]).toEqual(["C01", "C02", null]);
  const [heading, first] = await sheetOf(shop, "/stock.xlsx");
  expect([heading?.at(-1), first?.at(-1)]).toEqual(["货位", "主仓 A-10；二号仓 B-9"]);
});

test("盘点表按货位走：A-2 在 A-10 前面，没有货位的最后", async () => {
  const { shop } = await shelved();
  const sheetOfTask = async (warehouseId: string) => {
    const task = await shop.call("countTasks.create", {
      body: { name: "盘点", warehouseId, businessDate: "2026-03-31" },
    });
    const sheet = await shop.call("countTasks.sheet", { params: { id: task.id } });
    return sheet.rows.map((row) => `${row.code} ${(row.bins ?? []).join("、")}`.trim());
  };
  expect(await sheetOfTask(shop.warehouseId)).toEqual(["C04 100%", "C02 A-2、C-1", "C01 A-10", "C03"]);
  expect(await sheetOfTask(shop.second)).toEqual(["C01 B-9", "C02", "C03", "C04"]);
  expect(await proveClean(shop)).toBe("账实相符");
});

const goods = ["编码", "名称", "单位", "仓库", "库位", "期初数量", "采购价"];
test("导入商品：库位就是货位，写到那一行的仓库；试读看得到；再导一次不会多", async () => {
  const shop = await openStockShop(server);
  const file = csv(
    goods,
    ["P1", "可乐", "瓶", "", "A-2、A-10", "5", "2"],
    ["P2", "雪碧", "瓶", "二号仓", "B-1", "5", "2"],
    ["P3", "芬达", "瓶", "", "", "5", "2"],
    ["P2", "雪碧", "瓶", "主仓", "A-7", "6", "2"],
    ["P4", "纸杯", "包", "", "仓".repeat(41), "", ""],
  );
  const idOf = async (code: string) => (await shop.call("items.list", { query: { search: code } })).rows[0]!.id;
  const placed = async () =>
    Promise.all(["P1", "P2", "P3", "P4"].map(async (code) => itemBins(shop, await idOf(code))));
  const first = await importFile(shop, "商品.csv", file, "items");
  expect(first.preview.sample.map((row) => `${row["code"]} ${row["location"] ?? ""}`.trim())).toEqual([
    "P1 A-2；A-10",
    "P2 二号仓 B-1；主仓 A-7",
    "P3",
    "P4",
  ]);
  expect(first.preview.problems.map((one) => `${one.row}${one.column} ${one.reason}`)).toContain(
    "6E 货位超过 40 个字，没有导入。",
  );
  expect(first.job.error).toBeNull();
  const expected = ["主仓 A-2，主仓 A-10", "主仓 A-7，二号仓 B-1", "", ""];
  expect(await placed()).toEqual(expected);
  expect((await shop.call("items.show", { params: { id: await idOf("P1") } })).note).toBe("");
  for (const existing of ["skip", "update"] as const) {
    const again = await importFile(shop, "商品.csv", file, "items", { existing });
    expect(again.job.error).toBeNull();
    expect(await placed()).toEqual(expected);
  }
});

test("导入时选“用文件里的更新”：文件说到的仓换成文件里的，没说到的留着；选“跳过”的一个也不动", async () => {
  const shop = await openStockShop(server);
  const id = await addItem(shop, "P1", { bins: [...at(shop.warehouseId, "旧-1"), ...at(shop.second, "旧-2")] });
  const quiet = await addItem(shop, "P2", { bins: at(shop.warehouseId, "旧-3") });
  const file = csv(["编码", "名称", "储位"], ["P1", "商品 P1", "新-1"], ["P2", "商品 P2", ""]);
  await importFile(shop, "商品.csv", file, "items", { existing: "skip" });
  expect(await itemBins(shop, id)).toBe("主仓 旧-1，二号仓 旧-2");
  await importFile(shop, "商品.csv", file, "items", { existing: "update" });
  expect(await itemBins(shop, id)).toBe("主仓 新-1，二号仓 旧-2");
  expect(await itemBins(shop, quiet)).toBe("主仓 旧-3");
});

test("导入期初库存：货位按那一行的仓库加上去，再导一次不会多", async () => {
  const shop = await openStockShop(server);
  const id = await addItem(shop, "P1", { bins: at(shop.warehouseId, "A-1") });
  const file = csv(
    ["编码", "仓库", "数量", "单价", "货位"],
    ["P1", "二号仓", "5", "2", "B-2"],
    ["P1", "", "3", "2", "A-1"],
  );
  for (let time = 0; time < 2; time += 1) {
    const { job } = await importFile(shop, "期初.csv", file, "stock");
    expect(job.error).toBeNull();
    expect(await itemBins(shop, id)).toBe("主仓 A-1，二号仓 B-2");
  }
});

test("组合商品没有货位：导入时说一声，其余照导", async () => {
  const shop = await openStockShop(server);
  const part = await addItem(shop, "P1");
  const kit = await addItem(shop, "T1", { parts: [{ itemId: part, quantity: "2" }] });
  const file = csv(["编码", "名称", "货位"], ["P1", "商品 P1", "A-1"], ["T1", "商品 T1", "A-2"]);
  const { preview, job } = await importFile(shop, "商品.csv", file, "items", { existing: "update" });
  expect(preview.problems.map((one) => `${one.row} ${one.severity} ${one.suggestion}`)).toEqual([
    "3 warning 它的货位没有导入；请把货位填在它的配件上。",
  ]);
  expect(job.error).toBeNull();
  expect([await itemBins(shop, part), await itemBins(shop, kit)]).toEqual(["主仓 A-1", ""]);
});

test("导出的商品有货位，每个仓一列；导进另一家公司，货位还在原来的仓", async () => {
  const { shop } = await shelved();
  const sheet = await sheetOf(shop, "/items.xlsx");
  const column = sheet[0]!.indexOf("货位");
  expect(sheet.map((row) => row.slice(column))).toEqual([
    ["货位", "货位（二号仓）"],
    ["A-10", "B-9"],
    ["A-2、C-1", ""],
    ["", ""],
    ["100%", ""],
  ]);
  const other = await openStockShop(server);
  const exported = Buffer.from(await (await shop.fetch("/api/v1/items.xlsx")).arrayBuffer());
  const { job } = await importFile(other, "商品.xlsx", exported, "items");
  expect(job.error).toBeNull();
  const bins: string[] = [];
  for (const item of (await other.call("items.list", {})).rows) bins.push(await itemBins(other, item.id));
  expect(bins).toEqual(["主仓 A-10，二号仓 B-9", "主仓 A-2，主仓 C-1", "", "主仓 100%"]);
});
