import { expect, test } from "vitest";
import { importFile } from "../support/import.ts";
import { openJanuary, refusalLine, vouchersOfMonth } from "../support/months.ts";
import { addItem, lines, type Person, serverOfThisFile, signInElsewhere } from "../support/server.ts";
import {
  approve,
  change,
  type DocumentRoutes,
  from,
  type Posted,
  proves,
  type Row,
  show,
  standsText,
  unapprove,
  voidDraft,
} from "../support/stock-shop.ts";

const server = serverOfThisFile();
const second = serverOfThisFile(server);

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

test("P30 一月结账：01-31 的单据，新建、改、审核、反审核、作废、预览、导入，从哪扇门都进不去；二月照常，一月的凭证一个字节也不变", async () => {
  const { shop, itemId, purchase, sale, buy, sell, draft, close } = await openJanuary(server);
  const bought = await buy("2026-01-15");
  const sold = await sell("2026-01-31");
  const left = await draft("2026-01-31");
  const numbered = await buy("2026-01-31", "1");
  await unapprove(shop, numbered);
  const february = await draft("2026-02-10");

  const refusedDrafts = await shop.refusal("periods.close", { body: { period: "2026-01" } });
  expect(refusedDrafts.detail).toBe(
    `2026-01 还有 2 张草稿（2026-01-31 农夫山泉杭州、${numbered.number}）。请先审核、改日期或删除，或选「留着草稿结账」。`,
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
  const january = await vouchersOfMonth(shop, "2026-01");

  const elsewhere = await signInElsewhere(shop, second);
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
      expect([door, refusalLine(problem)]).toEqual([door, "409 period.closed businessDate"]);
    const preview = await who.call("purchaseReceipts.preview", { body: purchase("2026-01-31") });
    expect([preview.accepted, preview.refusals.map((one) => one.code)]).toEqual([false, ["period.closed"]]);
  }

  const before = await standsText(shop, itemId);
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
  expect([await standsText(shop, itemId), await vouchersOfMonth(shop, "2026-01")]).toEqual([before, january]);

  // 二月不受影响：新的、补录的、反审核的、从一月改过来的，都照常；差额只落在二月。
  await approve(shop, february);
  await sell("2026-02-20", "5");
  const late = await buy("2026-02-01", "10", "20");
  const again = await sell("2026-02-25", "1");
  await unapprove(shop, again);
  await voidDraft(shop, again);
  await change(shop, numbered, [[itemId, "1", "8"]], { businessDate: "2026-02-01" });
  await approve(shop, numbered);
  expect((await show(shop, numbered)).number).toBe(numbered.number);
  await shop.call("purchaseReceipts.update", { params: { id: left.id }, body: purchase("2026-02-03") });
  await shop.call("purchaseReceipts.delete", { params: { id: left.id } });
  const kinds = (await shop.call("vouchers.list", { query: { period: "2026-02", limit: 100 } })).rows.map(
    (row) => row.kind,
  );
  expect([kinds.includes("adjustment"), kinds.includes("reversal"), (await show(shop, late)).status]).toEqual([
    true,
    true,
    "approved",
  ]);
  expect(await vouchersOfMonth(shop, "2026-01")).toBe(january);
  await proves(shop);
});

test.each([
  { costingMethod: "moving-average", costScope: "company" },
  { costingMethod: "fifo", costScope: "warehouse" },
] as const)(
  "P30 二月更正一月（$costingMethod）：价格更正、运费分摊、带源单的退货、盘点、成本调整，差额全在二月；一月的凭证一个字节也不变，每一类单据都写不进一月",
  async (costing) => {
    const { shop, itemId, buy, sell, close } = await openJanuary(server, costing);
    const part = await addItem(shop, "P30-2");
    const received = await buy("01-10", "10", "8");
    const sold = await sell("01-20", "4");
    await buy("01-25", "20", "9");
    await close("2026-01");
    const january = await vouchersOfMonth(shop, "2026-01");

    const corrections: readonly [DocumentRoutes, readonly Row[], Readonly<Record<string, unknown>>?][] = [
      ["salesReturns", [[itemId, "1", "15", from(sold)]]],
      ["purchaseReturns", [[itemId, "2", "8", from(received)]]],
      ["priceCorrections", [[itemId, "", "8.50", from(received)]]],
      ["costAllocations", [[itemId, "", undefined, from(received)]], { amount: "30" }],
      ["costAdjustments", [[itemId, "", undefined, { amount: "-5" }]]],
      ["otherReceipts", [[itemId, "1"]], { reason: "found" }],
      ["otherIssues", [[itemId, "1"]], { reason: "own-use" }],
      ["transfers", [[itemId, "1"]], { toWarehouseId: shop.second }],
      [
        "assemblies",
        [
          [part, "1", undefined, { role: "product" }],
          [itemId, "2", undefined, { role: "part" }],
        ],
      ],
      ["stockCounts", [[itemId, "18"]]],
    ];
    for (const [kind, rows, more] of corrections) {
      const refusal = await shop.refusal(`${kind}.createApproved` as "transfers.createApproved", {
        body: shop.body(kind, "01-31", rows, more),
      });
      expect([kind, refusal.errors?.map((one) => one.code)]).toEqual([kind, expect.arrayContaining(["period.closed"])]);
    }
    // What follows is dated before it, so that its cost is computed again each time.
    await sell("02-20", "3");
    const posted: Posted[] = [];
    for (const [kind, rows, more] of corrections) {
      posted.push(await shop.post(kind, "02-05", rows, more));
      expect([kind, (await vouchersOfMonth(shop, "2026-01")) === january]).toEqual([kind, true]);
    }
    for (const document of posted.reverse()) {
      await unapprove(shop, document);
      expect([document.kind, (await vouchersOfMonth(shop, "2026-01")) === january]).toEqual([document.kind, true]);
    }
    const february = (await shop.call("vouchers.list", { query: { period: "2026-02", limit: 100 } })).rows;
    expect(february.filter((row) => row.kind === "adjustment").length).toBeGreaterThan(4);
    await proves(shop);
  },
);
