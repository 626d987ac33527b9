import { parseMoney } from "@zhangshi/core";

export type Change = { readonly direction: "up" | "down" | "same"; readonly percent: string };

/** By how much a figure changed against the one before, one decimal; undefined when there is nothing to compare with. */
export function changeOf(value: string, previous: string): Change | undefined {
  const [now, before] = [parseMoney(value), parseMoney(previous)];
  if (before <= 0n) return undefined;
  const difference = now - before;
  const magnitude = difference < 0n ? -difference : difference;
  const perMille = (magnitude * 1000n + before / 2n) / before;
  if (perMille === 0n) return { direction: "same", percent: "0.0%" };
  return { direction: difference > 0n ? "up" : "down", percent: `${perMille / 10n}.${perMille % 10n}%` };
}

/** 86,432 and .50: the first page sets the decimals smaller. */
export function splitDecimals(figure: string): readonly [string, string] {
  const point = figure.indexOf(".");
  return point < 0 ? [figure, ""] : [figure.slice(0, point), figure.slice(point)];
}

type Movement = { readonly gross: string; readonly previousGross: string };
/** Nothing was ever entered: the page guides instead of showing zeros. */
export function nothingHappenedYet(home: {
  readonly trend: readonly Movement[];
  readonly recentDocuments: readonly unknown[];
  readonly topReceivables: readonly unknown[];
  readonly stock?: { readonly value: string } | undefined;
}): boolean {
  const isZero = (amount: string) => !/[1-9]/.test(amount);
  return (
    home.recentDocuments.length === 0 &&
    home.topReceivables.length === 0 &&
    home.trend.every((day) => isZero(day.gross) && isZero(day.previousGross)) &&
    isZero(home.stock?.value ?? "0")
  );
}
