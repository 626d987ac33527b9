import type { identityRoutes, Permission } from "@zhangshi/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { recordAudit } from "../../platform/audit.sql.ts";
import { todayIn } from "../../platform/clock.ts";
import { cursorFrom, cursorOf } from "../../platform/cursor.ts";
import { type Database, violatedConstraint } from "../../platform/db.ts";
import { type Handlers, sessionCookie } from "../../platform/http.ts";
import { newId } from "../../platform/identifiers.ts";
import { refused, refusedAt } from "../../platform/refused.ts";
import { createCompany } from "./create-company.ts";
import {
  clearFailures,
  countCompanies,
  countFailure,
  deleteSessionsOf,
  findUser,
  findUserByName,
  firstMembership,
  insertMembership,
  insertUser,
  listAudit,
  listMembers,
  type MemberRow,
  readBackdatingLimits,
  readFailures,
  setPassword,
  updateMember,
  writeBackdatingLimits,
} from "./identity.sql.ts";
import { hashPassword, passwordMatches } from "./passwords.ts";
import type { Sessions } from "./sessions.ts";

export const permissionNames: Readonly<Record<Permission, string>> = {
  "catalog.read": "看商品",
  "catalog.write": "改商品",
  "partners.read": "看往来单位",
  "partners.write": "改往来单位",
  "purchase.read": "看采购单",
  "purchase.write": "写采购单",
  "purchase.approve": "审核采购单",
  "sales.read": "看销售单",
  "sales.write": "写销售单",
  "sales.approve": "审核销售单",
  "stock.read": "看库存",
  "stock.write": "写库存单据",
  "stock.approve": "审核库存单据",
  "stock.count": "盘点",
  "cost.read": "看成本",
  "cost.adjust": "调整成本",
  "accounting.read": "看凭证和账簿",
  "period.close": "结账",
  "period.reopen": "反结账",
  "settlement.read": "看往来账",
  "report.read": "看报表",
  "proof.run": "账实核对",
  "import.run": "导入数据",
  "users.manage": "管理用户",
  "company.manage": "管理公司",
};

/** Five wrong passwords close a name for a quarter of an hour; an address may try more names. */
const attemptWindowMinutes = 15;
const attemptsPerName = 5;
const attemptsPerAddress = 30;

export type DemoStarter = (company: {
  readonly orgId: string;
  readonly ownerId: string;
  readonly warehouseId: string;
  readonly ownerName: string;
}) => Promise<string>;

