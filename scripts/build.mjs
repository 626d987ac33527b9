import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureInstalled, requireNode, root } from "./install.mjs";

const dist = join(root, "dist");
const shared = ["packages/core", "packages/contract", "package-lock.json", "tsconfig.base.json", "scripts/build.mjs"];

/** Builds only what is older than its sources. Server and web at the same time. */
export async function build(parts = ["server", "web"]) {
  mkdirSync(dist, { recursive: true });
  const works = {
    server: () => whenChanged("server", [...shared, "apps/server"], join(dist, "cli.mjs"), buildServer),
    web: () => whenChanged("web", [...shared, "apps/web"], join(dist, "web", "index.html"), buildWeb),
  };
  const outcomes = await Promise.allSettled(parts.map((part) => works[part]()));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed === undefined) return;
  console.error(`构建失败 The build failed: ${failed.reason.message}`);
  process.exit(1);
}

async function whenChanged(name, sources, product, work) {
  const stamp = join(dist, `.${name}-sources`);
  const state = stateOf(sources);
  if (existsSync(product) && existsSync(stamp) && readFileSync(stamp, "utf8") === state) return;
  const began = performance.now();
  rmSync(stamp, { force: true });
  if ((await work()) === "nothing to build") return;
  writeFileSync(stamp, state);
  console.log(`构建完成 built: ${name} ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

/** Names, times and sizes: a deleted file counts as a change too. */
function stateOf(sources) {
  const hash = createHash("sha256");
  const visit = (path) => {
    const found = statSync(join(root, path), { throwIfNoEntry: false });
    if (found === undefined) return;
    if (!found.isDirectory()) return hash.update(`${path} ${found.mtimeMs} ${found.size}\n`);
    for (const name of readdirSync(join(root, path)).sort()) {
      if (name !== "node_modules" && name !== "dist" && !name.startsWith(".")) visit(join(path, name));
    }
  };
  for (const source of sources) visit(source);
  return hash.digest("hex");
}

/** Our own packages are bundled, third-party ones stay outside. A `*.worker.ts` becomes `dist/NAME.worker.mjs`. */
async function buildServer() {
  const { build: bundle } = await import("esbuild");
  const workers = filesUnder("apps/server/src").filter((path) => path.endsWith(".worker.ts"));
  await bundle({
    absWorkingDir: root,
    entryPoints: [
      { in: "apps/server/src/cli.ts", out: "cli" },
      ...workers.map((path) => ({ in: path, out: basename(path, ".ts") })),
    ],
    outdir: dist,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    alias: {
      "@zhangshi/core": join(root, "packages/core/src/index.ts"),
      "@zhangshi/contract": join(root, "packages/contract/src/index.ts"),
    },
    sourcemap: true,
    logLevel: "warning",
  });
}

function filesUnder(folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path));
}

async function buildWeb() {
  const folder = join(root, "apps", "web");
  if (!existsSync(join(folder, "index.html"))) {
    console.log("apps/web/index.html: 还没有页面 no pages yet");
    return "nothing to build";
  }
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const args = [vite, "build", folder, "--outDir", join(dist, "web"), "--emptyOutDir", "--logLevel", "warn"];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "inherit", "inherit"] });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error("apps/web (vite)");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  requireNode();
  ensureInstalled();
  await build();
}
