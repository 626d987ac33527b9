import { type CostingMethod, formatMoney, shareOf } from "@zhangshi/core";
import type { Tx } from "../platform/db.ts";
import type { Comparison, Finding } from "./prove.sql.ts";
import { type LinkRow, readSourceFamilies, readTurningDocuments } from "./prove-links.sql.ts";
import { nameEntries } from "./prove-replay.sql.ts";

const findingsShown = 5;

/**
 * What a transfer sent arrives, what is returned costs what it went out at, what is put together costs its parts: each
 * linked entry is shared out again from its source and held beside what is stored. What comes back of an issue by its
 * layers (先进先出) is judged where layers are known, by the replay.
 */
export async function proveLinks(tx: Tx, method: CostingMethod): Promise<Comparison> {
  const judge = new LinkJudge(method);
  for await (const rows of readSourceFamilies(tx)) for (const row of rows) judge.takeFromSource(row);
  judge.endFamily();
  for await (const rows of readTurningDocuments(tx)) for (const row of rows) judge.turn(row);
  const names = await nameEntries(
    tx,
    judge.first.map((one) => one.seq),
  );
  return {
    left: formatMoney(judge.shared),
    right: formatMoney(judge.stored),
    rows: judge.rows,
    differing: judge.differing,
    findings: judge.first.map((one): Finding => {
      const entry = names.get(one.seq);
      return {
        what: entry?.name ?? `第 ${one.seq} 笔`,
        left: formatMoney(one.shared),
        right: formatMoney(one.stored),
        documentId: entry?.document_id ?? null,
        itemId: entry?.item_id ?? null,
      };
    }),
  };
}

function exact(decimal: string): bigint {
  return BigInt(decimal.replace(".", ""));
}
function magnitudeOf(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

class LinkJudge {
  private readonly method: CostingMethod;
  rows = 0;
  shared = 0n;
  stored = 0n;
  differing = 0;
  readonly first: { readonly seq: string; readonly shared: bigint; readonly stored: bigint }[] = [];
  private family = "";
  private rest = { quantity: 0n, value: 0n };
  private turned: bigint | null = null;
  private hasLayers = false;

  constructor(method: CostingMethod) {
    this.method = method;
  }

  takeFromSource(row: LinkRow): void {
    this.rows += 1;
    const [quantity, value] = [exact(row.quantity), exact(row.value)];
    if (row.is_source) {
      this.family = row.family;
      this.rest = { quantity: magnitudeOf(quantity), value: magnitudeOf(value) };
      this.hasLayers = this.method === "fifo" && row.basis === "pool";
      return;
    }
    if (row.family !== this.family) {
      this.differ(row.seq, 0n, value);
      return;
    }
    if (row.basis === "entry" && !this.hasLayers) {
      const share = shareOf(this.rest.value, magnitudeOf(quantity), this.rest.quantity);
      this.judge(row.seq, quantity < 0n ? -share : share, value);
    }
    const isGivenBack = row.basis === "reversal";
    if (quantity === 0n) this.rest.value += value - exact(row.true_up);
    else this.rest.value += isGivenBack ? magnitudeOf(value) : -magnitudeOf(value);
    this.rest.quantity += isGivenBack ? magnitudeOf(quantity) : -magnitudeOf(quantity);
  }
  endFamily(): void {
    this.family = "";
  }

  turn(row: LinkRow): void {
    this.rows += 1;
    if (row.family !== this.family) {
      this.family = row.family;
      this.turned = null;
    }
    if (row.basis === "reversal") return;
    const value = exact(row.value);
    if (row.basis === "document" && row.share_part !== null && row.share_whole !== null)
      this.judge(row.seq, shareOf(this.turned ?? 0n, exact(row.share_part), exact(row.share_whole)), value);
    this.turned = (this.turned ?? 0n) - value;
  }

  private judge(seq: string, shared: bigint, stored: bigint): void {
    this.shared += shared;
    this.stored += stored;
    if (shared !== stored) this.differ(seq, shared, stored);
  }
  private differ(seq: string, shared: bigint, stored: bigint): void {
    this.differing += 1;
    if (this.first.length < findingsShown) this.first.push({ seq, shared, stored });
  }
}
