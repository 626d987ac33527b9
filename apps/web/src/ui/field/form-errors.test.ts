import { companySetup } from "@zhangshi/contract";
import { expect, test } from "vitest";
import { errorsOf, errorsOfProblem, unplaced } from "./form-errors.ts";

const company = {
  companyName: "恒泰",
  startPeriod: "2026-11",
  ownerName: "陈立群",
  loginName: "chen",
  password: "0123456789",
};
const problem = {
  type: "",
  title: "",
  status: 409,
  code: "user.name_taken",
  detail: "这个用户名已经有人用了，请换一个。",
};

test("没填的和太短的，各在自己的字段说", () => {
  expect(errorsOf(companySetup, company)).toEqual({});
  expect(errorsOf(companySetup, { ...company, companyName: " ", password: "123" })).toEqual({
    companyName: "不能为空",
    password: "密码至少 10 位",
  });
});

test("一个字段只说第一句", () => {
  const errors = errorsOfProblem({
    ...problem,
    errors: [
      { path: "units.1.factor", code: "a", message: "先" },
      { path: "units.1.factor", code: "b", message: "后" },
    ],
  });
  expect(errors).toEqual({ "units.1.factor": "先" });
});

test("服务器没指明字段的话，整张表单说一次，不丢", () => {
  expect(errorsOfProblem(problem)).toEqual({ "": problem.detail });
  expect(unplaced({ "": "甲", loginName: "乙", "units.0.name": "丙", other: "丁" }, ["loginName", "units"])).toEqual([
    "甲",
    "丁",
  ]);
});
