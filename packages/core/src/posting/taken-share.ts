import { shareOf } from "../costing/pool.ts";
import type { Money } from "../money.ts";
import type { RuleLine, SourceLine } from "./rule.ts";

/** What is left of the sources as the lines of one document take from them: two lines may name the same source. */
export type Takings = Map<string, { readonly quantity: bigint; readonly value: Money }>;

/** A share of what is left of the source's value; the last goods take the rest. */
export function takeShare(line: RuleLine, source: SourceLine, takings: Takings): Money {
  const key = `${source.documentId}/${source.lineNo}`;
  const left = takings.get(key) ?? source.left;
  const value = shareOf(left.value, line.quantity, left.quantity);
  takings.set(key, { quantity: left.quantity - line.quantity, value: left.value - value });
  return value;
}
