import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { catalogueRules } from "./rules.sql.ts";

let database: TestDatabase;
let admin: pg.Client;
let appRole: string;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = new pg.Client(database.adminConfig);
  await admin.connect();
  appRole = database.appConfig.user;
});
afterAll(async () => {
  await admin?.end();
  await database?.drop();
});

async function violations(query: string): Promise<readonly string[]> {
  const parameters = query.includes("$1") ? [appRole] : [];
  const answer = await admin.query<{ readonly violation: string }>(query, parameters);
  return answer.rows.map((row) => row.violation).sort();
}

/** Breaks the schema, looks, and takes the break back, whatever happens. */
async function violationsWith(planted: string, query: string): Promise<readonly string[]> {
  await admin.query("begin");
  try {
    await admin.query(planted.replaceAll(":app", admin.escapeIdentifier(appRole)));
    return await violations(query);
  } finally {
    await admin.query("rollback");
  }
}

describe("the schema after all migrations", () => {
  test("there are company tables and platform tables to judge", async () => {
    const count = await admin.query<{ readonly schema: string; readonly tables: number }>(
      "select schemaname as schema, count(*)::int as tables from pg_tables where schemaname in ('public', 'platform') group by 1 order by 1",
    );
    expect(count.rows.map((row) => row.schema)).toEqual(["platform", "public"]);
    expect(Math.min(...count.rows.map((row) => row.tables))).toBeGreaterThan(5);
  });

  for (const { title, query } of catalogueRules)
    test(title, async () => {
      expect(await violations(query)).toEqual([]);
    });
});

describe("each rule bites", () => {
  for (const { title, planted, query, found } of catalogueRules)
    test(title, async () => {
      expect(await violationsWith(planted, query)).toEqual(found.map((text) => text.replace(":app", appRole)));
    });
});
