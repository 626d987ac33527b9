import type { Tx } from "../../platform/db.ts";
import { recordAudit } from "../../platform/audit.sql.ts";
import { violatedConstraint } from "../../platform/db.ts";
import type { Handlers } from "../../platform/http.ts";
import { newId } from "../../platform/identifiers.ts";
import { RefusedError, refused, refusedAt } from "../../platform/refused.ts";
import {
  type CategoryRow,
  deleteCategory,
  insertCategory,
  listCategories,
  lockCategories,
  updateCategory,
} from "./categories.sql.ts";

type Tree = ReadonlyMap<string, string | null>;

export function categoryHandlers(): Handlers<
  "categories.list" | "categories.create" | "categories.update" | "categories.delete"
> {
  return {
    "categories.list": { kind: "read", run: async (tx) => ({ rows: (await listCategories(tx)).map(viewCategory) }) },
    "categories.create": {
      kind: "write",
      run: async (tx, { body }, { caller }) => {
        const id = newId();
        await refusingTakenName(body, () => insertCategory(tx, { id, ...body }));
        await recordAudit(tx, caller, {
          action: "category.create",
          subjectType: "category",
          subjectId: id,
          note: body.name,
        });
        return showCategory(tx, id);
      },
    },
    "categories.update": {
      kind: "write",
      run: async (tx, { params, body }, { caller }) => {
        const tree = await lockCategories(tx);
        if (!tree.has(params.id)) throw refused("not_found");
        if (body.parentId !== null && standsUnder(tree, body.parentId, params.id))
          throw new RefusedError("request.invalid", {}, [
            { path: "parentId", code: "category.cycle", message: "上级分类不能是它自己或它的下级，请另选。" },
          ]);
        await refusingTakenName(body, () => updateCategory(tx, { id: params.id, ...body }));
        await recordAudit(tx, caller, {
          action: "category.update",
          subjectType: "category",
          subjectId: params.id,
          note: body.name,
        });
        return showCategory(tx, params.id);
      },
    },
    "categories.delete": {
      kind: "write",
      run: async (tx, { params }, { caller }) => {
        const name = await deleteCategory(tx, params.id).catch((error: unknown) => {
          throw violatedConstraint(error) === undefined ? error : refused("record.in_use");
        });
        if (name === undefined) throw refused("not_found");
        await recordAudit(tx, caller, {
          action: "category.delete",
          subjectType: "category",
          subjectId: params.id,
          note: name,
        });
      },
    },
  };
}

function viewCategory(row: CategoryRow) {
  return { id: row.id, name: row.name, parentId: row.parent_id, itemCount: row.item_count };
}
async function showCategory(tx: Tx, id: string) {
  const row = (await listCategories(tx)).find((one) => one.id === id);
  if (!row) throw refused("not_found");
  return viewCategory(row);
}
/** Whether `id` is `above`, or stands somewhere below it. */
function standsUnder(tree: Tree, id: string, above: string): boolean {
  for (let current: string | null = id; current !== null; current = tree.get(current) ?? null)
    if (current === above) return true;
  return false;
}
async function refusingTakenName(body: { readonly name: string }, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const violated = violatedConstraint(error);
    if (violated === "item_category_name") throw refusedAt("name", "code.taken", { value: body.name });
    if (violated === "item_category_parent") throw refusedAt("parentId", "not_found");
    throw error;
  }
}
