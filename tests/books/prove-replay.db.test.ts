import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { documentKinds } from "../../apps/server/src/application.ts";
import { proveByDocuments, proveDocuments } from "../../apps/server/src/documents/prove-documents.ts";
import { comparedTables } from "../../apps/server/src/books/compare-books.sql.ts";
import { openShadowBooks } from "../../apps/server/src/books/shadow-books.sql.ts";
import { compareBooks } from "../../apps/server/src/books/compare-books.ts";
import { replayDocuments } from "../../apps/server/src/documents/replay-documents.ts";
import type { Query, Tx } from "../../apps/server/src/platform/db.ts";
import { type BusyCompany, openBusyCompany } from "../support/busy-company.ts";
import { proveClean, startTestServer, type TestServer } from "../support/server.ts";
import { connectAsOwner, failedIds, findings } from "./tampering.ts";

let server: TestServer;
let owner: pg.Client;
let shop: BusyCompany;
beforeAll(async () => {
  server = await startTestServer();
  owner = await connectAsOwner(server.database.adminConfig);
  shop = await openBusyCompany(server);
});
afterAll(async () => {
  await owner?.end();
  await server?.stop();
});
const setups = [
  { costingMethod: "moving-average", costScope: "company" },
  { costingMethod: "moving-average", costScope: "warehouse", negativeStock: true },
  { costingMethod: "fifo", costScope: "company", negativeStock: true },
  { costingMethod: "fifo", costScope: "warehouse", taxStatus: "small" },
  { costingMethod: "monthly-average", costScope: "warehouse" },
  { costingMethod: "specific", costScope: "company", accountingStandard: "enterprise" },
] as const;
test.each(setups)("什么都做过的公司，从单据重放出同样的账：$costingMethod $costScope", async (setup) => {
  const company = await openBusyCompany(server, setup);
  expect(await proveClean(company)).toBe("账实相符");
  const proof = await proveByDocuments(server.db, company.orgId, documentKinds);
  expect([findings(proof), failedIds(proof), proof.unknown]).toEqual(["", [], 0]);
  expect(proof.checks.length).toBe(comparedTables.length + 1);
  const rows = Object.fromEntries(proof.checks.map((check) => [check.id, check.rows]));
  const monthly = setup.costingMethod === "monthly-average" ? [] : ["replay-month-averages"];
  expect(Object.keys(rows).filter((id) => rows[id] === 0)).toEqual(monthly);
});

test("重放的连接看不见账本，也写不进任何真的表", async () => {
  await server.db.onOwnConnection(async (shadow) => {
    await openShadowBooks(shadow, shop.orgId);
    const { rows } = await shadow.query("select count(*)::int as n from stock_entry");
    expect(rows).toEqual([{ n: 0 }]);
    await expect(shadow.query("delete from public.stock_lot_balance")).rejects.toThrow("read-only transaction");
    await shadow.query("delete from stock_lot_balance");
  });
});

/** Tampers as the owner of the database, looks, and takes it back. No check of the database holds the hand. */
async function tampered<T>(statements: readonly string[], look: (tx: Tx) => Promise<T>): Promise<T> {
  await owner.query("begin");
  try {
    await owner.query("set local session_replication_role = replica");
    for (const statement of statements) {
      const { rowCount } = await owner.query(statement.replaceAll(":org", owner.escapeLiteral(shop.orgId)));
      if (rowCount === 0) throw new Error(`nothing was tampered with: ${statement}`);
    }
    return await look({
      orgId: shop.orgId,
      query: async (query) =>
        (await owner.query({ text: query.text, values: [...(query.values ?? [])] })).rows as never,
    });
  } finally {
    await owner.query("rollback");
  }
}

const rebuiltTables = [
  "stock_entry",
  "stock_cost",
  "stock_balance",
  "stock_lot_balance",
  "stock_count_mark",
  "partner_entry",
  "partner_balance",
  "voucher",
  "voucher_line",
  "book_sequence",
];
const withoutChecks = `do $$ declare one record; begin
  for one in select conrelid::regclass as name, conname from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace
  loop execute format('alter table %s drop constraint %I', one.name, one.conname); end loop; end $$`;
const otherValue: Readonly<Record<string, string>> = {
  numeric: "coalesce(:column, 0) + 0.01",
  bigint: "coalesce(:column, 0) + 1",
  integer: ":column + 1",
  date: "coalesce(:column, '2026-03-01') + 1",
  text: "coalesce(:column, '') || 'x'",
  uuid: "'018f0000-0000-7000-8000-000000000000'",
  boolean: "not :column",
  "timestamp with time zone": ":column + interval '1 second'",
};

test("账上任何一列改了任何一行、少了任何一行，重放都看得出来", async () => {
  const { rows: columns } = await owner.query<{ table_name: string; column_name: string; data_type: string }>(
    `select table_name, column_name, data_type from information_schema.columns
     where table_schema = 'public' and table_name = any($1) and column_name <> 'org_id' order by table_name, ordinal_position`,
    [rebuiltTables],
  );
  const unseen: string[] = [];
  await server.db.onOwnConnection(async (shadow) => {
    await server.db.inCompany(shop.orgId, (tx) => replayDocuments(tx, shadow, documentKinds, () => undefined));
    const isSeen = (statement: string) =>
      tampered([withoutChecks, statement], async (tx) => {
        const rebuilt = async (query: Query) =>
          (await shadow.query({ text: query.text, values: [...(query.values ?? [])] })).rows as never;
        const results = await compareBooks(
          tx.orgId,
          rebuilt,
          (query) => tx.query(query),
          () => undefined,
        );
        return results.some(({ comparison }) => comparison.differing > 0);
      });
    expect(await isSeen("select 1")).toBe(false);
    for (const { table_name: table, column_name: column, data_type: type } of columns) {
      const value = otherValue[type]?.replaceAll(":column", column);
      if (value === undefined) throw new Error(`no other value for ${table}.${column}, ${type}`);
      const oneRow = `ctid = (select ctid from ${table} where org_id = :org order by ctid desc limit 1)`;
      if (!(await isSeen(`update ${table} set ${column} = ${value} where ${oneRow}`)))
        unseen.push(`${table}.${column}`);
    }
    for (const table of rebuiltTables) {
      const oneRow = `ctid = (select ctid from ${table} where org_id = :org order by ctid desc limit 1)`;
      if (!(await isSeen(`delete from ${table} where ${oneRow}`))) unseen.push(table);
    }
  });
  expect(unseen).toEqual([]);
  expect(columns.length).toBeGreaterThan(80);
});

