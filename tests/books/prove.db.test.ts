import { expect, test } from "vitest";
import { proveAll, proveCompany } from "../../apps/server/src/books/prove.ts";
import { createCompany } from "../../apps/server/src/modules/identity/index.ts";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import { openSmallShop, smallBooks } from "./small-shop.ts";
import { failedIds } from "./tampering.ts";

const books = smallBooks();

test("一家什么都做过的公司，每项核对都相符；按公司、按仓库算成本都一样", async () => {
  for (const one of [books.shop, await openSmallShop(books, "warehouse")]) {
    const proof = await proveCompany(books.db, one.orgId);
    expect(
      proof.checks.flatMap((check) => (check.passed ? [] : [check.title, ...check.findings.map((f) => f.text)])),
    ).toEqual([]);
    expect(proof.passed).toBe(true);
    expect(proof.checks.length).toBe(37);
    expect(
      Math.min(...proof.checks.filter((check) => !withoutRows.has(check.id)).map((check) => check.rows)),
    ).toBeGreaterThan(0);
  }
});

/** What this shop never did: sold more than it had, followed a document, counted, received without an invoice. */
const withoutRows = new Set([
  "stock-negative",
  "stock-links",
  "count-anchors",
  "lot-balances",
  "accrued-entries",
  "accrued-ledger",
]);
test("没有记过账的公司也能核对；proveAll 逐家报告", async () => {
  const empty = await createCompany(
    books.db,
    {
      companyName: "空",
      taxStatus: "small",
      accountingStandard: "enterprise",
      startPeriod: "2026-03",
      costingMethod: "moving-average",
      costScope: "warehouse",
      negativeStock: false,
      warehouseName: "仓",
      ownerName: "王",
      loginName: `u${newId()}`,
      password: "0123456789",
    },
    { isDemo: false, onlyFirst: false },
  );
  const seen = new Map<string, boolean>();
  expect(await proveAll(books.db, ({ id, proof }) => void seen.set(id, proof.passed))).toBe(true);
  expect([seen.get(empty.orgId), seen.get(books.shop.orgId)]).toEqual([true, true]);
});

test("核对看见的是一个时点：核对中改的，这次看不见，下次看得见", async () => {
  let during: Promise<unknown> | undefined;
  const proof = await proveCompany(books.db, books.shop.orgId, ({ done }) => {
    if (done === 0)
      during = books.owner.query(
        `update book_sequence set next_no = next_no + 1 where org_id = $1 and kind like 'voucher:%'`,
        [books.shop.orgId],
      );
  });
  await during;
  const next = await proveCompany(books.db, books.shop.orgId);
  await books.owner.query(
    `update book_sequence set next_no = next_no - 1 where org_id = $1 and kind like 'voucher:%'`,
    [books.shop.orgId],
  );
  expect([failedIds(proof), failedIds(next)]).toEqual([[], ["voucher-numbers"]]);
});
