import { writeReservedProtected } from "../../books/orders.sql.ts";
import { lockBooksOf, readBooksOf } from "../../books/periods.sql.ts";
import { type Actor, recordAudit } from "../../platform/audit.sql.ts";
import type { Tx } from "../../platform/db.ts";

type StockRules = { readonly reservedProtected: boolean };

export async function readStockRules(tx: Tx): Promise<StockRules> {
  return { reservedProtected: (await readBooksOf(tx)).reservedProtected };
}
export async function saveStockRules(tx: Tx, rules: StockRules, actor: Actor): Promise<StockRules> {
  const before = await lockBooksOf(tx);
  if (before.reservedProtected === rules.reservedProtected) return rules;
  await writeReservedProtected(tx, rules.reservedProtected);
  await recordAudit(tx, actor, {
    action: "stock.rules",
    subjectType: "company",
    subjectId: null,
    note: rules.reservedProtected ? "预留库存不许占用" : "预留库存可以占用",
  });
  return rules;
}
