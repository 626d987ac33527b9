import { z } from "zod";
import { businessDate, cursorQuery, flag, positiveMoney, requiredText, text, uuid } from "./primitives.ts";
import { route } from "./route.ts";

export const partnerRole = z.enum(["customer", "supplier"]);
/** 应收 / 应付 */
export const partnerSide = z.enum(["receivable", "payable"]);
export const partnerBody = z
  .strictObject({
    id: uuid.optional(),
    code: requiredText(64),
    name: requiredText(200),
    isCustomer: z.boolean().default(false),
    isSupplier: z.boolean().default(false),
    contact: text(60).default(""),
    phone: text(60).default(""),
    address: text(300).default(""),
    taxNumber: text(40).default(""),
    bankName: text(100).default(""),
    bankAccount: text(60).default(""),
    /** null: no limit. */
    creditLimit: positiveMoney.nullable().default(null),
    note: text(500).default(""),
    disabled: z.boolean().default(false),
    version: z.number().int().optional(),
  })
  .refine((partner) => partner.isCustomer || partner.isSupplier, {
    message: "至少选客户或供应商之一",
    path: ["isCustomer"],
    params: { code: "partner.no_role" },
  });
export type PartnerBody = z.infer<typeof partnerBody>;
export const partnerView = z
  .object({
    id: uuid,
    code: z.string(),
    name: z.string(),
    isCustomer: z.boolean(),
    isSupplier: z.boolean(),
    contact: z.string(),
    phone: z.string(),
    address: z.string(),
    taxNumber: z.string(),
    bankName: z.string(),
    bankAccount: z.string(),
    creditLimit: z.string().nullable(),
    note: z.string(),
    disabled: z.boolean(),
    version: z.number().int(),
    receivable: z.string(),
    payable: z.string(),
  })
  .meta({ id: "Partner" });
export type PartnerView = z.infer<typeof partnerView>;
const idParams = z.strictObject({ id: uuid });
const listQuery = z.strictObject({
  search: z.string().max(100).default(""),
  role: partnerRole.optional(),
  disabled: flag,
  sort: z.enum(["code", "name", "receivable", "payable"]).default("code"),
  direction: z.enum(["asc", "desc"]).default("asc"),
  ...cursorQuery,
});
const balanceQuery = z.strictObject({
  side: partnerSide,
  search: z.string().max(100).default(""),
  includeZero: flag,
  sort: z.enum(["amount", "name", "code"]).default("amount"),
  direction: z.enum(["asc", "desc"]).default("desc"),
  ...cursorQuery,
});
const statementRow = z.object({
  seq: z.string(),
  businessDate: z.string(),
  number: z.string(),
  type: z.string(),
  documentId: uuid,
  note: z.string(),
  increase: z.string(),
  decrease: z.string(),
  balance: z.string(),
});

export const partnersRoutes = {
  "partners.list": route({
    method: "GET",
    path: "/partners",
    tag: "往来单位",
    summary: "客户、供应商列表",
    permission: "partners.read",
    query: listQuery,
    reply: z.object({ rows: z.array(partnerView), next: z.string().nullable(), total: z.number().int() }),
    errors: [],
  }),
  "partners.export": route({
    method: "GET",
    path: "/partners.xlsx",
    tag: "往来单位",
    summary: "导出往来单位",
    permission: "partners.read",
    query: listQuery,
    download: "xlsx",
    errors: [],
  }),
  "partners.show": route({
    method: "GET",
    path: "/partners/:id",
    tag: "往来单位",
    summary: "一个往来单位",
    permission: "partners.read",
    params: idParams,
    reply: partnerView,
    errors: ["not_found"],
  }),
  "partners.create": route({
    method: "POST",
    path: "/partners",
    tag: "往来单位",
    summary: "新建客户或供应商",
    permission: "partners.write",
    body: partnerBody,
    reply: partnerView,
    errors: ["code.taken"],
  }),
  "partners.update": route({
    method: "PUT",
    path: "/partners/:id",
    tag: "往来单位",
    summary: "改往来单位",
    permission: "partners.write",
    params: idParams,
    body: partnerBody,
    reply: partnerView,
    errors: ["not_found", "code.taken", "version.stale"],
  }),
  "partners.delete": route({
    method: "DELETE",
    path: "/partners/:id",
    tag: "往来单位",
    summary: "删除没用过的往来单位",
    permission: "partners.write",
    params: idParams,
    errors: ["not_found", "record.in_use"],
  }),
  "partners.summary": route({
    method: "GET",
    path: "/partners/:id/summary",
    tag: "往来单位",
    summary: "录单时看：余额、信用额度、最近单据",
    permission: "partners.read",
    params: idParams,
    reply: z.object({
      partner: partnerView,
      recent: z.array(
        z.object({
          documentId: uuid,
          type: z.string(),
          number: z.string(),
          businessDate: z.string(),
          amount: z.string(),
        }),
      ),
    }),
    errors: ["not_found"],
  }),
  "partners.balances": route({
    method: "GET",
    path: "/partner-balances",
    tag: "往来单位",
    summary: "应收、应付余额表",
    permission: "partners.read",
    query: balanceQuery,
    reply: z.object({
      rows: z.array(
        z.object({
          partnerId: uuid,
          code: z.string(),
          name: z.string(),
          amount: z.string(),
          lastDate: z.string().nullable(),
          creditLimit: z.string().nullable(),
        }),
      ),
      next: z.string().nullable(),
      total: z.number().int(),
      sum: z.string(),
    }),
    errors: [],
  }),
  "partners.balancesExport": route({
    method: "GET",
    path: "/partner-balances.xlsx",
    tag: "往来单位",
    summary: "导出余额表",
    permission: "partners.read",
    query: balanceQuery,
    download: "xlsx",
    errors: [],
  }),
  "partners.statement": route({
    method: "GET",
    path: "/partners/:id/statement",
    tag: "往来单位",
    summary: "往来账：期初、发生、余额",
    permission: "partners.read",
    params: idParams,
    query: z.strictObject({ side: partnerSide, from: businessDate.optional(), to: businessDate.optional() }),
    reply: z.object({
      partner: partnerView,
      side: partnerSide,
      opening: z.string(),
      rows: z.array(statementRow),
      increase: z.string(),
      decrease: z.string(),
      closing: z.string(),
    }),
    errors: ["not_found"],
  }),
};
