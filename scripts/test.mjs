import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBrowser } from "./browser.mjs";
import { ensureInstalled, requireNode, root } from "./install.mjs";

requireNode();
ensureInstalled();

const journeys = filesOf(join(root, "tests", "e2e"), ".e2e.ts");
const browser = journeys.length > 0 ? findBrowser() : undefined;
const missing = journeys.length > 0 && browser === undefined;
const mustHaveBrowser = process.env.CI === "true";

const projects = ["unit", "db", "scenario", ...(browser === undefined ? [] : ["e2e"])];
const folder = mkdtempSync(join(tmpdir(), "zhangshi-results-"));
const report = join(folder, "results.json");
const run = spawnSync(
  process.execPath,
  [
    join(root, "node_modules", "vitest", "vitest.mjs"),
    "run",
    ...projects.map((name) => `--project=${name}`),
    "--passWithNoTests",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: "inherit", env: { ...process.env, ...(browser === undefined ? {} : { CHROME_PATH: browser }) } },
);
const counts = countResults(report);
rmSync(folder, { recursive: true, force: true });

if (missing) {
  console.log("没有可用的浏览器（设置 CHROME_PATH，或安装 Chromium），以下测试没有运行：");
  console.log("No browser was found (set CHROME_PATH, or install Chromium). Not run:");
  for (const name of journeys) console.log(`  tests/e2e/${name}`);
  if (mustHaveBrowser) counts.failed += journeys.length;
}
if (run.status !== 0 && counts.failed === 0) counts.failed = 1;
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed > 0 ? 1 : 0);

/** A file that does not even load has no tests to count: it counts as one failure. */
function countResults(path) {
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  const results = JSON.parse(readFileSync(path, "utf8"));
  const broken = results.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  return { passed: results.numPassedTests, failed: results.numFailedTests + broken.length };
}

function filesOf(path, ending) {
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(ending));
}
