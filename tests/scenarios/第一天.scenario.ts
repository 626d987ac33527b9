import iconv from "iconv-lite";
import { expect, test } from "vitest";
import { writeWorkbook } from "../../apps/server/src/platform/excel.ts";
import { importFile } from "../support/import.ts";
import { lines, openShop, type Person, person, proveClean, serverOfThisFile, voucherText } from "../support/server.ts";

const server = serverOfThisFile();

/** 店里自己的 Excel：标题行、（必填）、全角空格、合计行，什么都有一点。 */
async function goodsFile(): Promise<Buffer> {
  const headings = [
    "商品编码（必填）",
    "商品名称（必填）",
    "规格型号",
    "商品类别",
    "计量单位",
    "副单位",
    "比例",
    "条形码",
    "预计采购价",
    "批发价",
    "税率",
    "仓库",
    "初始数量",
    "单位成本",
  ];
  const rows = [
    [
      "10001",
      "农夫山泉 饮用天然水",
      "550ml",
      "包装水",
      "瓶",
      "箱",
      "24",
      "6921168509256",
      "0.95",
      "1.50",
      "13%",
      "主仓",
      "480",
      "0.95",
    ],
    [
      "１０００２",
      "可口可乐",
      "330ml",
      "碳酸饮料",
      "罐",
      "箱",
      "24",
      "6954767410388",
      "1.80",
      "2.50",
      "13%",
      "主仓",
      "240",
      "1.80",
    ],
    [
      "10003",
      "乐事薯片",
      "70g",
      "零食",
      "袋",
      "",
      "",
      "6924743915848",
      "3.205",
      "4.80",
      "13%",
      "2号仓",
      "100",
      "3.205",
    ],
  ];
  return Buffer.from(
    await writeWorkbook({
      sheetName: "商品",
      columns: headings.map((heading) => ({ heading, kind: "text" as const })),
      rows,
    }),
  );
}
const customersFile = iconv.encode(
  '客户名称,联系人,手机,期初应收\n城西联华便利（文三路店）,王店长,13800001111,"3,390.00"\n滨江校园便利,赵老师,13800002222,\n',
  "gbk",
);
const suppliersFile = Buffer.from("\ufeff供应商名称\t联系人\t期初应付\n农夫山泉杭州一级商\t李经理\t4390\n", "utf16le");

