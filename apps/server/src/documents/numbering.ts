import { periodOf } from "@zhangshi/core";

/** 单号 XSCK-20261125-0037: gap-free per kind and day, given on first approval and kept ever after (P33). */
export function documentSeries(prefix: string, businessDate: string): string {
  return `document:${prefix}:${businessDate.replaceAll("-", "")}`;
}
export function documentNumber(prefix: string, businessDate: string, no: number): string {
  return `${prefix}-${businessDate.replaceAll("-", "")}-${String(no).padStart(4, "0")}`;
}
export const voucherWord = "记";
/** 凭证号: gap-free per month and word (D4). */
export function voucherSeries(period: number, word = voucherWord): string {
  return `voucher:${period}:${word}`;
}
export function seriesOf(prefix: string, businessDate: string): readonly string[] {
  return [documentSeries(prefix, businessDate), voucherSeries(periodOf(businessDate))];
}
/** Takes the next number of a series; a refused document never gets this far, so nothing is lost. */
export function takeNumber(sequences: Map<string, number>, series: string): number {
  const next = sequences.get(series) ?? 1;
  sequences.set(series, next + 1);
  return next;
}
