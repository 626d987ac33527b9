import { expect, test } from "vitest";
import { checkDigit, isValidGtin } from "./ean13.ts";

test.each([
  ["690123456789", 2],
  ["963850", null],
  ["9638507", null],
])("校验位 %s", (data, digit) => {
  if (digit !== null) expect(checkDigit(data)).toBe(digit);
});
test("EAN-8 96385074、EAN-13 6901234567892 有效，改一位就无效", () => {
  expect([isValidGtin("96385074"), isValidGtin("6901234567892"), isValidGtin("6901234567882")]).toEqual([
    true,
    true,
    false,
  ]);
});
