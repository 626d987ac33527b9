#!/usr/bin/env node
/** Checks the dependency rule and its companions: `node scripts/check-architecture.mjs [--json] [tree …]`. */
import { fileURLToPath } from "node:url";
import { rules, violationsOf } from "./architecture/rules.mjs";

const json = process.argv.includes("--json");
const given = process.argv.slice(2).filter((word) => word !== "--json");
const trees = given.length > 0 ? given : [fileURLToPath(new URL("..", import.meta.url))];

const began = performance.now();
const results = trees.map((tree) => ({ tree, ...violationsOf(tree) }));
const violations = results.flatMap((result) => result.violations);

if (json) console.log(JSON.stringify({ rules: Object.keys(rules), results }));
else {
  for (const { rule, path, line, message } of violations) console.error(`${path}:${line}  [${rule}] ${message}`);
  const files = results.reduce((sum, result) => sum + result.files, 0);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `architecture: ${files} files, ${Object.keys(rules).length} rules, ${violations.length} violations, ${seconds} s`,
  );
}
process.exitCode = violations.length > 0 ? 1 : 0;
