import { formatMoney, parseMoney } from "@zhangshi/core";
import type { Tx } from "../../platform/db.ts";
import { RefusedError } from "../../platform/refused.ts";
import { openingBalance, type StatementRow, type StatementScope, statementRows } from "./statement.sql.ts";

/** More than this is nobody's reading; the refusal asks for a shorter time. */
const maximumRows = 20_000;

export type Statement = ReturnType<typeof layOut>;

/** 往来账: opening + increase − decrease = closing. */
export async function readStatement(tx: Tx, scope: StatementScope): Promise<Statement> {
  const rows = await statementRows(tx, scope, maximumRows + 1);
  if (rows.length > maximumRows)
    throw new RefusedError("request.invalid", {}, [
      { path: "from", code: "statement.too_long", message: `这段时间超过 ${maximumRows} 笔，请缩短日期范围。` },
    ]);
  return layOut(await openingBalance(tx, scope), rows);
}

/**
 * A reversal 红冲 stands in the column of what it takes back, as a negative amount, the way a bookkeeper writes it in red:
 * sales that were undone are no payments.
 */
export function layOut(openingText: string, entries: readonly StatementRow[]) {
  const opening = parseMoney(openingText);
  let balance = opening;
  let [increase, decrease] = [0n, 0n];
  const rows = entries.map((entry) => {
    const amount = parseMoney(entry.amount);
    const isReversal = entry.kind === "reverse";
    const isIncrease = amount > 0n !== isReversal;
    balance += amount;
    if (isIncrease) increase += amount;
    else decrease -= amount;
    return {
      seq: entry.seq,
      businessDate: entry.business_date,
      number: entry.number ?? "",
      type: entry.type,
      documentId: entry.document_id,
      note: [isReversal ? "反审核" : "", entry.note].filter((part) => part !== "").join(" "),
      increase: isIncrease ? formatMoney(amount) : "0.00",
      decrease: isIncrease ? "0.00" : formatMoney(-amount),
      balance: formatMoney(balance),
    };
  });
  return {
    opening: formatMoney(opening),
    rows,
    increase: formatMoney(increase),
    decrease: formatMoney(decrease),
    closing: formatMoney(balance),
  };
}
