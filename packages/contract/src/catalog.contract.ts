import { longestBin, oneBin } from "@zhangshi/core";
import { z } from "zod";
import {
  cursorQuery,
  flag,
  positiveQuantity,
  requiredText,
  taxRate,
  text,
  unitPrice,
  unsignedQuantity,
  uuid,
} from "./primitives.ts";
import { route } from "./route.ts";

const barcode = requiredText(64).pipe(z.string().regex(/^[\x21-\x7e\u4e00-\u9fff-]+$/, "条码不能有空格"));
export const itemUnit = z.strictObject({
  name: requiredText(20),
  /** How many base units one of these is: 箱 = 12. The base unit itself has factor 1. */
  factor: positiveQuantity,
  barcodes: z.array(barcode).max(20).default([]),
  salePrice: unitPrice.nullable().default(null),
  purchasePrice: unitPrice.nullable().default(null),
});
/** Of one kit, and of one item in all warehouses. */
export const maximumParts = 50;
const maximumBins = 200;
/** 组合商品配件: how much of another item is in one base unit of the kit. */
const kitPart = z.strictObject({
  itemId: uuid,
  /** Left out: the part's base unit. */
  unit: requiredText(20).optional(),
  quantity: positiveQuantity,
});
/** 货位: where the item lies in a warehouse; of several, the first is the one to pick from. In forms and files signs part them. */
const bin = requiredText(longestBin).pipe(z.string().regex(oneBin, "货位里不能有顿号、逗号、分号；几个货位请分开写"));
const itemBin = z.strictObject({ warehouseId: uuid, bin });
const binsView = z.array(z.object({ warehouseId: uuid, bin: z.string() }));
/** 不跟踪 · 按批号 · 按序列号. */
export const tracking = z.enum(["none", "lot", "serial"]);
export const itemBody = z.strictObject({
  id: uuid.optional(),
  code: requiredText(64),
  name: requiredText(200),
  spec: text(200).default(""),
  categoryId: uuid.nullable().default(null),
  brand: text(80).default(""),
  baseUnit: requiredText(20),
  /** The first is the base unit; further ones have a factor. */
  units: z.array(itemUnit).max(10).default([]),
  taxRate: taxRate.default("0.13"),
  purchasePrice: unitPrice.nullable().default(null),
  salePrice: unitPrice.nullable().default(null),
  minimumSalePrice: unitPrice.nullable().default(null),
  safetyStock: unsignedQuantity.default("0"),
  tracking: tracking.default("none"),
  /** 保质期天数: a lot's expiry follows from its production date. */
  shelfLifeDays: z.number().int().min(1).max(36_500).nullable().default(null),
  /** Only whole base units: half a bottle is refused. */
  wholeUnits: z.boolean().default(false),
  /** With parts it is a 组合商品. Left out of a change: they stay; an empty list: it is an ordinary item again. */
  parts: z.array(kitPart).max(maximumParts, `最多 ${maximumParts} 种配件`).optional(),
  /** Left out of a change: they stay. */
  bins: z.array(itemBin).max(maximumBins, `最多 ${maximumBins} 个货位`).optional(),
  note: text(500).default(""),
  disabled: z.boolean().default(false),
  version: z.number().int().optional(),
});
export type ItemBody = z.infer<typeof itemBody>;
export const itemView = z
  .object({
    id: uuid,
    code: z.string(),
    name: z.string(),
    spec: z.string(),
    categoryId: uuid.nullable(),
    category: z.string(),
    brand: z.string(),
    baseUnit: z.string(),
    units: z.array(
      z.object({
        name: z.string(),
        factor: z.string(),
        barcodes: z.array(z.string()),
        salePrice: z.string().nullable(),
        purchasePrice: z.string().nullable().optional(),
      }),
    ),
    taxRate: z.string(),
    purchasePrice: z.string().nullable().optional(),
    salePrice: z.string().nullable(),
    minimumSalePrice: z.string().nullable(),
    safetyStock: z.string(),
    tracking,
    shelfLifeDays: z.number().int().nullable(),
    wholeUnits: z.boolean(),
    /** 组合商品: it has no stock of its own. */
    isKit: z.boolean(),
    /** Of one item that is shown alone. */
    parts: z
      .array(
        z.object({
          itemId: uuid,
          code: z.string(),
          name: z.string(),
          spec: z.string(),
          unit: z.string(),
          /** Base units of the part in one of `unit`. */
          factor: z.string(),
          baseUnit: z.string(),
          quantity: z.string(),
          salePrice: z.string().nullable(),
          disabled: z.boolean(),
        }),
      )
      .optional(),
    /** Of one item that is shown alone. */
    bins: binsView.optional(),
    note: z.string(),
    disabled: z.boolean(),
    version: z.number().int(),
  })
  .meta({ id: "Item" });
