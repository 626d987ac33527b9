import { type Permission, rolePermissions, type SessionView } from "@zhangshi/contract";
import { formatPeriod } from "@zhangshi/core";
import { todayIn } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import type { Caller } from "../../platform/http.ts";
import { newToken, sha256 } from "../../platform/identifiers.ts";
import { refused } from "../../platform/refused.ts";
import {
  deleteSession,
  findSession,
  insertSession,
  readCallerFacts,
  readCompany,
  type SessionRow,
} from "./identity.sql.ts";

const sessionDays = 30;
/** A request in the middle of a hundred need not ask the database again who it is; a sign-out is felt at once here and within this time elsewhere. */
const rememberMilliseconds = 3_000;

export type Sessions = {
  open(userId: string, orgId: string): Promise<string>;
  find(token: string): Promise<Caller | undefined>;
  view(token: string): Promise<SessionView>;
  close(tokenHash: Buffer): Promise<void>;
  forgetAll(): void;
};

export function createSessions(db: Database): Sessions {
  const remembered = new Map<string, { readonly caller: Caller; readonly until: number }>();

  async function lookUp(token: string): Promise<{ readonly row: SessionRow; readonly caller: Caller } | undefined> {
    const tokenHash = sha256(token);
    const row = await findSession(db.platform, tokenHash);
    if (!row) return undefined;
    const facts = await db.inCompany(row.orgId, (tx) => readCallerFacts(tx, row.role));
    const caller: Caller = {
      orgId: row.orgId,
      userId: row.userId,
      userName: row.displayName,
      permissions: new Set<Permission>(rolePermissions[row.role]),
      timeZone: facts?.timeZone ?? "Asia/Shanghai",
      backdatingDays: facts?.backdatingDays ?? null,
      tokenHash,
    };
    return { row, caller };
  }

  return {
    async open(userId, orgId) {
      const token = newToken();
      await insertSession(db.platform, { tokenHash: sha256(token), userId, orgId, days: sessionDays });
      return token;
    },
    async find(token) {
      const now = performance.now();
      const known = remembered.get(token);
      if (known && known.until > now) return known.caller;
      const found = await lookUp(token);
      remembered.delete(token);
      if (!found) return undefined;
      if (remembered.size > 10_000) remembered.clear();
      remembered.set(token, { caller: found.caller, until: now + rememberMilliseconds });
      return found.caller;
    },
    async view(token) {
      const found = await lookUp(token);
      if (!found) throw refused("session.required");
      const company = await db.inCompany(found.row.orgId, readCompany);
      if (!company) throw refused("session.required");
      return {
        user: {
          id: found.row.userId,
          loginName: found.row.loginName,
          displayName: found.row.displayName,
          role: found.row.role,
        },
        company: {
          id: found.row.orgId,
          name: company.name,
          taxStatus: company.taxStatus,
          accountingStandard: company.accountingStandard,
          costingMethod: company.costingMethod,
          costScope: company.costScope,
          negativeStock: company.negativeStock,
          reservedProtected: company.reservedProtected,
          startPeriod: formatPeriod(company.startPeriod),
          timeZone: company.timeZone,
          isDemo: company.isDemo,
          today: todayIn(company.timeZone),
          defaultTaxRate: String(Number(company.defaultTaxRate)),
        },
        permissions: [...rolePermissions[found.row.role]],
      };
    },
    async close(tokenHash) {
      remembered.clear();
      await deleteSession(db.platform, tokenHash);
    },
    forgetAll() {
      remembered.clear();
    },
  };
}
