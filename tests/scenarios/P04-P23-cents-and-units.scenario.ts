import { expect, test } from "vitest";
import { mixedUnits, parseQuantity } from "../../packages/core/src/index.ts";
import { openExercise } from "../support/exercise.ts";
import { addItem, lines, serverOfThisFile } from "../support/server.ts";
import { balanceOf, cardText, openStockShop, proves, type Row, standsText } from "../support/stock-shop.ts";

const server = serverOfThisFile();

test("P04 a 2 @1.00 加 1 @1.01，逐件卖：1.00 + 1.01 + 1.00 = 3.01，结存 0 / 0.00", async () => {
  const { shop, answers } = await openExercise(server);
  await answers(`
    03-01 采购入库 2 @1.00
    03-01 采购入库 1 @1.01 → 结存 3 / 3.01
    03-05 销售出库 1 @9 → 成本 1.00
    03-05 销售出库 1 @9 → 成本 1.01
    03-05 销售出库 1 @9 → 成本 1.00，结存 0 / 0.00，本月销售成本 3.01`);
  await proves(shop);
});

test("P04 b 10@16.83 加 10@20.00，发 10、9、1：184.15、165.74、18.41，合计 368.30，结存 0 / 0.00", async () => {
  const { shop, answers } = await openExercise(server);
  await answers(`
    03-01 采购入库 10 @16.83
    03-02 采购入库 10 @20.00 → 结存 20 / 368.30
    03-05 销售出库 10 @30 → 成本 184.15，结存 10 / 184.15
    03-05 销售出库 9 @30 → 成本 165.74，结存 1 / 18.41
    03-05 销售出库 1 @30 → 成本 18.41，结存 0 / 0.00，本月销售成本 368.30`);
  await proves(shop);
});

test("P04 b 先进先出、分仓、其他出库和调拨：货走完的仓没有一分钱留下", async () => {
  const shop = await openStockShop(server, { costingMethod: "fifo", costScope: "warehouse" });
  const itemId = await addItem(shop, "P04F");
  await shop.buy("03-01", [[itemId, "3", "3.333333"]]);
  await shop.buy("03-02", [[itemId, "3", "1.67"]]);
  await shop.post("otherIssues", "03-03", [[itemId, "2"]], { reason: "own-use" });
  await shop.post("transfers", "03-04", [[itemId, "4"]], { toWarehouseId: shop.second });
  await shop.sell("03-05", [[itemId, "3", "9"]], { warehouseId: shop.second });
  await shop.sell("03-06", [[itemId, "1", "9"]], { warehouseId: shop.second });
  expect(await cardText(shop, itemId)).toBe(
    lines(`
    03-01 采购入库 入 3 10.00 结存 3 / 10.00
    03-02 采购入库 入 3 5.01 结存 6 / 15.01
    03-03 其他出库 出 2 6.67 结存 4 / 8.34
    03-04 调拨 出 4 8.34 结存 0 / 0.00
    03-04 调拨 入 4 8.34 结存 4 / 8.34
    03-05 销售出库 出 3 6.26 结存 1 / 2.08
    03-06 销售出库 出 1 2.08 结存 0 / 0.00`),
  );
  expect([
    await standsText(shop, itemId, shop.warehouseId),
    await standsText(shop, itemId, shop.second),
    await balanceOf(shop, "1405", "2026-03"),
  ]).toEqual(["0 / 0.00", "0 / 0.00", "0.00"]);
  await proves(shop);
});

const boxOf = (pieces: string) => [
  { name: "个", factor: "1" },
  { name: "箱", factor: pieces },
];

test("P23 a 箱 = 12 个：买 1 箱 100.00，逐个卖 12 次，每次出 1 个，成本合计 100.00，结存 0 / 0.00", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "P23", { baseUnit: "个", units: boxOf("12") });
  await shop.buy("03-01", [[itemId, "1", "100.00", { unit: "箱" }]]);
  expect(await standsText(shop, itemId)).toBe("12 / 100.00");
  for (let left = 11; left >= 0; left -= 1) {
    await shop.sell("03-05", [[itemId, "1", "20"]]);
    expect((await standsText(shop, itemId)).split(" ")[0]).toBe(String(left));
  }
  expect([await standsText(shop, itemId), await balanceOf(shop, "5401", "2026-03")]).toEqual(["0 / 0.00", "100.00"]);
  await proves(shop);
});

