import { describe, expect, test } from "vitest";
import { smallBooks } from "./small-shop.ts";
import { failedIds, findings, proofAfter } from "./tampering.ts";

const books = smallBooks();

const firstSale = "(select id from document where org_id = :org and number = 'XSCK-20260310-0001')";

/** What is tampered with → the checks that must name it, and one thing that must be said. */
const tampered: readonly (readonly [string, string | readonly string[], readonly string[], RegExp])[] = [
  [
    "已审单据改回草稿",
    `update document set status = 'draft' where org_id = :org and id = ${firstSale}`,
    ["document-partners", "document-vouchers", "document-stock"],
    /XSCK-20260310-0001：已审核 0，有效凭证 1/,
  ],
  [
    "单据的合计",
    `update document set gross_amount = gross_amount + 1 where org_id = :org and id = ${firstSale}`,
    ["document-partners", "document-lines"],
    /XSCK-20260310-0001：合计/,
  ],
  [
    "单据的一行",
    `update document_line set base_quantity = base_quantity + 1 where org_id = :org and document_id = ${firstSale} and line_no = 1`,
    ["document-lines", "document-stock"],
    /XSCK-20260310-0001 · A 矿泉水：单据 5，明细 4/,
  ],
  [
    "单号",
    `update document set number = 'XSCK-20260312-0009' where org_id = :org and number = 'XSCK-20260312-0002'`,
    ["document-numbers"],
    /XSCK-20260312，缺 2：已发号 2，有 2/,
  ],
  [
    "删一张有单号的草稿",
    [
      "delete from document_line l using document d where l.org_id = :org and d.org_id = :org and d.id = l.document_id and d.number = 'XSCK-20260312-0001'",
      "delete from document where org_id = :org and number = 'XSCK-20260312-0001'",
    ],
    ["document-numbers"],
    /XSCK-20260312，缺 1：已发号 2，有 1/,
  ],
  [
    "凭证号",
    "update voucher set number = 900 where org_id = :org and number = 2 and period = 202603",
    ["voucher-numbers", "chain-links"],
    /202603 记，缺 2/,
  ],
  [
    "谁审核的",
    `update posting set user_name = '别人' where org_id = :org and document_id = ${firstSale}`,
    ["document-approvals", "chain-links", "chain-rows"],
    /第 4 环 XSCK-20260310-0001 审核：内容与哈希不符/,
  ],
  [
    "一环的哈希",
    "update posting set hash = sha256('x') where org_id = :org and seq = 4",
    ["chain-links"],
    /第 5 环 CGRK-20260305-0001 审核：没有接上前一环/,
  ],
  [
    "第一环接在别的链上",
    "update posting set previous_hash = sha256('x') where org_id = :org and seq = 1",
    ["chain-links"],
    /第 1 环 QCKC-20260228-0001 审核：没有接上前一环/,
  ],
  [
    "抽掉一整环",
    [
      "delete from voucher_line l using voucher v where l.org_id = :org and v.org_id = :org and v.id = l.voucher_id and v.posting_seq = 6",
      "delete from voucher where org_id = :org and posting_seq = 6",
      "delete from partner_entry where org_id = :org and posting_seq = 6",
      "delete from stock_cost where org_id = :org and seq between 6 * 4096 and 7 * 4096 - 1",
      "delete from stock_entry where org_id = :org and posting_seq = 6",
      "delete from posting where org_id = :org and seq = 6",
    ],
    [
      "stock-quantity",
      "stock-value",
      "stock-running",
      "stock-costs",
      "receivable-entries",
      "document-partners",
      "document-vouchers",
      "document-stock",
      "voucher-numbers",
      "chain-links",
      "chain-head",
    ],
    /第 7 环 XSCK-20260312-0001 反审核：没有接上前一环/,
  ],
  [
    "结账后补的凭证",
    "update period_event set next_posting = 8 where org_id = :org and seq = 3",
    ["closed-periods"],
    /2026-03 结账后又有 记-\d+/,
  ],
  [
    "启用月结账后补的期初",
    "update period_event set next_posting = 2 where org_id = :org and seq = 3",
    ["closed-periods"],
    /2026-03 结账后又有 记-1/,
  ],
  [
    "账本结到哪个月",
    "update books set closed_through = 202604 where org_id = :org",
    ["closed-periods"],
    /账本结到 202604，结账记录是 202603/,
  ],
  [
    "少一条结账记录",
    "delete from period_event where org_id = :org and seq = 3",
    ["closed-periods"],
    /账本结到 202603，结账记录是 0/,
  ],
  ["链头", "update books set chain_head = sha256('x') where org_id = :org", ["chain-head"], /账本写的是第/],
  [
    "下一环的号",
    "update books set next_posting = next_posting + 1 where org_id = :org",
    ["chain-head"],
    /账本写的是第/,
  ],
  [
    "抽掉最后一环",
    ["delete from posting p where org_id = :org and seq = (select max(seq) from posting where org_id = :org)"],
    ["document-vouchers", "document-approvals", "chain-head"],
    /账本写的是第/,
  ],
];
describe("改了单据、凭证号、链、结账，就由哪几项指出来", () => {
  test.each(tampered)("%s", async (_what, statements, failing, finding) => {
    const changes = typeof statements === "string" ? [statements] : statements;
    const proof = await proofAfter(books.owner, books.shop.orgId, ...changes);
    expect(failedIds(proof)).toEqual(failing);
    expect(findings(proof)).toMatch(finding);
  });
});