export type ItemView = z.infer<typeof itemView>;

/** What the line grid needs to fill a line: one candidate of a search. */
export const itemCandidate = z
  .object({
    id: uuid,
    code: z.string(),
    name: z.string(),
    spec: z.string(),
    baseUnit: z.string(),
    taxRate: z.string(),
    units: z.array(
      z.object({
        name: z.string(),
        factor: z.string(),
        barcodes: z.array(z.string()),
        salePrice: z.string().nullable(),
        purchasePrice: z.string().nullable().optional(),
      }),
    ),
    salePrice: z.string().nullable(),
    purchasePrice: z.string().nullable().optional(),
    minimumSalePrice: z.string().nullable(),
    tracking,
    shelfLifeDays: z.number().int().nullable(),
    /** 组合商品: its stock is what its parts allow, in whole kits. */
    isKit: z.boolean(),
    /** On hand in the warehouse asked for, in base units; empty for who may not see stock. */
    onHand: z.string(),
    /** 可用 there: on hand less what is in transit and what orders reserve; negative where more is promised. */
    available: z.string(),
    /** In every warehouse where it has one. */
    bins: binsView.optional(),
    /** The unit whose barcode was hit, when the search text was a barcode. */
    hitUnit: z.string().nullable(),
    /** Price of the last approved document with this partner, per unit name. */
    lastPrices: z.array(
      z.object({
        unit: z.string(),
        price: z.string(),
        taxIncluded: z.boolean(),
        businessDate: z.string(),
        number: z.string(),
      }),
    ),
  })
  .meta({ id: "ItemCandidate" });
export type ItemCandidate = z.infer<typeof itemCandidate>;

const category = z
  .object({ id: uuid, name: z.string(), parentId: uuid.nullable(), itemCount: z.number().int() })
  .meta({ id: "Category" });
const warehouse = z
  .object({
    id: uuid,
    code: z.string(),
    name: z.string(),
    disabled: z.boolean(),
    isDefault: z.boolean(),
    /** Some item has a 货位 there. */
    hasBins: z.boolean(),
    version: z.number().int(),
  })
  .meta({ id: "Warehouse" });
export type WarehouseView = z.infer<typeof warehouse>;
const warehouseBody = z.strictObject({
  id: uuid.optional(),
  code: requiredText(40),
  name: requiredText(40),
  disabled: z.boolean().default(false),
  isDefault: z.boolean().default(false),
  version: z.number().int().optional(),
});
const idParams = z.strictObject({ id: uuid });
const innerErrors = [
  "warehouse.unknown",
  "item.unknown",
  "item.disabled",
  "unit.unknown",
  "unit.not_piece",
  "kit.nested",
] as const;

const itemListQuery = z.strictObject({
  search: z.string().max(100).default(""),
  categoryId: uuid.optional(),
  disabled: flag,
  /** Only 组合商品. */
  kits: flag,
  sort: z.enum(["code", "name", "category", "salePrice", "updatedAt"]).default("code"),
  direction: z.enum(["asc", "desc"]).default("asc"),
  ...cursorQuery,
});

