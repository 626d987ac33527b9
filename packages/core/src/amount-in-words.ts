import type { Money } from "./money.ts";

const digits = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"] as const;
const places = ["", "拾", "佰", "仟"] as const;
const groups = ["", "万", "亿", "万亿"] as const;

function groupInWords(group: number): string {
  let text = "";
  let zero = false;
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.floor(group / 10 ** place) % 10;
    if (digit === 0) {
      zero = text !== "";
      continue;
    }
    text += `${zero ? "零" : ""}${digits[digit]}${places[place]}`;
    zero = false;
  }
  return text;
}

function yuanInWords(yuan: bigint): string {
  const parts: number[] = [];
  for (let rest = yuan; rest > 0n; rest /= 10_000n) parts.push(Number(rest % 10_000n));
  let text = "";
  let gap = false;
  for (let index = parts.length - 1; index >= 0; index -= 1) {
    const group = parts[index] ?? 0;
    if (group === 0) {
      gap = text !== "";
      continue;
    }
    if (text !== "" && (gap || group < 1000)) text += "零";
    text += groupInWords(group) + (groups[index] ?? "");
    gap = false;
  }
  return text;
}

/** 金额大写 by 支付结算办法附一: inner zeros collapse to one 零; 整 after 元 and 角, never after 分 (D6, E27). */
export function amountInWords(amount: Money): string {
  const magnitude = amount < 0n ? -amount : amount;
  const yuan = magnitude / 100n;
  const jiao = Number((magnitude / 10n) % 10n);
  const fen = Number(magnitude % 10n);
  if (magnitude === 0n) return "零元整";
  let text = yuan > 0n ? `${yuanInWords(yuan)}元` : "";
  if (jiao === 0 && fen === 0) text += "整";
  else {
    if (jiao > 0) {
      if (yuan > 0n && yuan % 10n === 0n) text += "零";
      text += `${digits[jiao]}角`;
    } else if (yuan > 0n) text += "零";
    text += fen > 0 ? `${digits[fen]}分` : "整";
  }
  return (amount < 0n ? "负" : "") + text;
}
