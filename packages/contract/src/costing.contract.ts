import { costingMethods } from "@zhangshi/core";
import { z } from "zod";
import { period, requiredText } from "./primitives.ts";
import { route } from "./route.ts";

const costingMethod = z.enum(costingMethods);
export const costingView = z
  .object({
    method: costingMethod,
    /** Null: from the first entry. */
    since: z.string().nullable(),
    scope: z.enum(["company", "warehouse"]),
    negativeStock: z.boolean(),
    /** The month from which a change would hold. */
    nextChange: z.string(),
    /** Whether goods have moved: 个别计价 can only be chosen before. */
    hasMoved: z.boolean(),
    history: z.array(
      z.object({
        kind: z.enum(["begin", "method", "negative"]),
        since: z.string().nullable(),
        method: costingMethod.nullable(),
        negativeStock: z.boolean(),
        reason: z.string(),
        at: z.string(),
        by: z.string(),
      }),
    ),
  })
  .meta({ id: "Costing" });
export type CostingView = z.infer<typeof costingView>;

export const costComparison = z
  .object({
    present: costingMethod,
    entries: z.number().int(),
    /** Cost of what was sold, and what the stock would be worth now. */
    methods: z.array(z.object({ method: costingMethod, cost: z.string(), stockValue: z.string() })),
    /** One cost for each method, in their order. */
    months: z.array(z.object({ period: z.string(), costs: z.array(z.string()) })),
  })
  .meta({ id: "CostComparison" });
export type CostComparison = z.infer<typeof costComparison>;
export const costComparisons = z
  .object({
    /** The newest that came to its end, with when it was begun and by whom. */
    latest: costComparison.extend({ at: z.string(), by: z.string() }).nullable(),
    /** What has been asked for since: under way, or ended without a result. */
    work: z
      .object({
        state: z.enum(["queued", "running", "failed", "cancelled"]),
        done: z.number().int(),
        total: z.number().int(),
        step: z.string(),
        error: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: "CostComparisons" });
export type CostComparisons = z.infer<typeof costComparisons>;

export const costingRoutes = {
  "costing.show": route({
    method: "GET",
    path: "/costing",
    tag: "成本",
    summary: "成本怎么算：方法、范围、负库存、变更记录",
    permission: "cost.read",
    reply: costingView,
    errors: [],
  }),
  "costing.whatIf": route({
    method: "GET",
    path: "/costing/what-if",
    tag: "成本",
    summary: "各种成本方法的比较：最近一次的结果，和正在计算的进度",
    permission: "cost.read",
    reply: costComparisons,
    errors: [],
  }),
  "costing.compare": route({
    method: "POST",
    path: "/costing/what-if",
    tag: "成本",
    summary: "用公司自己的全部数据比较各种成本方法，不写入；在后台计算，已在计算时不再另起",
    permission: "cost.read",
    body: z.strictObject({}),
    reply: costComparisons,
    errors: [],
  }),
  "costing.stopComparing": route({
    method: "POST",
    path: "/costing/what-if/cancel",
    tag: "成本",
    summary: "停止正在进行的比较；上一次的结果还在",
    permission: "cost.read",
    body: z.strictObject({}),
    reply: costComparisons,
    errors: [],
  }),
  "costing.change": route({
    method: "POST",
    path: "/costing/method",
    tag: "成本",
    summary: "从下一个未结账的月份起改成本方法",
    permission: "company.manage",
    body: z.strictObject({ method: costingMethod, period, reason: requiredText(200) }),
    reply: costingView,
    errors: ["costing.same", "costing.not_next", "costing.specific_first", "costing.negative_present"],
  }),
  "costing.setNegativeStock": route({
    method: "PUT",
    path: "/costing/negative-stock",
    tag: "成本",
    summary: "允许或不允许负库存",
    permission: "company.manage",
    body: z.strictObject({ allowed: z.boolean() }),
    reply: costingView,
    errors: ["costing.negative_present"],
  }),
};