test("P23 b 现存 200 个，箱 = 12 个：16 箱 8 个，从不是 16.67 箱或 200.04 个", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "P23B", { baseUnit: "个", units: boxOf("12") });
  await shop.buy("03-01", [
    [itemId, "16", "100", { unit: "箱" }],
    [itemId, "8", "9"],
  ]);
  const { onHand } = await shop.call("stock.card", { query: { itemId } });
  expect([onHand, mixedUnits(parseQuantity(onHand), "箱", parseQuantity("12"), "个")]).toEqual(["200", "16箱8个"]);
  await proves(shop);
});

test("P23 c 1000 克 1.00 元；d 200 克一包 @0.89，再买一包 @10.00：400 克 10.89；e 0.154 公斤一包，买 1 包卖 1 包、领 1 包，结存 0 / 0.00", async () => {
  const shop = await openStockShop(server);
  const pack = { unit: "包" };
  const packOf = (baseUnit: string, factor: string) => ({
    baseUnit,
    units: [
      { name: baseUnit, factor: "1" },
      { name: "包", factor },
    ],
  });
  const gram = await addItem(shop, "P23C", { baseUnit: "克" });
  const packed = await addItem(shop, "P23D", packOf("克", "200"));
  const kilo = await addItem(shop, "P23E", packOf("公斤", "0.154"));
  await shop.buy("03-01", [
    [gram, "1000", "0.001"],
    [packed, "1", "0.89", pack],
  ]);
  expect([await standsText(shop, gram), await standsText(shop, packed)]).toEqual(["1000 / 1.00", "200 / 0.89"]);
  await shop.buy("03-02", [
    [packed, "1", "10.00", pack],
    [kilo, "1", "7.77", pack],
    [kilo, "1", "10", pack],
  ]);
  expect([await standsText(shop, packed), await standsText(shop, kilo)]).toEqual(["400 / 10.89", "0.308 / 17.77"]);
  await shop.sell("03-03", [[kilo, "1", "20", pack]]);
  await shop.post("otherIssues", "03-03", [[kilo, "1", undefined, pack]], { reason: "own-use" });
  expect(await standsText(shop, kilo)).toBe("0 / 0.00");
  await proves(shop);
});

test("P23 换算不出准数的数量：拒绝在那一行，什么也没有写", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "P23F", {
    baseUnit: "公斤",
    units: [
      { name: "公斤", factor: "1" },
      { name: "包", factor: "0.154" },
    ],
  });
  const rows: readonly Row[] = [[itemId, "0.000001", "1", { unit: "包" }]];
  const refusal = await shop.refusal("purchaseReceipts.createApproved", {
    body: shop.body("purchaseReceipts", "03-05", rows),
  });
  expect([refusal.code, refusal.errors?.[0]?.path]).toEqual(["unit.not_whole", "lines.0.quantity"]);
  expect(await standsText(shop, itemId)).toBe("0 / 0.00");
  await proves(shop);
});

test("P23 f 只能整数个的商品：卖 0.5 个、买 1.5 个都拒绝，说出是哪种商品；箱里拆成整数个可以", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "P23F", { name: "杯子", baseUnit: "个", wholeUnits: true, units: boxOf("12") });
  const refused = async (kind: "purchaseReceipts" | "salesDeliveries", quantity: string) => {
    const body = shop.body(kind, "03-05", [[itemId, quantity, "9"]]);
    const refusal = await shop.refusal(`${kind}.createApproved`, { body });
    return `${refusal.errors?.[0]?.path} ${refusal.code} ${refusal.detail}`;
  };
  expect([await refused("purchaseReceipts", "1.5"), await refused("salesDeliveries", "0.5")]).toEqual([
    "lines.0.quantity unit.not_piece 「杯子」不拆零，数量要是整数，现在是 1.5 个，请改数量。",
    "lines.0.quantity unit.not_piece 「杯子」不拆零，数量要是整数，现在是 0.5 个，请改数量。",
  ]);
  await shop.buy("03-05", [[itemId, "0.5", "100", { unit: "箱" }]]);
  expect(await standsText(shop, itemId)).toBe("6 / 50.00");
  await proves(shop);
});
