import { type SpawnOptions, spawnSync } from "node:child_process";
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Binaries, executable } from "./binaries.ts";
import { StartRefused } from "./start-refused.ts";

export type Command = { readonly file: string; readonly arguments: readonly string[]; readonly options: SpawnOptions };

/**
 * How PostgreSQL, which refuses to run as root, is run.
 * plain: as the user that we are. namespace: we are root; inside a user namespace root looks like somebody else, and what
 * it writes still belongs to root, so a repository in a 0700 folder works. account: we are root and namespaces are
 * blocked (as in many containers), so an unprivileged account is borrowed.
 */
export type Account =
  | { readonly kind: "plain" | "namespace" }
  | { readonly kind: "account"; readonly name: string; readonly uid: number; readonly gid: number };

const borrowedAccounts = ["zhangshi", "postgres", "nobody", "daemon"];

export function commandAs(account: Account, file: string, args: readonly string[], diesWithUs: boolean): Command {
  const inner =
    diesWithUs && hasTool("setpriv") ? ["setpriv", "--pdeathsig", "INT", "--", file, ...args] : [file, ...args];
  if (account.kind === "account") {
    return { file: inner[0]!, arguments: inner.slice(1), options: { uid: account.uid, gid: account.gid, cwd: "/" } };
  }
  const full = account.kind === "namespace" ? [...namespaceCommand, ...inner] : inner;
  return { file: full[0]!, arguments: full.slice(1), options: {} };
}

const namespaceCommand = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"];

export function dieSignalWorks(): boolean {
  return hasTool("setpriv");
}

const tools = new Map<string, boolean>();

function hasTool(name: "setpriv" | "unshare"): boolean {
  if (process.platform !== "linux") return false;
  if (process.env["ZHANGSHI_NO_SETPRIV"] === "1" && name === "setpriv") return false;
  const trial = name === "setpriv" ? ["--pdeathsig", "INT", "--", "true"] : [...namespaceCommand.slice(1), "true"];
  const known = tools.get(name);
  if (known !== undefined) return known;
  const works = spawnSync(name, trial, { stdio: "ignore" }).status === 0;
  tools.set(name, works);
  return works;
}

function namespacesWork(): boolean {
  return process.env["ZHANGSHI_NO_USER_NAMESPACE"] !== "1" && hasTool("unshare");
}

export type Placement = {
  readonly account: Account;
  readonly binaries: Binaries;
  /** Where the cluster's files are (or will be). */
  readonly dataDirectory: string;
};

/**
 * Decides as whom and where. `wished` is the place inside DATA_DIR; only a borrowed account that cannot reach it makes us
 * use another place, under /var/lib/zhangshi.
 */
export function placeCluster(binaries: Binaries, wished: string, elsewhere: string): Placement {
  if (process.getuid?.() !== 0) return { account: { kind: "plain" }, binaries, dataDirectory: wished };

  const owner = existsSync(wished) ? statSync(wished).uid : undefined;
  if ((owner === undefined || owner === 0) && namespacesWork() && namespaceReaches(binaries, wished)) {
    return { account: { kind: "namespace" }, binaries, dataDirectory: wished };
  }
  return borrowAccount(binaries, wished, elsewhere, owner);
}

/** Root may go on as the owner; an ordinary user cannot even look inside. */
export function refuseSomebodyElses(dataDirectory: string): void {
  if (process.getuid === undefined || process.getuid() === 0 || !existsSync(dataDirectory)) return;
  const owner = statSync(dataDirectory).uid;
  if (owner === process.getuid()) return;
  throw new StartRefused(
    `数据目录 ${dataDirectory} 属于另一个用户（uid ${owner}），请用那个用户启动，或用 DATA_DIR 指定另一个目录。`,
    `The data directory ${dataDirectory} belongs to another user (uid ${owner}): start as that user, or name another directory in DATA_DIR.`,
  );
}

/** Root inside the namespace has no special rights: another user's 0700 folder shuts it out. */
function namespaceReaches(binaries: Binaries, dataDirectory: string): boolean {
  const probe = 'exec 2>/dev/null; test -w "$1" && "$2" --version';
  const place = existsSync(dataDirectory) ? dataDirectory : join(dataDirectory, "..");
  const args = ["sh", "-c", probe, "sh", place, executable(binaries, "postgres")];
  return run({ kind: "namespace" }, binaries, args);
}

