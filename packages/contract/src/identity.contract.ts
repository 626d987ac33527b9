import { costingMethods } from "@zhangshi/core";
import { z } from "zod";
import { type Role, roles } from "./permission.ts";
import { period, requiredText, text, uuid } from "./primitives.ts";
import { route } from "./route.ts";

export const taxStatus = z.enum(["general", "small"]).meta({ description: "一般纳税人 / 小规模纳税人" });
export const accountingStandard = z
  .enum(["small-enterprise", "enterprise"])
  .meta({ description: "小企业会计准则 / 企业会计准则" });
export const costingMethod = z
  .enum(costingMethods)
  .meta({ description: "移动加权 / 先进先出 / 全月一次加权 / 个别计价" });
export const costScope = z.enum(["company", "warehouse"]).meta({ description: "全公司一个成本 / 每个仓库一个成本" });

const password = z.string().min(10, "密码至少 10 位").max(200);
const loginName = requiredText(64).pipe(z.string().min(2, "用户名至少 2 个字"));

export const company = z
  .object({
    id: uuid,
    name: z.string(),
    taxStatus,
    accountingStandard,
    costingMethod,
    costScope,
    /** 允许负库存. */
    negativeStock: z.boolean(),
    /** 预留库存不许占用. */
    reservedProtected: z.boolean(),
    startPeriod: period,
    timeZone: z.string(),
    isDemo: z.boolean(),
    today: z.string(),
    defaultTaxRate: z.string(),
  })
  .meta({ id: "Company" });
export const sessionView = z
  .object({
    user: z.object({ id: uuid, loginName: z.string(), displayName: z.string(), role: z.enum(roles) }),
    company,
    permissions: z.array(z.string()),
  })
  .meta({ id: "Session" });
export type SessionView = z.infer<typeof sessionView>;

export const companySetup = z.strictObject({
  companyName: requiredText(60),
  taxStatus: taxStatus.default("general"),
  accountingStandard: accountingStandard.default("small-enterprise"),
  startPeriod: period,
  costingMethod: costingMethod.default("moving-average"),
  costScope: costScope.default("company"),
  negativeStock: z.boolean().default(false),
  warehouseName: requiredText(40).default("主仓"),
  ownerName: requiredText(40),
  loginName,
  password,
});

const userView = z
  .object({ id: uuid, loginName: z.string(), displayName: z.string(), role: z.enum(roles), disabled: z.boolean() })
  .meta({ id: "User" });

/** Roles that may be held to a number of days; the owner is not. */
export const limitedRoles = ["admin", "clerk", "buyer", "storekeeper", "bookkeeper"] as const satisfies readonly Role[];
export type LimitedRole = (typeof limitedRoles)[number];
const backdatingLimits = z.strictObject({
  /** A role that is not named has no limit; 0 means today only. */
  limits: z
    .array(z.strictObject({ role: z.enum(limitedRoles), days: z.number().int().min(0).max(366, "最多 366 天") }))
    .max(limitedRoles.length)
    .refine((limits) => new Set(limits.map((limit) => limit.role)).size === limits.length, "一个角色只写一次"),
});

export const identityRoutes = {
  "setup.state": route({
    method: "GET",
    path: "/setup",
    tag: "开始",
    summary: "是否第一次使用",
    permission: "public",
    reply: z.object({ needed: z.boolean(), today: z.string() }),
    errors: [],
  }),
  "setup.company": route({
    method: "POST",
    path: "/setup/company",
    tag: "开始",
    summary: "建公司（账套）和老板账号",
    permission: "public",
    body: companySetup,
    reply: sessionView,
    errors: ["setup.done", "user.name_taken", "request.too_many"],
  }),
  "setup.demo": route({
    method: "POST",
    path: "/setup/demo",
    tag: "开始",
    summary: "载入演示公司",
    permission: "public",
    body: z.strictObject({}),
    reply: z.object({ jobId: uuid, loginName: z.string(), password: z.string(), session: sessionView }),
    errors: ["setup.done", "request.too_many"],
  }),
  "session.create": route({
    method: "POST",
    path: "/session",
    tag: "登录",
    summary: "用户名和密码登录",
    permission: "public",
    body: z.strictObject({ loginName: requiredText(64), password: z.string().min(1, "请输入密码").max(200) }),
    reply: sessionView,
    errors: ["session.failed", "session.too_many_attempts", "request.too_many"],
  }),
  "session.show": route({
    method: "GET",
    path: "/session",
    tag: "登录",
    summary: "我是谁、能做什么",
    permission: "signed-in",
    reply: sessionView,
    errors: [],
  }),
  "session.delete": route({
    method: "DELETE",
    path: "/session",
    tag: "登录",
    summary: "退出",
    permission: "signed-in",
    errors: [],
  }),
  "session.password": route({
    method: "POST",
    path: "/session/password",
    tag: "登录",
    summary: "改自己的密码",
    permission: "signed-in",
    body: z.strictObject({ current: z.string().min(1).max(200), next: password }),
    errors: ["session.failed"],
  }),
  "users.list": route({
    method: "GET",
    path: "/users",
    tag: "用户",
    summary: "用户列表",
    permission: "users.manage",
    reply: z.object({ rows: z.array(userView) }),
    errors: [],
  }),
  "users.create": route({
    method: "POST",
    path: "/users",
    tag: "用户",
    summary: "新建用户",
    permission: "users.manage",
    body: z.strictObject({ loginName, displayName: requiredText(40), role: z.enum(roles), password }),
    reply: userView,
    errors: ["user.name_taken"],
  }),
  "users.update": route({
    method: "PUT",
    path: "/users/:id",
    tag: "用户",
    summary: "改角色、停用",
    permission: "users.manage",
    params: z.strictObject({ id: uuid }),
    body: z.strictObject({
      displayName: requiredText(40),
      role: z.enum(roles),
      disabled: z.boolean(),
      password: password.optional(),
    }),
    reply: userView,
    errors: ["not_found"],
  }),
  "backdating.show": route({
    method: "GET",
    path: "/backdating",
    tag: "期间",
    summary: "补录天数：各角色最多能写几天前的单据",
    permission: "signed-in",
    reply: backdatingLimits,
    errors: [],
  }),
  "backdating.save": route({
    method: "PUT",
    path: "/backdating",
    tag: "期间",
    summary: "改补录天数",
    permission: "company.manage",
    body: backdatingLimits,
    reply: backdatingLimits,
    errors: [],
  }),
  "audit.list": route({
    method: "GET",
    path: "/audit",
    tag: "用户",
    summary: "操作记录",
    permission: "users.manage",
    query: z.strictObject({
      subjectId: uuid.optional(),
      cursor: z.string().max(400).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    reply: z.object({
      rows: z.array(
        z.object({
          id: uuid,
          at: z.string(),
          user: z.string(),
          action: z.string(),
          subject: z.string(),
          subjectId: uuid.nullable(),
          note: text(400),
        }),
      ),
      next: z.string().nullable(),
    }),
    errors: [],
  }),
};
