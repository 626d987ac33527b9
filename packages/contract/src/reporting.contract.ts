import { z } from "zod";
import { nearDays } from "./lots.contract.ts";
import { uuid } from "./primitives.ts";
import { route } from "./route.ts";

const figure = z.object({ value: z.string(), previous: z.string(), spark: z.array(z.string()) });
export const homeQuery = z.strictObject({
  range: z.enum(["today", "yesterday", "week", "month"]).default("today"),
  warehouseId: uuid.optional(),
  /** What the reader calls 临期. */
  nearDays,
});
export const proofCheck = z.object({
  id: z.string(),
  group: z.enum(["stock", "partners", "vouchers", "chain", "replay"]),
  title: z.string(),
  left: z.string(),
  right: z.string(),
  difference: z.string(),
  unit: z.string(),
  rows: z.number().int(),
  milliseconds: z.number(),
  passed: z.boolean(),
  /** The first entries that differ, each with where to look. */
  findings: z.array(z.object({ text: z.string(), documentId: uuid.nullable(), itemId: uuid.nullable() })),
});
export const proofResult = z
  .object({
    id: uuid,
    at: z.string(),
    milliseconds: z.number(),
    rows: z.number().int(),
    passed: z.boolean(),
    checks: z.array(proofCheck),
    chainLength: z.string(),
    chainHead: z.string(),
    links: z.array(
      z.object({
        seq: z.string(),
        at: z.string(),
        title: z.string(),
        hash: z.string(),
        previousHash: z.string(),
        documentId: uuid.nullable(),
      }),
    ),
    history: z.array(z.object({ at: z.string(), passed: z.boolean() })),
  })
  .meta({ id: "ProofResult" });
export type ProofResult = z.infer<typeof proofResult>;
export type ProofCheck = z.infer<typeof proofCheck>;

export const reportingRoutes = {
  "home.show": route({
    method: "GET",
    path: "/home",
    tag: "首页",
    summary: "老板的第一页",
    permission: "signed-in",
    query: homeQuery,
    reply: z.object({
      today: z.string(),
      now: z.string(),
      range: z.object({ from: z.string(), to: z.string() }),
      /** Each figure is left out whole when the role may not see it. */
      sales: z.object({ gross: figure, net: z.string(), documents: z.number().int() }).optional(),
      margin: z
        .object({
          value: z.string(),
          rate: z.string().nullable(),
          previousRate: z.string().nullable(),
          spark: z.array(z.string()),
        })
        .optional(),
      receivable: z.object({ value: z.string(), customers: z.number().int(), payable: z.string() }).optional(),
      stock: z
        .object({
          value: z.string(),
          items: z.number().int(),
          warehouses: z.number().int(),
          daysOfSales: z.number().nullable(),
        })
        .optional(),
      trend: z.array(
        z.object({ date: z.string(), gross: z.string(), margin: z.string().optional(), previousGross: z.string() }),
      ),
      attention: z.array(
        z.object({
          id: z.enum(["out", "low", "lots-expired", "lots-near", "drafts-sales", "drafts-purchase", "over-credit"]),
          count: z.number().int(),
          text: z.string(),
        }),
      ),
      topItems: z.array(
        z.object({
          itemId: uuid,
          name: z.string(),
          spec: z.string(),
          unit: z.string(),
          quantity: z.string(),
          gross: z.string(),
          margin: z.string().optional(),
          onHand: z.string(),
          safetyStock: z.string(),
        }),
      ),
      topReceivables: z.array(
        z.object({ partnerId: uuid, name: z.string(), amount: z.string(), lastDate: z.string().nullable() }),
      ),
      recentDocuments: z.array(
        z.object({
          id: uuid,
          type: z.string(),
          number: z.string().nullable(),
          partner: z.string(),
          amount: z.string(),
          at: z.string(),
          status: z.string(),
        }),
      ),
      proof: z.object({ at: z.string(), passed: z.boolean(), checks: z.number().int() }).nullable(),
    }),
    errors: [],
  }),
  "proof.run": route({
    method: "POST",
    path: "/proof",
    tag: "账实核对",
    summary: "现在核对",
    permission: "proof.run",
    /** replay: also from the documents, which takes as long as posting them all again. */
    body: z.strictObject({ replay: z.boolean().default(false) }),
    reply: proofResult,
    errors: [],
  }),
  "proof.latest": route({
    method: "GET",
    path: "/proof",
    tag: "账实核对",
    summary: "最近一次核对",
    permission: "proof.run",
    reply: z.object({ latest: proofResult.nullable() }),
    errors: [],
  }),
  "search.everything": route({
    method: "GET",
    path: "/search",
    tag: "搜索",
    summary: "Ctrl+K：单据、商品、往来单位、批号",
    permission: "signed-in",
    query: z.strictObject({ q: z.string().min(1).max(100) }),
    reply: z.object({
      items: z.array(z.object({ id: uuid, code: z.string(), name: z.string(), spec: z.string() })),
      partners: z.array(
        z.object({ id: uuid, code: z.string(), name: z.string(), isCustomer: z.boolean(), isSupplier: z.boolean() }),
      ),
      documents: z.array(
        z.object({
          id: uuid,
          type: z.string(),
          number: z.string().nullable(),
          partner: z.string(),
          businessDate: z.string(),
          grossAmount: z.string(),
        }),
      ),
      /** Lots and serial numbers that begin with what was typed, also those of which nothing is left. */
      lots: z.array(
        z.object({
          itemId: uuid,
          lot: z.string(),
          name: z.string(),
          spec: z.string(),
          unit: z.string(),
          tracking: z.enum(["lot", "serial"]),
          onHand: z.string(),
        }),
      ),
    }),
    errors: [],
  }),
};