export function identityHandlers(
  db: Database,
  sessions: Sessions,
  startDemo: DemoStarter,
): Handlers<keyof typeof identityRoutes> {
  const signIn = async (reply: FastifyReply, request: FastifyRequest, userId: string, orgId: string) => {
    const token = await sessions.open(userId, orgId);
    reply.setCookie(sessionCookie, token, {
      httpOnly: true,
      sameSite: "lax",
      path: "/",
      secure: request.protocol === "https",
      maxAge: 30 * 24 * 3600,
    });
    return sessions.view(token);
  };
  return {
    "setup.state": {
      kind: "public",
      run: async () => ({ needed: (await countCompanies(db.platform)).all === 0, today: todayIn("Asia/Shanghai") }),
    },
    "setup.company": {
      kind: "public",
      run: async ({ body }, { reply, request }) => {
        const created = await createCompany(db, body, { isDemo: false, onlyFirst: true });
        return signIn(reply, request, created.ownerId, created.orgId);
      },
    },
    "setup.demo": {
      kind: "public",
      run: async (_input, { reply, request }) => {
        const password = newId().slice(-12);
        const loginName = "demo";
        const company = await createCompany(db, demoSetup(loginName, password), { isDemo: true, onlyFirst: true });
        const session = await signIn(reply, request, company.ownerId, company.orgId);
        return {
          jobId: await startDemo({ ...company, ownerName: session.user.displayName }),
          loginName,
          password,
          session,
        };
      },
    },
    "session.create": {
      kind: "public",
      run: async ({ body }, { reply, request, address }) => {
        const name = `name:${body.loginName.toLowerCase()}`;
        const subjects = [name, `address:${address}`];
        for (const found of await readFailures(db.platform, subjects, attemptWindowMinutes))
          if (found.failures >= (found.subject === name ? attemptsPerName : attemptsPerAddress))
            throw refused("session.too_many_attempts", { minutes: Math.max(1, found.minutesLeft) });
        const user = await findUserByName(db.platform, body.loginName);
        const matches = await passwordMatches(user?.passwordHash, body.password);
        const membership = user && (await firstMembership(db.platform, user.id));
        if (!matches || !user || user.disabled || !membership) {
          await countFailure(db.platform, subjects, attemptWindowMinutes);
          throw refused("session.failed");
        }
        await clearFailures(db.platform, name);
        return signIn(reply, request, user.id, membership.orgId);
      },
    },
    "session.show": {
      kind: "own",
      run: (_input, _context, request) => sessions.view(request.cookies[sessionCookie] ?? ""),
    },
    "session.delete": {
      kind: "own",
      run: async (_input, { caller }, _request, reply) => {
        await sessions.close(caller.tokenHash);
        reply.clearCookie(sessionCookie, { path: "/" });
        return undefined as never;
      },
    },
    "session.password": {
      kind: "own",
      run: async ({ body }, { caller }) => {
        const user = await findUser(db.platform, caller.userId);
        if (!(await passwordMatches(user?.passwordHash, body.current))) throw refusedAt("current", "session.failed");
        await setPassword(db.platform, caller.userId, await hashPassword(body.next));
        await deleteSessionsOf(db.platform, caller.userId, caller.tokenHash);
        sessions.forgetAll();
        return undefined as never;
      },
    },
    "users.list": {
      kind: "own",
      run: async (_input, { caller }) => ({ rows: (await listMembers(db.platform, caller.orgId)).map(memberView) }),
    },
    "users.create": {
      kind: "write",
      run: async (tx, { body }, { caller }) => {
        const id = newId();
        try {
          await insertUser(tx, {
            id,
            loginName: body.loginName,
            displayName: body.displayName,
            passwordHash: await hashPassword(body.password),
          });
        } catch (error) {
          if (violatedConstraint(error) === "app_user_login_name") throw refusedAt("loginName", "user.name_taken");
          throw error;
        }
        await insertMembership(tx, id, tx.orgId, body.role);
        await recordAudit(tx, caller, {
          action: "user.create",
          subjectType: "user",
          subjectId: id,
          note: `${body.displayName} ${body.role}`,
        });
        return { id, loginName: body.loginName, displayName: body.displayName, role: body.role, disabled: false };
      },
    },
    "users.update": {
      kind: "write",
      run: async (tx, { params, body }, { caller }) => {
        const members = await listMembers(tx, tx.orgId);
        const before = members.find((member) => member.id === params.id);
        if (!before) throw refused("not_found");
        const leavesNoOwner =
          before.role === "owner" &&
          (body.role !== "owner" || body.disabled) &&
          members.filter((member) => member.role === "owner" && !member.disabled).length <= 1;
        if (leavesNoOwner) throw refusedAt("role", "permission.missing", { permission: "至少要有一位老板" });
        await updateMember(tx, tx.orgId, params.id, body);
        if (body.password) await setPassword(tx, params.id, await hashPassword(body.password));
        if (body.password || body.disabled || body.role !== before.role)
          await deleteSessionsOf(tx, params.id, params.id === caller.userId ? caller.tokenHash : null);
        await recordAudit(tx, caller, {
          action: "user.update",
          subjectType: "user",
          subjectId: params.id,
          note: `${body.displayName} ${body.role}${body.disabled ? " 停用" : ""}`,
        });
        sessions.forgetAll();
        return memberView({ ...before, displayName: body.displayName, role: body.role, disabled: body.disabled });
      },
    },
    "backdating.show": { kind: "read", run: async (tx) => ({ limits: [...(await readBackdatingLimits(tx))] }) },
    "backdating.save": {
      kind: "write",
      run: async (tx, { body }, { caller }) => {
        await writeBackdatingLimits(tx, body.limits);
        await recordAudit(tx, caller, {
          action: "backdating.save",
          subjectType: "company",
          subjectId: tx.orgId,
          note: body.limits.map((limit) => `${limit.role} ${limit.days}`).join("，"),
        });
        sessions.forgetAll();
        return { limits: [...(await readBackdatingLimits(tx))] };
      },
    },
    "audit.list": {
      kind: "read",
      run: async (tx, { query }) => {
        const rows = await listAudit(tx, {
          subjectId: query.subjectId ?? null,
          before: cursorFrom(query.cursor),
          limit: query.limit + 1,
        });
        const page = rows.slice(0, query.limit);
        const last = page.at(-1);
        return {
          rows: page.map((row) => ({
            id: row.id,
            at: row.at.toISOString(),
            user: row.user_name,
            action: row.action,
            subject: row.subject_type,
            subjectId: row.subject_id,
            note: row.note,
          })),
          next: rows.length > query.limit && last ? cursorOf(last.at.toISOString(), last.id) : null,
        };
      },
    },
  };
}

function memberView(member: MemberRow) {
  return {
    id: member.id,
    loginName: member.loginName,
    displayName: member.displayName,
    role: member.role,
    disabled: member.disabled,
  };
}

/** A demo wholesaler began its books a year ago. */
export function demoSetup(loginName: string, password: string) {
  const today = todayIn("Asia/Shanghai");
  return {
    companyName: "恒泰饮料商贸（演示）",
    taxStatus: "general" as const,
    accountingStandard: "small-enterprise" as const,
    startPeriod: `${Number(today.slice(0, 4)) - 1}-${today.slice(5, 7)}`,
    costingMethod: "moving-average" as const,
    costScope: "company" as const,
    negativeStock: false,
    warehouseName: "主仓",
    ownerName: "陈立群",
    loginName,
    password,
  };
}
