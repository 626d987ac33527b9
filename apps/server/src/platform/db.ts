import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";

/** Dates stay calendar days and whole numbers stay exact: the driver's own parsers would move or round them. */
const types = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (oid === pg.types.builtins.DATE || oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC)
      return (text: string) => text;
    return pg.types.getTypeParser(oid, format as "text");
  },
} as pg.CustomTypesConfig;

export type Row = Record<string, unknown>;
/** A connection that sends without waiting for answers. */
export type PostingClient = pg.PoolClient;
export type Query = { readonly name?: string; readonly text: string; readonly values?: readonly unknown[] };
/** A transaction of one company: the tenant is set, and nothing outside it can be seen. */
export type Tx = {
  readonly orgId: string;
  query<R extends Row>(query: Query): Promise<readonly R[]>;
};
export type Platform = { query<R extends Row>(query: Query): Promise<readonly R[]> };
export type Database = {
  /** One transaction of one company, retried when the database asks for it. Never nested: pass the Tx on instead (P51). */
  inCompany<T>(
    orgId: string,
    work: (tx: Tx) => Promise<T>,
    options?: { readonly readOnly?: boolean; readonly timeoutMilliseconds?: number },
  ): Promise<T>;
  /** Platform tables: people, sessions, the directory, jobs. */
  readonly platform: Platform;
  /** Several platform statements as one transaction. */
  inPlatform<T>(work: (platform: Platform) => Promise<T>): Promise<T>;
  /** Connections that send without waiting for answers; only for the posting path. */
  readonly postingPool: pg.Pool;
  /** A connection that nobody used before and nobody will after: for temporary tables. It sends without waiting, too. */
  onOwnConnection<T>(work: (client: PostingClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** `set local` takes no parameters, so a validated uuid stands in its text. */
export function quoteUuid(id: string): string {
  if (!uuidPattern.test(id)) throw new Error("not a uuid");
  return `'${id}'`;
}
export function setCompany(orgId: string): string {
  return `set local app.org_id = ${quoteUuid(orgId)}`;
}

const current = new AsyncLocalStorage<string>();
const retryable = new Set(["40001", "40P01"]);
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
const lostConnection =
  /connect ENOENT|connection (?:terminated|timeout|error)|timeout exceeded when trying to connect|client has encountered a connection error/i;
/** The database is away or went away: classes 08 (connection), 57P (shutdown), or the socket itself. */
export function isConnectionLost(error: unknown): boolean {
  const state = sqlState(error) ?? "";
  if (/^(08|57P)/.test(state) || ["ECONNREFUSED", "ECONNRESET", "EPIPE"].includes(state)) return true;
  return error instanceof Error && lostConnection.test(error.message);
}
/** The violated constraint; behind a sharding proxy only the message has it. */
export function violatedConstraint(error: unknown): string | undefined {
  if (sqlState(error) !== "23505" && sqlState(error) !== "23503") return undefined;
  const named =
    (error as { constraint?: string }).constraint ?? /constraint "([^"]+)"/.exec((error as Error).message)?.[1];
  return named?.replace(/_\d+$/, "");
}

export function connect(
  config: pg.PoolConfig,
  options: { readonly connections?: number; readonly postingConnections?: number } = {},
): Database {
  const common = { ...config, types, connectionTimeoutMillis: 20_000, idle_in_transaction_session_timeout: 60_000 };
  const pool = new pg.Pool({
    ...common,
    max: options.connections ?? 16,
    statement_timeout: 60_000,
    pipeline: true,
  } as pg.PoolConfig);
  const postingPool = new pg.Pool({
    ...common,
    max: options.postingConnections ?? 3,
    statement_timeout: 60_000,
    pipeline: true,
  } as pg.PoolConfig);
  for (const one of [pool, postingPool]) {
    one.on("error", () => undefined);
    // A connection in use may break between two statements: its next statement says so, the program lives on.
    one.on("connect", (client) => client.on("error", () => undefined));
  }

  async function run<R extends Row>(client: pg.ClientBase | pg.Pool, query: Query): Promise<readonly R[]> {
    const result = await client.query<R>({
      text: query.text,
      values: query.values as unknown[] | undefined,
      ...(query.name ? { name: query.name } : {}),
    } as pg.QueryConfig);
    return result.rows;
  }

  async function once<T>(
    orgId: string | null,
    work: (query: Platform["query"]) => Promise<T>,
    timeout?: number,
  ): Promise<T> {
    const client = await pool.connect();
    let awaited = 0;
    const ask: Platform["query"] = async (query) => {
      awaited += 1;
      try {
        return await run(client, query);
      } finally {
        awaited -= 1;
      }
    };
    let broken: Error | undefined;
    try {
      const opening = [
        client.query("begin"),
        ...(orgId ? [client.query(setCompany(orgId))] : []),
        ...(timeout ? [client.query(`set local statement_timeout = ${Math.trunc(timeout)}`)] : []),
      ];
      await Promise.all(opening);
      const result = await work(ask);
      const committed = await client.query("commit");
      if (committed.command !== "COMMIT") throw new Error(`the transaction ended with ${committed.command}`);
      return result;
    } catch (error) {
      // Whoever gives up (a stopped job) does not wait for the statement that it no longer wants.
      if (awaited > 0 && sqlState(error) === undefined) await cancelStatement(client);
      await client.query("rollback").catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async function cancelStatement(client: pg.PoolClient & { readonly processID?: number }): Promise<void> {
    await pool.query("select pg_cancel_backend($1)", [client.processID]).catch(() => undefined);
  }

  async function withRetry<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (attempt >= 5 || !retryable.has(sqlState(error) ?? "")) throw error;
      }
    }
  }

  return {
    inCompany(orgId, work, transactionOptions = {}) {
      if (current.getStore() !== undefined) throw new Error("a transaction inside a transaction: pass the Tx on");
      return current.run(orgId, () =>
        withRetry(() => once(orgId, (query) => work({ orgId, query }), transactionOptions.timeoutMilliseconds)),
      );
    },
    inPlatform(work) {
      return withRetry(() => once(null, (query) => work({ query })));
    },
    platform: { query: (query) => run(pool, query) },
    postingPool,
    async onOwnConnection(work) {
      const own = new pg.Pool({
        ...common,
        max: 1,
        idle_in_transaction_session_timeout: 0,
        pipeline: true,
      } as pg.PoolConfig);
      own.on("error", () => undefined);
      own.on("connect", (client) => client.on("error", () => undefined));
      try {
        const client = await own.connect();
        try {
          return await work(client);
        } finally {
          client.release(true);
        }
      } finally {
        await own.end();
      }
    },
    async close() {
      await Promise.all([pool.end(), postingPool.end()]);
    },
  };
}
