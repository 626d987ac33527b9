import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import {
  addItem,
  addPartner,
  lines,
  openShop,
  type Person,
  proveClean,
  startTestServer,
  stockText,
  type TestServer,
  testPassword,
  person,
} from "../support/server.ts";

let server: TestServer;
let second: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  second = await startTestServer(server);
});
afterAll(async () => {
  await second?.stop();
  await server?.stop();
});

type Line = { readonly itemId: string; readonly quantity: string; readonly price: string; readonly unit?: string };
async function trader(setup: Parameters<typeof openShop>[1] = {}) {
  const shop = await openShop(server, setup);
  const [customer, supplier] = [await addPartner(shop, "K1", "customer"), await addPartner(shop, "G1", "supplier")];
  const body = (partnerId: string, items: readonly Line[], date = "2026-03-05") => ({
    businessDate: date,
    partnerId,
    warehouseId: shop.warehouseId,
    taxIncluded: false,
    lines: [...items],
  });
  return {
    shop,
    customer,
    supplier,
    purchase: (items: readonly Line[], date?: string) => body(supplier, items, date),
    sale: (items: readonly Line[], date?: string) => body(customer, items, date),
    buy: (items: readonly Line[], date?: string) =>
      shop.call("purchaseReceipts.createApproved", { body: body(supplier, items, date) }),
    sell: (items: readonly Line[], date?: string) =>
      shop.call("salesDeliveries.createApproved", { body: body(customer, items, date) }),
  };
}
async function owed(shop: Person, side: "receivable" | "payable"): Promise<string> {
  return (await shop.call("partners.balances", { query: { side, includeZero: "true" } })).sum;
}
async function costOf(shop: Person, id: string): Promise<string> {
  return (await shop.call("salesDeliveries.show", { params: { id } })).cost ?? "";
}

test("P03 现存 10，两个服务进程、50 张草稿同时审核：10 张成功，40 张 409 库存不足并说明可用数，没有 500", async () => {
  const { shop, buy, sale } = await trader();
  const other = person(second);
  await other.call("session.create", { body: { loginName: shop.loginName, password: testPassword } });
  const itemId = await addItem(shop, "P03");
  await buy([{ itemId, quantity: "10", price: "10" }]);
  const drafts: string[] = [];
  for (let index = 0; index < 50; index += 1)
    drafts.push(
      (await shop.call("salesDeliveries.create", { body: sale([{ itemId, quantity: "1", price: "20" }]) })).id,
    );
  const answers = await Promise.all(
    drafts.map(async (id, index) =>
      (index % 2 === 0 ? shop : other).fetch(`/api/v1/sales/deliveries/${id}/approve`, {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": newId() },
        body: "{}",
      }),
    ),
  );
  const statuses = answers.map((answer) => answer.status).sort();
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), ...Array.from({ length: 40 }, () => 409)]);
  for (const answer of answers) {
    if (answer.status === 200) continue;
    expect(await answer.json()).toMatchObject({
      code: "stock.short",
      errors: [{ path: "lines.0.quantity", facts: { available: "0", short: "1" } }],
    });
  }
  expect(await stockText(shop, itemId)).toBe("0 / 0.00");
  const approved = await shop.call("salesDeliveries.list", {
    query: { status: "approved", sort: "number", direction: "asc" },
  });
  expect(approved.rows.map((row) => row.number)).toEqual(
    Array.from({ length: 10 }, (_, index) => `XSCK-20260305-${String(index + 1).padStart(4, "0")}`),
  );
  expect((await shop.call("vouchers.list", { query: { period: "2026-03" } })).total).toBe(11);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("P04a 2 @1.00 加 1 @1.01，逐件卖：1.00 + 1.01 + 1.00，结存 0 / 0.00", async () => {
  const { shop, buy, sell } = await trader();
  const itemId = await addItem(shop, "P04");
  await buy([{ itemId, quantity: "2", price: "1.00" }]);
  await buy([{ itemId, quantity: "1", price: "1.01" }]);
  const costs: string[] = [];
  for (let sold = 0; sold < 3; sold += 1)
    costs.push(await costOf(shop, (await sell([{ itemId, quantity: "1", price: "9" }])).id));
  expect(costs).toEqual(["1.00", "1.01", "1.00"]);
  expect(await stockText(shop, itemId)).toBe("0 / 0.00");
  expect(await proveClean(shop)).toBe("账实相符");
});

