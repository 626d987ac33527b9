import type { accountingRoutes, costingRoutes } from "@zhangshi/contract";
import { formatPeriod, parseMoney, parsePeriod } from "@zhangshi/core";
import type { Database, Tx } from "../../platform/db.ts";
import type { Handlers } from "../../platform/http.ts";
import type { Jobs } from "../../platform/jobs.ts";
import { readAccounts, readMovements } from "./accounts.sql.ts";
import { showComparisons, startComparison, stopComparison } from "./comparisons.ts";
import { allowNegativeStock, changeCosting, showCosting } from "./costing.ts";
import { closePeriod, reopenPeriod, showPeriods } from "./periods.ts";
import { trialBalance } from "./trial-balance.ts";
import { exportVouchers, showVoucher, showVouchers } from "./vouchers.ts";

export function accountingHandlers(
  db: Database,
  jobs: Jobs,
): Handlers<keyof typeof accountingRoutes | keyof typeof costingRoutes> {
  return {
    "vouchers.list": { kind: "read", run: (tx, { query }) => showVouchers(tx, query) },
    "vouchers.export": { kind: "read", run: (tx, { query }) => exportVouchers(tx, query) },
    "vouchers.show": { kind: "read", run: (tx, { params }) => showVoucher(tx, params.id) },
    "accounts.list": { kind: "read", run: async (tx) => ({ rows: await accountsOf(tx) }) },
    "accounts.balances": { kind: "read", run: (tx, { query }) => showBalances(tx, parsePeriod(query.period)) },
    "costing.show": { kind: "read", run: (tx) => showCosting(tx) },
    "costing.whatIf": { kind: "own", run: (_input, { caller }) => showComparisons(db, caller) },
    "costing.compare": { kind: "own", run: (_input, { caller }) => startComparison(db, jobs, caller) },
    "costing.stopComparing": { kind: "own", run: (_input, { caller }) => stopComparison(db, caller) },
    "costing.change": { kind: "write", run: (tx, { body }, { caller }) => changeCosting(tx, body, caller) },
    "costing.setNegativeStock": {
      kind: "write",
      run: (tx, { body }, { caller }) => allowNegativeStock(tx, body.allowed, caller),
    },
    "periods.list": { kind: "read", run: (tx, _input, { caller }) => showPeriods(tx, caller) },
    "periods.close": { kind: "write", run: (tx, { body }, { caller }) => closePeriod(tx, body, caller) },
    "periods.reopen": { kind: "write", run: (tx, { body }, { caller }) => reopenPeriod(tx, body, caller) },
  };
}

async function accountsOf(tx: Tx) {
  return (await readAccounts(tx)).map(({ parent_code: parentCode, ...account }) => ({ ...account, parentCode }));
}
async function showBalances(tx: Tx, period: number) {
  const booked = (await readMovements(tx, period)).map(
    (row) =>
      [
        row.account_code,
        { opening: parseMoney(row.opening), debit: parseMoney(row.debit), credit: parseMoney(row.credit) },
      ] as const,
  );
  return { period: formatPeriod(period), ...trialBalance(await accountsOf(tx), new Map(booked)) };
}
