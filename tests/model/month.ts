import { type Average, monthKey } from "./averages.ts";
import { month, nameOf } from "./entries.ts";
import { sum } from "./exact.ts";
import { reached } from "./heap.ts";
import type { Company, Method, Rules } from "./paper.ts";
import { type Books, isInside, type Played, walkWith } from "./walk.ts";

/**
 * Everything again from nothing. A closed month that costs by the month shares out what each pool had; a pool that is
 * fed by another is shared out after it, and pools that feed each other in a ring stay at the moving average.
 */
export function walk(company: Company): Books {
  const books = known.get(company) ?? walkAll(company);
  known.set(company, books);
  return books;
}
/** The same papers give the same books, and one step asks for them several times. */
const known = new WeakMap<Company, Books>();
function walkAll(company: Company): Books {
  const averages = new Map<string, Average>();
  for (const closed of [...company.closed].sort()) {
    if (methodOf(company, closed) !== "monthly-average") continue;
    const feeders = feedersOf(company.rules, walkWith(company, averages), closed);
    while (feeders.size > 0) {
      const free = [...feeders].filter(([, from]) => ![...from].some((key) => feeders.has(key))).map(([key]) => key);
      if (free.length === 0) break;
      const books = walkWith(company, averages);
      for (const key of free) {
        feeders.delete(key);
        const average = averageOf(company.rules, books, key, closed);
        if (average) averages.set(key, average);
      }
    }
  }
  return walkWith(company, averages);
}

function methodOf({ rules, changes }: Company, asked: string): Method {
  return changes.filter(({ since }) => since <= asked).at(-1)?.method ?? rules.method;
}

/** An entry of the walk and where its value comes from. */
type Traced = {
  readonly played: Played;
  /** Its pool and month. */
  readonly key: string;
  /** Pool and month of the entry that it follows. */
  readonly from: string | undefined;
  /** Pools and months of the parts that it was made of. */
  readonly parts: readonly string[];
};
function traced(rules: Rules, books: Books): readonly Traced[] {
  const keys = new Map<string, string>();
  const used = new Map<number, readonly string[]>();
  let leg = "";
  return books.played.map((played): Traced => {
    const { entry, quantity, paper } = played;
    const { given } = entry;
    const key = monthKey(rules, entry);
    const from = given.by === "leg" ? leg : given.by === "source" ? keys.get(given.key) : undefined;
    const parts = given.by === "parts" ? (used.get(paper.name) ?? []) : [];
    leg = key;
    if (quantity < 0n) used.set(paper.name, [...(used.get(paper.name) ?? []), key]);
    if (paper.body.kind !== "transfer-shipment" || quantity > 0n) keys.set(nameOf(entry), key);
    return { played, key, from, parts };
  });
}

/** Which pools give their values to which in a month; goods made of the same goods are a ring of one. */
function feedersOf(rules: Rules, books: Books, closed: string): Map<string, Set<string>> {
  const feeders = new Map<string, Set<string>>();
  for (const { played, key, from, parts } of traced(rules, books)) {
    if (!key.endsWith(closed) || isInside(rules, played)) continue;
    const known = feeders.get(key) ?? new Set();
    if (from?.endsWith(closed) && from !== key) known.add(from);
    for (const part of parts) known.add(part);
    feeders.set(key, known);
  }
  return feeders;
}

/**
 * Opening and what came in; what comes back to the pool that it left in the same month did not leave. Null where there
 * is nothing to share, or where goods were or stayed owed, or would be worth less than nothing.
 */
function averageOf(rules: Rules, books: Books, key: string, closed: string): Average | null {
  const pool = key.slice(0, -closed.length);
  const own = traced(rules, books).filter((one) => one.key.startsWith(pool) && month(one.played.date) <= closed);
  const opening = own.filter(({ played }) => month(played.date) < closed).map(({ played }) => played);
  const came = own
    .filter(({ played, from }) => month(played.date) === closed && !isInside(rules, played) && from !== key)
    .map(({ played }) => played)
    .filter((played) => !isIssue(played));
  const before = sum(opening.map((played) => played.quantity));
  const after = sum(own.map(({ played }) => played.quantity));
  const quantity = before + sum(came.map((played) => played.quantity));
  const value =
    sum(opening.map((played) => played.value - played.difference)) + sum(came.map((played) => comesToTheMonth(played)));
  return before < 0n || after < 0n || quantity <= 0n || value < 0n ? null : { quantity, value };
}
/** A value alone comes to the goods that are there; nothing else passes straight into cost in such a month. */
function comesToTheMonth({ entry, quantity, value, poolQuantity }: Played): bigint {
  return quantity === 0n ? reached(value, poolQuantity, entry.coverage) : value;
}
function isIssue({ entry, quantity }: Played): boolean {
  return entry.given.by === "method" || (entry.given.by === "count" && quantity < 0n);
}
