import type { RouteInput, Routes } from "@zhangshi/contract";
import { binsText } from "@zhangshi/core";
import { recordAudit } from "../../platform/audit.sql.ts";
import { cursorFrom, cursorOf } from "../../platform/cursor.ts";
import { type Tx, violatedConstraint } from "../../platform/db.ts";
import type { Context, Handlers } from "../../platform/http.ts";
import { newId } from "../../platform/identifiers.ts";
import { searchPatterns } from "../../platform/search-patterns.ts";
import { fieldRefusal, RefusedError, refused, refusedAt, refusedFields } from "../../platform/refused.ts";
import { saveBins } from "./bins.ts";
import { readBins } from "./bins.sql.ts";
import { categoryAndBelow } from "./categories.sql.ts";
import {
  baseUnitOf,
  barcodesOf,
  changedUnits,
  describeChange,
  type ItemWrite,
  itemFromBody,
  keepPurchasePrices,
  type StoredItem,
} from "./item.ts";
import { exportItems } from "./item-export.ts";
import { countItems, type ItemFilter, type ItemSort, listItems, type Place } from "./item-list.sql.ts";
import { lookUpItems } from "./item-lookup.ts";
import { describeKitParts, refusePartOfKit, saveKitParts } from "./kit-parts.ts";
import { readKitParts } from "./kit-parts.sql.ts";
import { viewItem } from "./item-view.ts";
import {
  deleteItem,
  findItems,
  findItemsByBarcode,
  findItemsByCode,
  hasMoved,
  insertItems,
  isUnitUsed,
  lockItem,
  updateItems,
  withBarcodes,
} from "./items.sql.ts";

type ListQuery = RouteInput<Routes["items.list"]>["query"];
type Body = RouteInput<Routes["items.create"]>["body"];

export function itemHandlers(): Handlers<
  "items.list" | "items.export" | "items.lookup" | "items.show" | "items.create" | "items.update" | "items.delete"
> {
  return {
    "items.list": {
      kind: "read",
      run: async (tx, { query }, context) => {
        const filter = await filterOf(tx, query);
        const rows = await listItems(tx, filter, sortOf(query), placeOf(query), query.limit + 1);
        const items = await withBarcodes(tx, rows.slice(0, query.limit));
        const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
        return {
          rows: items.map((item) => viewItem(item, seesCost(context))),
          next: last ? cursorOf(`${orderName(query)}:${last.sort_key}`, last.id) : null,
          total: await countItems(tx, filter),
        };
      },
    },
    "items.export": {
      kind: "read",
      run: async (tx, { query }, context) =>
        exportItems(tx, await filterOf(tx, query), sortOf(query), seesCost(context)),
    },
    "items.lookup": {
      kind: "read",
      run: async (tx, { query }, { caller }) => ({ rows: [...(await lookUpItems(tx, query, caller.permissions))] }),
    },
    "items.show": { kind: "read", run: (tx, { params }, context) => showItem(tx, params.id, context) },
    "items.create": {
      kind: "write",
      run: async (tx, { body }, context) => {
        const item = itemFromBody(body.id ?? newId(), body);
        await refuseTaken(tx, item, body);
        await refusingRaces(item, () => insertItems(tx, [item]));
        await saveKitParts(tx, item, body.parts, null);
        await saveBins(tx, item.id, body.bins, hasParts(body, false));
        await recordAudit(tx, context.caller, {
          action: "item.create",
          subjectType: "item",
          subjectId: item.id,
          note: `${item.code} ${item.name}`,
        });
        return showItem(tx, item.id, context);
      },
    },
    "items.update": {
      kind: "write",
      run: async (tx, { params, body }, context) => {
        const before = await lockItem(tx, params.id);
        if (!before) throw refused("not_found");
        if (body.version !== undefined && body.version !== before.version) throw refused("version.stale");
        const sent = itemFromBody(params.id, body);
        const item = seesCost(context) ? sent : keepPurchasePrices(sent, before);
        await refuseTaken(tx, item, body);
        await refuseChangedUnits(tx, before, item, body);
        if (item.tracking !== before.tracking && (await hasMoved(tx, item.id))) throw refused("tracking.fixed");
        if (item.disabled && !before.disabled) await refusePartOfKit(tx, item, "disabled", "停用", true);
        const was = await tellAlone(tx, item.id);
        await refusingRaces(item, () => updateItems(tx, [item]));
        await saveKitParts(tx, item, body.parts, before);
        await saveBins(tx, item.id, body.bins, hasParts(body, before.isKit));
        const now = await tellAlone(tx, item.id);
        await recordAudit(tx, context.caller, {
          action: "item.update",
          subjectType: "item",
          subjectId: item.id,
          note: describeChange(before, item, ["配件", was.parts, now.parts], ["货位", was.bins, now.bins]),
        });
        return showItem(tx, item.id, context);
      },
    },
    "items.delete": {
      kind: "write",
      run: async (tx, { params }, { caller }) => {
        const item = await lockItem(tx, params.id);
        if (!item) throw refused("not_found");
        await refusePartOfKit(tx, item, "id", "删除", false);
        await deleteItem(tx, params.id).catch((error: unknown) => {
          throw violatedConstraint(error) === undefined ? error : refused("record.in_use");
        });
        await recordAudit(tx, caller, {
          action: "item.delete",
          subjectType: "item",
          subjectId: params.id,
          note: `${item.code} ${item.name}`,
        });
      },
    },
  };
}

