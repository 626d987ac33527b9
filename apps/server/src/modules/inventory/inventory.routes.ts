import type { inventoryRoutes } from "@zhangshi/contract";
import type { Context, Handlers } from "../../platform/http.ts";
import { exportLotHistory, showLotHistory } from "./lot-history.ts";
import { exportLots, type LotReader, showLots } from "./lots.ts";
import { exportPendingCosts, showPendingCosts } from "./pending-costs.ts";
import { exportStockCard, showStockCard } from "./stock-card.ts";
import { exportStock, showStock } from "./stock-list.ts";
import { readStockRules, saveStockRules } from "./stock-rules.ts";

function seesCost(context: Context): boolean {
  return context.caller.permissions.has("cost.read");
}

function readerOf(context: Context): LotReader {
  return { timeZone: context.caller.timeZone, seesCost: seesCost(context) };
}

export function inventoryHandlers(): Handlers<keyof typeof inventoryRoutes> {
  return {
    "stock.rules": { kind: "read", run: (tx) => readStockRules(tx) },
    "stock.saveRules": { kind: "write", run: (tx, { body }, context) => saveStockRules(tx, body, context.caller) },
    "stock.list": { kind: "read", run: (tx, { query }, context) => showStock(tx, query, seesCost(context)) },
    "stock.export": { kind: "read", run: (tx, { query }, context) => exportStock(tx, query, seesCost(context)) },
    "stock.pendingCosts": {
      kind: "read",
      run: (tx, { query }, context) => showPendingCosts(tx, query, seesCost(context)),
    },
    "stock.pendingCostsExport": {
      kind: "read",
      run: (tx, { query }, context) => exportPendingCosts(tx, query, seesCost(context)),
    },
    "stock.lots": { kind: "read", run: (tx, { query }, context) => showLots(tx, query, readerOf(context)) },
    "stock.lotsExport": { kind: "read", run: (tx, { query }, context) => exportLots(tx, query, readerOf(context)) },
    "stock.lotHistory": {
      kind: "read",
      run: (tx, { query }, context) => showLotHistory(tx, query, readerOf(context)),
    },
    "stock.lotHistoryExport": {
      kind: "read",
      run: (tx, { query }, context) => exportLotHistory(tx, query, readerOf(context)),
    },
    "stock.card": { kind: "read", run: (tx, { query }, context) => showStockCard(tx, query, seesCost(context)) },
    "stock.cardExport": {
      kind: "read",
      run: (tx, { query }, context) => exportStockCard(tx, query, seesCost(context)),
    },
  };
}
