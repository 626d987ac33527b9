import { expect } from "vitest";
import { addItem, lines, type TestServer } from "./server.ts";
import {
  balanceOf,
  cardText,
  costOf,
  day,
  type DocumentRoutes,
  from,
  openStockShop,
  owed,
  type Posted,
  standsText,
  type StockShop,
  unitCostOf,
} from "./stock-shop.ts";

/**
 * 一道演算题：一种商品，一行一张单据，写法就像题目：
 *
 *     03-01 采购入库 10 @10
 *     03-10 销售出库 5 @30
 *     03-12 销售退货 2 @30 跟 03-10
 *
 * The lines are entered in the order in which they stand, which need not be the order of their dates.
 */
export type Exercise = {
  readonly shop: StockShop;
  readonly itemId: string;
  /** Enters the lines and gives their documents. */
  enter(text: string): Promise<readonly Posted[]>;
  /** Enters what stands left of each arrow and expects what stands right of it: `→ 成本 75.00，结存 15 / 225.00`. */
  answers(text: string): Promise<void>;
  card(): Promise<string>;
  stands(): Promise<string>;
  unitCost(): Promise<string>;
};

type Kind = { readonly kind: DocumentRoutes; readonly more?: Readonly<Record<string, unknown>> };
const kinds: Readonly<Record<string, Kind>> = {
  期初库存: { kind: "openingStocks" },
  采购入库: { kind: "purchaseReceipts" },
  暂估入库: { kind: "purchaseReceipts", more: { accrued: true } },
  采购退货: { kind: "purchaseReturns" },
  价格更正: { kind: "priceCorrections" },
  销售出库: { kind: "salesDeliveries" },
  销售退货: { kind: "salesReturns" },
  领用: { kind: "otherIssues", more: { reason: "own-use" } },
  盘点: { kind: "stockCounts" },
};
const written = /^(\d\d-\d\d) (\S+?)(?: ([\d.]+))?(?: @([\d.]+))?(?: 跟 (\d\d-\d\d))?$/;

export async function openExercise(
  server: TestServer,
  setup: Parameters<typeof openStockShop>[1] = {},
  item: Parameters<typeof addItem>[2] = {},
): Promise<Exercise> {
  const shop = await openStockShop(server, setup);
  const itemId = await addItem(shop, "T", item);
  return exerciseIn(shop, itemId);
}

export function exerciseIn(shop: StockShop, itemId: string): Exercise {
  const entered: { readonly date: string; readonly document: Posted }[] = [];

  async function enterLine(line: string): Promise<Posted> {
    const [, date, word, quantity, price, followed] = written.exec(line) ?? [];
    const kind = kinds[word ?? ""];
    if (date === undefined || kind === undefined) throw new Error(`这一行看不懂：${line}`);
    const row = [itemId, quantity ?? "", price, followed ? from(only(followed)) : {}] as const;
    const document = await shop.post(kind.kind, date, [row], kind.more);
    entered.push({ date, document });
    return document;
  }
  function only(date: string): Posted {
    const [one, another] = entered.filter((each) => each.date === date);
    if (one === undefined || another !== undefined) throw new Error(`${date} 没有单据，或不止一张`);
    return one.document;
  }
  async function answer(label: string, document: Posted, date: string): Promise<string> {
    switch (label) {
      case "成本":
        return costOf(shop, document);
      case "结存":
        return standsText(shop, itemId);
      case "单价":
        return unitCostOf(shop, itemId);
      case "应付":
        return owed(shop, "payable");
      case "本月销售成本":
        return balanceOf(shop, "5401", day(date).slice(0, 7));
      default:
        throw new Error(`答案看不懂：${label}`);
    }
  }

  return {
    shop,
    itemId,
    async enter(text) {
      const documents: Posted[] = [];
      for (const line of lines(text).split("\n")) documents.push(await enterLine(line));
      return documents;
    },
    async answers(text) {
      const asked = lines(text)
        .split("\n")
        .map((line) => line.split(/\s*→\s*/) as [string, string | undefined]);
      const answered: string[] = [];
      for (const [line, right] of asked) {
        const document = await enterLine(line);
        const given: string[] = [];
        for (const part of right?.split("，") ?? []) {
          const label = part.split(" ")[0] ?? "";
          given.push(`${label} ${await answer(label, document, line.slice(0, 5))}`);
        }
        answered.push([line, ...(right === undefined ? [] : [given.join("，")])].join(" → "));
      }
      expect(answered.join("\n")).toBe(asked.map((parts) => parts.join(" → ")).join("\n"));
    },
    card: () => cardText(shop, itemId),
    stands: () => standsText(shop, itemId),
    unitCost: () => unitCostOf(shop, itemId),
  };
}
