import { createHash } from "node:crypto";
import { lstatSync, mkdtempSync, rmdirSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Account, makePrivateDirectory } from "./account.ts";

export type Endpoint = { readonly host: string; readonly port: number; readonly settings: readonly string[] };

/** The kernel cuts a socket's path at 107 bytes; the file name `.s.PGSQL.5432.lock` takes its part. */
const longestDirectory = 107 - "/.s.PGSQL.5432.lock".length;

/** A Unix socket in a 0700 directory; where PostgreSQL runs on Windows or macOS, a free port of this machine alone. */
export async function chooseEndpoint(dataDirectory: string, account: Account): Promise<Endpoint> {
  if (process.platform !== "linux") {
    const port = await freePort();
    return { host: "127.0.0.1", port, settings: ["listen_addresses=127.0.0.1", "unix_socket_directories="] };
  }
  const directory = socketDirectory(dataDirectory, account);
  return {
    host: directory,
    port: 5432,
    settings: ["listen_addresses=", `unix_socket_directories=${quoted(directory)}`, "unix_socket_permissions=0700"],
  };
}

function socketDirectory(dataDirectory: string, account: Account): string {
  const near = `${dataDirectory}.socket`;
  if (Buffer.byteLength(near) <= longestDirectory) {
    makePrivateDirectory(near, account);
    return near;
  }
  const short = join(tmpdir(), `zhangshi-${createHash("sha256").update(dataDirectory).digest("hex").slice(0, 16)}`);
  try {
    makePrivateDirectory(short, account);
    if (isPrivate(short, account)) return short;
  } catch {
    // Somebody else's directory stands there: then a name that nobody can guess.
  }
  const unique = mkdtempSync(join(tmpdir(), "zhangshi-"));
  makePrivateDirectory(unique, account);
  return unique;
}

/** A directory in the system's temporary place is ours alone only while the database runs. */
export function leaveEndpoint(endpoint: Endpoint): void {
  if (dirname(endpoint.host) !== tmpdir()) return;
  try {
    rmdirSync(endpoint.host);
  } catch {
    // Not empty: another program has started the database meanwhile.
  }
}

function isPrivate(directory: string, account: Account): boolean {
  const found = lstatSync(directory);
  const owner = account.kind === "account" ? account.uid : process.getuid?.();
  return found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0;
}

function quoted(directory: string): string {
  return `"${directory.replaceAll('"', '""')}"`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
