import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ImportTarget } from "@zhangshi/contract";
import { expect, test } from "vitest";
import { suggestedChoice, upload, waitForJob } from "../support/import.ts";
import { openShop, proveClean, serverOfThisFile } from "../support/server.ts";

/** Real files stand beside the checkout where they may; they are nobody's to copy into it. */
const data = fileURLToPath(new URL("../../../shared/data/", import.meta.url));
const present = existsSync(data);
if (!present)
  console.log("真实文件不在这台机器上：导入真实文件的场景没有内容可跑，自带样例由 modules/migration 的测试覆盖。");

const server = serverOfThisFile();

type Row = readonly [
  file: string,
  sheet: string,
  target: ImportTarget,
  imported: number,
  refused: number,
  openings: number,
  value: string,
];
const rows: readonly Row[] = [
  ["goods/零食店-商品资料.xlsx", "Sheet1", "items", 302, 0, 296, "13659.80"],
  ["goods/鞋店-库存与条码库.xlsx", "Stock", "items", 83, 0, 82, "0.00"],
  ["goods/自行车店-商品资料.xls", "Sheet1", "items", 348, 0, 0, "0.00"],
  ["goods/文具-价格表.xlsx", "Sheet1", "items", 28, 0, 0, "0.00"],
  ["goods/文具-价格表.xlsx", "Sheet2", "items", 59, 0, 0, "0.00"],
  ["goods/特产-商品信息.xlsx", "Sheet1", "items", 59, 1, 0, "0.00"],
  ["goods/酒类连锁-库存.xlsx", "TTL", "items", 60, 0, 60, "1663562.85"],
  ["goods/酒类连锁-库存.xlsx", "Sheet1", "items", 40, 0, 40, "1584657.96"],
  ["goods/采购目录-GBK无表头.csv", "CSV", "items", 300, 0, 0, "0.00"],
  ["goods/工厂-产销存明细-双表头.xlsx", "产品成本", "items", 13, 0, 0, "0.00"],
  ["goods/工厂-产销存明细-双表头.xlsx", "半成品", "items", 10, 0, 5, "9352.60"],
  ["templates/jshERP-goods_template.xls", "商品信息", "items", 2, 0, 10, "550.00"],
  ["templates/jshERP-vendor_template.xls", "信息", "suppliers", 2, 0, 1, "0.00"],
  ["templates/jshERP-buy_sale_item_template.xls", "商品信息", "stock", 0, 0, 2, "0.00"],
  ["templates/jxc-库存导入.xls", "Sheet1", "stock", 0, 0, 6, "0.00"],
  ["templates/jxc-入库导入.xls", "Sheet1", "stock", 0, 1, 2, "0.00"],
  ["templates/jxc-盘点导入.xls", "Sheet1", "stock", 0, 2, 2, "0.00"],
  ["templates/收银-商品导入模板.xls", "Sheet1", "items", 0, 0, 0, "0.00"],
  ["templates/美妆-商品导入模板.xlsx", "商品列表", "items", 5, 0, 0, "0.00"],
  ["templates/平台-发品模板.xls", "发品模板", "items", 20, 0, 0, "0.00"],
  ["odoo/stock_quant.xlsx", "Sheet1", "stock", 0, 0, 18, "0.00"],
  ["odoo/res_partner.xlsx", "Contacts", "customers", 3, 0, 0, "0.00"],
  ["odoo/product_supplierinfo.xls", "Template", "items", 4, 0, 0, "0.00"],
  ["odoo/product_purchase.xls", "Sheet 1", "items", 2, 0, 0, "0.00"],
  ["odoo/External_id_3rd_party_application_product_categories.csv", "CSV", "categories", 5, 0, 0, "0.00"],
  ["odoo/External_id_3rd_party_application_products.csv", "CSV", "items", 5, 0, 0, "0.00"],
  ["erpnext/Item.csv", "CSV", "items", 17, 0, 0, "0.00"],
  ["others/frappe-books-items.csv", "CSV", "items", 11, 0, 0, "0.00"],
  ["others/bigcapital-items.csv", "CSV", "items", 60, 0, 0, "0.00"],
  ["others/bigcapital-vendors.csv", "CSV", "suppliers", 4, 0, 4, "0.00"],
  ["others/vendure-products.csv", "CSV", "items", 86, 2, 86, "0.00"],
  ["others/medusa-exported-products-semicolon.csv", "CSV", "items", 3, 0, 0, "0.00"],
];

test.each(present ? rows : [])(
  "%s [%s] → %s",
  async (file, sheetName, target, imported, refused, openings, value) => {
    const shop = await openShop(server);
    const view = await upload(shop, file.split("/").at(-1) ?? file, readFileSync(`${data}${file}`));
    const choice = suggestedChoice(view, sheetName, target, { badRows: "skip" });
    let preview = await shop.call("imports.preview", { params: { id: view.id }, body: choice });
    if (target === "stock") {
      // 库存文件说的是已有的商品：先按文件里的编码建好
      const unknown = [
        ...new Set(
          preview.problems.filter((problem) => problem.code === "item.unknown").map((problem) => problem.value),
        ),
      ];
      for (const code of unknown)
        await shop.call("items.create", {
          body: { code, name: code, baseUnit: "个", units: [{ name: "个", factor: "1" }] },
        });
      preview = await shop.call("imports.preview", { params: { id: view.id }, body: choice });
    }
    const commit = async () =>
      waitForJob(shop, (await shop.call("imports.commit", { params: { id: view.id }, body: choice })).id);
    const job = await commit();
    expect([job.error, job.state]).toEqual([null, "done"]);
    const stock = await shop.call("stock.list", {});
    expect([job.result?.["created"], job.result?.["refusedRows"], job.result?.["openings"], stock.sums.value]).toEqual([
      imported,
      refused,
      openings,
      value,
    ]);
    const again = await commit();
    expect([again.result?.["created"], again.result?.["openings"]]).toEqual([0, 0]);
    expect(await proveClean(shop)).toBe("账实相符");
  },
  120_000,
);

test.runIf(present)(
  "鞋店 19-number：95,135 行条码库，90,872 个商品，坏行点名，旁边的请求不等",
  async () => {
    const shop = await openShop(server);
    const view = await upload(shop, "鞋店.xlsx", readFileSync(`${data}goods/鞋店-库存与条码库.xlsx`));
    const choice = suggestedChoice(view, "19-number", "items", { badRows: "skip" });
    const { id } = await shop.call("imports.commit", { params: { id: view.id }, body: choice });
    const job = await waitForJob(shop, id);
    expect(job.result).toMatchObject({ created: 90_872, refusedRows: 512 });
    expect((await shop.call("items.list", { query: { limit: 1 } })).total).toBe(90_872);
  },
  300_000,
);
