import { formatMoney, formatQuantity, type Pool } from "@zhangshi/core";
import { AveragedMonth } from "./month-average.ts";
import type { ReplayRow } from "./prove-replay.sql.ts";

function exact(decimal: string): bigint {
  return BigInt(decimal.replace(".", ""));
}

/** A closed month of one pool: what the stored average says, and what its opening and receipts come to. */
export class JudgedMonth {
  readonly firstSeq: string;
  readonly average: AveragedMonth;
  private readonly stored: { readonly quantity: bigint; readonly value: bigint };
  private quantity: bigint;
  private value: bigint;

  constructor(row: ReplayRow, opening: Pool) {
    this.firstSeq = row.seq;
    this.stored = { quantity: exact(row.average_quantity ?? "0"), value: exact(row.average_value ?? "0") };
    this.average = new AveragedMonth("", this.stored, new Map());
    this.quantity = opening.quantity;
    this.value = opening.value;
  }
  add(quantity: bigint, value: bigint): void {
    this.quantity += quantity;
    this.value += value;
  }
  difference(): { readonly left: string; readonly right: string } | null {
    if (this.quantity === this.stored.quantity && this.value === this.stored.value) return null;
    return {
      left: `加权 ${formatQuantity(this.quantity)} / ${formatMoney(this.value)}`,
      right: `${formatQuantity(this.stored.quantity)} / ${formatMoney(this.stored.value)}`,
    };
  }
}
