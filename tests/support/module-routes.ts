import { type Permission, permissions, routes } from "@zhangshi/contract";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { connect, type Database, type Tx } from "../../apps/server/src/platform/db.ts";
import type { Context } from "../../apps/server/src/platform/http.ts";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import type { RefusedError } from "../../apps/server/src/platform/refused.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

type Runs = { readonly run: (...given: never[]) => unknown };
type Parser = { parse(value: unknown): unknown };
/** Another company or fewer rights than the test's own. */
type As = { readonly org?: string; readonly rights?: readonly Permission[] };

/** Routes of a module without a server: each test has a company of its own, with books and nothing in them. */
export type ModuleRoutes<Handlers> = {
  readonly db: Database;
  readonly orgId: string;
  readonly userId: string;
  /** The route as the server runs it: the contract's parser, then the handler in a transaction of the company. */
  call<Name extends keyof Handlers & keyof typeof routes>(
    name: Name,
    input: { params?: unknown; query?: unknown; body?: unknown },
    as?: As,
  ): Promise<Handlers[Name] extends { readonly run: (...given: never[]) => infer Reply } ? Awaited<Reply> : never>;
  inCompany<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  makeCompany(): Promise<string>;
};

export function moduleRoutes<Handlers extends Readonly<Record<string, Runs>>>(
  handlers: Handlers,
): ModuleRoutes<Handlers> {
  let database: TestDatabase;
  const userId = newId();
  const here = {
    userId,
    async call(name: keyof typeof routes, input: { params?: unknown; query?: unknown; body?: unknown }, as: As = {}) {
      const { params, query, body } = routes[name] as { params?: Parser; query?: Parser; body?: Parser };
      const parsed = {
        params: params?.parse(input.params),
        query: query?.parse(input.query ?? {}),
        body: body?.parse(input.body),
      };
      const orgId = as.org ?? here.orgId;
      const context = contextOf(orgId, userId, as.rights ?? permissions);
      const handler = handlers[name] as unknown as { run(tx: unknown, input: unknown, context: Context): unknown };
      return here.db.inCompany(orgId, async (tx) => handler.run(tx, parsed, context));
    },
    inCompany: (work: (tx: Tx) => Promise<unknown>) => here.db.inCompany(here.orgId, work),
    makeCompany: () => makeCompany(here.db),
  } as unknown as { -readonly [Part in keyof ModuleRoutes<Handlers>]: ModuleRoutes<Handlers>[Part] };

  beforeAll(async () => {
    database = await createTestDatabase();
    here.db = connect(database.appConfig, { connections: 4, postingConnections: 1 });
  });
  afterAll(async () => {
    await here.db?.close();
    await database?.drop();
  });
  beforeEach(async () => {
    here.orgId = await here.makeCompany();
  });
  return here;
}

function contextOf(orgId: string, userId: string, rights: readonly Permission[]): Context {
  return {
    caller: {
      orgId,
      userId,
      userName: "张三",
      permissions: new Set(rights),
      timeZone: "Asia/Shanghai",
      backdatingDays: null,
      tokenHash: Buffer.alloc(0),
    },
    language: "zh",
    idempotency: null,
  };
}

async function makeCompany(db: Database): Promise<string> {
  const id = newId();
  await db.platform.query({ text: "insert into platform.company (id, name) values ($1, '甲公司')", values: [id] });
  await db.inCompany(id, async (tx) => {
    await tx.query({
      text: "insert into company (org_id, name, accounting_standard) values ($1, '甲公司', 'small-enterprise')",
      values: [id],
    });
    await tx.query({
      text: "insert into books (org_id, chain_head, start_period, tax_status, costing_method, cost_scope, accounting_standard) values ($1, $2, 202601, 'general', 'moving-average', 'company', 'small-enterprise')",
      values: [id, Buffer.alloc(32)],
    });
  });
  return id;
}

/** The refusal that the work must meet, with path, code and message of each field; whatever else goes wrong is thrown on. */
export async function refusalOf(
  work: Promise<unknown>,
): Promise<{ readonly code: string; readonly fields: readonly (readonly [string, string, string])[] }> {
  const error = await work.then(
    () => {
      throw new Error("it was not refused");
    },
    (one: RefusedError) => one,
  );
  if (error.name !== "RefusedError") throw error;
  return { code: error.code, fields: error.fields.map((field) => [field.path, field.code, field.message] as const) };
}
