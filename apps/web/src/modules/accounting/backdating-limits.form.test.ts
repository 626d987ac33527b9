import { expect, test } from "vitest";
import { limitErrors, limitForm, limitsOf } from "./backdating-limits.form.ts";

test("空着是不限，0 是只能写今天", () => {
  const form = limitForm([
    { role: "storekeeper", days: 3 },
    { role: "clerk", days: 0 },
  ]);
  expect(form).toEqual({ admin: "", clerk: "0", buyer: "", storekeeper: "3", bookkeeper: "" });
  expect(limitsOf({ ...form, clerk: " " })).toEqual([{ role: "storekeeper", days: 3 }]);
  expect(limitsOf({ ...form, buyer: "7" })).toEqual([
    { role: "clerk", days: 0 },
    { role: "buyer", days: 7 },
    { role: "storekeeper", days: 3 },
  ]);
});
test("只收 0 到 366 的整数", () => {
  const wrong = (text: string) => Object.keys(limitErrors({ ...limitForm([]), buyer: text }, "x"));
  expect([wrong(""), wrong("0"), wrong("366"), wrong(" 3 ")]).toEqual([[], [], [], []]);
  for (const text of ["-1", "1.5", "367", "三", "1e2"]) expect(wrong(text)).toEqual(["buyer"]);
});
