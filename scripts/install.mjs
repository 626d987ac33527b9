import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Ends with one clear sentence in each language: the syntax of older versions would fail with a riddle. */
export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `账实需要 Node.js 20.19 或更高版本，当前是 ${process.versions.node}。请从 https://nodejs.org 安装新版本。`,
  );
  console.error(
    `Zhangshi needs Node.js 20.19 or newer; this is ${process.versions.node}. Get it from https://nodejs.org.`,
  );
  process.exit(1);
}

/** Installs exactly what the lock file says, once per state of the lock file. */
export function ensureInstalled() {
  const stamp = join(root, "node_modules", ".zhangshi-lock");
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const complete = existsSync(join(root, "node_modules", "vitest")) && existsSync(join(root, "node_modules", "pg"));
  if (complete && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  // A checkout that somebody installed by hand is as good, if npm agrees that it is complete.
  if (complete && !existsSync(stamp) && matchesLock()) return writeFileSync(stamp, wanted);

  console.log("正在安装依赖（首次需要几分钟）… Installing dependencies (takes some minutes the first time) …");
  const result = npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (result !== 0) {
    console.error("依赖安装失败：请检查网络（npm 镜像可用 npm config set registry 设置）后重试。");
    console.error(
      "The dependencies could not be installed: check the network (a mirror: npm config set registry), then try again.",
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

function matchesLock() {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const have = JSON.parse(readFileSync(installed, "utf8")).packages;
  const want = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(want).every(
    ([path, entry]) =>
      path === "" ||
      entry.optional ||
      entry.link ||
      !path.includes("node_modules/") ||
      have[path]?.version === entry.version,
  );
}

/** npm says where it lives when it started us; else the one on the path (npm.cmd on Windows needs a shell). */
function npm(args) {
  const own = process.env.npm_execpath;
  const options = {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, NODE_ENV: "development" },
  };
  if (own?.endsWith("npm-cli.js")) return spawnSync(process.execPath, [own, ...args], options).status;
  return spawnSync("npm", args, { ...options, shell: process.platform === "win32" }).status;
}