const sale = "(select id from document where org_id = :org and number = 'XSCK-20260310-0001')";
const saleEntry = `(select min(seq) from stock_entry where org_id = :org and document_id = ${sale})`;
/** What is tampered with → the checks that must name it, and one thing that must be said. */
const named: readonly (readonly [string, string | readonly string[], readonly string[], RegExp])[] = [
  [
    "一笔出库的成本",
    `update stock_cost set value = value - 0.01 where org_id = :org and seq = ${saleEntry}`,
    ["replay-stock-costs"],
    /XSCK-20260310-0001 · A 矿泉水 · 主仓：value 重放 -(\d+\.\d\d)，账上 -/,
  ],
  [
    "凭证当时记的成本",
    `update stock_entry set booked_value = booked_value + 1 where org_id = :org and seq = ${saleEntry}`,
    ["replay-stock-entries"],
    /XSCK-20260310-0001 · A 矿泉水 · 主仓：booked_value 重放 -/,
  ],
  [
    "最后一次出库的日期",
    "update stock_balance set last_out = '2026-03-02' where org_id = :org and item_id = (select id from item where org_id = :org and code = 'P') and warehouse_id <> '00000000-0000-0000-0000-000000000000'",
    ["replay-stock-balances"],
    /P 礼盒 · 主仓：last_out 重放 2026-03-\d\d，账上 2026-03-02/,
  ],
  [
    "分录的金额",
    `update voucher_line set debit = debit + 1 where org_id = :org and account_code = '1122' and voucher_id = (select id from voucher where org_id = :org and document_id = ${sale})`,
    ["replay-voucher-lines"],
    /XSCK-20260310-0001 · 202603 记-3 第 1 行 · K1 城西联华超市：debit 重放 270\.07，账上 271\.07/,
  ],
  [
    "重算的差额凭证少一张",
    "delete from voucher where org_id = :org and kind = 'adjustment' and number = (select max(number) from voucher where org_id = :org and kind = 'adjustment')",
    ["replay-vouchers", "replay-voucher-lines"],
    /账上没有/,
  ],
  [
    "已审单据的数量",
    `update document_line set base_quantity = 6 where org_id = :org and line_no = 1 and document_id = ${sale}`,
    ["replay-stock-entries", "replay-stock-costs", "replay-stock-balances", "replay-vouchers", "replay-voucher-lines"],
    /XSCK-20260310-0001 · A 矿泉水 · 主仓：quantity 重放 -6\.000000，账上 -7\.000000/,
  ],
  [
    "单号",
    "update document set number = 'XSCK-20260310-0007' where org_id = :org and number = 'XSCK-20260310-0001'",
    ["replay-documents"],
    /XSCK-20260310-0007：number 重放 XSCK-20260310-0001，账上 XSCK-20260310-0007/,
  ],
  [
    "反审核以前的内容",
    `update posting_content set content = jsonb_set(content, '{lines,0,base_quantity}', '4') where org_id = :org
     and seq = (select max(p.seq) from posting p join document d on d.org_id = :org and d.id = p.document_id where p.org_id = :org and p.kind = 'approve' and d.number = 'XSCK-20260324-0001')`,
    ["replay-stock-entries", "replay-stock-costs", "replay-vouchers", "replay-voucher-lines"],
    /XSCK-20260324-0001 · B 红茶 · 主仓：quantity 重放 -4\.000000，账上 -5\.000000/,
  ],
  [
    "客户当时的名称",
    `update posting set partner_names = null where org_id = :org and document_id = ${sale}`,
    ["replay-voucher-lines"],
    /summary 重放 .*城西联华超市，账上 .*城西联华(；|\n|$)/,
  ],
  [
    "抽掉一次记账",
    [
      "delete from posting where org_id = :org and seq = 4",
      "update document set status = 'draft' where org_id = :org and number = 'CGRK-20260302-0001'",
    ],
    [
      "replay-postings-again",
      "replay-postings",
      "replay-documents",
      "replay-stock-entries",
      "replay-stock-costs",
      "replay-stock-balances",
      "replay-partner-entries",
      "replay-partner-balances",
      "replay-vouchers",
      "replay-voucher-lines",
      "replay-sequences",
    ],
    /第 14 环 JGGZ-20260316-0001 审核：/,
  ],
];
describe("改了什么，重放就指出什么", () => {
  test.each(named)("%s", async (_what, statements, failing, finding) => {
    const proof = await tampered(typeof statements === "string" ? [statements] : statements, (tx) =>
      server.db.onOwnConnection((shadow) => proveDocuments(tx, shadow, documentKinds)),
    );
    expect(findings(proof)).toMatch(finding);
    expect(failedIds(proof)).toEqual(failing);
  });
});
