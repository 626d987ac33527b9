import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import {
  addItem,
  addPartner,
  openShop,
  proveClean,
  type Shop,
  startTestServer,
  type TestServer,
} from "../support/server.ts";

let server: TestServer;
let shop: Shop;
let foreign: {
  readonly itemId: string;
  readonly partnerId: string;
  readonly warehouseId: string;
  readonly documentId: string;
};
let good: {
  readonly businessDate: string;
  readonly partnerId: string;
  readonly warehouseId: string;
  readonly taxIncluded: boolean;
  readonly lines: readonly Record<string, unknown>[];
};
let itemId: string;
beforeAll(async () => {
  server = await startTestServer();
  const stranger = await openShop(server);
  const strangerItem = await addItem(stranger, "X");
  const strangerSupplier = await addPartner(stranger, "X", "supplier");
  const strangerReceipt = await stranger.call("purchaseReceipts.create", {
    body: {
      businessDate: "2026-03-05",
      partnerId: strangerSupplier,
      warehouseId: stranger.warehouseId,
      lines: [{ itemId: strangerItem, quantity: "1", price: "1" }],
    },
  });
  foreign = {
    itemId: strangerItem,
    partnerId: strangerSupplier,
    warehouseId: stranger.warehouseId,
    documentId: strangerReceipt.id,
  };
  shop = await openShop(server);
  itemId = await addItem(shop, "A");
  good = {
    businessDate: "2026-03-05",
    partnerId: await addPartner(shop, "G", "supplier"),
    warehouseId: shop.warehouseId,
    taxIncluded: false,
    lines: [{ itemId, quantity: "1", price: "1" }],
  };
});
afterAll(() => server?.stop());

const line = (change: Record<string, unknown>) => ({ lines: [{ itemId, quantity: "1", price: "1", ...change }] });
type BadInput = readonly [title: string, change: () => Record<string, unknown>, path: string, code: string];
const bad: readonly BadInput[] = [
  ["不认识的字段", () => ({ tenantId: newId() }), "tenantId", "field.unknown"],
  ["行里不认识的字段", () => line({ cost: "1" }), "lines.0.cost", "field.unknown"],
  ["类型不对：数量写成数字", () => line({ quantity: 1 }), "lines.0.quantity", "invalid_type"],
  ["类型不对：行写成文字", () => ({ lines: "A" }), "lines", "invalid_type"],
  ["负数量", () => line({ quantity: "-1" }), "lines.0.quantity", "number.negative"],
  ["零数量", () => line({ quantity: "0" }), "lines.0.quantity", "quantity.not_positive"],
  ["7 位小数的数量", () => line({ quantity: "1.0000001" }), "lines.0.quantity", "number.too_many_decimals"],
  ["7 位小数的单价", () => line({ price: "0.0000001" }), "lines.0.price", "number.too_many_decimals"],
  ["数量是文字", () => line({ quantity: "一箱" }), "lines.0.quantity", "number.invalid"],
  ["空单据", () => ({ lines: [] }), "lines", "too_small"],
  [
    "2,001 行",
    () => ({ lines: Array.from({ length: 2001 }, () => ({ itemId, quantity: "1", price: "1" })) }),
    "lines",
    "too_big",
  ],
  ["没有的日子", () => ({ businessDate: "2026-02-30" }), "businessDate", "date.invalid"],
  ["启用期间之前", () => ({ businessDate: "2026-02-28" }), "businessDate", "period.before_start"],
  ["太远的将来", () => ({ businessDate: "2099-01-01" }), "businessDate", "date.too_far"],
  ["别家公司的商品", () => line({ itemId: foreign.itemId }), "lines.0.itemId", "item.unknown"],
  ["别家公司的供应商", () => ({ partnerId: foreign.partnerId }), "partnerId", "partner.unknown"],
  ["别家公司的仓库", () => ({ warehouseId: foreign.warehouseId }), "warehouseId", "warehouse.unknown"],
  ["行里别家公司的仓库", () => line({ warehouseId: foreign.warehouseId }), "lines.0.warehouseId", "warehouse.unknown"],
  ["商品没有的单位", () => line({ unit: "箱" }), "lines.0.unit", "unit.unknown"],
  ["折扣超过 100", () => line({ discountRate: "120" }), "lines.0.discountRate", "discount.range"],
  ["税率写成 13", () => line({ taxRate: "13" }), "lines.0.taxRate", "tax_rate.range"],
  ["整单优惠大于合计", () => ({ orderDiscount: "100" }), "orderDiscount", "discount.exceeds_total"],
  ["金额太大", () => line({ quantity: "9999999999999", price: "9999999999999" }), "lines.0.price", "amount.too_large"],
  ["缺供应商", () => ({ partnerId: undefined }), "partnerId", "invalid_type"],
];