export const catalogRoutes = {
  "items.list": route({
    method: "GET",
    path: "/items",
    tag: "商品",
    summary: "商品列表；可用名称、编码、条码、拼音首字母查",
    permission: "catalog.read",
    query: itemListQuery,
    reply: z.object({ rows: z.array(itemView), next: z.string().nullable(), total: z.number().int() }),
    errors: [],
  }),
  "items.export": route({
    method: "GET",
    path: "/items.xlsx",
    tag: "商品",
    summary: "导出筛选出的商品",
    permission: "catalog.read",
    query: itemListQuery,
    download: "xlsx",
    errors: [],
  }),
  "items.lookup": route({
    method: "GET",
    path: "/item-candidates",
    tag: "商品",
    summary: "录单时找商品：带库存和上次价",
    permission: "catalog.read",
    query: z.strictObject({
      /** May be left out when `ids` says which. */
      q: z.string().max(100).default(""),
      warehouseId: uuid.optional(),
      partnerId: uuid.optional(),
      type: z.enum(["sales-delivery", "purchase-receipt"]).default("sales-delivery"),
      ids: z.string().max(8000).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(20),
    }),
    reply: z.object({ rows: z.array(itemCandidate) }),
    errors: [],
  }),
  "items.show": route({
    method: "GET",
    path: "/items/:id",
    tag: "商品",
    summary: "一个商品",
    permission: "catalog.read",
    params: idParams,
    reply: itemView,
    errors: ["not_found"],
  }),
  "items.create": route({
    method: "POST",
    path: "/items",
    tag: "商品",
    summary: "新建商品",
    permission: "catalog.write",
    body: itemBody,
    reply: itemView,
    errors: ["code.taken", "barcode.taken", "not_found", ...innerErrors],
  }),
  "items.update": route({
    method: "PUT",
    path: "/items/:id",
    tag: "商品",
    summary: "改商品",
    permission: "catalog.write",
    params: idParams,
    body: itemBody,
    reply: itemView,
    errors: [
      "not_found",
      "code.taken",
      "barcode.taken",
      "version.stale",
      "record.in_use",
      "tracking.fixed",
      "kit.in_use",
      "kit.part_of",
      ...innerErrors,
    ],
  }),
  "items.delete": route({
    method: "DELETE",
    path: "/items/:id",
    tag: "商品",
    summary: "删除没用过的商品",
    permission: "catalog.write",
    params: idParams,
    errors: ["not_found", "record.in_use", "kit.part_of"],
  }),
  "categories.list": route({
    method: "GET",
    path: "/categories",
    tag: "商品",
    summary: "分类树",
    permission: "catalog.read",
    reply: z.object({ rows: z.array(category) }),
    errors: [],
  }),
  "categories.create": route({
    method: "POST",
    path: "/categories",
    tag: "商品",
    summary: "新建分类",
    permission: "catalog.write",
    body: z.strictObject({ name: requiredText(60), parentId: uuid.nullable().default(null) }),
    reply: category,
    errors: ["not_found", "code.taken"],
  }),
  "categories.update": route({
    method: "PUT",
    path: "/categories/:id",
    tag: "商品",
    summary: "改分类",
    permission: "catalog.write",
    params: idParams,
    body: z.strictObject({ name: requiredText(60), parentId: uuid.nullable().default(null) }),
    reply: category,
    errors: ["not_found", "code.taken"],
  }),
  "categories.delete": route({
    method: "DELETE",
    path: "/categories/:id",
    tag: "商品",
    summary: "删除空分类",
    permission: "catalog.write",
    params: idParams,
    errors: ["not_found", "record.in_use"],
  }),
  "warehouses.list": route({
    method: "GET",
    path: "/warehouses",
    tag: "仓库",
    summary: "仓库列表",
    permission: "catalog.read",
    reply: z.object({ rows: z.array(warehouse) }),
    errors: [],
  }),
  "warehouses.create": route({
    method: "POST",
    path: "/warehouses",
    tag: "仓库",
    summary: "新建仓库",
    permission: "catalog.write",
    body: warehouseBody,
    reply: warehouse,
    errors: ["code.taken"],
  }),
  "warehouses.update": route({
    method: "PUT",
    path: "/warehouses/:id",
    tag: "仓库",
    summary: "改仓库",
    permission: "catalog.write",
    params: idParams,
    body: warehouseBody,
    reply: warehouse,
    errors: ["not_found", "code.taken", "version.stale"],
  }),
};
