import { expect, test } from "vitest";
import { passwordErrors } from "./password-form.ts";

const says = { required: "空", short: "短", differs: "不同" };

test("改密码：旧的要填，新的至少 10 位，两次要一样", () => {
  expect(passwordErrors({ current: "", next: "123456789", again: "1" }, says)).toEqual({
    current: "空",
    next: "短",
    again: "不同",
  });
  expect(passwordErrors({ current: "old", next: "0123456789", again: "0123456789" }, says)).toEqual({});
});
