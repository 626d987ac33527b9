import pg from "pg";
import { expect, test } from "vitest";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import { openJanuary, refusalLine, vouchersOfMonth } from "../support/months.ts";
import { hire, openShop, serverOfThisFile, signInElsewhere } from "../support/server.ts";
import { proves, standsText, unapprove } from "../support/stock-shop.ts";

const server = serverOfThisFile();
const second = serverOfThisFile(server);

test("反结账：开单员和会计 403，老板可以；只有最近的一个月；要写原因；留下记录；之后一月又能写，再结一次", async () => {
  const { shop, buy, purchase, close } = await openJanuary(server);
  const [clerk, bookkeeper, admin] = [
    await hire(shop, server, "clerk"),
    await hire(shop, server, "bookkeeper"),
    await hire(shop, server, "admin"),
  ];
  await buy("2026-01-05");
  expect(refusalLine(await clerk.refusal("periods.close", { body: { period: "2026-01" } }))).toBe(
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
  expect([refusalLine(outOfOrder), outOfOrder.detail]).toEqual([
    "409 period.not_newest",
    "反结账从最近的月份开始，请先反结账 2026-02，再反 2026-01。",
  ]);
  for (const period of ["2026-03", "2025-12"])
    expect(refusalLine(await shop.refusal("periods.reopen", reopen(period)))).toBe("409 period.not_closed");
  for (const reason of ["", "   ", "错了"])
    expect(refusalLine(await shop.refusal("periods.reopen", reopen("2026-02", reason)))).toBe(
      "400 request.invalid reason",
    );
  expect(refusalLine(await shop.refusal("periods.reopen", { body: { period: "2026-02" } }))).toBe(
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
  await proves(shop);
});

test("结账按月份顺序：跳过、重复、启用前、还没到的月份都拒绝；同一个键重发是同一个答复；别家公司不受影响", async () => {
  const { shop, close } = await openJanuary(server);
  const other = await openShop(server, { startPeriod: "2026-01" });
  const refusal = async (period: string) => refusalLine(await shop.refusal("periods.close", { body: { period } }));
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

test("八个人正往一月记账时结账：之前的都在，之后的都拒绝；一月没有一张凭证晚于结账", async () => {
  const { shop, buy, sale, close } = await openJanuary(server);
  await buy("2026-01-01", "1000", "1");
  const clients = await Promise.all(
    Array.from({ length: 8 }, (_, index) => signInElsewhere(shop, index % 2 === 0 ? server : second)),
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
  // Everybody is at it, and has posted something, before the month is closed over them.
  while (answers.length < 24) await new Promise((resolve) => setTimeout(resolve, 10));
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
  await proves(shop);
});

test("允许负库存的公司：还有负库存不能结账，说出是哪种商品；二月来货补上就能结，补差在二月，一月不变", async () => {
  const { shop, itemId, buy, sell, close } = await openJanuary(server, { negativeStock: true });
  await buy("2026-01-05", "1", "8");
  await sell("2026-01-20", "3");
  expect((await shop.refusal("periods.close", { body: { period: "2026-01" } })).detail).toBe(
    "有 1 处负库存（商品 P30 主仓 -2 个），成本还定不下来。请先补入库，再结账。",
  );
  const covered = await buy("2026-02-01", "10", "11");
  const january = await vouchersOfMonth(shop, "2026-01");
  await close("2026-01");
  expect(await standsText(shop, itemId)).toBe("8 / 88.00");
  await sell("2026-02-03", "1");
  await buy("2026-02-02", "5", "20");
  await unapprove(shop, covered);
  expect(await vouchersOfMonth(shop, "2026-01")).toBe(january);
  await proves(shop);
});

test("凭证借贷不平、凭证断号，不能结账，说得出是哪里", async () => {
  const admin = new pg.Client(server.database.adminConfig);
  await admin.connect();
  try {
    const { shop, buy, close } = await openJanuary(server);
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
    await proves(shop);
  } finally {
    await admin.end();
  }
});
