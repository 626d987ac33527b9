import { describe, expect, test } from "vitest";
import { smallBooks } from "./small-shop.ts";
import { failedIds, findings, proofAfter } from "./tampering.ts";

const books = smallBooks();

const firstSale = "(select id from document where org_id = :org and number = 'XSCK-20260310-0001')";
const firstReceipt = "(select id from document where org_id = :org and number = 'CGRK-20260301-0001')";
const saleVoucher = `(select id from voucher where org_id = :org and kind = 'original' and document_id = ${firstSale})`;
const saleEntry = `(select min(seq) from stock_entry where org_id = :org and document_id = ${firstSale})`;

/** What is tampered with → the checks that must name it, and one thing that must be said. */
const tampered: readonly (readonly [string, string | readonly string[], readonly string[], RegExp])[] = [
  [
    "应收明细",
    `update partner_entry set amount = amount + 1 where org_id = :org and document_id = ${firstSale}`,
    ["receivable-entries", "receivable-ledger", "document-partners", "chain-links"],
    /K1 城西联华：明细/,
  ],
  [
    "应收余额",
    "update partner_balance set amount = amount + 1 where org_id = :org and side = 'receivable'",
    ["receivable-entries"],
    /K1 城西联华：明细/,
  ],
  [
    "应付余额",
    "update partner_balance set amount = amount - 1 where org_id = :org and side = 'payable'",
    ["payable-entries"],
    /G1 农夫山泉：明细/,
  ],
  [
    "应付科目换了往来单位",
    "update voucher_line set partner_id = null where org_id = :org and account_code = '2202'",
    ["payable-ledger", "chain-links"],
    /没有写往来单位的分录/,
  ],
  [
    "凭证的一行",
    `update voucher_line set debit = debit + 1 where org_id = :org and account_code = '1122' and voucher_id = ${saleVoucher}`,
    ["receivable-ledger", "voucher-balance", "ledger-equation", "chain-links"],
    /202603 记-2（合计 .*）：借/,
  ],
  [
    "凭证的合计",
    `update voucher set total = total + 1 where org_id = :org and id = ${saleVoucher}`,
    ["voucher-balance", "chain-links"],
    /202603 记-2（合计 /,
  ],
  [
    "分录换了科目",
    `update voucher_line set account_code = '5401' where org_id = :org and account_code = '1405' and voucher_id = ${saleVoucher}`,
    ["stock-ledger", "booked-values", "chain-links"],
    /2026-03-10：存货明细账/,
  ],
  [
    "分录的期间",
    `update voucher_line set period = 202604 where org_id = :org and line_no = 1 and voucher_id = ${saleVoucher}`,
    ["voucher-lines"],
    /202603 记-2/,
  ],
  [
    "多一行零的分录",
    [
      "alter table voucher_line drop constraint voucher_line_one_side",
      `insert into voucher_line (org_id, voucher_id, line_no, account_code, summary, debit, credit, period, business_date) values (:org, ${saleVoucher}, 99, '1122', '', 0, 0, 202603, '2026-03-10')`,
    ],
    ["voucher-balance", "voucher-lines", "chain-links"],
    /202603 记-2/,
  ],
  [
    "少一张凭证",
    [
      `delete from voucher_line where org_id = :org and voucher_id = ${saleVoucher}`,
      `delete from voucher where org_id = :org and id = ${saleVoucher}`,
    ],
    ["stock-ledger", "receivable-ledger", "document-vouchers", "booked-values", "voucher-numbers", "chain-links"],
    /XSCK-20260310-0001：已审核 1，有效凭证 0/,
  ],
  [
    "反审核的红字凭证说成原凭证",
    "update voucher set kind = 'original' where org_id = :org and kind = 'reversal'",
    ["document-vouchers", "booked-values", "chain-links"],
    /XSCK-20260312-0001：已审核 0，有效凭证 1/,
  ],
  [
    "凭证改挂另一张单据",
    `update voucher set document_id = ${firstReceipt} where org_id = :org and id = ${saleVoucher}`,
    ["chain-rows"],
    /凭证 · CGRK-20260301-0001 · 第 \d+ 环：与所在的环不一致/,
  ],
  [
    "出入库改挂另一张单据",
    `update stock_entry set document_id = ${firstReceipt} where org_id = :org and seq = ${saleEntry}`,
    ["document-stock", "chain-rows"],
    /出入库 · CGRK-20260301-0001/,
  ],
];
describe("改了往来和凭证，就由哪几项指出来", () => {
  test.each(tampered)("%s", async (_what, statements, failing, finding) => {
    const changes = typeof statements === "string" ? [statements] : statements;
    const proof = await proofAfter(books.owner, books.shop.orgId, ...changes);
    expect(failedIds(proof)).toEqual(failing);
    expect(findings(proof)).toMatch(finding);
  });
});