function borrowAccount(binaries: Binaries, wished: string, elsewhere: string, owner: number | undefined): Placement {
  const account = owner === undefined || owner === 0 ? knownAccount() : accountOf(owner, statSync(wished).gid);
  if (account === undefined) {
    throw new StartRefused(
      "PostgreSQL 不允许以 root 运行，而这台机器既不允许用户命名空间，也没有可借用的普通账户。请用普通用户启动账实。",
      "PostgreSQL refuses to run as root, and this machine neither allows user namespaces nor has an ordinary account to borrow. Start Zhangshi as an ordinary user.",
    );
  }
  const usable = run(account, binaries, [executable(binaries, "postgres"), "--version"]) ? binaries : copied(binaries);
  const parent = join(wished, "..");
  const reachable = run(account, binaries, ["sh", "-c", 'test -x "$1"', "sh", parent]);
  if (owner === 0) return takeOver({ account, binaries: usable, dataDirectory: wished }, reachable);
  if (!reachable && owner !== undefined) throw unreachable(account, wished);
  return { account, binaries: usable, dataDirectory: reachable ? wished : elsewhere };
}

/** Root made the files while namespaces were allowed; now the borrowed account needs them. */
function takeOver(placement: Placement, reachable: boolean): Placement {
  const { account, dataDirectory } = placement;
  if (account.kind !== "account") return placement;
  if (!reachable) throw unreachable(account, dataDirectory);
  const done = spawnSync("chown", ["-R", "-h", `${account.uid}:${account.gid}`, dataDirectory]).status === 0;
  if (!done) throw unreachable(account, dataDirectory);
  return placement;
}

function unreachable(account: Account, dataDirectory: string): StartRefused {
  const name = account.kind === "account" ? account.name : "?";
  return new StartRefused(
    `以 root 启动时数据库要借用账户 ${name} 运行，但它进不了数据目录 ${dataDirectory}。请把数据目录移到它能访问的位置（如 /var/lib/zhangshi）并用 DATA_DIR 指定。`,
    `Started as root, the database runs as ${name}, which cannot reach ${dataDirectory}. Move the data directory to a place that it can reach (such as /var/lib/zhangshi) and name it in DATA_DIR.`,
  );
}

/** Outside every home directory, so that a borrowed account can reach it. */
export function borrowedPlace(): string {
  return process.env["ZHANGSHI_BORROWED_PLACE"] || "/var/lib/zhangshi";
}

function copied(binaries: Binaries): Binaries {
  const root = join(borrowedPlace(), `postgresql-${binaries.version}`);
  if (!existsSync(join(root, "complete"))) {
    mkdirSync(root, { recursive: true, mode: 0o755 });
    cpSync(binaries.root, root, { recursive: true, force: true, dereference: true });
    mkdirSync(join(root, "complete"));
  }
  return { ...binaries, root, bin: join(root, "bin"), env: {} };
}

function knownAccount(): Account | undefined {
  return borrowedAccounts.map(accountNamed).find((account) => account !== undefined);
}

function accountNamed(name: string): Account | undefined {
  const line = accounts().find((fields) => fields[0] === name);
  return line === undefined ? undefined : { kind: "account", name, uid: Number(line[2]), gid: Number(line[3]) };
}

function accountOf(uid: number, gid: number): Account {
  const line = accounts().find((fields) => Number(fields[2]) === uid);
  return { kind: "account", name: line?.[0] ?? `uid ${uid}`, uid, gid };
}

function accounts(): readonly (readonly string[])[] {
  return readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
}

function run(account: Account, binaries: Binaries, line: readonly string[]): boolean {
  const command = commandAs(account, line[0]!, line.slice(1), false);
  const options = { ...command.options, env: { ...process.env, ...binaries.env }, stdio: "ignore" } as const;
  return spawnSync(command.file, command.arguments, options).status === 0;
}

/** A directory that only the database's account (and root) may enter. */
export function makePrivateDirectory(path: string, account: Account): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (account.kind === "account") chownSync(path, account.uid, account.gid);
}
