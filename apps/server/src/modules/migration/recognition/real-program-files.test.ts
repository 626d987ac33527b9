import { describe, expect, test } from "vitest";
import { items, present, stock, sumOf, understand } from "./real-files.fixture.ts";
import type { CategoryRecord, PartnerRecord } from "./records.ts";

describe.runIf(present)("真实文件：别的程序导出和模板特别要对的地方", () => {
  test("jshERP：说明在第 1 行，条码数字成文字，每个仓库一列，税率 3 与 7 是百分数", async () => {
    const goods = await understand("templates/jshERP-goods_template.xls");
    expect(goods.recognition.headingRows).toEqual([2]);
    expect(items(goods).map((item) => item.barcodes)).toEqual([["2001"], ["2011"]]);
    expect(sumOf(items(goods).flatMap((item) => item.openings.map(({ quantity }) => quantity)))).toBe("150");
    expect(items(goods)[0]!.openings[4]).toEqual({ warehouse: "仓库5", quantity: "10" });
    expect(items(goods)[0]).toMatchObject({
      unit: "瓶",
      purchasePrice: "5",
      retailPrice: "12",
      salePrice: "10",
      minimumPrice: "9",
    });
    const vendors = (await understand("templates/jshERP-vendor_template.xls")).out.records as readonly PartnerRecord[];
    expect(vendors.map(({ mobile, openingPayable, taxRate }) => [mobile, openingPayable, taxRate])).toEqual([
      ["13000000000", "0", "3"],
      ["15000000000", "100", "7"],
    ]);
    const lines = stock(await understand("templates/jshERP-buy_sale_item_template.xls"));
    expect(lines[0]).toEqual({
      target: "stock",
      row: 3,
      barcode: "2001",
      name: "可乐test",
      warehouse: "仓库1",
      quantity: "1",
    });
  });

  test("进销存模板：仓库按代码，入库相加，盘点矛盾，没有数量的行指名", async () => {
    const opening = await understand("templates/jxc-库存导入.xls");
    expect(stock(opening).map(({ barcode, warehouse }) => `${barcode} ${warehouse}`)).toContain("3333 CK001");
    const receipt = await understand("templates/jxc-入库导入.xls");
    expect(receipt.out.announcements.map(({ text }) => text)).toContain("1 行的商品在前面出现过，数量相加。");
    expect(receipt.out.problems[0]?.reason).toBe("2222 没有数量。");
    const count = await understand("templates/jxc-盘点导入.xls");
    expect(count.out.problems[0]?.reason).toBe("1111 在第 2 行是 1，这里是 2，互相矛盾。");
  });

  test("收银模板没有数据：直说；美妆模板旁边的说明不是数据；平台模板不读隐藏的字典表", async () => {
    const till = await understand("templates/收银-商品导入模板.xls");
    expect(till.recognition.notes).toContain("只有表头，没有数据行。");
    const beauty = await understand("templates/美妆-商品导入模板.xlsx");
    expect(items(beauty).map((item) => item.code)).toEqual(["CZ0001", "CZ0002", "CZ0003", "CZ0004", "CZ0005"]);
    expect(beauty.recognition.columns[5]).toMatchObject({ heading: "导入说明", field: null });
    const listing = await understand("templates/平台-发品模板.xls");
    expect(listing.recognition.headingRows).toEqual([8]);
    expect(items(listing).map((item) => item.code)).toContain("4哑光黑");
  });

  test("Odoo：方括号里是编码，批号是文字，人与公司按名称相连，报价在下一行继续", async () => {
    const quants = stock(await understand("odoo/stock_quant.xlsx"));
    expect(quants[0]).toMatchObject({ code: "FURN_0789", name: "Individual Workplace" });
    expect(new Set(quants.map(({ code }) => code)).size).toBe(17);
    expect(quants.flatMap(({ lot }) => lot ?? [])).toEqual(["0000000000029", "CM-BOX-00001", "CM-BOX-00002"]);
    const partners = (await understand("odoo/res_partner.xlsx")).out.records as readonly PartnerRecord[];
    expect(partners[2]).toMatchObject({
      name: "Brandon Freeman",
      parentName: "Azure Interior",
      account: "321654987",
      address: expect.stringContaining("94538"),
    });
    const offers = items(await understand("odoo/product_purchase.xls"));
    expect(offers.map((item) => item.supplierPrices.length)).toEqual([2, 3]);
    expect(offers[1]!.supplierPrices[0]).toEqual({
      supplier: "Ready Mat",
      price: "785",
      minimumQuantity: "3",
      from: "2020-01-01",
      until: "2020-12-31",
    });
    const info = items(await understand("odoo/product_supplierinfo.xls"));
    expect(info[0]!.supplierPrices).toEqual([{ supplier: "Azure Interior", price: "1299", minimumQuantity: "5" }]);
    const categories = (await understand("odoo/External_id_3rd_party_application_product_categories.csv")).out
      .records as readonly CategoryRecord[];
    const products = items(await understand("odoo/External_id_3rd_party_application_products.csv"));
    const known = new Set(categories.map(({ externalId }) => externalId));
    expect(products.filter((item) => !known.has(item.categoryExternalId))).toEqual([]);
  });

  test("ERPNext：20 行表头，13 行只加一个价格", async () => {
    const erpnext = await understand("erpnext/Item.csv");
    expect(erpnext.recognition.dataFrom).toBe(21);
    expect(sumOf(items(erpnext).map((item) => item.purchasePrice))).toBe("384");
    expect(sumOf(items(erpnext).map((item) => item.salePrice))).toBe("1577.6");
  });

  test("Vendure：名称在第一行，规格在下面；同一编码的三个规格按回答拒绝或编号", async () => {
    const vendure = await understand("others/vendure-products.csv", "CSV", { sharedCodes: "number" });
    expect(items(vendure)).toHaveLength(88);
    expect(new Set(items(vendure).map((item) => item.name)).size).toBe(54);
    expect(sumOf(items(vendure).flatMap((item) => item.openings.map(({ quantity }) => quantity)))).toBe("8800");
  });

  test("Medusa：分号，三种货币的价格要问用哪一列", async () => {
    const medusa = await understand("others/medusa-exported-products-semicolon.csv", "CSV", {
      "whichColumn.salePrice": "49",
    });
    expect(items(medusa).map((item) => `${item.name} ${item.spec} ${item.salePrice}`)).toEqual([
      "Base product Test variant 45",
      "Base product Test variant 2 65",
      "Proposed product Test variant 45",
    ]);
  });

  test("frappe：两行表头；bigcapital：编码 1000–1059", async () => {
    expect((await understand("others/frappe-books-items.csv")).recognition.headingRows).toEqual([1, 2]);
    const codes = items(await understand("others/bigcapital-items.csv")).map((item) => item.code);
    expect([codes[0], codes.at(-1), codes.length]).toEqual(["1000", "1059", 60]);
  });
});