test.each(bad)("坏输入：%s —— 指出字段，什么也没有写", async (_title, change, path, code) => {
  for (const route of [
    "purchaseReceipts.createApproved",
    "purchaseReceipts.create",
    "purchaseReceipts.preview",
  ] as const) {
    const body = { ...good, ...change() };
    if (
      route === "purchaseReceipts.preview" &&
      code.includes(".") &&
      !code.startsWith("number") &&
      !code.startsWith("quantity") &&
      !["field.unknown", "date.invalid", "discount.range", "tax_rate.range"].includes(code)
    ) {
      const preview = await shop.call(route, { body: body as never });
      expect(preview.accepted).toBe(false);
      expect(preview.refusals.map((refusal) => `${refusal.path} ${refusal.code}`)).toContain(`${path} ${code}`);
      continue;
    }
    const problem = await shop.refusal(route, { body });
    expect(problem.status).toBeGreaterThanOrEqual(400);
    expect(problem.status).toBeLessThan(500);
    expect(problem.errors?.map((error) => `${error.path} ${error.code}`)).toContain(`${path} ${code}`);
    for (const error of problem.errors ?? []) expect(error.message).toMatch(/[\u4e00-\u9fff]/);
  }
  expect((await shop.call("purchaseReceipts.list", {})).total).toBe(0);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("所有问题一次说完，各在自己的字段", async () => {
  const problem = await shop.refusal("purchaseReceipts.createApproved", {
    body: {
      ...good,
      businessDate: "昨天",
      lines: [
        { itemId, quantity: "-1", price: "x" },
        { itemId: "?", quantity: "1", price: "1" },
      ],
    },
  });
  expect(problem.errors?.map((error) => error.path)).toEqual([
    "businessDate",
    "lines.0.quantity",
    "lines.0.price",
    "lines.1.itemId",
  ]);
});

test("读不懂的 JSON、错的内容类型、没有的地址：都是说得清的拒绝", async () => {
  const send = async (path: string, init: RequestInit) => {
    const response = await shop.fetch(path, init);
    return [response.status, response.headers.get("content-type"), ((await response.json()) as { code: string }).code];
  };
  expect(
    await send("/api/v1/purchase/receipts", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{",
    }),
  ).toEqual([400, "application/problem+json; charset=utf-8", "request.malformed"]);
  expect(
    (
      await send("/api/v1/purchase/receipts", { method: "POST", headers: { "content-type": "text/plain" }, body: "x" })
    )[2],
  ).toBe("request.invalid");
  expect(await send("/api/v1/nowhere", {})).toEqual([404, "application/problem+json; charset=utf-8", "not_found"]);
});

test("期间关了就不收：拒绝并指出日期", async () => {
  await server.db.inCompany(shop.orgId, (tx) =>
    tx.query({ text: "update books set closed_through = 202603 where org_id = $1", values: [shop.orgId] }),
  );
  const problem = await shop.refusal("purchaseReceipts.createApproved", { body: good });
  expect(problem.errors?.map((error) => `${error.path} ${error.code}`)).toEqual(["businessDate period.closed"]);
  await server.db.inCompany(shop.orgId, (tx) =>
    tx.query({ text: "update books set closed_through = 0 where org_id = $1", values: [shop.orgId] }),
  );
});

test("English when asked", async () => {
  const problem = await shop.refusal(
    "purchaseReceipts.createApproved",
    { body: { ...good, businessDate: "2026-02-28" } },
    { headers: { "accept-language": "en-GB" } },
  );
  expect(problem.errors?.[0]?.message).toBe("The date is before the start period 2026-03.");
});

test.each([
  "/items",
  "/partners",
  "/sales/deliveries",
  "/stock",
  "/vouchers",
  "/search",
  "/item-candidates",
  "/partner-balances",
])("地址里的 NUL、引号、百分号、SQL 词：%s 照常回答", async (path) => {
  for (const text of ["%00", "'%20or%201%3D1--", "100%25", "%5C", "%22%3B%20drop%20table%20item", "%F0%9F%8D%A6"]) {
    const key = path === "/search" || path === "/item-candidates" ? "q" : "search";
    const side = path === "/partner-balances" ? "&side=payable" : "";
    const response = await shop.fetch(`/api/v1${path}?${key}=a${text}${side}`);
    expect([text, response.status]).toEqual([text, 200]);
  }
});
