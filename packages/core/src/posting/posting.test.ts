import fc from "fast-check";
import { expect, test } from "vitest";
import { accountRoles, chartOfAccounts } from "../accounting/chart.ts";
import { formatMoney, parseMoney } from "../money.ts";
import { formatQuantity, parseQuantity } from "../quantity.ts";
import { postOtherIssue } from "./other-stock.posting.ts";
import { isBalanced, type JournalLine, reverseJournal } from "./posting.ts";
import { postPurchaseReceipt } from "./purchase-receipt.posting.ts";
import type { RuleDocument } from "./rule.ts";
import { postSalesDelivery } from "./sales-delivery.posting.ts";
import { postStockCount } from "./stock-count.posting.ts";
import { issue, isShortage, poolOf, receive, type StockState, stockState } from "./stock-state.ts";

const names = new Map(chartOfAccounts("small-enterprise", "general").map((account) => [account.code, account.name]));
function journalTable(journal: readonly JournalLine[]): string {
  return journal
    .map(
      (line) =>
        `${line.accountCode} ${names.get(line.accountCode)} ${line.debit !== 0n ? `借 ${formatMoney(line.debit)}` : `贷 ${formatMoney(line.credit)}`}`,
    )
    .join("\n");
}
const rules = {
  method: "moving-average",
  scope: "company",
  negativeAllowed: false,
  negativeEver: false,
  since: 0,
} as const;
function stockOf(...receipts: readonly (readonly [string, string])[]): StockState {
  const state = stockState(rules);
  receipts.forEach(([quantity, value], index) => {
    receive(state, {
      lineNo: index + 1,
      itemId: "A",
      warehouseId: "W",
      quantity: parseQuantity(quantity),
      value: parseMoney(value),
    });
  });
  return state;
}
function document(quantity: string, net: string, tax: string): RuleDocument {
  const [netFen, taxFen] = [parseMoney(net), parseMoney(tax)];
  return {
    businessDate: "2026-05-01",
    partnerId: "P",
    partnerName: "城西联华",
    toWarehouseId: null,
    reason: null,
    isAccrued: false,
    compensation: 0n,
    isDifferenceToStock: false,
    net: netFen,
    tax: taxFen,
    gross: netFen + taxFen,
    lines: [
      {
        lineNo: 1,
        itemId: "A",
        warehouseId: "W",
        quantity: parseQuantity(quantity),
        parts: [{ lot: null, isSerial: false, quantity: parseQuantity(quantity) }],
        taxRate: 1300n,
        net: netFen,
        tax: taxFen,
        gross: netFen + taxFen,
        role: null,
        weight: 0n,
        source: null,
        partner: null,
      },
    ],
  };
}
const general = { accounts: accountRoles("small-enterprise", "general"), taxStatus: "general" } as const;

