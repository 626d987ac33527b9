import { shareOf } from "../costing/pool.ts";
import type { Money } from "../money.ts";
import type { RulePart, SourceEntry, SourceLine } from "./rule.ts";

/** What is left of the sources as the lines of one document take from them: two lines may name the same source. */
export type Takings = Map<bigint, { readonly quantity: bigint; readonly value: Money }>;

/** The entry whose goods a part takes: of the same lot. */
export function sourceEntryOf(source: SourceLine, lot: string | null): SourceEntry {
  const entry = source.entries.find((one) => one.lot === lot);
  if (!entry) throw new Error(`line ${source.lineNo} of ${source.documentNumber} has no goods of lot ${lot}`);
  return entry;
}

/** A share of what is left of the source's value; the last goods take the rest. */
export function takeShare(part: RulePart, source: SourceLine, takings: Takings): Money {
  const entry = sourceEntryOf(source, part.lot);
  const left = takings.get(entry.seq) ?? entry.left;
  const value = shareOf(left.value, part.quantity, left.quantity);
  takings.set(entry.seq, { quantity: left.quantity - part.quantity, value: left.value - value });
  return value;
}
