import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { sqlState } from "../../apps/server/src/platform/db.ts";
import type { DatabaseConfig } from "../../apps/server/src/platform/launcher/open-database.ts";
import { appRole } from "../../apps/server/src/platform/launcher/open-database.ts";
import { templateDatabase } from "./cluster.setup.ts";

export type TestDatabase = {
  readonly adminConfig: DatabaseConfig;
  readonly appConfig: DatabaseConfig;
  readonly drop: () => Promise<void>;
};

/** A database of its own for one test file: migrated and without companies or users, or wholly empty. */
export async function createTestDatabase(content: "migrated" | "empty" = "migrated"): Promise<TestDatabase> {
  const { adminConfig, appPassword } = inject("testCluster");
  const database = `test_${randomBytes(6).toString("hex")}`;
  const template = content === "migrated" ? templateDatabase : "template1";
  await asAdmin(adminConfig, `create database ${database} template ${template} strategy file_copy`);
  const own = { ...adminConfig, database };
  return {
    adminConfig: own,
    appConfig: { ...own, user: appRole, password: appPassword },
    drop: () => dropDatabase(adminConfig, database),
  };
}

/**
 * Connections that are saying goodbye are waited for (PostgreSQL itself waits up to five seconds): cut off in the
 * middle of it they raise an error that no test can catch. One that a test left open is cut off then.
 */
async function dropDatabase(adminConfig: DatabaseConfig, database: string): Promise<void> {
  try {
    await asAdmin(adminConfig, `drop database if exists ${database}`);
  } catch (error) {
    if (sqlState(error) !== "55006") throw error;
    await asAdmin(adminConfig, `drop database ${database} with (force)`);
  }
}

async function asAdmin(config: DatabaseConfig, statement: string): Promise<void> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
