import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BusyCompany, openBusyCompany } from "../support/busy-company.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { connectAsOwner, failedIds, findings, proofAfter } from "./tampering.ts";

let server: TestServer;
let owner: pg.Client;
/** By moving average, and by layers with issues before their receipts. */
let shop: BusyCompany;
let layered: BusyCompany;
beforeAll(async () => {
  server = await startTestServer();
  owner = await connectAsOwner(server.database.adminConfig);
  shop = await openBusyCompany(server);
  layered = await openBusyCompany(server, { costingMethod: "fifo", negativeStock: true });
  await owner.query(`do $$ declare one record; begin
    for one in select conrelid::regclass as name, conname from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace
    loop execute format('alter table %s drop constraint %I', one.name, one.conname); end loop; end $$`);
});
afterAll(async () => {
  await owner?.end();
  await server?.stop();
});
const otherValue: Readonly<Record<string, string>> = {
  numeric: "coalesce(:column, 0) + 0.01",
  bigint: "coalesce(:column, 0) + 1000000000",
  integer: ":column + 100",
  date: "coalesce(:column, '2026-03-01') + 1",
  text: "coalesce(:column, '') || 'x'",
  uuid: "'018f0000-0000-7000-8000-000000000000'",
  boolean: "not :column",
  bytea: "sha256('x')",
  jsonb: "'{}'",
  "timestamp with time zone": ":column + interval '1 second'",
};
/**
 * The books' tables, with the columns that no check of `prove` speaks of: what a request was, and what only a replay of
 * the documents can know (prove-replay.db.test.ts).
 */
const bookTables: Readonly<Record<string, readonly string[]>> = {
  posting: ["idempotency_key", "request_hash", "partner_names"],
  stock_entry: [],
  stock_cost: [],
  stock_balance: ["last_date", "last_in", "last_out", "may_be_negative"],
  stock_lot_balance: [],
  stock_count_mark: [],
  partner_entry: [],
  partner_balance: ["last_date"],
  voucher: [],
  voucher_line: [],
  book_sequence: [],
};
test("账本每张表的每一列，改一行就有一项核对不符", async () => {
  const { rows: columns } = await owner.query<{ table_name: string; column_name: string; data_type: string }>(
    `select table_name, column_name, data_type from information_schema.columns
     where table_schema = 'public' and table_name = any($1) and column_name <> 'org_id' order by table_name, ordinal_position`,
    [Object.keys(bookTables)],
  );
  const unseen: string[] = [];
  for (const { table_name: table, column_name: column, data_type: type } of columns) {
    const value = otherValue[type]?.replaceAll(":column", column);
    if (value === undefined) throw new Error(`no other value for ${table}.${column}, ${type}`);
    const oneRow = `ctid = (select ctid from ${table} where org_id = :org order by ${column} is null, ctid desc limit 1)`;
    const proof = await proofAfter(owner, layered.orgId, `update ${table} set ${column} = ${value} where ${oneRow}`);
    if (proof.passed) unseen.push(`${table}.${column}`);
  }
  expect(unseen.sort()).toEqual(
    Object.entries(bookTables)
      .flatMap(([table, unknown]) => unknown.map((column) => `${table}.${column}`))
      .sort(),
  );
  expect(columns.length).toBeGreaterThan(90);
}, 300_000);

const document = (number: string) => `(select id from document where org_id = :org and number = '${number}')`;
const entryOf = (number: string, more = "") =>
  `(select min(seq) from stock_entry where org_id = :org and reverses_seq is null and document_id = ${document(number)} ${more})`;
const item = (code: string) => `(select id from item where org_id = :org and code = '${code}')`;
const nil = "'00000000-0000-0000-0000-000000000000'";