test("P05 打开不改再存三次、再存一张草稿：列表、库存、卡片、余额处处一样；期初期末对得上", async () => {
  const { shop, buy, sale, sell } = await trader();
  const [a, b, c] = [await addItem(shop, "A"), await addItem(shop, "B"), await addItem(shop, "C")];
  await buy(
    [
      { itemId: a, quantity: "10", price: "5" },
      { itemId: b, quantity: "10", price: "5" },
    ],
    "2026-03-31",
  );
  await buy([{ itemId: c, quantity: "264", price: "1" }], "2026-03-31");
  const draft = await shop.call("salesDeliveries.create", {
    body: sale(
      [
        { itemId: a, quantity: "2", price: "9" },
        { itemId: b, quantity: "3", price: "9" },
      ],
      "2026-04-02",
    ),
  });
  let version = draft.version;
  for (let save = 0; save < 3; save += 1)
    version = (
      await shop.call("salesDeliveries.update", {
        params: { id: draft.id },
        body: {
          ...sale(
            [
              { itemId: a, quantity: "2", price: "9" },
              { itemId: b, quantity: "3", price: "9" },
            ],
            "2026-04-02",
          ),
          version,
        },
      })
    ).version;
  await shop.call("salesDeliveries.approve", { params: { id: draft.id }, body: { version } });
  await shop.call("salesDeliveries.create", { body: sale([{ itemId: a, quantity: "1", price: "9" }], "2026-04-03") });
  await sell([{ itemId: c, quantity: "22", price: "2" }], "2026-04-10");

  const list = await shop.call("stock.list", {});
  const onHand = (code: string) => list.rows.find((row) => row.code === code)?.onHand;
  expect([onHand("A"), onHand("B"), onHand("C")]).toEqual(["8", "7", "242"]);
  expect(list.agreesWithLedger).toBe(true);
  expect([await stockText(shop, a), await stockText(shop, b)]).toEqual(["8 / 40.00", "7 / 35.00"]);
  const candidate = await shop.call("items.lookup", { query: { q: "A", warehouseId: shop.warehouseId } });
  expect(candidate.rows.find((row) => row.code === "A")?.onHand).toBe("8");
  const april = await shop.call("stock.card", { query: { itemId: c, from: "2026-04-01", to: "2026-04-30" } });
  expect([april.opening, april.totalIn, april.totalOut, april.closing]).toEqual(["264", "0", "22", "242"]);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("P08 审核、反审核、改、再审核三轮，最后作废：库存、应付、凭证都跟着；反审核草稿和重复审核被拒绝", async () => {
  const { shop, purchase } = await trader();
  const itemId = await addItem(shop, "P08");
  const receipt = await shop.call("purchaseReceipts.create", {
    body: purchase([{ itemId, quantity: "10", price: "8" }]),
  });
  await shop.call("purchaseReceipts.approve", { params: { id: receipt.id }, body: {} });
  const story = [`${await stockText(shop, itemId)} 应付 ${await owed(shop, "payable")}`];
  for (let round = 0; round < 3; round += 1) {
    await shop.call("purchaseReceipts.unapprove", { params: { id: receipt.id }, body: {} });
    story.push(`${await stockText(shop, itemId)} 应付 ${await owed(shop, "payable")}`);
    const { version } = await shop.call("purchaseReceipts.show", { params: { id: receipt.id } });
    await shop.call("purchaseReceipts.update", {
      params: { id: receipt.id },
      body: { ...purchase([{ itemId, quantity: "8", price: "8" }]), version },
    });
    await shop.call("purchaseReceipts.approve", { params: { id: receipt.id }, body: {} });
    story.push(`${await stockText(shop, itemId)} 应付 ${await owed(shop, "payable")}`);
  }
  expect(story).toEqual([
    "10 / 80.00 应付 90.40",
    ...Array.from({ length: 3 }, () => ["0 / 0.00 应付 0.00", "8 / 64.00 应付 72.32"]).flat(),
  ]);
  expect((await shop.refusal("purchaseReceipts.approve", { params: { id: receipt.id }, body: {} })).code).toBe(
    "document.already_approved",
  );
  await shop.call("purchaseReceipts.unapprove", { params: { id: receipt.id }, body: {} });
  expect((await shop.refusal("purchaseReceipts.unapprove", { params: { id: receipt.id }, body: {} })).code).toBe(
    "document.not_approved",
  );
  const voided = await shop.call("purchaseReceipts.void", {
    params: { id: receipt.id },
    body: { reason: "供应商取消" },
  });
  expect([voided.status, voided.number]).toEqual(["void", "CGRK-20260305-0001"]);
  expect((await shop.refusal("purchaseReceipts.approve", { params: { id: receipt.id }, body: {} })).code).toBe(
    "document.not_draft",
  );
  expect([await stockText(shop, itemId), await owed(shop, "payable")]).toEqual(["0 / 0.00", "0.00"]);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("P08 卖出后反审核那张销售：平均成本回到 8.00，成本和应收归零；同时按两次审核只过账一次", async () => {
  const { shop, buy, sell, sale } = await trader();
  const itemId = await addItem(shop, "P08B");
  await buy([{ itemId, quantity: "10", price: "8" }]);
  const sold = await sell([{ itemId, quantity: "4", price: "15" }]);
  await shop.call("salesDeliveries.unapprove", { params: { id: sold.id }, body: {} });
  expect([await stockText(shop, itemId), await owed(shop, "receivable")]).toEqual(["10 / 80.00", "0.00"]);
  const draft = await shop.call("salesDeliveries.create", { body: sale([{ itemId, quantity: "1", price: "15" }]) });
  const twice = await Promise.allSettled(
    [1, 2].map(() => shop.call("salesDeliveries.approve", { params: { id: draft.id }, body: {} })),
  );
  expect(twice.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await stockText(shop, itemId)).toBe("9 / 72.00");
  expect(await proveClean(shop)).toBe("账实相符");
});

test("P23 箱 = 12 个：买 1 箱 100.00，逐个卖 12 次，成本合计 100.00，结存 0 / 0.00；1000 克 1.00 元", async () => {
  const { shop, buy, sell } = await trader();
  const itemId = await addItem(shop, "P23", {
    baseUnit: "个",
    units: [
      { name: "个", factor: "1" },
      { name: "箱", factor: "12" },
    ],
  });
  await buy([{ itemId, unit: "箱", quantity: "1", price: "100.00" }]);
  let fen = 0;
  for (let sold = 0; sold < 12; sold += 1)
    fen += Number((await costOf(shop, (await sell([{ itemId, quantity: "1", price: "20" }])).id)).replace(".", ""));
  expect(fen).toBe(10000);
  expect(await stockText(shop, itemId)).toBe("0 / 0.00");
  const gram = await addItem(shop, "P23C", { baseUnit: "克" });
  await buy([{ itemId: gram, quantity: "1000", price: "0.001" }]);
  expect(await stockText(shop, gram)).toBe("1000 / 1.00");
  const pack = await addItem(shop, "P23E", {
    baseUnit: "公斤",
    units: [
      { name: "公斤", factor: "1" },
      { name: "包", factor: "0.154" },
    ],
  });
  await buy([{ itemId: pack, unit: "包", quantity: "1", price: "10" }]);
  await sell([{ itemId: pack, unit: "包", quantity: "1", price: "20" }]);
  expect(await stockText(shop, pack)).toBe("0 / 0.00");
  expect(
    (
      await shop.refusal("purchaseReceipts.createApproved", {
        body: {
          businessDate: "2026-03-05",
          partnerId: (await shop.call("partners.list", { query: { role: "supplier" } })).rows[0]!.id,
          warehouseId: shop.warehouseId,
          lines: [{ itemId: pack, unit: "包", quantity: "0.000001", price: "1" }],
        },
      })
    ).code,
  ).toBe("unit.not_whole");
  expect(await proveClean(shop)).toBe("账实相符");
});

test("P25 同一个键五次并发：一张单据、相同答复；换内容 422；没有键但同一张表单，也只有一张；超时后重试得到原答复", async () => {
  const { shop, purchase } = await trader();
  const itemId = await addItem(shop, "P25");
  const body = purchase([{ itemId, quantity: "1", price: "10" }]);
  const post = (payload: unknown, key?: string) =>
    shop.fetch("/api/v1/purchase/receipts/approved", {
      method: "POST",
      headers: { "content-type": "application/json", ...(key ? { "idempotency-key": key } : {}) },
      body: JSON.stringify(payload),
    });
  const key = newId();
  const answers = await Promise.all(Array.from({ length: 5 }, async () => (await post(body, key)).text()));
  expect(new Set(answers).size).toBe(1);
  expect(await (await post(body, key)).text()).toBe(answers[0]);
  const other = await post(purchase([{ itemId, quantity: "2", price: "10" }]), key);
  expect([other.status, (await other.json()).code]).toEqual([422, "idempotency.conflict"]);
  const form = { ...body, id: newId() };
  const fromForm = await Promise.all(Array.from({ length: 5 }, async () => (await post(form)).json()));
  expect(new Set(fromForm.map((reply) => reply.number)).size).toBe(1);
  expect(await stockText(shop, itemId)).toBe("2 / 20.00");
  const draftKey = newId();
  const drafts = await Promise.all(
    Array.from({ length: 5 }, () => shop.call("purchaseReceipts.create", { body }, { idempotencyKey: draftKey })),
  );
  expect(new Set(drafts.map((draft) => draft.id)).size).toBe(1);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("P33 50 张并发：单号唯一连续；删两张草稿不留空；两家公司各自从 1 开始；跨月另起；凭证每月连续", async () => {
  const [one, two] = [await trader(), await trader()];
  const story: string[] = [];
  for (const shop of [one, two]) {
    const itemId = await addItem(shop.shop, "P33");
    for (let deleted = 0; deleted < 2; deleted += 1)
      await shop.shop.call("purchaseReceipts.delete", {
        params: {
          id: (
            await shop.shop.call("purchaseReceipts.create", {
              body: shop.purchase([{ itemId, quantity: "1", price: "1" }]),
            })
          ).id,
        },
      });
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        shop.buy([{ itemId, quantity: "1", price: "1" }], index < 25 ? "2026-03-31" : "2026-04-01"),
      ),
    );
    const numbers = replies.map((reply) => reply.number).sort();
    story.push(`${numbers[0]} … ${numbers[24]}，${numbers[25]} … ${numbers[49]}，${new Set(numbers).size} 个`);
    const march = await shop.shop.call("vouchers.list", {
      query: { period: "2026-03", sort: "number", direction: "asc", limit: 100 },
    });
    story.push(
      march.rows.map((row) => row.number).join(",") === Array.from({ length: 25 }, (_, index) => index + 1).join(",")
        ? "三月凭证 1–25"
        : "断号",
    );
    expect(await proveClean(shop.shop)).toBe("账实相符");
  }
  expect(story.join("\n")).toBe(
    lines(`
    CGRK-20260331-0001 … CGRK-20260331-0025，CGRK-20260401-0001 … CGRK-20260401-0025，50 个
    三月凭证 1–25
    CGRK-20260331-0001 … CGRK-20260331-0025，CGRK-20260401-0001 … CGRK-20260401-0025，50 个
    三月凭证 1–25`),
  );
});

test("P51 混合 100 个请求，有的中途断开：没有挂起，之后照常；事务里再开事务当场报错", async () => {
  const { shop, sale, buy } = await trader();
  const itemId = await addItem(shop, "P51");
  await buy([{ itemId, quantity: "1000", price: "10" }]);
  const work = Array.from({ length: 100 }, async (_, index) => {
    if (index % 5 === 0) {
      const abort = new AbortController();
      setTimeout(() => abort.abort(), index % 7);
      return shop
        .fetch("/api/v1/sales/deliveries/approved", {
          method: "POST",
          signal: abort.signal,
          headers: { "content-type": "application/json" },
          body: JSON.stringify(sale([{ itemId, quantity: "1", price: "20" }])),
        })
        .catch(() => undefined);
    }
    if (index % 3 === 0) return shop.call("stock.list", {});
    return shop.call("salesDeliveries.createApproved", {
      body: sale([{ itemId, quantity: "1", price: "20" }], index % 2 === 0 ? "2026-03-05" : "2026-03-06"),
    });
  });
  await Promise.all(work);
  await shop.call("salesDeliveries.createApproved", {
    body: sale([{ itemId, quantity: "1", price: "20" }], "2026-03-07"),
  });
  await expect(server.db.inCompany(shop.orgId, () => server.db.inCompany(shop.orgId, async () => 1))).rejects.toThrow(
    "transaction inside a transaction",
  );
  expect(await proveClean(shop)).toBe("账实相符");
});
