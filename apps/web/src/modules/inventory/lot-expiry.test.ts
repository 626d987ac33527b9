import { expect, test } from "vitest";
import { byLot, expiryOf, expiryText, expiryTone, movedColumns } from "./lot-expiry.ts";

const words = {
  expiredFor: (days: number) => `已过期 ${days} 天`,
  expiresToday: "今天到期",
  nearFor: (days: number) => `临期 ${days} 天`,
  daysLeft: (days: number) => `${days} 天`,
};
const line = (daysLeft: number | null, nearDays = 30) =>
  `${expiryText(daysLeft, nearDays, words)} ${expiryTone(expiryOf(daysLeft, nearDays)) ?? "–"}`;

test("效期：过了今天才算过期，红；到今天和 30 天内是临期，黄；31 天和没有日期的不标", () => {
  expect([-12, -1, 0, 1, 30, 31, null].map((days) => line(days))).toEqual([
    "已过期 12 天 err",
    "已过期 1 天 err",
    "今天到期 warn",
    "临期 1 天 warn",
    "临期 30 天 warn",
    "31 天 –",
    " –",
  ]);
});

test("临期的天数由看的人定：改成 7 天，第 8 天就不标", () => {
  expect([line(7, 7), line(8, 7)]).toEqual(["临期 7 天 warn", "8 天 –"]);
});

test("红冲写在它冲掉的那一栏，负数", () => {
  expect(movedColumns({ quantity: "5", isReversal: false })).toEqual({ in: "5", out: "" });
  expect(movedColumns({ quantity: "-5", isReversal: true })).toEqual({ in: "-5", out: "" });
  expect(movedColumns({ quantity: "-2.5", isReversal: false })).toEqual({ in: "", out: "2.5" });
  expect(movedColumns({ quantity: "2.5", isReversal: true })).toEqual({ in: "", out: "-2.5" });
});

test("追溯按批号分组，自己的在前；批号里有斜杠也不混", () => {
  const row = (level: number, itemId: string, lot: string, quantity: string) => ({ level, itemId, lot, quantity });
  const rows = [row(0, "i", "A/1", "1"), row(0, "i", "A/1", "2"), row(1, "j", "A", "3"), row(1, "i", "A", "4")];
  expect(byLot(rows).map((group) => `${group.key}: ${group.rows.map((one) => one.quantity).join(" ")}`)).toEqual([
    "i/A/1: 1 2",
    "j/A: 3",
    "i/A: 4",
  ]);
});
