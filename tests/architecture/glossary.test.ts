import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folders = ["packages/core/src", "packages/contract/src", "apps/server/src", "database/migrations"];

const sources = folders
  .flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, encoding: "utf8" }).map((path) => `${root}${folder}/${path}`),
  )
  .filter((path) => /\.(ts|sql)$/.test(path))
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");

/** `stock_balance.quantity` is two names; a refusal's code, with its dot, is one. */
const names = [...readFileSync(`${root}docs/glossary.md`, "utf8").matchAll(/`([^`]+)`/g)]
  .map((match) => String(match[1]))
  .flatMap((name) => (sources.includes(`"${name}"`) ? [name] : name.split(".")));

test("the glossary names nothing that the code does not have", () => {
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter((name) => !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(sources))).toEqual([]);
});
