import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { ensureInstalled, requireNode, root } from "./install.mjs";

requireNode();
ensureInstalled();

const tool = (...path) => join(root, "node_modules", ...path);
const tsc = tool("typescript", "bin", "tsc");
/** The steps share the cores, and every further checker infers the route table anew: one each. */
const types = (project) => [tsc, "--noEmit", "--checkers", "1", "-p", join(root, project)];
const oneChecker = { ...process.env, GOMAXPROCS: "1" };

const failures = [];

/** The longest first, so that the end does not wait for it alone. */
const steps = [
  ["fast tests", [tool("vitest", "vitest.mjs"), "run", "--project=unit", "--passWithNoTests", "--reporter=dot"]],
  ["types: workspace", types("tsconfig.json")],
  ["lint: oxlint", [tool("oxlint", "bin", "oxlint")]],
  ["format and lint: biome", [tool("@biomejs", "biome", "bin", "biome"), "check", "--diagnostic-level=error", "."]],
  ["types: core", types("packages/core")],
  ["types: contract", types("packages/contract")],
  ["architecture", [join(root, "scripts", "check-architecture.mjs")]],
].filter(([name, [script]]) => existsSync(script) || missing(name));

const began = performance.now();
const waiting = [...steps];
await Promise.all(Array.from({ length: Math.max(2, Math.min(4, availableParallelism())) }, worker));
const seconds = ((performance.now() - began) / 1000).toFixed(1);
console.log(
  failures.length === 0 ? `check: passed in ${seconds} s` : `check: failed in ${seconds} s: ${failures.join(", ")}`,
);
process.exit(failures.length === 0 ? 0 : 1);

async function worker() {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const [name, line] = step;
    const start = performance.now();
    const { code, output } = await run(line);
    console.log(`${code === 0 ? "✓" : "✗"} ${name}  ${((performance.now() - start) / 1000).toFixed(1)} s`);
    if (code === 0) continue;
    failures.push(name);
    console.log(output.trimEnd());
  }
}

function run(line) {
  const child = spawn(process.execPath, line, { cwd: root, env: oneChecker, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (part) => (output += part));
  child.stderr.on("data", (part) => (output += part));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
}

function missing(name) {
  console.error(`✗ ${name}: the tool is missing, run npm ci`);
  failures.push(name);
  return false;
}
