import { z } from "zod";
import { cursorQuery, period, text, uuid } from "./primitives.ts";
import { route } from "./route.ts";

const voucherRow = z
  .object({
    id: uuid,
    period,
    word: z.string(),
    number: z.number().int(),
    label: z.string(),
    businessDate: z.string(),
    summary: z.string(),
    total: z.string(),
    kind: z.enum(["original", "reversal", "adjustment"]),
    documentId: uuid.nullable(),
    documentType: z.string(),
    documentNumber: z.string(),
    createdBy: z.string(),
  })
  .meta({ id: "VoucherRow" });
export type VoucherRow = z.infer<typeof voucherRow>;
export const voucherListQuery = z.strictObject({
  period: period.optional(),
  search: z.string().max(100).default(""),
  accountCode: z.string().max(20).optional(),
  sort: z.enum(["number", "businessDate", "total"]).default("number"),
  direction: z.enum(["asc", "desc"]).default("desc"),
  ...cursorQuery,
});
export const voucherView = voucherRow
  .extend({
    totalInWords: z.string(),
    lines: z.array(
      z.object({
        lineNo: z.number().int(),
        summary: z.string(),
        accountCode: z.string(),
        accountName: z.string(),
        debit: z.string(),
        credit: z.string(),
        partner: z.string(),
      }),
    ),
    previousId: uuid.nullable(),
    nextId: uuid.nullable(),
    createdAt: z.string(),
  })
  .meta({ id: "Voucher" });
export type VoucherView = z.infer<typeof voucherView>;

const periodEvent = z
  .object({
    period,
    kind: z.enum(["close", "reopen"]),
    reason: z.string(),
    at: z.string(),
    by: z.string(),
  })
  .meta({ id: "PeriodEvent" });
const periodRow = z
  .object({
    period,
    state: z.enum(["open", "closable", "closed"]).meta({ description: "未结账 / 可以结账（最早的未结月）/ 已结账" }),
    /** The month of today: it may be closed, but more may come. */
    isCurrent: z.boolean(),
    /** The newest closed month, the only one that may be reopened. */
    reopenable: z.boolean(),
    drafts: z.number().int(),
    draftTypes: z.array(z.object({ type: z.string(), count: z.number().int() })),
    vouchers: z.number().int(),
    closedBy: z.string().nullable(),
    closedAt: z.string().nullable(),
    reason: z.string(),
  })
  .meta({ id: "PeriodRow" });
export type PeriodRow = z.infer<typeof periodRow>;
export const periodList = z
  .object({
    today: z.string(),
    startPeriod: period,
    closedThrough: period.nullable(),
    /** Newest month first. */
    rows: z.array(periodRow),
    /** Newest first; the last hundred. */
    history: z.array(periodEvent),
  })
  .meta({ id: "PeriodList" });
export type PeriodList = z.infer<typeof periodList>;
/** 反结账 leaves a trace that a person can read years later. */
export const shortestReopenReason = 4;

export const accountingRoutes = {
  "vouchers.list": route({
    method: "GET",
    path: "/vouchers",
    tag: "凭证",
    summary: "凭证列表",
    permission: "accounting.read",
    query: voucherListQuery,
    reply: z.object({
      rows: z.array(voucherRow),
      next: z.string().nullable(),
      total: z.number().int(),
      sum: z.string(),
      periods: z.array(period),
    }),
    errors: [],
  }),
  "vouchers.export": route({
    method: "GET",
    path: "/vouchers.xlsx",
    tag: "凭证",
    summary: "导出凭证（每行一条分录）",
    permission: "accounting.read",
    query: voucherListQuery,
    download: "xlsx",
    errors: [],
  }),
  "vouchers.show": route({
    method: "GET",
    path: "/vouchers/:id",
    tag: "凭证",
    summary: "一张凭证",
    permission: "accounting.read",
    params: z.strictObject({ id: uuid }),
    reply: voucherView,
    errors: ["not_found"],
  }),
  "accounts.list": route({
    method: "GET",
    path: "/accounts",
    tag: "科目",
    summary: "会计科目",
    permission: "accounting.read",
    reply: z.object({
      rows: z.array(
        z.object({
          code: z.string(),
          name: z.string(),
          category: z.string(),
          direction: z.enum(["debit", "credit"]),
          parentCode: z.string().nullable(),
          depth: z.number().int(),
        }),
      ),
    }),
    errors: [],
  }),
  "accounts.balances": route({
    method: "GET",
    path: "/accounts/balances",
    tag: "科目",
    summary: "科目余额表",
    permission: "accounting.read",
    query: z.strictObject({ period: period }),
    reply: z.object({
      period,
      rows: z.array(
        z.object({
          code: z.string(),
          name: z.string(),
          direction: z.enum(["debit", "credit"]),
          openingDebit: z.string(),
          openingCredit: z.string(),
          debit: z.string(),
          credit: z.string(),
          closingDebit: z.string(),
          closingCredit: z.string(),
        }),
      ),
      balanced: z.boolean(),
      totals: z.object({
        openingDebit: z.string(),
        openingCredit: z.string(),
        debit: z.string(),
        credit: z.string(),
        closingDebit: z.string(),
        closingCredit: z.string(),
      }),
    }),
    errors: [],
  }),
  "periods.list": route({
    method: "GET",
    path: "/periods",
    tag: "期间",
    summary: "会计期间：从启用月到本月，结账情况和结账记录",
    permission: "accounting.read",
    reply: periodList,
    errors: [],
  }),
  "periods.close": route({
    method: "POST",
    path: "/periods/close",
    tag: "期间",
    summary: "结账：最早的未结月",
    permission: "period.close",
    body: z.strictObject({
      period,
      reason: text(200).default(""),
      /** 留着草稿结账: drafts of the month stay drafts; they need another date to be approved. */
      ignoreDrafts: z.boolean().default(false),
    }),
    reply: periodList,
    errors: [
      "period.before_start",
      "period.already_closed",
      "period.not_next",
      "period.not_begun",
      "period.has_drafts",
      "period.negative_stock",
      "period.not_proven",
    ],
  }),
  "periods.reopen": route({
    method: "POST",
    path: "/periods/reopen",
    tag: "期间",
    summary: "反结账：最近一个已结月，要写原因",
    permission: "period.reopen",
    body: z.strictObject({
      period,
      reason: text(200).pipe(z.string().min(shortestReopenReason, `请写明原因，至少 ${shortestReopenReason} 个字`)),
    }),
    reply: periodList,
    errors: ["period.not_closed", "period.not_newest"],
  }),
};
