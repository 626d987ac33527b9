import { expect, test } from "vitest";
import { keysOf } from "./keys.tsx";

const pressed = (
  key: string,
  code: string,
  held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", true>> = {},
) => keysOf({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

test("键位按表里的写法读", () => {
  expect(pressed("F8", "F8", { shiftKey: true })).toBe("Shift+F8");
  expect(pressed("k", "KeyK", { metaKey: true })).toBe("Ctrl+K");
  expect(pressed("PageUp", "PageUp")).toBe("PgUp");
  expect(pressed("ArrowDown", "ArrowDown", { altKey: true })).toBe("Alt+↓");
  expect(pressed("?", "Slash", { shiftKey: true })).toBe("?");
});
test("按住 Alt 的字母按键位认，苹果电脑上它会变成别的字", () => {
  expect(pressed("˜", "KeyN", { altKey: true })).toBe("Alt+N");
});