function seesCost(context: Context): boolean {
  return context.caller.permissions.has("cost.read");
}
async function showItem(tx: Tx, id: string, context: Context) {
  const [item] = await findItems(tx, [id]);
  if (!item) throw refused("not_found");
  const parts = await readKitParts(tx, item.isKit ? [id] : []);
  return viewItem(item, seesCost(context), { parts, bins: await readBins(tx, [id]) });
}
function hasParts(body: Body, wasKit: boolean): boolean {
  return body.parts === undefined ? wasKit : body.parts.length > 0;
}
/** What the audit compares that stands in tables of its own. */
async function tellAlone(tx: Tx, id: string) {
  const parts = describeKitParts(await readKitParts(tx, [id]));
  return { parts, bins: binsText(await readBins(tx, [id]), { named: true }) };
}

async function filterOf(tx: Tx, query: ListQuery): Promise<ItemFilter> {
  return {
    patterns: searchPatterns(query.search),
    categoryIds: query.categoryId ? await categoryAndBelow(tx, query.categoryId) : null,
    withDisabled: query.disabled,
    onlyKits: query.kits,
  };
}
function sortOf(query: ListQuery): ItemSort {
  return { by: query.sort, direction: query.direction };
}
function orderName(query: ListQuery): string {
  return `${query.sort}-${query.direction}`;
}
/** A cursor is a place in one order; in another it would skip rows or repeat them. */
function placeOf(query: ListQuery): Place | null {
  const place = cursorFrom(query.cursor);
  if (!place) return null;
  const order = `${orderName(query)}:`;
  if (!place.key.startsWith(order)) throw refused("request.malformed");
  return { key: place.key.slice(order.length), id: place.id };
}

/** Codes and barcodes name one item of the company each; the refusal stands at the field and names the other item. */
async function refuseTaken(tx: Tx, item: ItemWrite, body: Body): Promise<void> {
  const sameCode = (await findItemsByCode(tx, [item.code])).get(item.code);
  const barcodes = barcodesOf(body.units);
  const owners =
    barcodes.length === 0
      ? new Map()
      : await findItemsByBarcode(
          tx,
          barcodes.map((one) => one.barcode),
        );
  const fields = [
    ...(sameCode && sameCode.id !== item.id
      ? [fieldRefusal("code", "code.taken", { value: item.code, item: sameCode.name })]
      : []),
    ...barcodes.flatMap(({ barcode, path }) => {
      const owner = owners.get(barcode);
      return owner && owner.id !== item.id
        ? [fieldRefusal(path, "barcode.taken", { value: barcode, item: `${owner.code} ${owner.name}` })]
        : [];
    }),
  ];
  if (fields.length > 0) throw refusedFields(fields);
}
/** Somebody was quicker between the look and the write. */
async function refusingRaces(item: ItemWrite, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const violated = violatedConstraint(error);
    if (violated === "item_code") throw refusedAt("code", "code.taken", { value: item.code });
    if (violated === "item_pk") throw refusedAt("id", "code.taken", { value: item.id });
    if (violated === "item_barcode_pk")
      throw refusedAt("units", "barcode.taken", { value: item.units.flatMap((unit) => unit.barcodes).join("、") });
    if (violated === "item_category_fk") throw refusedAt("categoryId", "not_found");
    throw error;
  }
}

/** Old documents count in the units of their day: what they counted in must go on meaning the same. */
async function refuseChangedUnits(tx: Tx, before: StoredItem, after: ItemWrite, body: Body): Promise<void> {
  const baseUnit = baseUnitOf(before);
  if (baseUnit !== baseUnitOf(after)) {
    if (await isUnitUsed(tx, before.id, null)) throw unitInUse("baseUnit", baseUnit);
    return;
  }
  for (const unit of changedUnits(before, after)) {
    if (!(await isUnitUsed(tx, before.id, [unit]))) continue;
    const place = body.units.findIndex((one) => one.name === unit);
    throw unitInUse(place < 0 ? "units" : `units.${place}.factor`, unit);
  }
}
function unitInUse(path: string, unit: string): RefusedError {
  const message = `已有单据或组合商品用「${unit}」记数，它的换算不能再改；请另加一个单位。`;
  return new RefusedError("record.in_use", { unit }, [{ path, code: "unit.in_use", message }]);
}
