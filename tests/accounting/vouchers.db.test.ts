import { read, utils } from "@e965/xlsx";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addItem, addPartner, openShop, type Shop, startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let shop: Shop;
let sale: { readonly id: string; readonly number: string; readonly version: number };
beforeAll(async () => {
  server = await startTestServer();
  shop = await openShop(server);
  const itemId = await addItem(shop, "A");
  const [customer, supplier] = [
    await addPartner(shop, "K1", "customer", { name: "城西联华" }),
    await addPartner(shop, "G1", "supplier"),
  ];
  const body = (partnerId: string, businessDate: string, quantity: string, price: string) => ({
    body: {
      businessDate,
      partnerId,
      warehouseId: shop.warehouseId,
      taxIncluded: false,
      lines: [{ itemId, quantity, price }],
    },
  });
  await shop.call("purchaseReceipts.createApproved", body(supplier, "2026-03-01", "10", "70"));
  sale = await shop.call("salesDeliveries.createApproved", body(customer, "2026-03-10", "3", "100"));
  await shop.call("salesDeliveries.createApproved", body(customer, "2026-04-02", "1", "100"));
  await shop.call("salesDeliveries.unapprove", { params: { id: sale.id }, body: { version: sale.version } });
});
afterAll(() => server?.stop());

const list = (query: Record<string, string> = {}) => shop.call("vouchers.list", { query: query as never });

test("凭证：按期间和号排，翻页不漏不重，合计和期间；可按科目（含下级）和单号找", async () => {
  const all = await list();
  expect(all.rows.map((row) => `${row.period} ${row.label} ${row.kind} ${row.total}`)).toEqual([
    "2026-04 记-1 original 183.00",
    "2026-03 记-3 reversal -549.00",
    "2026-03 记-2 original 549.00",
    "2026-03 记-1 original 791.00",
  ]);
  expect([all.total, all.sum, all.periods]).toEqual([4, "974.00", ["2026-04", "2026-03"]]);
  for (const sort of ["number", "businessDate", "total"])
    for (const direction of ["asc", "desc"]) {
      const seen: string[] = [];
      for (let cursor = ""; ; ) {
        const page = await list({ sort, direction, limit: "1", ...(cursor === "" ? {} : { cursor }) });
        seen.push(...page.rows.map((row) => row.id));
        if (page.next === null) break;
        cursor = page.next;
      }
      expect(seen).toEqual((await list({ sort, direction })).rows.map((row) => row.id));
      expect(new Set(seen).size).toBe(4);
    }
  expect((await list({ period: "2026-03" })).total).toBe(3);
  expect((await list({ accountCode: "2221", period: "2026-04" })).rows.map((row) => row.label)).toEqual(["记-1"]);
  expect((await list({ accountCode: "2202" })).rows.map((row) => row.documentType)).toEqual(["purchase-receipt"]);
  expect((await list({ search: `${sale.number} 冲销` })).rows.map((row) => row.label)).toEqual(["记-3"]);
  expect((await list({ search: "%" })).total).toBe(0);
  expect((await list({ search: "\u0000", accountCode: "\u0000" })).total).toBe(4);
  for (const sort of ["number", "businessDate", "total"]) {
    const cursor = Buffer.from(JSON.stringify(["\u0000", shop.warehouseId])).toString("base64url");
    expect(await shop.refusal("vouchers.list", { query: { sort, cursor } })).toMatchObject({
      code: "request.malformed",
    });
  }
});

test("一张凭证：科目名、往来单位、大写、上一张和下一张", async () => {
  const rows = (await list({ direction: "asc" })).rows;
  const second = await shop.call("vouchers.show", { params: { id: rows[1]?.id ?? "" } });
  expect(
    second.lines.map((line) => `${line.accountCode} ${line.accountName} ${line.debit} ${line.credit} ${line.partner}`),
  ).toEqual([
    "1122 应收账款 339.00 0.00 城西联华",
    "5001 主营业务收入 0.00 300.00 ",
    "22210106 销项税额 0.00 39.00 ",
    "5401 主营业务成本 210.00 0.00 ",
    "1405 库存商品 0.00 210.00 ",
  ]);
  expect([second.totalInWords, second.documentNumber]).toEqual(["伍佰肆拾玖元整", sale.number]);
  expect([second.previousId, second.nextId]).toEqual([rows[0]?.id, rows[2]?.id]);
  const [first, last] = await Promise.all(
    [rows[0], rows[3]].map((row) => shop.call("vouchers.show", { params: { id: row?.id ?? "" } })),
  );
  expect([first?.previousId, last?.nextId, last?.previousId]).toEqual([null, null, rows[2]?.id]);
});

test("导出：每行一条分录，零的一边空着，按筛选", async () => {
  const response = await shop.fetch("/api/v1/vouchers.xlsx?period=2026-04");
  const file = read(Buffer.from(await response.arrayBuffer()));
  const rows = utils.sheet_to_json<unknown[]>(Object.values(file.Sheets)[0]!, { header: 1, raw: false });
  expect(rows.map((row) => [row[2], row[5], row[8] ?? "", row[9] ?? ""].join(" "))).toEqual([
    "凭证号 科目编码 借方 贷方",
    "记-1 1122 113.00 ",
    "记-1 5001  100.00",
    "记-1 22210106  13.00",
    "记-1 5401 70.00 ",
    "记-1 1405  70.00",
  ]);
});

test("科目余额表：上期期末是本期期初，红字冲销后只剩四月的一单", async () => {
  const text = async (period: string) => {
    const { rows, totals, balanced } = await shop.call("accounts.balances", { query: { period } });
    const shown = rows.filter((row) => ["1122", "1405", "2221", "5001"].includes(row.code));
    return [
      ...shown.map(
        (row) =>
          `${row.code} 期初 ${row.openingDebit}/${row.openingCredit} 本期 ${row.debit}/${row.credit} 期末 ${row.closingDebit}/${row.closingCredit}`,
      ),
      `${totals.closingDebit}=${totals.closingCredit} ${balanced}`,
    ].join("\n");
  };
  expect(await text("2026-03")).toBe(
    [
      "1122 期初 0.00/0.00 本期 0.00/0.00 期末 0.00/0.00",
      "1405 期初 0.00/0.00 本期 700.00/0.00 期末 700.00/0.00",
      "2221 期初 0.00/0.00 本期 91.00/0.00 期末 91.00/0.00",
      "5001 期初 0.00/0.00 本期 0.00/0.00 期末 0.00/0.00",
      "791.00=791.00 true",
    ].join("\n"),
  );
  expect(await text("2026-04")).toBe(
    [
      "1122 期初 0.00/0.00 本期 113.00/0.00 期末 113.00/0.00",
      "1405 期初 700.00/0.00 本期 0.00/70.00 期末 630.00/0.00",
      "2221 期初 91.00/0.00 本期 0.00/13.00 期末 78.00/0.00",
      "5001 期初 0.00/0.00 本期 0.00/100.00 期末 0.00/100.00",
      "904.00=904.00 true",
    ].join("\n"),
  );
});
