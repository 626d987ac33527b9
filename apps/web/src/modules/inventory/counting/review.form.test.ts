import { expect, test } from "vitest";
import { fits } from "./review.form.ts";

const row = { counted: "3", difference: "0", isDoubtful: false, movedDuring: false, round: 1, serials: null };
test("只看差异：数一样的不在里面；序列号少一件多一件，数一样也算差异；没盘的不算", () => {
  expect(fits(row, "different")).toBe(false);
  expect(fits({ ...row, difference: "-1" }, "different")).toBe(true);
  expect(fits({ ...row, serials: { missing: ["S3"], extra: ["S9"] } }, "different")).toBe(true);
  expect(fits({ ...row, counted: null, difference: null }, "different")).toBe(false);
});
test("没盘到、要看一眼、待复盘", () => {
  const waiting = { ...row, counted: null, difference: null, round: 2 };
  expect([fits(waiting, "uncounted"), fits(waiting, "recount"), fits(row, "recount")]).toEqual([true, true, false]);
  expect([fits({ ...row, isDoubtful: true }, "doubtful"), fits({ ...row, movedDuring: true }, "doubtful")]).toEqual([
    true,
    true,
  ]);
});
