import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";

type Violation = { readonly rule: string; readonly path: string; readonly line: number; readonly message: string };
type Outcome = {
  readonly rules: readonly string[];
  readonly results: readonly { readonly tree: string; readonly violations: readonly Violation[] }[];
};

const planted = fileURLToPath(new URL("planted/", import.meta.url));
const command = fileURLToPath(new URL("../../scripts/check-architecture.mjs", import.meta.url));
const trees = readdirSync(planted).sort();
let outcome: Outcome;

/** One run of the very command that guards the repository, over all planted trees. It exits with 1, as it must. */
beforeAll(async () => {
  const run = await promisify(execFile)(process.execPath, [
    command,
    "--json",
    ...trees.map((tree) => planted + tree),
  ]).catch((failure: { readonly code: number; readonly stdout: string }) => failure);
  expect(run).toMatchObject({ code: 1 });
  outcome = JSON.parse(run.stdout) as Outcome;
});

const violations = (tree: string): string =>
  (outcome.results.find((result) => result.tree === planted + tree)?.violations ?? [])
    .map(({ rule, path, line, message }) => `${rule} | ${path}:${line} | ${message}`)
    .join("\n");

test("every rule has a planted violation, and every planted tree a rule", () => {
  expect(trees.filter((tree) => tree !== "clean")).toEqual([...outcome.rules].sort());
});

test("a lawful tree passes every rule", () => {
  expect(violations("clean")).toBe("");
});

describe("each rule bites, and nothing else does", () => {
  const expected: Readonly<Record<string, string>> = {
    layers: `
      apps/server/src/books/post.ts:1 | books does not see sales (../modules/sales/index.ts)
      apps/server/src/modules/astrology/index.ts:1 | astrology is on no layer: give it a place in scripts/architecture/layers.mjs
      apps/server/src/modules/sales/index.ts:1 | sales does not see purchasing (../purchasing/index.ts)
      apps/server/src/platform/clock.ts:1 | platform imports tests/tick.ts, which is outside the product
      apps/web/src/app/shell.ts:1 | web does not see sales (../../../server/src/modules/sales/index.ts)`,
    "module-face": `
      apps/server/src/modules/sales/index.ts:1 | core is imported by its package name, not by a path
      apps/server/src/modules/sales/index.ts:2 | catalog is entered by its index.ts, not by ../catalog/pinyin.ts`,
    cycles: `
      apps/server/src/documents/approve.ts:1 | import cycle: apps/server/src/documents/approve.ts → apps/server/src/documents/save.ts → apps/server/src/documents/lines.ts → apps/server/src/documents/approve.ts`,
    driver: `
      apps/server/src/modules/sales/sales.routes.ts:1 | kysely is not imported here: statements stand in *.sql.ts, connections in platform/
      apps/server/src/modules/sales/sales.routes.ts:2 | pg is not imported here: statements stand in *.sql.ts, connections in platform/
      apps/server/src/modules/sales/sales.sql.ts:1 | pg is not imported here: statements stand in *.sql.ts, connections in platform/`,
    "core-imports": `
      packages/core/src/hash.ts:1 | core imports nothing but itself, not node:crypto
      packages/core/src/hash.ts:2 | core imports nothing but itself, not zod`,
    "core-purity": `
      packages/core/src/period.ts:1 | core does not use Date.now: pass the value in
      packages/core/src/period.ts:2 | core does not use new Date(): pass the value in
      packages/core/src/period.ts:3 | core does not use Math.random: pass the value in
      packages/core/src/period.ts:4 | core does not use process: pass the value in
      packages/core/src/period.ts:5 | core does not use fetch: pass the value in
      packages/core/src/period.ts:6 | core does not use globalThis: pass the value in`,
    "sql-place": `
      apps/server/src/modules/sales/sales.routes.ts:1 | SQL stands in *.sql.ts, not here
      apps/server/src/modules/sales/sales.routes.ts:2 | SQL stands in *.sql.ts, not here
      apps/server/src/modules/sales/sales.routes.ts:5 | SQL stands in *.sql.ts, not here`,
    "built-sql": `
      apps/server/src/modules/sales/sales.sql.ts:1 | "number" is built into a query: pass it as a parameter
      apps/server/src/modules/sales/sales.sql.ts:2 | a query is joined from pieces: pass values as parameters
      apps/server/src/modules/sales/sales.sql.ts:3 | "column" is built into a query: pass it as a parameter
      apps/server/src/modules/sales/sales.sql.ts:5 | "columns" is built into a query: pass it as a parameter`,
    "tenant-sql": `
      apps/server/src/documents/documents.sql.ts:3 | a statement on document does not name its org_id
      apps/server/src/documents/documents.sql.ts:4 | a statement on document does not name its org_id
      apps/server/src/documents/documents.sql.ts:6 | a statement on document_line does not name its org_id
      apps/server/src/documents/documents.sql.ts:8 | a query on document does not name org_id`,
    "one-machine-sql": `
      apps/server/src/books/books.sql.ts:1 | an advisory lock belongs to one machine: lock a row
      apps/server/src/books/books.sql.ts:2 | each machine would give another value: pass it in
      apps/server/src/books/books.sql.ts:3 | set_config is not passed on to another machine: the transaction does it with set local
      apps/server/src/books/books.sql.ts:4 | a notice reaches one machine: read the postings by cursor
      apps/server/src/books/books.sql.ts:5 | a sequence belongs to one machine and leaves gaps: take numbers from book_sequence`,
    "default-exports": `
      apps/web/src/app/router.ts:3 | no default exports: a thing has one name
      apps/web/src/app/shell.ts:3 | no default exports: a thing has one name`,
    "file-names": `
      apps/server/src/platform/price-helpers.ts:1 | "price-helpers" says nothing: name the file by what is inside
      apps/server/src/platform/utils.ts:1 | "utils" says nothing: name the file by what is inside
      apps/web/src/common/frame.ts:1 | "common" says nothing: name the file by what is inside`,
    routes: `
      packages/contract/src/sales.contract.ts:3 | "/sales/forgotten" does not say who may call it: permission, "signed-in" or "public"
      packages/contract/src/sales.contract.ts:4 | "/sales/empty" does not say who may call it: permission, "signed-in" or "public"
      packages/contract/src/sales.contract.ts:5 | "/sales/hidden" does not say who may call it: permission, "signed-in" or "public"
      packages/contract/src/sales.contract.ts:6 | "/sales/escaped" is not made by route(): it escapes the table`,
  };

  test.each(Object.entries(expected))("%s", (rule, text) => {
    const lines = text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
    expect(violations(rule)).toBe(lines.map((line) => `${rule} | ${line}`).join("\n"));
  });
});
