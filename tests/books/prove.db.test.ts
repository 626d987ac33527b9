import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { plainHead, plainLine } from "../../apps/server/src/documents/draft-parts.ts";
import type { DocumentKind, DraftLine } from "../../apps/server/src/documents/document-kind.ts";
import { reverseDocument } from "../../apps/server/src/documents/reverse.ts";
import { writePeriodEvent } from "../../apps/server/src/books/periods.sql.ts";
import { createTrains, type Trains } from "../../apps/server/src/documents/train.ts";
import { createCompany } from "../../apps/server/src/modules/identity/index.ts";
import { openingStock } from "../../apps/server/src/modules/inventory/index.ts";
import { purchaseOrder, purchaseReceipt } from "../../apps/server/src/modules/purchasing/index.ts";
import { salesDelivery, salesOrder } from "../../apps/server/src/modules/sales/index.ts";
import { openingBalance } from "../../apps/server/src/modules/settlement/index.ts";
import { connect, type Database, type Tx } from "../../apps/server/src/platform/db.ts";
import { newId, sha256 } from "../../apps/server/src/platform/identifiers.ts";
import { type Proof, prove, proveAll, proveCompany } from "../../apps/server/src/books/prove.ts";

let database: TestDatabase;
let db: Database;
let trains: Trains;
let owner: pg.Client;
let shop: Shop;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.appConfig);
  trains = createTrains(db);
  owner = new pg.Client({ ...database.adminConfig, types: { getTypeParser } as pg.CustomTypesConfig });
  await owner.connect();
  shop = await busyShop("company");
});
afterAll(async () => {
  await owner?.end();
  await db?.close();
  await database?.drop();
});
/** Days stay days, as the program reads them. */
function getTypeParser(oid: number, format?: "text" | "binary") {
  return oid === 1082 ? (text: string) => text : pg.types.getTypeParser(oid, format as "text");
}

type Shop = {
  readonly orgId: string;
  readonly itemA: string;
  readonly itemB: string;
  readonly numbers: readonly string[];
};
type Line = {
  readonly itemId: string;
  readonly quantity: string;
  readonly price: string;
  readonly warehouseId?: string;
  readonly source?: { readonly documentId: string; readonly lineNo: number };
};

