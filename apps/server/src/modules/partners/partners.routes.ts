import type { partnersRoutes, RouteInput, RouteName, Routes } from "@zhangshi/contract";
import { recordAudit } from "../../platform/audit.sql.ts";
import { cursorFrom, cursorOf } from "../../platform/cursor.ts";
import { type Tx, violatedConstraint } from "../../platform/db.ts";
import type { Handlers } from "../../platform/http.ts";
import { newId } from "../../platform/identifiers.ts";
import { searchPatterns } from "../../platform/search-patterns.ts";
import { refused, refusedAt } from "../../platform/refused.ts";
import {
  describeChange,
  money,
  type PartnerWrite,
  partnerFromBody,
  type StoredPartner,
  viewPartner,
} from "./partner.ts";
import { exportBalances, exportPartners } from "./partner-export.ts";
import {
  type BalanceFilter,
  countPartners,
  listBalances,
  listPartners,
  type PartnerFilter,
  type Place,
  sumBalances,
} from "./partner-list.sql.ts";
import {
  deletePartner,
  findPartner,
  insertPartners,
  lockPartner,
  partnerFrom,
  recentDocuments,
  updatePartners,
} from "./partners.sql.ts";
import { readStatement } from "./statement.ts";

type ListQuery = RouteInput<Routes["partners.list"]>["query"];
type BalanceQuery = RouteInput<Routes["partners.balances"]>["query"];
const recentCount = 10;

export function partnersHandlers(): Handlers<Extract<RouteName, keyof typeof partnersRoutes>> {
  return {
    "partners.list": {
      kind: "read",
      run: async (tx, { query }) => {
        const filter = filterOf(query);
        const rows = await listPartners(
          tx,
          filter,
          { by: query.sort, direction: query.direction },
          placeOf(query),
          query.limit + 1,
        );
        return {
          rows: rows.slice(0, query.limit).map((row) => viewPartner(partnerFrom(row))),
          next: nextOf(query, rows),
          total: await countPartners(tx, filter),
        };
      },
    },
    "partners.export": {
      kind: "read",
      run: (tx, { query }) => exportPartners(tx, filterOf(query), { by: query.sort, direction: query.direction }),
    },
    "partners.show": { kind: "read", run: async (tx, { params }) => viewPartner(await loadPartner(tx, params.id)) },
    "partners.create": {
      kind: "write",
      run: async (tx, { body }, { caller }) => {
        const partner = partnerFromBody(body.id ?? newId(), body);
        await refusingTakenCode(partner, () => insertPartners(tx, [partner]));
        await recordAudit(tx, caller, {
          action: "partner.create",
          subjectType: "partner",
          subjectId: partner.id,
          note: `${partner.code} ${partner.name}`,
        });
        return viewPartner(await loadPartner(tx, partner.id));
      },
    },
    "partners.update": {
      kind: "write",
      run: async (tx, { params, body }, { caller }) => {
        const before = await lockPartner(tx, params.id);
        if (!before) throw refused("not_found");
        if (body.version !== undefined && body.version !== before.version) throw refused("version.stale");
        const partner = partnerFromBody(params.id, body);
        await refusingTakenCode(partner, () => updatePartners(tx, [partner]));
        await recordAudit(tx, caller, {
          action: "partner.update",
          subjectType: "partner",
          subjectId: partner.id,
          note: describeChange(before, partner),
        });
        return viewPartner(await loadPartner(tx, partner.id));
      },
    },
    "partners.delete": {
      kind: "write",
      run: async (tx, { params }, { caller }) => {
        const partner = await lockPartner(tx, params.id);
        if (!partner) throw refused("not_found");
        await deletePartner(tx, params.id).catch((error: unknown) => {
          throw violatedConstraint(error) === undefined ? error : refused("record.in_use");
        });
        await recordAudit(tx, caller, {
          action: "partner.delete",
          subjectType: "partner",
          subjectId: params.id,
          note: `${partner.code} ${partner.name}`,
        });
      },
    },
    "partners.summary": {
      kind: "read",
      run: async (tx, { params }) => {
        const partner = viewPartner(await loadPartner(tx, params.id));
        const recent = await recentDocuments(tx, params.id, recentCount);
        return {
          partner,
          recent: recent.map((one) => ({
            documentId: one.id,
            type: one.type,
            number: one.number,
            businessDate: one.business_date,
            amount: money(one.gross_amount),
          })),
        };
      },
    },
    "partners.balances": {
      kind: "read",
      run: async (tx, { query }) => {
        const filter = balanceFilterOf(query);
        const rows = await listBalances(
          tx,
          filter,
          { by: query.sort, direction: query.direction },
          placeOf(query),
          query.limit + 1,
        );
        const { total, sum } = await sumBalances(tx, filter);
        const page = rows.slice(0, query.limit).map((row) => ({
          partnerId: row.id,
          code: row.code,
          name: row.name,
          amount: money(row.amount),
          lastDate: row.last_date,
          creditLimit: row.credit_limit === null ? null : money(row.credit_limit),
        }));
        return { rows: page, next: nextOf(query, rows), total, sum: money(sum) };
      },
    },
    "partners.balancesExport": {
      kind: "read",
      run: (tx, { query }) =>
        exportBalances(tx, balanceFilterOf(query), { by: query.sort, direction: query.direction }),
    },
    "partners.statement": {
      kind: "read",
      run: async (tx, { params, query }) => {
        const partner = viewPartner(await loadPartner(tx, params.id));
        return {
          partner,
          side: query.side,
          ...(await readStatement(tx, {
            partnerId: params.id,
            side: query.side,
            from: query.from ?? null,
            to: query.to ?? null,
          })),
        };
      },
    },
  };
}

async function loadPartner(tx: Tx, id: string): Promise<StoredPartner> {
  const partner = await findPartner(tx, id);
  if (!partner) throw refused("not_found");
  return partner;
}
async function refusingTakenCode(partner: PartnerWrite, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const violated = violatedConstraint(error);
    if (violated === "partner_code") throw refusedAt("code", "code.taken", { value: partner.code });
    if (violated === "partner_pk") throw refusedAt("id", "code.taken", { value: partner.id });
    throw error;
  }
}

function filterOf(query: ListQuery): PartnerFilter {
  return { patterns: searchPatterns(query.search), role: query.role ?? null, withDisabled: query.disabled };
}
function balanceFilterOf(query: BalanceQuery): BalanceFilter {
  return { side: query.side, patterns: searchPatterns(query.search), includeZero: query.includeZero };
}

type Ordered = {
  readonly sort: string;
  readonly direction: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
};
/** A cursor is a place in one order; in another it would skip rows or repeat them. */
function placeOf(query: Ordered): Place | null {
  const place = cursorFrom(query.cursor);
  if (!place) return null;
  const order = `${query.sort}-${query.direction}:`;
  if (!place.key.startsWith(order)) throw refused("request.malformed");
  return { key: place.key.slice(order.length), id: place.id };
}
function nextOf(query: Ordered, rows: readonly { readonly id: string; readonly sort_key: string }[]): string | null {
  const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
  return last ? cursorOf(`${query.sort}-${query.direction}:${last.sort_key}`, last.id) : null;
}
