import { addItem, type TestServer } from "./server.ts";
import { openStockShop, type Posted, show, type StockShop } from "./stock-shop.ts";

/** 礼盒 = 2 瓶酒 + 1 只盒. 酒单卖 120，盒单卖 30，礼盒卖 298。 */
export async function giftShop(server: TestServer, setup: Parameters<typeof openStockShop>[1] = {}) {
  const shop = await openStockShop(server, setup);
  const wine = await addItem(shop, "JIU", { name: "酱香酒", baseUnit: "瓶", salePrice: "120" });
  const box = await addItem(shop, "HE", { name: "礼盒包装", baseUnit: "只", salePrice: "30" });
  const gift = await addItem(shop, "LH", {
    name: "礼盒",
    baseUnit: "盒",
    salePrice: "298",
    parts: [
      { itemId: wine, quantity: "2" },
      { itemId: box, quantity: "1" },
    ],
  });
  return { shop, wine, box, gift };
}

export const taxed = { taxIncluded: true };

/** 行号 组合 商品 数量 单价 不含税 + 税 = 价税合计. */
export async function linesText(shop: StockShop, document: Posted): Promise<string> {
  const view = await show(shop, document);
  return view.lines
    .map((line) => {
      const kit = line.kit === null ? "" : `【${line.kit.name} ×${line.kit.quantity} #${line.kit.group}】`;
      return `${line.lineNo} ${kit}${line.itemName} ${line.quantity} ${line.unit} @${line.price} ${line.netAmount} + ${line.taxAmount} = ${line.grossAmount}`;
    })
    .join("\n");
}

export async function standing(shop: StockShop, itemId: string): Promise<string> {
  const { rows } = await shop.call("stock.list", { query: { includeZero: "true" } });
  const row = rows.find((one) => one.itemId === itemId);
  return row === undefined ? "没有库存行" : `现存 ${row.onHand} 占用 ${row.reserved} 可用 ${row.available}`;
}

export async function lookUp(shop: StockShop, itemId: string) {
  const { rows } = await shop.call("items.lookup", { query: { ids: itemId, warehouseId: shop.warehouseId } });
  return rows[0];
}
