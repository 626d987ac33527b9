import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, requireNode, root } from "./install.mjs";

requireNode();
ensureInstalled();

/** `npm run scenario -- 第一天`: the words may be part of a file name or of a title. */
const words = process.argv.slice(2);
const folder = join(root, "tests", "scenarios");
const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".scenario.ts"))
  : [];
const named = files.filter((name) => words.some((word) => name.includes(word)));
const titled = files.filter((name) => words.every((word) => readFileSync(join(folder, name), "utf8").includes(word)));

if (words.length > 0 && named.length === 0 && titled.length === 0) {
  console.error(`没有名为“${words.join(" ")}”的场景。现有 There is: ${files.join(", ") || "—"}`);
  process.exit(1);
}
const filter = words.length === 0 ? [] : named.length > 0 ? named : [...titled, "-t", words.join(" ")];
const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const run = spawnSync(process.execPath, [vitest, "run", "--project", "scenario", "--reporter=verbose", ...filter], {
  cwd: root,
  stdio: "inherit",
});
process.exit(run.status ?? 1);