/** A small company with all that may happen: openings, two warehouses, a back-dated receipt, an un-approval, a second approval. */
async function busyShop(costScope: "company" | "warehouse"): Promise<Shop> {
  const created = await createCompany(
    db,
    {
      companyName: `核对 ${costScope}`,
      taxStatus: "general",
      accountingStandard: "small-enterprise",
      startPeriod: "2026-03",
      costingMethod: "moving-average",
      costScope,
      negativeStock: false,
      warehouseName: "主仓",
      ownerName: "陈",
      loginName: `u${newId()}`,
      password: "0123456789",
    },
    { isDemo: false, onlyFirst: false },
  );
  const { orgId, warehouseId } = created;
  const [customer, supplier, second, itemA, itemB] = [newId(), newId(), newId(), newId(), newId()];
  await owner.query(
    "insert into partner (org_id, id, code, name, is_customer, is_supplier) values ($1,$2,'K1','城西联华',true,false), ($1,$3,'G1','农夫山泉',false,true)",
    [orgId, customer, supplier],
  );
  await owner.query("insert into warehouse (org_id, id, code, name) values ($1,$2,'02','二仓')", [orgId, second]);
  await owner.query(
    `insert into item (org_id, id, code, name, base_unit, units, tax_rate) select $1, * from unnest($2::uuid[], array['A','B'], array['矿泉水','红茶'], array['瓶','瓶'], array['[{"name":"瓶","factor":"1"}]','[{"name":"瓶","factor":"1"}]']::jsonb[], array[0.13,0.13])`,
    [orgId, [itemA, itemB]],
  );
  const request = {
    orgId,
    author: { userId: created.ownerId, userName: "陈" },
    timeZone: "Asia/Shanghai",
    idempotency: null,
  };
  const post = (kind: DocumentKind, businessDate: string, lines: readonly Line[]) => {
    const body = {
      businessDate,
      partnerId: kind === salesDelivery || kind === salesOrder ? customer : supplier,
      warehouseId,
      handler: "",
      taxIncluded: false,
      orderDiscount: "0",
      note: "",
      lines: lines.map((line) => ({ discountRate: "100", note: "", ...line })),
    };
    return trains.submit({ ...request, kind, hash: sha256(newId()), source: { from: "body", id: newId(), body } });
  };
  const open = (kind: DocumentKind, lines: readonly Partial<DraftLine>[]) => {
    const full = lines.map((line, index): DraftLine => ({ ...blankLine, ...line, lineNo: index + 1 }));
    const total = (pick: (line: DraftLine) => bigint) => full.reduce((sum, line) => sum + pick(line), 0n);
    const draft = {
      id: newId(),
      type: kind.type,
      number: null,
      businessDate: "2026-02-28",
      partnerId: null,
      warehouseId: null,
      ...plainHead,
      handler: "",
      taxIncluded: true,
      orderDiscount: 0n,
      note: "",
      quantity: total((line) => line.quantity),
      net: total((line) => line.net),
      tax: 0n,
      gross: total((line) => line.gross),
      lines: full,
      version: 1,
      createdBy: created.ownerId,
      createdByName: "陈",
    };
    return trains.submit({ ...request, kind, hash: sha256(draft.id), source: { from: "prepared", draft } });
  };

  await open(openingStock, [
    {
      itemId: itemA,
      warehouseId: second,
      unit: "瓶",
      quantity: 5_000_000n,
      baseQuantity: 5_000_000n,
      net: 4_321n,
      gross: 4_321n,
    },
  ]);
  await open(openingBalance, [
    { partnerId: customer, side: "receivable", net: 100_00n, gross: 100_00n },
    { partnerId: supplier, side: "payable", net: 200_00n, gross: 200_00n },
  ]);
  const receipt = await post(purchaseReceipt, "2026-03-01", [
    { itemId: itemA, quantity: "10", price: "10" },
    { itemId: itemB, quantity: "7.5", price: "3.333333" },
  ]);
  const sale = await post(salesDelivery, "2026-03-10", [
    { itemId: itemA, quantity: "4", price: "20" },
    { itemId: itemA, quantity: "2", price: "20", warehouseId: second },
  ]);
  const late = await post(purchaseReceipt, "2026-03-05", [{ itemId: itemA, quantity: "6", price: "13" }]);
  const wrong = await post(salesDelivery, "2026-03-12", [{ itemId: itemB, quantity: "1", price: "9" }]);
  const reverse = (id: string) =>
    reverseDocument(db, { ...request, kind: salesDelivery, id, version: undefined, hash: sha256(id) });
  await reverse(wrong.id);
  const twice = await post(salesDelivery, "2026-03-12", [{ itemId: itemB, quantity: "7.5", price: "9" }]);
  await reverse(twice.id);
  await trains.submit({
    ...request,
    kind: salesDelivery,
    hash: sha256("again"),
    source: { from: "draft", id: twice.id, version: undefined },
  });
  const gift = await post(purchaseReceipt, "2026-04-02", [{ itemId: itemB, quantity: "1", price: "0" }]);
  const event = { reason: "重报", at: new Date(), userId: created.ownerId, userName: "陈" };
  await db.inCompany(orgId, async (tx) => {
    await writePeriodEvent(tx, 202603, { ...event, kind: "close", period: 202603 });
    await writePeriodEvent(tx, 0, { ...event, kind: "reopen", period: 202603 });
    await writePeriodEvent(tx, 202603, { ...event, kind: "close", period: 202603 });
  });
  await orderSome(post, itemB);
  return { orgId, itemA, itemB, numbers: [receipt, sale, late, wrong, twice, gift].map((one) => one.number) };
}
/** Orders partly executed; the last of all postings is one that moves nothing. */
async function orderSome(
  post: (kind: DocumentKind, date: string, lines: readonly Line[]) => Promise<{ readonly id: string }>,
  itemId: string,
): Promise<void> {
  const of = (order: { readonly id: string }) => ({ source: { documentId: order.id, lineNo: 1 } });
  const bought = await post(purchaseOrder, "2026-04-03", [{ itemId, quantity: "6", price: "3" }]);
  await post(purchaseReceipt, "2026-04-04", [{ itemId, quantity: "2", price: "3", ...of(bought) }]);
  const sold = await post(salesOrder, "2026-04-05", [{ itemId, quantity: "3", price: "9" }]);
  await post(salesDelivery, "2026-04-06", [{ itemId, quantity: "1", price: "9", ...of(sold) }]);
  await post(salesOrder, "2026-04-07", [{ itemId, quantity: "4", price: "9" }]);
}
const blankLine = {
  ...plainLine,
  lineNo: 1,
  itemId: null,
  warehouseId: null,
  partnerId: null,
  side: null,
  unit: "",
  factor: 1_000_000n,
  quantity: 0n,
  baseQuantity: 0n,
  price: 0n,
  discountRate: 1_000_000n,
  taxRate: 0n,
  net: 0n,
  tax: 0n,
  gross: 0n,
  discountShare: 0n,
  note: "",
} as const;

