import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errorPageHtml, errorPagesAsMarkdown } from "./error-pages.ts";

test("docs/errors/README.md lists exactly the refusals of the contract", () => {
  expect(readFileSync(new URL("../../../../docs/errors/README.md", import.meta.url), "utf8")).toBe(
    errorPagesAsMarkdown(),
  );
});
test("每个拒绝有自己的一页，没有的代码没有页", () => {
  expect(errorPageHtml("stock.short")).toContain("〈item〉");
  expect(errorPageHtml("nothing")).toBeUndefined();
});