test("第一天：建公司，商品和往来从 Excel 进来，采购入库，销售出库，库存、应收应付、凭证自己跟上，账实相符", async () => {
  const boss: Person = person(server);
  expect(await boss.call("setup.state")).toMatchObject({ needed: true });
  const session = await boss.call("setup.company", {
    body: {
      companyName: "恒泰饮料商贸",
      taxStatus: "general",
      accountingStandard: "small-enterprise",
      startPeriod: "2026-11",
      costScope: "company",
      negativeStock: false,
      ownerName: "陈立群",
      loginName: "chen",
      password: "1234567890",
    },
  });
  expect(session.company.name).toBe("恒泰饮料商贸");
  expect(
    (
      await boss.refusal("setup.company", {
        body: {
          companyName: "又一家",
          startPeriod: "2026-11",
          ownerName: "x",
          loginName: "xx",
          password: "1234567890",
        },
      })
    ).code,
  ).toBe("setup.done");

  // 商品、客户、供应商
  const goods = await importFile(boss, "商品资料.xlsx", await goodsFile(), "items");
  expect([goods.preview.problems, goods.job.state, goods.job.result]).toMatchObject([
    [],
    "done",
    { created: 3, openings: 3 },
  ]);
  const customers = await importFile(boss, "客户.csv", customersFile, "customers");
  expect([customers.view.encoding, customers.job.state, customers.job.result]).toMatchObject([
    "gb18030",
    "done",
    { created: 2, openings: 1 },
  ]);
  const suppliers = await importFile(boss, "供应商.csv", suppliersFile, "suppliers");
  expect([suppliers.job.state, suppliers.job.result]).toMatchObject(["done", { created: 1, openings: 1 }]);
  const again = await importFile(boss, "商品资料.xlsx", await goodsFile(), "items");
  expect(again.job.result).toMatchObject({ created: 0, skipped: 3, openings: 0, openingsThere: 3 });
  expect((await boss.call("items.list", { query: { search: "nfsq" } })).rows.map((item) => item.name)).toEqual([
    "农夫山泉 饮用天然水",
  ]);

  const warehouse = (await boss.call("warehouses.list")).rows.find((one) => one.name === "主仓")!;
  const find = async (q: string) =>
    (await boss.call("items.lookup", { query: { q, warehouseId: warehouse.id } })).rows[0]!;
  const [water, cola, chips] = [await find("6921168509256"), await find("kkkl"), await find("10003")];
  expect([water.onHand, cola.onHand, chips.onHand]).toEqual(["480", "240", "0"]);
  const supplier = (await boss.call("partners.list", { query: { role: "supplier" } })).rows[0]!;
  const customer = (await boss.call("partners.list", { query: { role: "customer", search: "cxlh" } })).rows[0]!;

  // 采购入库：草稿、预览、审核
  const receiptBody = {
    businessDate: "2026-11-02",
    partnerId: supplier.id,
    warehouseId: warehouse.id,
    taxIncluded: false,
    lines: [{ itemId: water.id, unit: "箱", quantity: "20", price: "24.00" }],
  };
  const receipt = await boss.call("purchaseReceipts.create", { body: receiptBody });
  expect([receipt.status, receipt.number]).toEqual(["draft", null]);
  const receiptPreview = await boss.call("purchaseReceipts.preview", { body: receiptBody });
  expect(receiptPreview.stock.map((row) => `${row.itemName} ${row.before} → ${row.after}`)).toEqual([
    "农夫山泉 饮用天然水 480 → 960",
  ]);
  expect((await boss.call("purchaseReceipts.approve", { params: { id: receipt.id }, body: {} })).number).toBe(
    "CGRK-20261102-0001",
  );
  expect(await voucherText(boss, "purchaseReceipts", receipt.id)).toBe(
    lines(`
    1405 库存商品 借 480.00
    22210101 进项税额 借 62.40
    2202 应付账款 贷 542.40`),
  );

  // 销售出库：缺货的说清楚，改好再审核
  const saleLines = [
    { itemId: water.id, unit: "箱", quantity: "10", price: "33.90" },
    { itemId: cola.id, unit: "箱", quantity: "5", price: "56.50" },
  ];
  const short = await boss.refusal("salesDeliveries.createApproved", {
    body: {
      businessDate: "2026-11-03",
      partnerId: customer.id,
      warehouseId: warehouse.id,
      lines: [...saleLines, { itemId: chips.id, quantity: "3", price: "5" }],
    },
  });
  expect(short.errors?.[0]).toMatchObject({
    path: "lines.2.quantity",
    message: "「乐事薯片 70g」在 主仓 可用 0 袋，少 3 袋。可改数量、改仓库，或先入库。",
  });
  const delivery = await boss.call("salesDeliveries.createApproved", {
    body: { businessDate: "2026-11-03", partnerId: customer.id, warehouseId: warehouse.id, lines: saleLines },
  });
  expect([delivery.number, delivery.grossAmount]).toEqual(["XSCK-20261103-0001", "621.50"]);
  expect(await voucherText(boss, "salesDeliveries", delivery.id)).toBe(
    lines(`
    1122 应收账款 借 621.50
    5001 主营业务收入 贷 550.00
    22210106 销项税额 贷 71.50
    5401 主营业务成本 借 450.00
    1405 库存商品 贷 450.00`),
  );
  // 下一张单据里看得到上次价
  const lookup = await boss.call("items.lookup", {
    query: { q: "10001", partnerId: customer.id, warehouseId: warehouse.id },
  });
  expect(lookup.rows[0]?.lastPrices[0]).toMatchObject({ unit: "箱", price: "33.9", number: "XSCK-20261103-0001" });

  // 反审核、改、再审核：单号不变
  await boss.call("salesDeliveries.unapprove", { params: { id: delivery.id }, body: {} });
  const { version } = await boss.call("salesDeliveries.show", { params: { id: delivery.id } });
  await boss.call("salesDeliveries.update", {
    params: { id: delivery.id },
    body: {
      businessDate: "2026-11-03",
      partnerId: customer.id,
      warehouseId: warehouse.id,
      lines: saleLines,
      note: "周四上午送到",
      version,
    },
  });
  expect((await boss.call("salesDeliveries.approve", { params: { id: delivery.id }, body: {} })).number).toBe(
    "XSCK-20261103-0001",
  );

  // 库存、往来、科目余额
  const stock = await boss.call("stock.list", { query: { includeZero: "true" } });
  expect(stock.rows.map((row) => `${row.code} ${row.name} ${row.onHand}${row.unit} ${row.value}`).join("\n")).toBe(
    lines(`
    10001 农夫山泉 饮用天然水 720瓶 702.00
    10002 可口可乐 120罐 216.00
    10003 乐事薯片 100袋 320.50`),
  );
  expect(stock.sums.value).toBe("1238.50");
  const statement = await boss.call("partners.statement", {
    params: { id: customer.id },
    query: { side: "receivable", from: "2026-11-01" },
  });
  expect([statement.opening, statement.increase, statement.decrease, statement.closing]).toEqual([
    "3390.00",
    "621.50",
    "0.00",
    "4011.50",
  ]);
  expect((await boss.call("partners.balances", { query: { side: "payable" } })).sum).toBe("4932.40");
  const trial = await boss.call("accounts.balances", { query: { period: "2026-11" } });
  const leaves = trial.rows.filter((row) =>
    ["1122", "1405", "2202", "22210101", "22210106", "3999", "5001", "5401"].includes(row.code),
  );
  expect(leaves.map((row) => `${row.code} ${row.name} 借 ${row.closingDebit} 贷 ${row.closingCredit}`).join("\n")).toBe(
    lines(`
    1122 应收账款 借 4011.50 贷 0.00
    1405 库存商品 借 1238.50 贷 0.00
    2202 应付账款 借 0.00 贷 4932.40
    22210101 进项税额 借 62.40 贷 0.00
    22210106 销项税额 借 0.00 贷 71.50
    3999 期初余额 借 0.00 贷 208.50
    5001 主营业务收入 借 0.00 贷 550.00
    5401 主营业务成本 借 450.00 贷 0.00`),
  );
  expect([trial.balanced, trial.totals.closingDebit, trial.totals.closingCredit]).toEqual([true, "5762.40", "5762.40"]);

  expect(await proveClean(boss)).toBe("账实相符");
});

test("既是客户又是供应商：供应商文件里再出现的客户不重复，多一个身份", async () => {
  const boss = await openShop(server);
  const file = (name: string) => Buffer.from(`${name}名称\n甲乙商行\n`);
  await importFile(boss, "客户.csv", file("客户"), "customers");
  const second = await importFile(boss, "供应商.csv", file("供应商"), "suppliers");
  expect(second.job.result).toMatchObject({ created: 0, skipped: 1 });
  expect(
    (await boss.call("partners.list", {})).rows.map((partner) => [
      partner.name,
      partner.isCustomer,
      partner.isSupplier,
    ]),
  ).toEqual([["甲乙商行", true, true]]);
});
