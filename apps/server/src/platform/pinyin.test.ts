import { expect, test } from "vitest";
import { initialsOf, searchTextOf } from "./pinyin.ts";

test("助记码是每个字的声母首字母，数字和字母照写", () => {
  expect(initialsOf("农夫山泉")).toBe("nfsq");
  expect(initialsOf("可口可乐 2L（瓶）")).toBe("kkkl2lp");
  expect(initialsOf("绿茶")).toBe("lc");
});

test("多音字的每种读法都能查到：重庆 cq 和 zq", () => {
  const text = searchTextOf(["重庆小面"]);
  expect(text).toContain("cqxm");
  expect(text).toContain("zqxm");
  expect(text).toContain("chongqingxiaomian");
  expect(text).toContain("重庆小面");
});

test("查询文字含原文（小写）、首字母和全拼，各部分之间不相连", () => {
  expect(searchTextOf(["SP-001", "农夫山泉", "550ML"]).split("\n")).toEqual([
    "sp-001",
    "农夫山泉",
    "550ml",
    "nfsq",
    "nongfushanquan",
  ]);
  expect(searchTextOf(["", " "])).toBe("");
});

test("多音字再多也不会无限展开，最可能的读法总在", () => {
  const text = searchTextOf(["长单重行乐厦车盛调石食红曾"]);
  expect(text.split("\n").length).toBeLessThanOrEqual(18);
});

test("生僻字和表情不会出错", () => {
  expect(searchTextOf(["𠮷野家🍜牛肉饭"])).toContain("𠮷yjnrf");
});
