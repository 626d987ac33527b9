import type { Context, Handlers } from "../../platform/http.ts";
import { showLotHistory, showLots } from "./lots.ts";
import { exportStockCard, showStockCard } from "./stock-card.ts";
import { exportStock, showStock } from "./stock-list.ts";

function seesCost(context: Context): boolean {
  return context.caller.permissions.has("cost.read");
}

export function inventoryHandlers(): Handlers<
  "stock.list" | "stock.export" | "stock.lots" | "stock.lotHistory" | "stock.card" | "stock.cardExport"
> {
  return {
    "stock.list": { kind: "read", run: (tx, { query }, context) => showStock(tx, query, seesCost(context)) },
    "stock.export": { kind: "read", run: (tx, { query }, context) => exportStock(tx, query, seesCost(context)) },
    "stock.lots": { kind: "read", run: (tx, { query }, { caller }) => showLots(tx, query, caller.timeZone) },
    "stock.lotHistory": { kind: "read", run: (tx, { query }) => showLotHistory(tx, query) },
    "stock.card": { kind: "read", run: (tx, { query }, context) => showStockCard(tx, query, seesCost(context)) },
    "stock.cardExport": {
      kind: "read",
      run: (tx, { query }, context) => exportStockCard(tx, query, seesCost(context)),
    },
  };
}
