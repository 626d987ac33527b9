import pg from "pg";
import type { Role } from "@zhangshi/contract";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import { importFile } from "../support/import.ts";
import {
  addItem,
  addPartner,
  lines,
  openShop,
  type Person,
  person,
  proveClean,
  type Shop,
  startTestServer,
  stockText,
  type TestServer,
  testPassword,
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
afterEach(() => {
  vi.useRealTimers();
});

type Line = { readonly itemId: string; readonly quantity: string; readonly price: string };
async function trader(setup: Parameters<typeof openShop>[1] = {}) {
  const shop = await openShop(server, { startPeriod: "2026-01", ...setup });
  const [customer, supplier] = [await addPartner(shop, "K1", "customer"), await addPartner(shop, "G1", "supplier")];
  const itemId = await addItem(shop, "P30");
  const body = (partnerId: string, date: string, items: readonly Line[]) => ({
    businessDate: date,
    partnerId,
    warehouseId: shop.warehouseId,
    taxIncluded: false,
    lines: [...items],
  });
  const purchase = (date: string, quantity = "10", price = "8") => body(supplier, date, [{ itemId, quantity, price }]);
  const sale = (date: string, quantity = "2", price = "15") => body(customer, date, [{ itemId, quantity, price }]);
  return {
    shop,
    itemId,
    purchase,
    sale,
    buy: (date: string, quantity?: string, price?: string) =>
      shop.call("purchaseReceipts.createApproved", { body: purchase(date, quantity, price) }),
    sell: (date: string, quantity?: string) =>
      shop.call("salesDeliveries.createApproved", { body: sale(date, quantity) }),
    draft: (date: string) => shop.call("purchaseReceipts.create", { body: purchase(date) }),
    close: (period: string, more: { readonly ignoreDrafts?: boolean } = {}) =>
      shop.call("periods.close", { body: { period, ...more } }),
  };
}
async function employee(shop: Shop, role: Role, at: TestServer = server): Promise<Person> {
  const loginName = `${role}-${newId().slice(-10)}`;
  await shop.call("users.create", { body: { loginName, displayName: role, role, password: testPassword } });
  const one = person(at);
  await one.call("session.create", { body: { loginName, password: testPassword } });
  return one;
}
async function periodsText(shop: Person): Promise<string> {
  const { rows } = await shop.call("periods.list");
  return rows
    .filter((row) => row.period <= "2026-03")
    .map(
      (row) =>
        `${row.period} ${row.state} 草稿 ${row.drafts} 凭证 ${row.vouchers}${row.closedBy ? ` ${row.closedBy}` : ""}${row.reopenable ? " 可反结账" : ""}`,
    )
    .join("\n");
}
/** Every voucher of a month with all its lines, as it is answered: two of these are equal byte for byte or not. */
async function vouchersOf(shop: Person, period: string): Promise<string> {
  const { rows } = await shop.call("vouchers.list", { query: { period, direction: "asc", limit: 200 } });
  const whole = [];
  for (const row of rows) {
    const { nextId: _next, ...voucher } = await shop.call("vouchers.show", { params: { id: row.id } });
    whole.push(voucher);
  }
  return JSON.stringify(whole);
}
const refusalText = (problem: {
  readonly status: number;
  readonly code: string;
  readonly errors?: readonly { readonly path: string }[] | undefined;
}) =>
  `${problem.status} ${problem.code}${problem.errors ? ` ${problem.errors.map((error) => error.path).join(",")}` : ""}`;

test("P30 一月结账：01-31 的单据，新建、改、审核、反审核、作废、预览、导入，从哪扇门都进不去；二月照常，一月的凭证一个字节也不变", async () => {
  const { shop, itemId, purchase, sale, buy, sell, draft, close } = await trader();
  const bought = await buy("2026-01-15");
  const sold = await sell("2026-01-31");
  const left = await draft("2026-01-31");
  const numbered = await buy("2026-01-31", "1");
  await shop.call("purchaseReceipts.unapprove", { params: { id: numbered.id }, body: {} });
  const february = await draft("2026-02-10");

  const refusedDrafts = await shop.refusal("periods.close", { body: { period: "2026-01" } });
  expect(refusedDrafts.detail).toBe(
    `2026-01 还有 2 张草稿（2026-01-31 供应商 G1、${numbered.number}）。请先审核、改日期或删除，或选「留着草稿结账」。`,
  );
  expect(await periodsText(shop)).toBe(
    lines(`
    2026-03 open 草稿 0 凭证 0
    2026-02 open 草稿 1 凭证 0
    2026-01 closable 草稿 2 凭证 4`),
  );
  await close("2026-01", { ignoreDrafts: true });
  expect(await periodsText(shop)).toBe(
    lines(`
    2026-03 open 草稿 0 凭证 0
    2026-02 closable 草稿 1 凭证 0
    2026-01 closed 草稿 2 凭证 4 陈立群 可反结账`),
  );
  const january = await vouchersOf(shop, "2026-01");

  const elsewhere = person(second);
  await elsewhere.call("session.create", { body: { loginName: shop.loginName, password: testPassword } });
  for (const who of [shop, elsewhere]) {
    const doors = {
      新建: await who.refusal("purchaseReceipts.create", { body: purchase("2026-01-31") }),
      新建并审核: await who.refusal("purchaseReceipts.createApproved", { body: purchase("2026-01-31") }),
      销售新建并审核: await who.refusal("salesDeliveries.createApproved", { body: sale("2026-01-31") }),
      改留下的草稿: await who.refusal("purchaseReceipts.update", {
        params: { id: left.id },
        body: purchase("2026-01-31", "3"),
      }),
      把二月的草稿改到一月: await who.refusal("purchaseReceipts.update", {
        params: { id: february.id },
        body: purchase("2026-01-31"),
      }),
      审核留下的草稿: await who.refusal("purchaseReceipts.approve", { params: { id: left.id }, body: {} }),
      再审核有单号的草稿: await who.refusal("purchaseReceipts.approve", { params: { id: numbered.id }, body: {} }),
      反审核采购: await who.refusal("purchaseReceipts.unapprove", { params: { id: bought.id }, body: {} }),
      反审核销售: await who.refusal("salesDeliveries.unapprove", { params: { id: sold.id }, body: {} }),
      作废有单号的草稿: await who.refusal("purchaseReceipts.void", { params: { id: numbered.id }, body: {} }),
    };
    for (const [door, problem] of Object.entries(doors))
      expect([door, refusalText(problem)]).toEqual([door, "409 period.closed businessDate"]);
    const preview = await who.call("purchaseReceipts.preview", { body: purchase("2026-01-31") });
    expect([preview.accepted, preview.refusals.map((one) => one.code)]).toEqual([false, ["period.closed"]]);
  }

  const before = await stockText(shop, itemId);
  const openings = Buffer.from("编码,名称,单位,采购价,期初数量\nNEW,新商品,个,1.50,10");
  const refusedImport = await importFile(shop, "期初.csv", openings, "items");
  expect(refusedImport.preview).toMatchObject({ ready: false, problems: [{ code: "period.openings_closed", row: 2 }] });
  expect([refusedImport.job.state, refusedImport.job.error]).toEqual([
    "failed",
    "2026-01 已结账，期初不能再动。请先反结账到启用月，或去掉文件里的期初。",
  ]);
  expect((await shop.call("items.list", {})).total).toBe(1);
  const owing = Buffer.from("编码,名称,期初应收\nK9,新客户,88.00");
  expect((await importFile(shop, "客户.csv", owing, "customers")).job.result).toMatchObject({
    code: "period.openings_closed",
  });
  const withoutOpenings = Buffer.from("编码,名称,单位,采购价\nNEW,新商品,个,1.50");
  expect((await importFile(shop, "商品.csv", withoutOpenings, "items")).job.result).toMatchObject({ created: 1 });
  expect([await stockText(shop, itemId), await vouchersOf(shop, "2026-01")]).toEqual([before, january]);

  // 二月不受影响：新的、补录的、反审核的、从一月改过来的，都照常；差额只落在二月。
  await shop.call("purchaseReceipts.approve", { params: { id: february.id }, body: {} });
  await sell("2026-02-20", "5");
  const late = await buy("2026-02-01", "10", "20");
  const again = await sell("2026-02-25", "1");
  await shop.call("salesDeliveries.unapprove", { params: { id: again.id }, body: {} });
  await shop.call("salesDeliveries.void", { params: { id: again.id }, body: { reason: "二月照常作废" } });
  await shop.call("purchaseReceipts.update", { params: { id: numbered.id }, body: purchase("2026-02-01", "1") });
  expect((await shop.call("purchaseReceipts.approve", { params: { id: numbered.id }, body: {} })).number).toBe(
    numbered.number,
  );
  await shop.call("purchaseReceipts.update", { params: { id: left.id }, body: purchase("2026-02-03") });
  await shop.call("purchaseReceipts.delete", { params: { id: left.id } });
  const kinds = (await shop.call("vouchers.list", { query: { period: "2026-02", limit: 100 } })).rows.map(
    (row) => row.kind,
  );
  expect([kinds.includes("adjustment"), kinds.includes("reversal"), late.status]).toEqual([true, true, "approved"]);
  expect(await vouchersOf(shop, "2026-01")).toBe(january);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("反结账：开单员和会计 403，老板可以；只有最近的一个月；要写原因；留下记录；之后一月又能写，再结一次", async () => {
  const { shop, buy, purchase, close } = await trader();
  const [clerk, bookkeeper, admin] = [
    await employee(shop, "clerk"),
    await employee(shop, "bookkeeper"),
    await employee(shop, "admin"),
  ];
  await buy("2026-01-05");
  expect(refusalText(await clerk.refusal("periods.close", { body: { period: "2026-01" } }))).toBe(
    "403 permission.missing",
  );
  await bookkeeper.call("periods.close", { body: { period: "2026-01", reason: "一月报税" } });
  await close("2026-02");

  const reopen = (period: string, reason = "漏了一张运费发票") => ({ body: { period, reason } });
  for (const who of [clerk, bookkeeper])
    expect((await who.refusal("periods.reopen", reopen("2026-02"))).detail).toBe(
      "您没有「反结账」的权限，请联系管理员。",
    );
  const outOfOrder = await shop.refusal("periods.reopen", reopen("2026-01"));
  expect([refusalText(outOfOrder), outOfOrder.detail]).toEqual([
    "409 period.not_newest",
    "反结账从最近的月份开始，请先反结账 2026-02，再反 2026-01。",
  ]);
  for (const period of ["2026-03", "2025-12"])
    expect(refusalText(await shop.refusal("periods.reopen", reopen(period)))).toBe("409 period.not_closed");
  for (const reason of ["", "   ", "错了"])
    expect(refusalText(await shop.refusal("periods.reopen", reopen("2026-02", reason)))).toBe(
      "400 request.invalid reason",
    );
  expect(refusalText(await shop.refusal("periods.reopen", { body: { period: "2026-02" } }))).toBe(
    "400 request.invalid reason",
  );

  await shop.call("periods.reopen", reopen("2026-02"));
  const list = await admin.call("periods.reopen", reopen("2026-01"));
  expect(list.closedThrough).toBeNull();
  await shop.call("purchaseReceipts.createApproved", { body: purchase("2026-01-31") });
  await close("2026-01");
  const history = (await shop.call("periods.list")).history.map((one) =>
    [one.period, one.kind, one.by, one.reason].filter(Boolean).join(" "),
  );
  expect(history).toEqual([
    "2026-01 close 陈立群",
    "2026-01 reopen admin 漏了一张运费发票",
    "2026-02 reopen 陈立群 漏了一张运费发票",
    "2026-02 close 陈立群",
    "2026-01 close bookkeeper 一月报税",
  ]);
  const audit = (await shop.call("audit.list", { query: {} })).rows.filter((row) => row.action.startsWith("period."));
  expect(audit.map((row) => `${row.action} ${row.user} ${row.note}`)).toEqual([
    "period.close 陈立群 2026-01",
    "period.reopen admin 2026-01 漏了一张运费发票",
    "period.reopen 陈立群 2026-02 漏了一张运费发票",
    "period.close 陈立群 2026-02",
    "period.close bookkeeper 2026-01 一月报税",
  ]);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("结账按月份顺序：跳过、重复、启用前、还没到的月份都拒绝；同一个键重发是同一个答复；别家公司不受影响", async () => {
  const { shop, close } = await trader();
  const other = await openShop(server, { startPeriod: "2026-01" });
  const refusal = async (period: string) => refusalText(await shop.refusal("periods.close", { body: { period } }));
  expect([await refusal("2026-02"), await refusal("2025-12"), await refusal("2198-01")]).toEqual([
    "409 period.not_next",
    "422 period.before_start",
    "409 period.not_begun",
  ]);
  const key = newId();
  const body = { body: { period: "2026-01" } };
  // Both wait at the lock of the books: the second finds the month closed by the first, and is still the same request.
  const twice = await server.db
    .inCompany(shop.orgId, async (tx) => {
      await tx.query({ text: "select from books where org_id = $1 for no key update", values: [shop.orgId] });
      const sent = [1, 2].map(() => shop.call("periods.close", body, { idempotencyKey: key }));
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { sent };
    })
    .then(({ sent }) => Promise.all(sent));
  expect(twice[0]).toEqual(twice[1]);
  expect(await refusal("2026-01")).toBe("409 period.already_closed");
  const races = await Promise.allSettled([1, 2, 3].map(() => close("2026-02")));
  expect(races.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
  expect((await shop.call("periods.list")).history.length).toBe(2);
  const untouched = await other.call("periods.list");
  expect([untouched.closedThrough, untouched.history]).toEqual([null, []]);
});

test("02-01 00:30 在上海（01-31 16:30 UTC）是二月：默认日期、期间、能不能结账都按公司的日历", async () => {
  const { shop, buy, purchase, close } = await trader();
  const at = (instant: string) => vi.useFakeTimers({ toFake: ["Date"], now: new Date(instant) });
  const current = async () => {
    const { today, rows } = await shop.call("periods.list");
    return `${today} ${rows.map((row) => `${row.period}${row.isCurrent ? "*" : ""} ${row.state}`).join(" ")}`;
  };
  at("2026-01-31T15:30:00Z");
  expect([(await shop.call("session.show")).company.today, await current()]).toEqual([
    "2026-01-31",
    "2026-01-31 2026-01* closable",
  ]);
  await buy("2026-01-31");
  expect(refusalText(await shop.refusal("periods.close", { body: { period: "2026-02" } }))).toBe(
    "409 period.not_begun",
  );
  at("2026-01-31T16:30:00Z");
  const { today } = (await shop.call("session.show")).company;
  expect([today, await current()]).toEqual(["2026-02-01", "2026-02-01 2026-02* open 2026-01 closable"]);
  await close("2026-01");
  const sold = await shop.call("salesDeliveries.createApproved", {
    body: {
      businessDate: today,
      partnerId: (await shop.call("partners.list", { query: { role: "customer" } })).rows[0]!.id,
      warehouseId: shop.warehouseId,
      lines: purchase(today, "1", "20").lines,
    },
  });
  expect(sold.number).toBe("XSCK-20260201-0001");
  expect((await shop.call("vouchers.list", { query: { period: "2026-02" } })).total).toBe(1);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("八个人正往一月记账时结账：之前的都在，之后的都拒绝；一月没有一张凭证晚于结账", async () => {
  const { shop, buy, sale, close } = await trader();
  await buy("2026-01-01", "1000", "1");
  const clients = await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      const one = person(index % 2 === 0 ? server : second);
      await one.call("session.create", { body: { loginName: shop.loginName, password: testPassword } });
      return one;
    }),
  );
  const answers: string[] = [];
  let closed = false;
  const posting = clients.map(async (client, index) => {
    for (let after = 0; after < 6; after += closed ? 1 : 0) {
      const date = index < 6 ? "2026-01-31" : "2026-01-20";
      const answer = await client.call("salesDeliveries.createApproved", { body: sale(date, "1") }).then(
        () => "过账",
        (error: { readonly problem: { readonly code: string } }) => error.problem.code,
      );
      answers.push(answer);
    }
  });
  await new Promise((resolve) => setTimeout(resolve, 400));
  const { rows } = await close("2026-01");
  closed = true;
  await Promise.all(posting);

  const count = (what: string) => answers.filter((answer) => answer === what).length;
  expect(new Set(answers)).toEqual(new Set(["过账", "period.closed"]));
  expect([count("过账") > 8, count("period.closed") >= 8 * 5]).toEqual([true, true]);
  const january = rows.find((row) => row.period === "2026-01");
  const sales = (await shop.call("salesDeliveries.list", { query: { status: "approved" } })).total;
  expect(sales).toBe(count("过账"));
  const late = await server.db.inCompany(shop.orgId, (tx) =>
    tx.query<{ late: string; all: string }>({
      text: `select count(*) filter (where v.posting_seq >= e.next_posting or v.created_at > e.at) as late, count(*) as "all"
             from voucher v join period_event e on e.org_id = $1 and e.kind = 'close' and e.period = v.period where v.org_id = $1`,
      values: [shop.orgId],
    }),
  );
  expect([late[0]?.late, Number(late[0]?.all) === january?.vouchers]).toEqual(["0", true]);
  expect((await shop.call("periods.list")).rows.at(-1)?.vouchers).toBe(january?.vouchers);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("补录天数：采购、仓管最多补 3 天，再早的新建、改、审核、反审核、作废都拒绝；老板不限；取消后照常；只有老板和管理员能改", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-19T16:30:00Z") });
  const { shop, itemId, purchase, buy, draft } = await trader();
  const [buyer, bookkeeper, storekeeper] = [
    await employee(shop, "buyer"),
    await employee(shop, "bookkeeper"),
    await employee(shop, "storekeeper"),
  ];
  const [old, approved] = [await draft("2026-03-10"), await buy("2026-03-11")];
  const limits = [
    { role: "buyer", days: 3 },
    { role: "storekeeper", days: 3 },
  ] as const;
  expect(refusalText(await bookkeeper.refusal("backdating.save", { body: { limits: [] } }))).toBe(
    "403 permission.missing",
  );
  for (const bad of [[{ role: "owner", days: 3 }], [{ role: "buyer", days: -1 }], [limits[0], limits[0]]])
    expect((await shop.refusal("backdating.save", { body: { limits: bad } })).status).toBe(400);
  expect(await shop.call("backdating.save", { body: { limits: [...limits] } })).toEqual({ limits });
  expect(await buyer.call("backdating.show")).toEqual({ limits });

  // 2026-03-20 00:30 in Shanghai: three days back is the 17th.
  const own = await buyer.call("purchaseReceipts.create", { body: purchase("2026-03-17") });
  const doors = {
    新建: await buyer.refusal("purchaseReceipts.create", { body: purchase("2026-03-16") }),
    新建并审核: await buyer.refusal("purchaseReceipts.createApproved", { body: purchase("2026-03-16") }),
    改: await buyer.refusal("purchaseReceipts.update", { params: { id: own.id }, body: purchase("2026-03-16") }),
    审核老单: await buyer.refusal("purchaseReceipts.approve", { params: { id: old.id }, body: {} }),
    反审核老单: await buyer.refusal("purchaseReceipts.unapprove", { params: { id: approved.id }, body: {} }),
    作废老单: await buyer.refusal("purchaseReceipts.void", { params: { id: old.id }, body: {} }),
  };
  for (const [door, problem] of Object.entries(doors))
    expect([door, refusalText(problem)]).toEqual([door, "409 date.too_far_back businessDate"]);
  expect(doors.新建.detail).toBe("您的角色最多补录 3 天前的单据（最早 2026-03-17）。请改日期，或请老板来做。");
  const preview = await buyer.call("purchaseReceipts.preview", { body: purchase("2026-03-16") });
  expect([preview.accepted, preview.refusals.map((one) => one.code)]).toEqual([false, ["date.too_far_back"]]);
  const found = (businessDate: string) => ({
    body: { businessDate, warehouseId: shop.warehouseId, reason: "found", lines: [{ itemId, quantity: "1" }] },
  });
  expect(refusalText(await storekeeper.refusal("otherReceipts.createApproved", found("2026-03-16")))).toBe(
    "409 date.too_far_back businessDate",
  );
  await storekeeper.call("otherReceipts.createApproved", found("2026-03-17") as never);
  await buyer.call("purchaseReceipts.approve", { params: { id: own.id }, body: {} });
  await buyer.call("purchaseReceipts.unapprove", { params: { id: own.id }, body: {} });
  await buyer.call("purchaseReceipts.createApproved", { body: purchase("2026-03-20") });
  await buy("2026-03-02");

  await shop.call("backdating.save", { body: { limits: [limits[1]] } });
  await buyer.call("purchaseReceipts.approve", { params: { id: old.id }, body: {} });
  expect(await proveClean(shop)).toBe("账实相符");
});

test("允许负库存的公司：还有负库存不能结账，说出是哪种商品；二月来货补上就能结，补差在二月，一月不变", async () => {
  const { shop, itemId, buy, sell, close } = await trader({ negativeStock: true });
  await buy("2026-01-05", "1", "8");
  await sell("2026-01-20", "3");
  expect((await shop.refusal("periods.close", { body: { period: "2026-01" } })).detail).toBe(
    "有 1 处负库存（商品 P30 主仓 -2 个），成本还定不下来。请先补入库，再结账。",
  );
  const covered = await buy("2026-02-01", "10", "11");
  const january = await vouchersOf(shop, "2026-01");
  await close("2026-01");
  expect(await stockText(shop, itemId)).toBe("8 / 88.00");
  await sell("2026-02-03", "1");
  await buy("2026-02-02", "5", "20");
  await shop.call("purchaseReceipts.unapprove", { params: { id: covered.id }, body: {} });
  expect(await vouchersOf(shop, "2026-01")).toBe(january);
  expect(await proveClean(shop)).toBe("账实相符");
});

test("凭证借贷不平、凭证断号，不能结账，说得出是哪里", async () => {
  const admin = new pg.Client(server.database.adminConfig);
  await admin.connect();
  try {
    const { shop, buy, close } = await trader();
    await buy("2026-01-05");
    const detail = async () => (await shop.refusal("periods.close", { body: { period: "2026-01" } })).detail;
    const pay = (more: string) =>
      admin.query("update voucher_line set credit = credit + $2 where org_id = $1 and period = 202601 and credit > 0", [
        shop.orgId,
        more,
      ]);
    await pay("0.01");
    expect(await detail()).toBe("2026-01 的凭证对不上（借 90.40，贷 90.41）。请到「账实核对」查明，再结账。");
    await pay("-0.01");
    const number = (no: number) =>
      admin.query("update voucher set number = $2 where org_id = $1 and period = 202601", [shop.orgId, no]);
    await number(2);
    expect(await detail()).toBe("2026-01 的凭证对不上（凭证 1 张，末号 2）。请到「账实核对」查明，再结账。");
    await number(1);
    await close("2026-01");
    expect(await proveClean(shop)).toBe("账实相符");
  } finally {
    await admin.end();
  }
});

test.each([
  { costingMethod: "moving-average", costScope: "company" },
  { costingMethod: "fifo", costScope: "warehouse" },
] as const)(
  "P30 二月更正一月（$costingMethod）：价格更正、运费分摊、带源单的退货、盘点、成本调整，差额全在二月；一月的凭证一个字节也不变，每一类单据都写不进一月",
  async (costing) => {
    const { shop, itemId, buy, sell, close } = await trader(costing);
    const [customer, supplier] = [
      (await shop.call("partners.list", { query: { role: "customer" } })).rows[0]!.id,
      (await shop.call("partners.list", { query: { role: "supplier" } })).rows[0]!.id,
    ];
    const second = (await shop.call("warehouses.create", { body: { code: "02", name: "二仓" } })).id;
    const part = await addItem(shop, "P30-2");
    const { warehouseId } = shop;
    const received = await buy("2026-01-10", "10", "8");
    const sold = await sell("2026-01-20", "4");
    await buy("2026-01-25", "20", "9");
    await close("2026-01");
    const january = await vouchersOf(shop, "2026-01");

    const source = (documentId: string) => ({ source: { documentId, lineNo: 1 } });
    const make = (businessDate: string) => ({
      salesReturns: () =>
        shop.call("salesReturns.createApproved", {
          body: {
            businessDate,
            partnerId: customer,
            warehouseId,
            lines: [{ itemId, quantity: "1", price: "15", ...source(sold.id) }],
          },
        }),
      purchaseReturns: () =>
        shop.call("purchaseReturns.createApproved", {
          body: {
            businessDate,
            partnerId: supplier,
            warehouseId,
            taxIncluded: false,
            lines: [{ itemId, quantity: "2", price: "8", ...source(received.id) }],
          },
        }),
      priceCorrections: () =>
        shop.call("priceCorrections.createApproved", {
          body: {
            businessDate,
            partnerId: supplier,
            taxIncluded: false,
            lines: [{ itemId, price: "8.50", ...source(received.id) }],
          },
        }),
      costAllocations: () =>
        shop.call("costAllocations.createApproved", {
          body: { businessDate, partnerId: supplier, amount: "30", lines: [{ itemId, ...source(received.id) }] },
        }),
      costAdjustments: () =>
        shop.call("costAdjustments.createApproved", {
          body: { businessDate, warehouseId, lines: [{ itemId, amount: "-5" }] },
        }),
      otherReceipts: () =>
        shop.call("otherReceipts.createApproved", {
          body: { businessDate, warehouseId, reason: "found", lines: [{ itemId, quantity: "1" }] },
        }),
      otherIssues: () =>
        shop.call("otherIssues.createApproved", {
          body: { businessDate, warehouseId, reason: "own-use", lines: [{ itemId, quantity: "1" }] },
        }),
      transfers: () =>
        shop.call("transfers.createApproved", {
          body: { businessDate, warehouseId, toWarehouseId: second, lines: [{ itemId, quantity: "1" }] },
        }),
      assemblies: () =>
        shop.call("assemblies.createApproved", {
          body: {
            businessDate,
            warehouseId,
            lines: [
              { itemId: part, quantity: "1", role: "product" },
              { itemId, quantity: "2", role: "part" },
            ],
          },
        }),
      stockCounts: () =>
        shop.call("stockCounts.createApproved", {
          body: { businessDate, warehouseId, lines: [{ itemId, quantity: "18" }] },
        }),
    });
    for (const [door, post] of Object.entries(make("2026-01-31"))) {
      const problem = await post().then(
        () => "过账",
        (error: { readonly problem: { readonly errors?: readonly { readonly code: string }[] } }) =>
          error.problem.errors?.map((one) => one.code) ?? error,
      );
      expect([door, problem]).toEqual([door, expect.arrayContaining(["period.closed"])]);
    }
    // What follows is dated before it, so that its cost is computed again each time.
    await sell("2026-02-20", "3");
    const posted = [];
    for (const [door, post] of Object.entries(make("2026-02-05"))) {
      const reply = await post();
      posted.push([door, reply.id] as const);
      expect([door, (await vouchersOf(shop, "2026-01")) === january]).toEqual([door, true]);
    }
    for (const [door, id] of posted.reverse()) {
      await shop.call(`${door as "transfers"}.unapprove`, { params: { id }, body: {} });
      expect([door, (await vouchersOf(shop, "2026-01")) === january]).toEqual([door, true]);
    }
    const february = (await shop.call("vouchers.list", { query: { period: "2026-02", limit: 100 } })).rows;
    expect(february.filter((row) => row.kind === "adjustment").length).toBeGreaterThan(4);
    expect(await proveClean(shop)).toBe("账实相符");
  },
);
