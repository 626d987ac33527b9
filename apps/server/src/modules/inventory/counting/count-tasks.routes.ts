import type { RouteName } from "@zhangshi/contract";
import type { Trains } from "../../../documents/train.ts";
import type { Database } from "../../../platform/db.ts";
import type { Handlers } from "../../../platform/http.ts";
import { addCountEntries, askForRecount } from "./count-entries.ts";
import { cancelCountTask, createCountTask, listCountTasks, reopenCountTask, showCountTask } from "./count-task.ts";
import { showCountSheet, showCountVariance } from "./count-variance.ts";
import { finishCount } from "./finish-count.ts";

export function countTaskHandlers(db: Database, trains: Trains): Handlers<Extract<RouteName, `countTasks.${string}`>> {
  return {
    "countTasks.list": { kind: "read", run: (tx, { query }) => listCountTasks(tx, query) },
    "countTasks.create": { kind: "write", run: (tx, { body }, { caller }) => createCountTask(tx, body, caller) },
    "countTasks.show": { kind: "read", run: (tx, { params }) => showCountTask(tx, params.id) },
    "countTasks.sheet": {
      kind: "read",
      run: (tx, { params }, { caller }) => showCountSheet(tx, params.id, caller.userId),
    },
    "countTasks.count": {
      kind: "write",
      run: (tx, { params, body }, { caller }) => addCountEntries(tx, params.id, body, caller),
    },
    "countTasks.variance": {
      kind: "read",
      run: (tx, { params }, { caller }) => showCountVariance(tx, params.id, caller.permissions.has("cost.read")),
    },
    "countTasks.recount": {
      kind: "write",
      run: (tx, { params, body }, { caller }) => askForRecount(tx, params.id, body.lines, caller),
    },
    "countTasks.finish": {
      kind: "own",
      run: ({ params, body }, { caller }) => finishCount(db, trains, params.id, body, caller),
    },
    "countTasks.reopen": {
      kind: "write",
      run: (tx, { params }, { caller }) => reopenCountTask(tx, params.id, caller),
    },
    "countTasks.cancel": {
      kind: "write",
      run: (tx, { params, body }, { caller }) => cancelCountTask(tx, params.id, body.reason, caller),
    },
  };
}
