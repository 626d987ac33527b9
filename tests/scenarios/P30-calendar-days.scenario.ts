import { afterEach, expect, test, vi } from "vitest";
import { openJanuary, refusalLine } from "../support/months.ts";
import { hire, serverOfThisFile } from "../support/server.ts";
import { proves } from "../support/stock-shop.ts";

const server = serverOfThisFile();
afterEach(() => {
  vi.useRealTimers();
});

test("02-01 00:30 在上海（01-31 16:30 UTC）是二月：默认日期、期间、能不能结账都按公司的日历", async () => {
  const { shop, buy, sell, close } = await openJanuary(server);
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
  expect(refusalLine(await shop.refusal("periods.close", { body: { period: "2026-02" } }))).toBe(
    "409 period.not_begun",
  );
  at("2026-01-31T16:30:00Z");
  const { today } = (await shop.call("session.show")).company;
  expect([today, await current()]).toEqual(["2026-02-01", "2026-02-01 2026-02* open 2026-01 closable"]);
  await close("2026-01");
  const sold = await sell(today, "1");
  expect(sold.number).toBe("XSCK-20260201-0001");
  expect((await shop.call("vouchers.list", { query: { period: "2026-02" } })).total).toBe(1);
  await proves(shop);
});

test("补录天数：采购、仓管最多补 3 天，再早的新建、改、审核、反审核、作废都拒绝；老板不限；取消后照常；只有老板和管理员能改", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-19T16:30:00Z") });
  const { shop, itemId, purchase, buy, draft } = await openJanuary(server);
  const [admin, buyer, bookkeeper, storekeeper] = [
    await hire(shop, server, "admin"),
    await hire(shop, server, "buyer"),
    await hire(shop, server, "bookkeeper"),
    await hire(shop, server, "storekeeper"),
  ];
  const [old, approved] = [await draft("2026-03-10"), await buy("2026-03-11")];
  const limits = [
    { role: "buyer", days: 3 },
    { role: "storekeeper", days: 3 },
  ] as const;
  for (const who of [buyer, bookkeeper, storekeeper])
    expect(refusalLine(await who.refusal("backdating.save", { body: { limits: [] } }))).toBe("403 permission.missing");
  expect(await admin.call("backdating.save", { body: { limits: [limits[0]] } })).toEqual({ limits: [limits[0]] });
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
    expect([door, refusalLine(problem)]).toEqual([door, "409 date.too_far_back businessDate"]);
  expect(doors.新建.detail).toBe("您的角色最多补录 3 天前的单据（最早 2026-03-17）。请改日期，或请老板来做。");
  const preview = await buyer.call("purchaseReceipts.preview", { body: purchase("2026-03-16") });
  expect([preview.accepted, preview.refusals.map((one) => one.code)]).toEqual([false, ["date.too_far_back"]]);
  const found = (businessDate: string) => ({
    body: { businessDate, warehouseId: shop.warehouseId, reason: "found", lines: [{ itemId, quantity: "1" }] },
  });
  expect(refusalLine(await storekeeper.refusal("otherReceipts.createApproved", found("2026-03-16")))).toBe(
    "409 date.too_far_back businessDate",
  );
  await storekeeper.call("otherReceipts.createApproved", found("2026-03-17") as never);
  await buyer.call("purchaseReceipts.approve", { params: { id: own.id }, body: {} });
  await buyer.call("purchaseReceipts.unapprove", { params: { id: own.id }, body: {} });
  await buyer.call("purchaseReceipts.createApproved", { body: purchase("2026-03-20") });
  await buy("2026-03-02");

  await shop.call("backdating.save", { body: { limits: [limits[1]] } });
  await buyer.call("purchaseReceipts.approve", { params: { id: old.id }, body: {} });
  await proves(shop);
});
