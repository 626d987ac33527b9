import { compareMethods } from "../../apps/server/src/modules/accounting/what-if.ts";
import { money } from "./exact.ts";
import { ledgerOf } from "./ledger.ts";
import { walk } from "./month.ts";
import { type Company, type Method, months } from "./paper.ts";
import type { Program, Shop } from "./shop.ts";

/** So little room that batches, pages and months all end in the middle of something. */
const narrow = { page: 3, batch: 4, month: 2 };
const costOfSales = "5401";

/** 成本方法对比 against the papers played by hand, as if each method had been the company's and every month were closed. */
export async function wronglyCompared({ workers }: Program, shop: Shop, company: Company): Promise<readonly string[]> {
  const compared = await compareMethods(workers[0].db, shop.orgId, async () => undefined, narrow);
  const found = compared.methods.map(({ method, cost, stockValue }, index) => {
    const costs = compared.months.map((month) => `${month.period} ${month.costs[index]}`);
    return `${method} 成本 ${cost} 库存 ${stockValue} ${costs.filter((one) => !one.endsWith(" 0.00")).join(" ")}`;
  });
  const wanted = compared.methods.map(({ method }) => asIf(company, method));
  if (found.join("\n") === wanted.join("\n")) return [];
  return ["成本方法对比：", ...wanted.map((line) => `  应有 ${line}`), ...found.map((line) => `  却有 ${line}`)];
}
function asIf(company: Company, method: Method): string {
  const other: Company = { ...company, rules: { ...company.rules, method }, changes: [], closed: months };
  const books = walk(other);
  const costs = new Map<string, bigint>();
  for (const [key, amount] of ledgerOf(other, books).amounts) {
    const month = key.slice(0, 7);
    if (key.endsWith(` ${costOfSales}`)) costs.set(month, (costs.get(month) ?? 0n) + amount);
  }
  const sum = (amounts: readonly bigint[]) => money(amounts.reduce((total, one) => total + one, 0n));
  const told = [...costs].sort().flatMap(([month, cost]) => (cost === 0n ? [] : [`${month} ${money(cost)}`]));
  const stock = sum(books.played.map((one) => one.value - one.difference));
  return `${method} 成本 ${sum([...costs.values()])} 库存 ${stock} ${told.join(" ")}`;
}
