import type { ProofCheck } from "@zhangshi/contract";
import { expect, test } from "vitest";
import { groupChecks, shortHash } from "./group-checks.ts";

const check = (id: string, group: ProofCheck["group"]): ProofCheck => ({
  id,
  group,
  title: id,
  left: "0",
  right: "0",
  difference: "0",
  unit: "元",
  rows: 0,
  milliseconds: 0,
  passed: true,
  findings: [],
});

test("核对按 库存、往来、凭证、链 分组，没有的组不出现", () => {
  const groups = groupChecks([check("a", "chain"), check("b", "stock"), check("c", "stock")]);
  expect(groups.map((group) => `${group.group}:${group.checks.map((one) => one.id).join("")}`)).toEqual([
    "stock:bc",
    "chain:a",
  ]);
});

test("哈希写前八位，四位一段", () => {
  expect(shortHash("3d53184bffff")).toBe("3d53 184b");
});