function failedIds(proof: Proof): readonly string[] {
  return proof.checks.filter((check) => !check.passed).map((check) => check.id);
}

/** Tampers as the owner of the database, proves, and takes it back. No check of the database holds the hand. */
async function proofAfter(...statements: readonly string[]): Promise<Proof> {
  await owner.query("begin");
  try {
    await owner.query("set local session_replication_role = replica");
    for (const statement of statements) {
      const { rowCount } = await owner.query(statement.replaceAll(":org", owner.escapeLiteral(shop.orgId)));
      if (rowCount === 0) throw new Error(`nothing was tampered with: ${statement}`);
    }
    const tx: Tx = {
      orgId: shop.orgId,
      query: async (query) =>
        (await owner.query({ text: query.text, values: [...(query.values ?? [])] })).rows as never,
    };
    return await prove(tx);
  } finally {
    await owner.query("rollback");
  }
}

test("一家什么都做过的公司，每项核对都相符；按公司、按仓库算成本都一样", async () => {
  for (const one of [shop, await busyShop("warehouse")]) {
    const proof = await proveCompany(db, one.orgId);
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
    db,
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
  expect(await proveAll(db, ({ id, proof }) => void seen.set(id, proof.passed))).toBe(true);
  expect([seen.get(empty.orgId), seen.get(shop.orgId)]).toEqual([true, true]);
});

test("核对看见的是一个时点：核对中改的，这次看不见，下次看得见", async () => {
  let during: Promise<unknown> | undefined;
  const proof = await proveCompany(db, shop.orgId, ({ done }) => {
    if (done === 0)
      during = owner.query(
        `update book_sequence set next_no = next_no + 1 where org_id = $1 and kind like 'voucher:%'`,
        [shop.orgId],
      );
  });
  await during;
  const next = await proveCompany(db, shop.orgId);
  await owner.query(`update book_sequence set next_no = next_no - 1 where org_id = $1 and kind like 'voucher:%'`, [
    shop.orgId,
  ]);
  expect([failedIds(proof), failedIds(next)]).toEqual([[], ["voucher-numbers"]]);
});

const nil = "'00000000-0000-0000-0000-000000000000'";
const itemA = "(select id from item where org_id = :org and code = 'A')";
const firstSale = "(select id from document where org_id = :org and number = 'XSCK-20260310-0001')";
const firstReceipt = "(select id from document where org_id = :org and number = 'CGRK-20260301-0001')";
const firstOrder = "(select id from document where org_id = :org and number = 'XSDD-20260405-0001')";
const saleVoucher = `(select id from voucher where org_id = :org and kind = 'original' and document_id = ${firstSale})`;
const saleEntry = `(select min(seq) from stock_entry where org_id = :org and document_id = ${firstSale})`;

/** What is tampered with → the checks that must name it, and one thing that must be said. */
const tampered: readonly (readonly [string, string | readonly string[], readonly string[], RegExp])[] = [
  [
    "仓库的结存",
    `update stock_balance set quantity = quantity + 1 where org_id = :org and item_id = ${itemA} and warehouse_id <> ${nil}`,
    ["stock-quantity", "stock-warehouses"],
    /A 矿泉水 · 二仓：明细 3，结存 4/,
  ],
  [
    "公司的结存",
    `update stock_balance set quantity = quantity - 1 where org_id = :org and item_id = ${itemA} and warehouse_id = ${nil}`,
    ["stock-warehouses", "stock-states"],
    /A 矿泉水：各仓 15，公司 14/,
  ],
  [
    "库存金额",
    `update stock_balance set value = value + 0.01 where org_id = :org and item_id = ${itemA} and warehouse_id = ${nil}`,
    ["stock-value", "stock-states"],
    /A 矿泉水：明细账 (\d+\.\d\d)，库存金额/,
  ],
  [
    "一笔出库的成本",
    `update stock_cost set value = value - 0.01 where org_id = :org and seq = ${saleEntry}`,
    ["stock-value", "stock-running", "stock-costs", "stock-ledger"],
    /XSCK-20260310-0001 2026-03-10 · A 矿泉水 · 主仓：重算 -(\d+\.\d\d)，账上/,
  ],
  [
    "明细账的结存栏",
    `update stock_cost set balance_quantity = balance_quantity + 1 where org_id = :org and seq = ${saleEntry}`,
    ["stock-running"],
    /XSCK-20260310-0001 .* 主仓：累计 12 \/ .*结存栏 13 \//,
  ],
  [
    "成本池的结存栏",
    `update stock_cost set pool_value = pool_value + 1 where org_id = :org and seq = ${saleEntry}`,
    ["stock-running"],
    /XSCK-20260310-0001/,
  ],
  [
    "少一行成本",
    `delete from stock_cost where org_id = :org and seq = ${saleEntry}`,
    ["stock-value", "stock-derived", "stock-running", "stock-states", "stock-ledger"],
    /XSCK-20260310-0001/,
  ],
  [
    "成本行写的日期",
    `update stock_cost set business_date = '2026-03-11' where org_id = :org and seq = ${saleEntry}`,
    ["stock-derived", "stock-running", "stock-costs", "stock-states", "stock-ledger"],
    /XSCK-20260310-0001/,
  ],
  [
    "出库明细的数量",
    `update stock_entry set quantity = quantity - 1 where org_id = :org and seq = ${saleEntry}`,
    ["stock-quantity", "stock-running", "stock-costs", "stock-states", "document-stock", "chain-links"],
    /XSCK-20260310-0001 · A 矿泉水：单据 4，明细 5/,
  ],
  [
    "入库明细的金额",
    `update stock_entry set stated_value = stated_value + 1 where org_id = :org and document_id = ${firstReceipt} and line_no = 1`,
    ["stock-costs", "stock-states", "booked-values", "chain-links"],
    /第 3 环 CGRK-20260301-0001 审核：内容与哈希不符/,
  ],
  [
    "出到负数",
    `update stock_entry set quantity = -100 where org_id = :org and seq = ${saleEntry}`,
    [
      "stock-quantity",
      "stock-running",
      "stock-costs",
      "stock-states",
      "stock-negative",
      "document-stock",
      "chain-links",
    ],
    /主仓：结存 -84/,
  ],
  [
    "占用",
    `update stock_promise set reserved = reserved + 1 where org_id = :org`,
    ["reserved-promises"],
    /B 红茶 · 主仓：未完订单 6，占用 7/,
  ],
  [
    "采购在途",
    `update stock_promise set on_order = on_order - 1 where org_id = :org`,
    ["on-order-promises"],
    /B 红茶 · 主仓：未完订单 4，采购在途 3/,
  ],
  [
    "销售订单已执行的数量",
    `update order_line_open set executed = executed + 1, open = open - 1 where org_id = :org and document_id = ${firstOrder}`,
    ["sales-execution"],
    /XSDD-20260405-0001 · 第 1 行：后续单据 1，订单 2/,
  ],
  [
    "少一行采购订单",
    "delete from order_line_open where org_id = :org and side = 'on-order'",
    ["purchase-execution"],
    /CGDD-20260403-0001 · 第 1 行：后续单据 2，订单 0/,
  ],
  [
    "订单的数量",
    `update document_line set base_quantity = base_quantity + 1 where org_id = :org and document_id = ${firstOrder}`,
    ["reserved-promises", "sales-execution", "document-lines"],
    /B 红茶 · 主仓：未完订单 7，占用 6/,
  ],
  [
    "没有写进订单账的关闭",
    `insert into order_closure (org_id, document_id, reason, at, user_id, user_name) values (:org, ${firstOrder}, '不要了', now(), :org, '陈')`,
    ["reserved-promises", "sales-execution"],
    /B 红茶 · 主仓：未完订单 4，占用 6/,
  ],
  [
    "出库行改指别的订单",
    `update document_line set source_document_id = (select id from document where org_id = :org and number = 'XSDD-20260407-0001') where org_id = :org and source_document_id = ${firstOrder}`,
    ["sales-execution"],
    /XSDD-20260407-0001 · 第 1 行：后续单据 1，订单 0/,
  ],
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
describe("改了什么，就由哪几项指出来", () => {
  test.each(tampered)("%s", async (_what, statements, failing, finding) => {
    const proof = await proofAfter(...(typeof statements === "string" ? [statements] : statements));
    expect(failedIds(proof)).toEqual(failing);
    expect(proof.checks.flatMap((check) => check.findings.map((one) => one.text)).join("\n")).toMatch(finding);
  });
});
