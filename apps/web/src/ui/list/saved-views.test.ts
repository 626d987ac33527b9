import { expect, test } from "vitest";
import { withView } from "./saved-views.ts";

test("同名视图替换，空名不存", () => {
  const views = withView(withView([], { name: " 主仓缺货 ", query: { status: "out" } }), {
    name: "低库存",
    query: { status: "low" },
  });
  expect(
    withView(views, { name: "主仓缺货", query: { status: "out", search: "水" } }).map((view) => [
      view.name,
      view.query,
    ]),
  ).toEqual([
    ["主仓缺货", { status: "out", search: "水" }],
    ["低库存", { status: "low" }],
  ]);
  expect(withView(views, { name: "  ", query: {} })).toBe(views);
});
