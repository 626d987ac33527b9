import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { StartRefused } from "./launcher/start-refused.ts";
import { type DatabaseConfig, withClient } from "./launcher/launcher.sql.ts";
import {
  type AppliedMigration,
  allowConnection,
  applyMigration,
  createLoginRole,
  lockMigrations,
  readApplied,
  readRole,
  runCheck,
  setRolePassword,
} from "./migrate.sql.ts";

export type MigrateOptions = {
  readonly adminConfig: DatabaseConfig;
  readonly appConfig: DatabaseConfig;
  readonly log: (line: string) => void;
  readonly directory?: string | undefined;
};

type MigrationFile = AppliedMigration & { readonly sql: string; readonly check: string | undefined };

/** Brings the database to this program's version and returns the names of what was applied. */
export async function migrate(options: MigrateOptions): Promise<readonly string[]> {
  const files = readMigrations(options.directory ?? migrationsDirectory());
  return withClient(options.adminConfig, async (client) => {
    await lockMigrations(client);
    await ensureAppRole(client, options);
    const applied = await readApplied(client);
    refuseNewerOrChanged(files, applied);
    const pending = files.slice(applied.length);
    for (const file of pending) await apply(client, file, options.log);
    await checkAll(client, files);
    return pending.map((file) => file.name);
  });
}

/** `database/migrations` of the checkout, found from the source as from the bundle. */
export function migrationsDirectory(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const found = join(directory, "database", "migrations");
    if (existsSync(found)) return found;
    const parent = dirname(directory);
    if (parent === directory) throw new Error("database/migrations is missing");
    directory = parent;
  }
}

function readMigrations(directory: string): readonly MigrationFile[] {
  const names = readdirSync(directory)
    .filter((name) => /^\d{4}-/.test(name))
    .sort();
  return names.map((name) => {
    const sql = readFileSync(join(directory, name, "up.sql"), "utf8");
    const checkFile = join(directory, name, "check.sql");
    return {
      name,
      sql,
      // The sum is the same on Windows, where git may write other line ends.
      sha256: createHash("sha256").update(sql.replaceAll("\r\n", "\n")).digest("hex"),
      check: existsSync(checkFile) ? readFileSync(checkFile, "utf8") : undefined,
    };
  });
}

function refuseNewerOrChanged(files: readonly MigrationFile[], applied: readonly AppliedMigration[]): void {
  const unknown = applied.find((done) => files.every((file) => file.name !== done.name));
  if (unknown !== undefined) {
    throw new StartRefused(
      `数据库比程序新（已执行 ${unknown.name}，本程序没有它）。请升级程序后再启动；数据没有改动。`,
      `The database is newer than the program (it has ${unknown.name}). Upgrade the program; nothing was changed.`,
    );
  }
  const changed = applied.find((done) => files.some((file) => file.name === done.name && file.sha256 !== done.sha256));
  if (changed !== undefined) {
    throw new StartRefused(
      `升级脚本 ${changed.name} 执行之后被改动过。请恢复原文件，改动写成新的升级脚本。`,
      `The migration ${changed.name} was changed after it had been applied. Restore the file; write the change as a new one.`,
    );
  }
  const skipped = files.slice(0, applied.length).find((file, place) => file.name !== applied[place]?.name);
  if (skipped !== undefined) {
    throw new StartRefused(
      `升级脚本 ${skipped.name} 排在已执行的脚本之前。请给它一个更大的编号。`,
      `The migration ${skipped.name} comes before one that was applied already. Give it a higher number.`,
    );
  }
}

async function apply(client: pg.Client, file: MigrationFile, log: (line: string) => void): Promise<void> {
  log(`升级数据库 Migrating: ${file.name}`);
  try {
    await applyMigration(client, file, file.sql);
  } catch (error) {
    const { message, position, where } = error as { message: string; position?: string; where?: string };
    const line = position === undefined ? "" : `:${file.sql.slice(0, Number(position)).split("\n").length}`;
    throw new Error(`${file.name}/up.sql${line}: ${message}${where === undefined ? "" : ` (${where})`}`, {
      cause: error,
    });
  }
}

/** All checks, also those of earlier migrations: a later one may break what an earlier one promised. */
async function checkAll(client: pg.Client, files: readonly MigrationFile[]): Promise<void> {
  for (const file of files) {
    if (file.check === undefined) continue;
    const rows = await runCheck(client, file.check);
    if (rows.length === 0) continue;
    const shown = rows.slice(0, 5).map((row) => JSON.stringify(row));
    throw new StartRefused(
      `升级后检查未通过（${file.name}/check.sql，${rows.length} 行）：${shown.join(" ")}`,
      `The check after the migration failed (${file.name}/check.sql, ${rows.length} rows).`,
    );
  }
}

async function ensureAppRole(client: pg.Client, options: MigrateOptions): Promise<void> {
  const { user } = options.appConfig;
  const existing = await readRole(client, user);
  if (existing === undefined) await makeAppRole(client, options);
  else if (!(await canSignIn(options.appConfig))) await giveAppPassword(client, options);

  const role = await readRole(client, user);
  if (role?.superuser === true || role?.bypassesRowSecurity === true || role?.ownsTables === true) {
    throw new StartRefused(
      `数据库角色 ${user} 的权限过大（超级用户、可绕过行级安全或拥有表），账套之间会互相可见。请收回这些权限。`,
      `The database role ${user} has too many rights (superuser, bypassrls or owner of tables): take them away.`,
    );
  }
}

async function makeAppRole(client: pg.Client, options: MigrateOptions): Promise<void> {
  const { user, password, database } = options.appConfig;
  const owner = await readRole(client, options.adminConfig.user);
  if (owner?.superuser !== true && owner?.mayCreateRoles !== true) {
    throw new StartRefused(
      `DATABASE_URL 的角色 ${options.adminConfig.user} 不能创建角色。请由管理员执行：create role ${user} login password '…'，并把密码写入数据目录的 secrets.json（appPassword）；或授予 createrole。`,
      `The role ${options.adminConfig.user} of DATABASE_URL may not create roles. Have an administrator run: create role ${user} login password '…', and put the password into secrets.json (appPassword) of the data directory; or grant createrole.`,
    );
  }
  try {
    await createLoginRole(client, user, password);
  } catch (error) {
    // 42710, 23505: another database of the same server was migrated at this moment.
    if (!["42710", "23505"].includes((error as { code?: string }).code ?? "")) throw error;
  }
  await allowConnection(client, database, user);
}

async function canSignIn(config: DatabaseConfig): Promise<boolean> {
  try {
    await withClient(config, async () => undefined);
    return true;
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === "42501") return false;
    if (code === "28P01" || code === "28000") return false;
    throw error;
  }
}

/** A new data directory in front of an old server: the role is there, its password was in the old directory. */
async function giveAppPassword(client: pg.Client, options: MigrateOptions): Promise<void> {
  const { user, password, database } = options.appConfig;
  try {
    await setRolePassword(client, user, password);
    await allowConnection(client, database, user);
    options.log(`已为数据库角色 ${user} 设置新密码。 The database role ${user} was given a new password.`);
  } catch (error) {
    throw new StartRefused(
      `数据库角色 ${user} 的密码与数据目录 secrets.json 中的不一致，也无权修改它（${(error as Error).message}）。请把正确的密码写入 secrets.json（appPassword）。`,
      `The password of the database role ${user} differs from secrets.json and may not be changed (${(error as Error).message}). Put the right one into secrets.json (appPassword).`,
    );
  }
}