/** What is tampered with → the checks that must name it, and one thing that must be said. */
const tampered: readonly (readonly [string, string | readonly string[], readonly string[], RegExp])[] = [
  [
    "调入的成本不是调出的",
    `update stock_cost set value = value + 1, pool_value = pool_value where org_id = :org and seq = ${entryOf("DBD-20260311-0001", "and quantity > 0")}`,
    ["stock-value", "stock-running", "stock-costs", "stock-states", "stock-links", "stock-ledger"],
    /DBD-20260311-0001 2026-03-11 · A 矿泉水 · 二号仓：来源份额 (\d+\.\d\d)，账上/,
  ],
  [
    "退货冲回的成本不是出库的份额",
    `update stock_cost set value = value + 0.5 where org_id = :org and seq = ${entryOf("XSTH-20260314-0001")}`,
    ["stock-value", "stock-running", "stock-costs", "stock-states", "stock-links", "stock-ledger"],
    /XSTH-20260314-0001 2026-03-14 · B 红茶 · 主仓：来源份额/,
  ],
  [
    "组装出的成本不是配件之和",
    `update stock_cost set value = value - 2 where org_id = :org and seq = ${entryOf("ZZD-20260318-0001", `and item_id = ${item("P")}`)}`,
    ["stock-value", "stock-running", "stock-costs", "stock-states", "stock-links", "stock-ledger"],
    /ZZD-20260318-0001 2026-03-18 · P 礼盒 · 主仓：来源份额/,
  ],
  [
    "成本差额",
    `update stock_cost set true_up = true_up + 1 where org_id = :org and seq = ${entryOf("FYFT-20260317-0001")}`,
    ["stock-value", "stock-running", "stock-costs", "stock-ledger"],
    /FYFT-20260317-0001 .*账上 33\.33（差额 1\.00）/,
  ],
  [
    "出库说成有来源的份额",
    `update stock_entry set basis = 'entry' where org_id = :org and seq = ${entryOf("XSCK-20260310-0001")}`,
    ["chain-links"],
    /XSCK-20260310-0001 审核：内容与哈希不符/,
  ],
  [
    "来源换成另一笔",
    `update stock_entry set source_seq = ${entryOf("CGRK-20260305-0001")} where org_id = :org and seq = ${entryOf("CGTH-20260314-0001")}`,
    ["chain-links"],
    /CGTH-20260314-0001 审核：内容与哈希不符/,
  ],
  [
    "拆卸的份额",
    `update stock_entry set share_part = share_part + 1 where org_id = :org and seq = ${entryOf("CXD-20260319-0001", `and item_id = ${item("A")}`)}`,
    ["stock-links", "chain-links"],
    /CXD-20260319-0001 2026-03-19 · A 矿泉水 · 主仓：来源份额/,
  ],
  [
    "成本记到另一个科目",
    `update stock_entry set contra_account = '5602' where org_id = :org and seq = ${entryOf("XSCK-20260310-0001")}`,
    ["chain-links"],
    /XSCK-20260310-0001 审核：内容与哈希不符/,
  ],
  [
    "凭证当时记的成本",
    `update stock_entry set booked_value = booked_value - 1 where org_id = :org and seq = ${entryOf("XSCK-20260310-0001")}`,
    ["booked-values"],
    /XSCK-20260310-0001：明细 -(\d+\.\d\d)，凭证 -/,
  ],
  [
    "凭证当时记的差额",
    `update stock_entry set booked_true_up = 3 where org_id = :org and seq = ${entryOf("FYFT-20260317-0001")}`,
    ["booked-values"],
    /FYFT-20260317-0001：明细 30\.33，凭证 33\.33/,
  ],
  [
    "盘点的数",
    `update document_line set quantity = 29, base_quantity = 29 where org_id = :org and item_id = ${item("B")} and document_id = ${document("PDD-20260321-0001")}`,
    ["count-anchors", "document-lines"],
    /PDD-20260321-0001 · B 红茶：盘点 29，结存 30/,
  ],
  [
    "盘点以前补了一笔",
    `update stock_cost set balance_quantity = balance_quantity + 1 where org_id = :org and seq = (select max(seq) from stock_entry where org_id = :org and document_id = ${document("PDD-20260321-0001")} and item_id = ${item("B")})`,
    ["stock-running", "count-anchors"],
    /PDD-20260321-0001 · B 红茶：盘点 30，结存 31/,
  ],
  [
    "少了盘点的时点",
    `delete from stock_count_mark where org_id = :org and item_id = ${item("P")}`,
    ["count-anchors"],
    /PDD-20260321-0001 · P 礼盒：盘点 1，结存 没有时点/,
  ],
  [
    "盘点的时点挪后了",
    `update stock_count_mark set position = position + 4096 where org_id = :org and item_id = ${item("P")}`,
    ["count-anchors"],
    /P 礼盒：盘点 没有盘点，结存 1/,
  ],
  [
    "暂估明细",
    `update partner_entry set amount = amount + 1 where org_id = :org and side = 'accrued' and document_id = ${document("CGRK-20260302-0001")}`,
    ["accrued-entries", "accrued-ledger", "chain-links"],
    /G1 农夫山泉杭州：明细 1\.00，余额 0\.00/,
  ],
  [
    "暂估余额",
    "update partner_balance set amount = amount + 1 where org_id = :org and side = 'accrued'",
    ["accrued-entries"],
    /G1 农夫山泉杭州：明细 0\.00，余额 1\.00/,
  ],
  [
    "暂估科目",
    `update voucher_line set account_code = '2202' where org_id = :org and account_code = '220202' and voucher_id = (select id from voucher where org_id = :org and document_id = ${document("CGRK-20260302-0001")})`,
    ["payable-ledger", "accrued-ledger", "chain-links"],
    /G1 农夫山泉杭州：暂估 0\.00，总账/,
  ],
  [
    "结存说最后一笔早于明细",
    `update stock_balance set last_date = '2026-03-01' where org_id = :org and item_id = ${item("A")} and warehouse_id = ${nil}`,
    ["stock-states"],
    /A 矿泉水 · 最后一笔：重算 2026-04-03，账上 2026-03-01/,
  ],
  [
    "已审单据的日期",
    `update document set business_date = '2026-03-09' where org_id = :org and id = ${document("XSCK-20260310-0001")}`,
    ["document-approvals"],
    /XSCK-20260310-0001 2026-03-09 陈立群/,
  ],
  [
    "单据的数量合计",
    `update document set quantity = quantity + 1 where org_id = :org and id = ${document("XSCK-20260310-0001")}`,
    ["document-lines"],
    /XSCK-20260310-0001/,
  ],
];
describe("改了什么，就由哪几项指出来", () => {
  test.each(tampered)("%s", async (_what, statements, failing, finding) => {
    const proof = await proofAfter(owner, shop.orgId, ...(typeof statements === "string" ? [statements] : statements));
    expect(findings(proof)).toMatch(finding);
    expect(failedIds(proof)).toEqual(failing);
  });

  test("先进先出的层次", async () => {
    const proof = await proofAfter(
      owner,
      layered.orgId,
      `update stock_balance set state = replace(state, '"y":[["', '"y":[["9') where org_id = :org and item_id = ${item("B")} and state like '%"y"%'`,
    );
    expect(findings(proof)).toMatch(/B 红茶 · 成本池：重算 .*"y":\[\["/);
    expect(failedIds(proof)).toEqual(["stock-states"]);
  });
});
