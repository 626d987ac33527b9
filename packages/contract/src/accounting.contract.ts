import { z } from "zod";
import { cursorQuery, period, uuid } from "./primitives.ts";
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
};
