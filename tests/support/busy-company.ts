import { openingStock } from "../../apps/server/src/modules/inventory/index.ts";
import { openingBalance } from "../../apps/server/src/modules/settlement/index.ts";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import { postOpening } from "./openings.ts";
import { addItem, type TestServer } from "./server.ts";
import {
  approve,
  change,
  from,
  openStockShop,
  type Posted,
  type StockShop,
  unapprove,
  voidDraft,
} from "./stock-shop.ts";

export type BusyCompany = StockShop & {
  readonly items: Readonly<Record<"water" | "tea" | "gift" | "milk", string>>;
  /** What a test tampers with. */
  readonly documents: Readonly<Record<"receipt" | "accrued" | "sale" | "returned" | "shipment" | "assembly", Posted>>;
};

/**
 * A company to which everything happens once: each kind of document, goods in two warehouses and on the way, lots, late
 * slips, documents taken back, changed and approved again, a customer who is renamed, and a month that is closed.
 */
export async function openBusyCompany(
  server: TestServer,
  setup: Parameters<typeof openStockShop>[1] = {},
): Promise<BusyCompany> {
  const shop = await openStockShop(server, setup);
  const water = await addItem(shop, "A", { name: "矿泉水" });
  const tea = await addItem(shop, "B", { name: "红茶" });
  const gift = await addItem(shop, "P", { name: "礼盒" });
  const milk = await addItem(shop, "L", { name: "鲜奶", tracking: "lot" });
  await openWithStock(server, shop, water);

  const receipt = await shop.buy("03-01", [
    [water, "40", "10"],
    [tea, "30", "3.333333"],
  ]);
  const accrued = await shop.buy("03-02", [[tea, "20", "4"]], { accrued: true });
  const sale = await shop.sell("03-10", [
    [water, "7", "20"],
    [tea, "11", "9"],
  ]);
  await shop.post("transfers", "03-11", [[water, "6"]], { toWarehouseId: shop.second });
  const shipment = await shop.post("transferShipments", "03-12", [[water, "5"]], { toWarehouseId: shop.second });
  await shop.post("transferReceipts", "03-13", [[water, "3", undefined, from(shipment)]], { warehouseId: shop.second });
  await shop.post("transferLosses", "03-13", [[water, "1", undefined, from(shipment)]], { reason: "damaged" });
  await shop.post("purchaseReturns", "03-14", [[water, "4", "10", from(receipt)]]);
  const returned = await shop.post("salesReturns", "03-14", [[tea, "2", "9", from(sale, 2)]]);
  await shop.post("otherReceipts", "03-15", [[water, "3", "9.9"]], { reason: "gift-received" });
  await shop.post("otherIssues", "03-15", [[tea, "1"]], { reason: "expired" });
  await shop.post("priceCorrections", "03-16", [[tea, "", "4.2", from(accrued)]]);
  await shop.post("costAllocations", "03-17", [[water, "", undefined, from(receipt)]], { amount: "33.33" });
  const assembly = await shop.post("assemblies", "03-18", [
    [gift, "3", undefined, { role: "product" }],
    [water, "6", undefined, { role: "part" }],
    [tea, "3", undefined, { role: "part" }],
  ]);
  await shop.post("disassemblies", "03-19", [
    [gift, "1", undefined, { role: "product" }],
    [water, "2", undefined, { role: "part", weight: "2" }],
    [tea, "1", undefined, { role: "part", weight: "1" }],
  ]);
  await shop.sell("03-20", [[gift, "1", "60"]]);
  await shop.post("stockCounts", "03-21", [
    [tea, "30"],
    [gift, "1"],
  ]);
  await shop.post("costAdjustments", "03-22", [[water, "", undefined, { amount: "-5.55" }]]);
  await milkInLots(shop, milk);
  await late(shop, water);
  await takenBack(shop, water, tea);
  await ordered(shop, tea);
  if (setup.negativeStock) {
    await shop.sell("03-26", [[gift, "4", "66"]]);
    await shop.buy("03-27", [[gift, "2", "31"]]);
    await shop.buy("03-28", [[gift, "5", "33.1"]]);
  }
  await shop.call("periods.close", { body: { period: "2026-03", reason: "", ignoreDrafts: true } });
  await shop.post("priceCorrections", "04-02", [[water, "", "11", from(receipt)]]);
  const customer = (await shop.call("partners.show", { params: { id: shop.customer } })) as { version: number };
  await shop.call("partners.update", {
    params: { id: shop.customer },
    body: { code: "K1", name: "城西联华超市", isCustomer: true, isSupplier: false, version: customer.version } as never,
  });
  await shop.sell("04-03", [[water, "2", "21"]]);
  return {
    ...shop,
    items: { water, tea, gift, milk },
    documents: { receipt, accrued, sale, returned, shipment, assembly },
  };
}

/** Ordered, and executed in part; a purchase order of which nothing came yet. */
async function ordered(shop: StockShop, tea: string): Promise<void> {
  const order = await shop.post("salesOrders", "03-25", [[tea, "4", "9"]], {
    partnerId: shop.customer,
    taxIncluded: false,
  });
  await shop.sell("03-25", [[tea, "3", "9", from(order)]]);
  await shop.post("purchaseOrders", "03-25", [[tea, "50", "3.1"]], { partnerId: shop.supplier, taxIncluded: false });
}

async function milkInLots(shop: StockShop, milk: string): Promise<void> {
  const lot = (name: string) => ({ lot: name, expiresOn: "2026-09-30" });
  await shop.buy("03-20", [
    [milk, "10", "5", lot("甲")],
    [milk, "10", "6", lot("乙")],
  ]);
  await shop.sell("03-21", [[milk, "4", "9", { lot: "甲" }]]);
  await shop.post("transfers", "03-22", [[milk, "2", undefined, { lot: "乙" }]], { toWarehouseId: shop.second });
}

/** Dated before what is booked already: one that stays, one that is taken back again. */
async function late(shop: StockShop, water: string): Promise<void> {
  await shop.buy("03-05", [[water, "6", "13"]]);
  const wrong = await shop.buy("03-04", [[water, "60", "1"]]);
  await unapprove(shop, wrong);
  await voidDraft(shop, wrong);
  await shop.sell("03-09", [[water, "1", "20"]]);
}

/** Approved, taken back, changed, approved again; and one that stays taken back, with other content than it was posted with. */
async function takenBack(shop: StockShop, water: string, tea: string): Promise<void> {
  const sale = await shop.sell("03-23", [
    [water, "1", "20"],
    [tea, "2", "9"],
  ]);
  await unapprove(shop, sale);
  await change(shop, sale, [[water, "3", "19.5"]]);
  await approve(shop, sale);
  const draft = await shop.sell("03-24", [[tea, "5", "9"]]);
  await unapprove(shop, draft);
  await change(shop, draft, [[tea, "1", "8"]]);
}

async function openWithStock(server: TestServer, shop: StockShop, itemId: string): Promise<void> {
  const { trains } = server.application;
  const poster = { orgId: shop.orgId, author: { userId: newId(), userName: "陈立群" } };
  const five = { unit: "个", quantity: 5_000_000n, baseQuantity: 5_000_000n, net: 43_21n, gross: 43_21n };
  await postOpening(trains, poster, openingStock, [{ ...five, itemId, warehouseId: shop.second }]);
  await postOpening(trains, poster, openingBalance, [
    { partnerId: shop.customer, side: "receivable", net: 100_00n, gross: 100_00n },
    { partnerId: shop.supplier, side: "payable", net: 200_00n, gross: 200_00n },
  ]);
}
