import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, requireNode, root } from "./install.mjs";

requireNode();
ensureInstalled();

/** `npm run bench -- NAME…`; options (starting with a dash) go to every one of them. */
const ending = ".bench.ts";
const folder = join(root, "bench");
const known = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .map((name) => name.slice(0, -ending.length))
  : [];
const names = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const options = process.argv.slice(2).filter((word) => word.startsWith("-"));
const unknown = names.filter((name) => !known.includes(name));

if (names.length === 0 || unknown.length > 0) {
  if (unknown.length > 0)
    console.error(`没有名为 ${unknown.join(", ")} 的基准测试。No such benchmark: ${unknown.join(", ")}.`);
  console.error(`现有 There is: ${known.join(", ") || "—"}`);
  process.exit(unknown.length > 0 ? 1 : 0);
}
// One that misses its goal does not keep the others from being measured.
let worst = 0;
for (const name of names) {
  const args = ["--expose-gc", "--import", "tsx", join(folder, name + ending), ...options];
  const run = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  worst = Math.max(worst, run.status ?? 1);
}
process.exit(worst);
