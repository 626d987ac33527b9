import { expect, test } from "vitest";
import { serverOfThisFile } from "../support/server.ts";
import {
  addGoods,
  approve,
  booksText,
  from,
  openStockShop,
  type Posted,
  proves,
  type StockShop,
  unapprove,
} from "../support/stock-shop.ts";

const server = serverOfThisFile();

/** 货、礼盒、配件；一张入库、一张出库、一张在途的调拨. */
type Scene = {
  readonly shop: StockShop;
  readonly goods: string;
  readonly box: string;
  readonly receipt: Posted;
  readonly sale: Posted;
  readonly shipment: Posted;
};
async function scene(shop: StockShop, title: string): Promise<Scene> {
  const [goods, box] = await addGoods(shop, `${title} 货`, `${title} 礼盒`);
  await shop.buy("03-01", [[goods!, "10", "8"]]);
  const receipt = await shop.buy("03-02", [
    [goods!, "20", "9.33"],
    [box!, "6", "30.01"],
  ]);
  const sale = await shop.sell("03-05", [[goods!, "13", "20"]]);
  const shipment = await shop.post("transferShipments", "03-06", [[goods!, "5"]], { toWarehouseId: shop.second });
  await shop.sell("03-25", [[goods!, "4", "20"]]);
  return { shop, goods: goods!, box: box!, receipt, sale, shipment };
}

const kinds: readonly [string, (scene: Scene) => Promise<Posted>][] = [
  ["销售出库", ({ shop, goods }) => shop.sell("03-10", [[goods, "3", "20"]])],
  ["采购入库", ({ shop, goods }) => shop.buy("03-10", [[goods, "7", "11"]])],
  ["暂估入库", ({ shop, goods }) => shop.buy("03-10", [[goods, "7", "11"]], { accrued: true })],
  ["销售退货", ({ shop, goods, sale }) => shop.post("salesReturns", "03-10", [[goods, "3", "20", from(sale)]])],
  ["没有源单的销售退货", ({ shop, goods }) => shop.post("salesReturns", "03-10", [[goods, "3", "20"]])],
  [
    "采购退货",
    ({ shop, goods, receipt }) => shop.post("purchaseReturns", "03-10", [[goods, "2", "9.33", from(receipt)]]),
  ],
  ["没有源单的采购退货", ({ shop, goods }) => shop.post("purchaseReturns", "03-10", [[goods, "2", "9"]])],
  [
    "价格更正",
    ({ shop, goods, receipt }) => shop.post("priceCorrections", "03-10", [[goods, "", "7.77", from(receipt)]]),
  ],
  [
    "费用分摊",
    ({ shop, goods, box, receipt }) =>
      shop.post(
        "costAllocations",
        "03-10",
        [
          [goods, "", undefined, from(receipt)],
          [box, "", undefined, from(receipt, 2)],
        ],
        { amount: "10.00", taxRate: "0.09" },
      ),
  ],
  [
    "其他入库",
    ({ shop, goods }) => shop.post("otherReceipts", "03-10", [[goods, "3", "6"]], { reason: "gift-received" }),
  ],
  ["其他出库", ({ shop, goods }) => shop.post("otherIssues", "03-10", [[goods, "3"]], { reason: "welfare" })],
  ["调拨", ({ shop, goods }) => shop.post("transfers", "03-10", [[goods, "3"]], { toWarehouseId: shop.second })],
  [
    "调拨发货",
    ({ shop, goods }) => shop.post("transferShipments", "03-10", [[goods, "3"]], { toWarehouseId: shop.second }),
  ],
  [
    "调拨收货",
    ({ shop, goods, shipment }) =>
      shop.post("transferReceipts", "03-10", [[goods, "3", undefined, from(shipment)]], { warehouseId: shop.second }),
  ],
  [
    "在途损失",
    ({ shop, goods, shipment }) =>
      shop.post("transferLosses", "03-10", [[goods, "1", undefined, from(shipment)]], { reason: "damaged" }),
  ],
  ["盘亏", ({ shop, goods }) => shop.post("stockCounts", "03-26", [[goods, "5"]])],
  ["盘盈", ({ shop, goods }) => shop.post("stockCounts", "03-26", [[goods, "15"]])],
  [
    "组装",
    ({ shop, goods, box }) =>
      shop.post("assemblies", "03-10", [
        [box, "1", undefined, { role: "product" }],
        [goods, "3", undefined, { role: "part" }],
      ]),
  ],
  [
    "拆卸",
    ({ shop, goods, box }) =>
      shop.post("disassemblies", "03-10", [
        [box, "2", undefined, { role: "product" }],
        [goods, "7", undefined, { role: "part" }],
      ]),
  ],
  [
    "成本调整",
    ({ shop, goods }) =>
      shop.post("costAdjustments", "03-10", [
        [goods, "", undefined, { amount: "-5.55", warehouseId: shop.warehouseId }],
      ]),
  ],
];

const companies = [
  ["移动加权、公司一个成本", 3, { costingMethod: "moving-average", costScope: "company" }],
  ["先进先出、分仓核算、允许负库存", 3, { costingMethod: "fifo", costScope: "warehouse", negativeStock: true }],
  ["移动加权、分仓核算", 1, { costingMethod: "moving-average", costScope: "warehouse" }],
  ["先进先出、公司一个成本", 1, { costingMethod: "fifo", costScope: "company" }],
] as const;

test.each(companies)(
  "P08 %s：每一种单据补录在 3 月 10 日，反审核、再审核 %i 轮，每一轮库存、往来、科目都分毫不差",
  async (_title, rounds, setup) => {
    const shop = await openStockShop(server, setup);
    const story: string[] = [];
    for (const [title, make] of kinds) {
      const one = await scene(shop, title);
      const first = await booksText(shop);
      const document = await make(one);
      const second = await booksText(shop);
      const steps: string[] = [];
      for (let round = 0; round < rounds; round += 1) {
        await unapprove(shop, document);
        steps.push((await booksText(shop)) === first ? "退" : "反审核后和原来不同");
        await approve(shop, document);
        steps.push((await booksText(shop)) === second ? "进" : "再审核后和第一次不同");
      }
      await unapprove(shop, document);
      steps.push((await booksText(shop)) === first ? "退" : "最后没有回到原样");
      story.push(`${title}：${first === second ? "什么也没变" : steps.join("")}`);
    }
    expect(story.join("\n")).toBe(kinds.map(([title]) => `${title}：${"退进".repeat(rounds)}退`).join("\n"));
    await proves(shop);
  },
  300_000,
);
