import { describe, expect, test } from "vitest";
import { smallBooks } from "./small-shop.ts";
import { failedIds, findings, proofAfter } from "./tampering.ts";

const books = smallBooks();

const nil = "'00000000-0000-0000-0000-000000000000'";
const itemA = "(select id from item where org_id = :org and code = 'A')";
const firstSale = "(select id from document where org_id = :org and number = 'XSCK-20260310-0001')";
const firstReceipt = "(select id from document where org_id = :org and number = 'CGRK-20260301-0001')";
const firstOrder = "(select id from document where org_id = :org and number = 'XSDD-20260405-0001')";
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
];
describe("改了库存和订单，就由哪几项指出来", () => {
  test.each(tampered)("%s", async (_what, statements, failing, finding) => {
    const changes = typeof statements === "string" ? [statements] : statements;
    const proof = await proofAfter(books.owner, books.shop.orgId, ...changes);
    expect(failedIds(proof)).toEqual(failing);
    expect(findings(proof)).toMatch(finding);
  });
});
