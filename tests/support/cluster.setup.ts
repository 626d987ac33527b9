import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { openCluster } from "../../apps/server/src/platform/launcher/embedded.ts";
import type { DatabaseConfig } from "../../apps/server/src/platform/launcher/open-database.ts";
import { appRole } from "../../apps/server/src/platform/launcher/open-database.ts";
import { migrate } from "../../apps/server/src/platform/migrate.ts";

export type TestCluster = { readonly adminConfig: DatabaseConfig; readonly appPassword: string };

declare module "vitest" {
  interface ProvidedContext {
    readonly testCluster: TestCluster;
  }
}

export const templateDatabase = "zhangshi_template";

type Shared = {
  users: number;
  opening: Promise<{ readonly cluster: TestCluster; readonly close: () => Promise<void> }>;
};

/** Every project loads this file anew in the one main process: the cluster is shared through the process itself. */
const place = globalThis as unknown as { zhangshiTestCluster?: Shared | undefined };

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (place.zhangshiTestCluster ??= { users: 0, opening: openTestCluster() });
  shared.users += 1;
  const { cluster, close } = await shared.opening;
  project.provide("testCluster", cluster);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    place.zhangshiTestCluster = undefined;
    await close();
  };
}

/** Not synced to disk: it lives for one test run. Tests of durability open a database of their own. */
async function openTestCluster() {
  const dataDir = mkdtempSync(join(tmpdir(), "zhangshi-test-"));
  const cluster = await openCluster({ dataDir, log: () => undefined }, "none");
  const close = async () => {
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await makeTemplate(cluster.config, cluster.appPassword);
  } catch (error) {
    await close();
    throw error;
  }
  return { cluster: { adminConfig: cluster.config, appPassword: cluster.appPassword }, close };
}

async function makeTemplate(config: DatabaseConfig, appPassword: string): Promise<void> {
  const client = new pg.Client(config);
  await client.connect();
  await client.query(`create database ${templateDatabase}`);
  await client.end();
  const adminConfig = { ...config, database: templateDatabase };
  await migrate({
    adminConfig,
    appConfig: { ...adminConfig, user: appRole, password: appPassword },
    log: () => undefined,
  });
}
