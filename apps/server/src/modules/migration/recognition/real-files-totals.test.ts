import { describe, expect, test } from "vitest";
import { profileOf } from "./profile.ts";
import { bookOf, errors, present, sums, understand, warnings } from "./real-files.fixture.ts";
import { recogniseWorkbook } from "./recognise.ts";

/** File, sheet, what it is, rows → records + joined + ignored, sums, rows refused, warnings. */
const table: readonly (readonly [
  file: string,
  sheet: string,
  what: string,
  sums: string,
  refused: readonly string[],
  warnings: Record<string, number>,
])[] = [
  [
    "goods/零食店-商品资料.xlsx",
    "Sheet1",
    "items 302 → 302+0+0",
    "库存量 2929.9 · 进货价 2010.739 · 销售价 3000.1",
    [],
    { "price.below_cost": 1, "barcode.odd": 1, "barcode.check_digit": 3 },
  ],
  ["goods/鞋店-库存与条码库.xlsx", "Stock", "items 83 → 83+0+0", "库存数量 151", [], {}],
  ["goods/自行车店-商品资料.xls", "Sheet1", "items 348 → 348+0+0", "进价 0 · 售价 80605", [], {}],
  ["goods/文具-价格表.xlsx", "Sheet1", "items 28 → 28+0+0", "价格 606.5", [], {}],
  [
    "goods/文具-价格表.xlsx",
    "Sheet2",
    "items 60 → 59+1+0",
    "价格 1083.5",
    [],
    { "price.left_empty": 6, "row.repeated": 1 },
  ],
  ["goods/特产-商品信息.xlsx", "Sheet1", "items 60 → 59+0+0", "售价 4616.8", ["45 E 个 number.not_a_number"], {}],
  [
    "goods/酒类连锁-库存.xlsx",
    "TTL",
    "items 60 → 60+0+0",
    "库存数量 15440 · 在途数量 72 · 含税成本金额 1663562.85",
    [],
    {},
  ],
  ["goods/酒类连锁-库存.xlsx", "Sheet1", "items 40 → 40+0+0", "库存数量 15298 · 含税成本金额 1584657.96", [], {}],
  ["goods/采购目录-GBK无表头.csv", "CSV", "items 300 → 300+0+0", " 82412.16", [], {}],
  [
    "goods/工厂-产销存明细-双表头.xlsx",
    "产品成本",
    "items 16 → 13+0+3",
    "本期生产数量 160500 · 期末库存数量 0 · 期初库存数量 –",
    [],
    {},
  ],
  [
    "goods/工厂-产销存明细-双表头.xlsx",
    "半成品",
    "items 12 → 10+0+2",
    "月初数量 21321",
    [],
    { "number.rounded": 10, "stock.cost_mismatch": 5 },
  ],
  [
    "templates/jshERP-goods_template.xls",
    "商品信息",
    "items 2 → 2+0+0",
    "采购价 8 · 零售价 18 · 销售价 15 · 最低售价 13 · 仓库1 30 · 仓库5 30",
    [],
    {},
  ],
  ["templates/jshERP-vendor_template.xls", "信息", "suppliers 2 → 2+0+0", "期初应付 100", [], {}],
  ["templates/jshERP-buy_sale_item_template.xls", "商品信息", "stock 2 → 2+0+0", "数量 2 · 单价 –", [], {}],
  ["templates/jshERP-order_item_template.xls", "商品信息", "stock 2 → 2+0+0", "数量 2 · 单价 –", [], {}],
  ["templates/jxc-库存导入.xls", "Sheet1", "stock 6 → 6+0+0", "库存 87", [], {}],
  ["templates/jxc-入库导入.xls", "Sheet1", "stock 3 → 2+0+0", "入库数量 3", ["4 B  quantity.missing"], {}],
  [
    "templates/jxc-盘点导入.xls",
    "Sheet1",
    "stock 4 → 2+0+0",
    "盘点库存 2",
    ["3 B 2 quantity.contradiction", "5 B 3 quantity.contradiction"],
    {},
  ],
  ["templates/收银-商品导入模板.xls", "Sheet1", "items 0 → 0+0+0", "", [], {}],
  ["templates/美妆-商品导入模板.xlsx", "商品列表", "items 5 → 5+0+0", "价格 675", [], {}],
  ["templates/平台-发品模板.xls", "发品模板", "items 20 → 20+0+0", "市场价 180 · 采购价 138 · 京东价 172.6", [], {}],
  ["odoo/stock_quant.xlsx", "Sheet1", "stock 18 → 18+0+0", "Quantity 931", [], {}],
  ["odoo/res_partner.xlsx", "Contacts", "customers 3 → 3+0+0", "", [], {}],
  ["odoo/product_supplierinfo.xls", "Template", "items 4 → 4+0+0", "Price 2799", [], {}],
  ["odoo/product_purchase.xls", "Sheet 1", "items 5 → 2+3+0", "Vendors/Price 5745", [], {}],
  [
    "odoo/External_id_3rd_party_application_products.csv",
    "CSV",
    "items 5 → 5+0+0",
    "Sale Price 326.3 · Cost 173.25",
    [],
    {},
  ],
  ["odoo/External_id_3rd_party_application_product_categories.csv", "CSV", "categories 5 → 5+0+0", "", [], {}],
  ["erpnext/Item.csv", "CSV", "items 30 → 17+13+0", "Ref Rate 1961.6", [], {}],
  ["others/frappe-books-items.csv", "CSV", "items 11 → 11+0+0", "Rate 2289", [], {}],
  [
    "others/bigcapital-items.csv",
    "CSV",
    "items 60 → 60+0+0",
    "Cost Price 600000 · Sell Price 60000",
    [],
    { "price.below_cost": 60 },
  ],
  ["others/bigcapital-vendors.csv", "CSV", "suppliers 4 → 4+0+0", "Opening Balance 217208.92", [], {}],
  [
    "others/vendure-products.csv",
    "CSV",
    "items 88 → 86+0+0",
    "stockOnHand 8600",
    ["88 H 404.038.96 row.duplicate", "89 H 404.038.96 row.duplicate"],
    {},
  ],
  ["others/medusa-exported-products-semicolon.csv", "CSV", "items 3 → 3+0+0", "", [], {}],
];

