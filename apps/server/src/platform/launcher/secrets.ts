import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartRefused } from "./start-refused.ts";

export type Secrets = { readonly ownerPassword: string; readonly appPassword: string };

/** Made once per data directory. The link makes it appear whole or not at all, and only one of two racing programs wins. */
export function loadSecrets(dataDir: string): Secrets {
  const path = join(dataDir, "secrets.json");
  if (!existsSync(path)) writeSecrets(path);
  return readSecrets(path);
}

function writeSecrets(path: string): void {
  const draft = `${path}.${process.pid}-${randomBytes(4).toString("hex")}`;
  const secrets: Secrets = { ownerPassword: newPassword(), appPassword: newPassword() };
  writeFileSync(draft, JSON.stringify(secrets, undefined, 2) + "\n", { mode: 0o600, flush: true });
  chmodSync(draft, 0o600);
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
}

function readSecrets(path: string): Secrets {
  let found: Partial<Secrets>;
  try {
    found = JSON.parse(readFileSync(path, "utf8")) as Partial<Secrets>;
  } catch (error) {
    throw new StartRefused(
      `无法读取数据库密码文件 ${path}（${(error as Error).message}）。请用创建它的用户运行，或从备份恢复该文件。`,
      `The password file ${path} cannot be read (${(error as Error).message}). Run as the user who made it, or restore it from a backup.`,
    );
  }
  const { ownerPassword, appPassword } = found;
  if (typeof ownerPassword !== "string" || typeof appPassword !== "string") {
    throw new StartRefused(
      `数据库密码文件 ${path} 内容不完整，请从备份恢复该文件。`,
      `The password file ${path} is incomplete: restore it from a backup.`,
    );
  }
  return { ownerPassword, appPassword };
}

function newPassword(): string {
  return randomBytes(24).toString("base64url");
}
