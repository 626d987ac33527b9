import { expect, test } from "vitest";
import { categoryOptions, ownBranch, treeOrder } from "./category-tree.ts";

const row = (id: string, parentId: string | null) => ({ id, name: id, parentId, itemCount: 0 });
const rows = [row("茶饮", "饮料"), row("饮料", null), row("无糖茶", "茶饮"), row("日用", null)];

test("上级在前，下级缩进", () => {
  expect(categoryOptions(rows).map((option) => option.label)).toEqual(["饮料", "　茶饮", "　　无糖茶", "日用"]);
});

test("上级丢了或互为上级的分类仍然看得见", () => {
  expect(treeOrder([row("a", "b"), row("b", "a"), row("c", "没有")]).map((node) => node.id)).toEqual(["c", "a", "b"]);
});

test("不能放到自己或自己的下级里", () => {
  expect([...ownBranch([...rows, row("纸品", "日用")], "饮料")]).toEqual(["饮料", "茶饮", "无糖茶"]);
});
