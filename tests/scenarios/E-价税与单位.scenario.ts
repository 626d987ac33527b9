import { expect, test } from "vitest";
import { addItem, lines, serverOfThisFile } from "../support/server.ts";
import {
  addGoods,
  costOf,
  openStockShop,
  proves,
  type Row,
  show,
  standsText,
  type StockShop,
  vouchersText,
} from "../support/stock-shop.ts";
import { mixedUnits, parseQuantity } from "../../packages/core/src/index.ts";

const server = serverOfThisFile();

function previewSale(shop: StockShop, rows: readonly Row[], more: object = {}) {
  return shop.call("salesDeliveries.preview", {
    body: shop.body("salesDeliveries", "03-05", rows, { ...more }) as never,
  });
}

test("E11 含税单价拆不含税：按行取整", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "E11");
  const split = async (...prices: readonly string[]) => {
    const rows = prices.map((price): Row => [itemId, "1", price]);
    const { netAmount, taxAmount, grossAmount } = await previewSale(shop, rows, { taxIncluded: true });
    return `${netAmount} + ${taxAmount} = ${grossAmount}`;
  };
  expect([
    await split("113.00"),
    await split("99.99"),
    await split("10.00"),
    await split("3.33"),
    await split("0.05"),
    await split("3.33", "3.33", "3.33"),
  ]).toEqual([
    "100.00 + 13.00 = 113.00",
    "88.49 + 11.50 = 99.99",
    "8.85 + 1.15 = 10.00",
    "2.95 + 0.38 = 3.33",
    "0.04 + 0.01 = 0.05",
    "8.85 + 1.14 = 9.99",
  ]);
});

test("E13 20×100 打九折 1800.00 + 234.00；抹零 4.00（3.54 + 0.46）后收入 1796.46、税 233.54、合计 2030.00", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "E13");
  await shop.buy("03-01", [[itemId, "20", "50"]]);
  const rows: readonly Row[] = [[itemId, "20", "100", { discountRate: "90" }]];
  const whole = await previewSale(shop, rows);
  expect([whole.netAmount, whole.taxAmount, whole.grossAmount]).toEqual(["1800.00", "234.00", "2034.00"]);
  const sale = await shop.sell("03-05", rows, { orderDiscount: "4.00" });
  const [line] = (await show(shop, sale)).lines;
  expect([line?.discountShare, line?.netAmount, line?.taxAmount, line?.grossAmount]).toEqual([
    "4.00",
    "1796.46",
    "233.54",
    "2030.00",
  ]);
  expect(await vouchersText(shop, sale)).toBe(
    lines(`
    1122 应收账款 借 2030.00
    5001 主营业务收入 贷 1796.46
    22210106 销项税额 贷 233.54
    5401 主营业务成本 借 1000.00
    1405 库存商品 贷 1000.00`),
  );
  await proves(shop);
});

test("E16 5 箱 @36.00，1 箱 = 12 瓶：60 瓶 180.00；卖 7 瓶成本 21.00，余 53 瓶 = 4 箱 5 瓶 159.00", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "E16", {
    baseUnit: "瓶",
    units: [
      { name: "瓶", factor: "1" },
      { name: "箱", factor: "12" },
    ],
  });
  await shop.buy("03-01", [[itemId, "5", "36.00", { unit: "箱" }]]);
  expect(await standsText(shop, itemId)).toBe("60 / 180.00");
  const sale = await shop.sell("03-05", [[itemId, "7", "5", { unit: "瓶" }]]);
  const { onHand } = await shop.call("stock.card", { query: { itemId } });
  expect([
    await costOf(shop, sale),
    await standsText(shop, itemId),
    mixedUnits(parseQuantity(onHand), "箱", parseQuantity("12"), "瓶"),
  ]).toEqual(["21.00", "53 / 159.00", "4箱5瓶"]);
  await proves(shop);
});

test("E20 整单优惠 10.00 摊到 33.30/50.00/16.70：3.33/5.00/1.67", async () => {
  const shop = await openStockShop(server);
  const goods = await addGoods(shop, "A", "B", "C");
  await shop.buy(
    "03-01",
    goods.map((itemId): Row => [itemId, "1", "5"]),
  );
  const sale = await shop.sell(
    "03-05",
    ["33.30", "50.00", "16.70"].map((price, index): Row => [goods[index]!, "1", price]),
    { taxIncluded: true, orderDiscount: "10.00" },
  );
  const document = await show(shop, sale);
  expect(document.lines.map((line) => `${line.discountShare} ${line.grossAmount}`)).toEqual([
    "3.33 29.97",
    "5.00 45.00",
    "1.67 15.03",
  ]);
  expect(document.grossAmount).toBe("90.00");
  await proves(shop);
});

test("E25 毛利：含税 22.60、成本 15.20，毛利 4.80，毛利率 24.00%", async () => {
  const shop = await openStockShop(server);
  const itemId = await addItem(shop, "E25");
  await shop.buy("03-01", [[itemId, "1", "15.20"]]);
  const preview = await previewSale(shop, [[itemId, "1", "22.60"]], { taxIncluded: true });
  expect([preview.netAmount, preview.taxAmount, preview.cost, preview.margin, preview.marginRate]).toEqual([
    "20.00",
    "2.60",
    "15.20",
    "4.80",
    "0.2400",
  ]);
});

test("企业会计准则：收入 6001、成本 6401", async () => {
  const shop = await openStockShop(server, { accountingStandard: "enterprise" });
  const itemId = await addItem(shop, "CAS");
  await shop.buy("03-01", [[itemId, "1", "10"]]);
  const sale = await shop.sell("03-05", [[itemId, "1", "20"]]);
  expect(await vouchersText(shop, sale)).toBe(
    lines(`
    1122 应收账款 借 22.60
    6001 主营业务收入 贷 20.00
    22210106 销项税额 贷 2.60
    6401 主营业务成本 借 10.00
    1405 库存商品 贷 10.00`),
  );
  await proves(shop);
});