describe.runIf(present)("真实文件：行数、合计、拒绝的行", () => {
  test.each(table)("%s %s %s", async (file, sheet, what, expectedSums, refused, expectedWarnings) => {
    const understood = await understand(file, sheet);
    const { target, rows, records, joined, ignored } = understood.out.totals;
    const headings =
      expectedSums === "" ? [] : expectedSums.split(" · ").map((part) => part.slice(0, part.lastIndexOf(" ")));
    expect({
      what: `${target} ${rows} → ${records}+${joined}+${ignored}`,
      sums: sums(understood, headings),
      refused: errors(understood),
      warnings: warnings(understood),
    }).toEqual({ what, sums: expectedSums, refused, warnings: expectedWarnings });
    expect(records + joined + ignored + understood.out.totals.refused).toBe(rows);
  });

  test.each([
    ["goods/鞋店-库存与条码库.xlsx", "log"],
    ["goods/酒类连锁-库存.xlsx", "Sheet3"],
    ["odoo/res_partner.xlsx", "Instructions"],
    ["odoo/product_supplierinfo.xls", "Import FAQ"],
    ["odoo/coa_import_template.xlsx", "Chart of Accounts"],
    ["odoo/quotations_import_template.xlsx", "Quotations"],
    ["others/bigcapital-manual-journals.csv", "CSV"],
    ["bank/中行-借记卡流水.csv", "CSV"],
    ["vouchers/科目余额表-银行存款.xls", "Sheet"],
  ])("%s %s 不是商品、往来单位或库存", async (file, sheetName) => {
    const book = await bookOf(file);
    const { sheets } = recogniseWorkbook(book.sheets.map((sheet) => profileOf(sheet, sheet.rows)));
    expect(sheets.find((sheet) => sheet.sheetName === sheetName)?.target).toBeNull();
  });
});