test("销售出库：按移动平均结转成本，应收为价税合计", () => {
  const decided = postSalesDelivery(document("20", "300.00", "39.00"), {
    ...general,
    stock: stockOf(["100", "1050.00"]),
  });
  expect(journalTable(decided.posting?.journal ?? [])).toBe(`1122 应收账款 借 339.00
5001 主营业务收入 贷 300.00
22210106 销项税额 贷 39.00
5401 主营业务成本 借 210.00
1405 库存商品 贷 210.00`);
});
test("采购入库：一般纳税人税额进进项，小规模并入成本", () => {
  const receipt = document("500", "6000.00", "780.00");
  expect(
    journalTable(postPurchaseReceipt(receipt, { ...general, stock: stockState(rules) }).posting?.journal ?? []),
  ).toBe(`1405 库存商品 借 6000.00
22210101 进项税额 借 780.00
2202 应付账款 贷 6780.00`);
  expect(
    journalTable(
      postPurchaseReceipt(receipt, {
        accounts: accountRoles("small-enterprise", "small"),
        taxStatus: "small",
        stock: stockState(rules),
      }).posting?.journal ?? [],
    ),
  ).toBe(`1405 库存商品 借 6780.00
2202 应付账款 贷 6780.00`);
});
test("库存不足：指出行、可用、短缺；同一单据两行各自看到前一行之后的库存", () => {
  const short = document("3", "30", "0");
  const twoLines = { ...short, lines: [...short.lines, { ...short.lines[0]!, lineNo: 2 }] };
  const decided = postSalesDelivery(twoLines, { ...general, stock: stockOf(["5", "50"]) });
  expect(decided.shortages.map((s) => [s.lineNo, formatQuantity(s.available), formatQuantity(s.short)])).toEqual([
    [2, "2", "1"],
  ]);
});
test("E3 移动加权平均：D 商品五月发出 2160.00、1336.00、1401.60，结存 150 件 2102.40", () => {
  const state = stockOf(["150", "1500"]);
  const costs: string[] = [];
  const buy = (quantity: string, value: string) =>
    receive(state, {
      lineNo: 1,
      itemId: "A",
      warehouseId: "W",
      quantity: parseQuantity(quantity),
      value: parseMoney(value),
    });
  const sell = (quantity: string) => {
    const move = issue(state, { lineNo: 1, itemId: "A", warehouseId: "W", quantity: parseQuantity(quantity) });
    if (!isShortage(move)) costs.push(formatMoney(-move.value));
  };
  buy("100", "1200");
  sell("200");
  buy("200", "2800");
  sell("100");
  buy("100", "1500");
  sell("100");
  expect(costs).toEqual(["2160.00", "1336.00", "1401.60"]);
  expect(formatMoney(poolOf(state, "A", "W").value)).toBe("2102.40");
});
test("E4、P04 卖完不留分：3 件 100.00 逐件卖 33.33 33.34 33.33；3.01 逐件卖完为 0", () => {
  const sellOut = (state: StockState, count: number) =>
    Array.from({ length: count }, () =>
      issue(state, { lineNo: 1, itemId: "A", warehouseId: "W", quantity: parseQuantity("1") }),
    ).map((move) => (isShortage(move) ? "短" : formatMoney(-move.value)));
  const e4 = stockOf(["3", "100.00"]);
  expect(sellOut(e4, 3)).toEqual(["33.33", "33.34", "33.33"]);
  expect(poolOf(e4, "A", "W")).toMatchObject({ quantity: 0n, value: 0n });
  const p04 = stockOf(["2", "2.00"], ["1", "1.01"]);
  expect(sellOut(p04, 3)).toEqual(["1.00", "1.01", "1.00"]);
});
test("E14 赔偿：损失 37.29 里有人赔 20.00，自己担 17.29；赔得比损失多，多的记营业外收入", () => {
  const scrap = (compensation: string) => {
    const stock = stockOf(["100", "1100.00"]);
    const three = { ...document("3", "0", "0"), reason: "damaged" as const, compensation: parseMoney(compensation) };
    return journalTable(postOtherIssue(three, { ...general, stock }).posting?.journal ?? [])
      .split("\n")
      .slice(4);
  };
  expect(scrap("0")).toEqual([]);
  expect(scrap("20.00")).toEqual(["1221 其他应收款 借 20.00", "5711 营业外支出 借 -20.00"]);
  expect(scrap("50.00")).toEqual(["1221 其他应收款 借 50.00", "5711 营业外支出 借 -37.29", "5301 营业外收入 贷 12.71"]);
});
test("任意盘点、任意赔偿：凭证都平，损失不会是负的", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 120 }),
      fc.bigInt({ min: 0n, max: 200_000n }),
      fc.constantFrom("damaged", "natural-loss"),
      (counted, compensation, reason) => {
        const count = { ...document(String(counted), "0", "0"), reason, compensation };
        const decided = postStockCount(count, { ...general, stock: stockOf(["100", "1100.01"]) });
        if (!decided.posting) {
          expect([counted >= 100 && compensation > 0n, decided.problems.map((one) => one.code)]).toEqual([
            true,
            ["compensation.no_loss"],
          ]);
          return;
        }
        const { journal } = decided.posting;
        expect(isBalanced(journal)).toBe(true);
        expect(journal.every((line) => line.debit >= 0n && line.credit >= 0n)).toBe(true);
      },
    ),
  );
});
test("任意销售的凭证都平，冲两次还原", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.bigInt({ min: 0n, max: 10_000_000n }),
      fc.bigInt({ min: 0n, max: 1_000_000n }),
      (quantity, net, tax) => {
        const stock = stockOf(["50", "777.77"]);
        const journal =
          postSalesDelivery(
            { ...document(String(quantity), "0", "0"), net, tax, gross: net + tax },
            { ...general, stock },
          ).posting?.journal ?? [];
        expect(isBalanced(journal)).toBe(true);
        expect(reverseJournal(reverseJournal(journal))).toEqual(journal);
      },
    ),
  );
});
