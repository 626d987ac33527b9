import { expect, test } from "vitest";
import { nextAddress } from "./next-address.ts";

test("登录后回到要去的页，外面的地址不去", () => {
  expect(
    [
      "/stock?status=low",
      undefined,
      "https://evil.example",
      "//evil.example",
      "/\\evil.example",
      "/login",
      "/setup",
    ].map(nextAddress),
  ).toEqual(["/stock?status=low", "/", "/", "/", "/", "/", "/"]);
});
