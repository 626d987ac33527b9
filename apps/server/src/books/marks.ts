import type { TailEntry } from "./recost.sql.ts";

/** What must be known of an entry when it is played, though others say it that come after it. */
export type Marks = {
  /** A reversal beside it takes it back. */
  isReversed(entry: TailEntry): boolean;
  /** So many later ones follow its value. */
  followers(entry: TailEntry): number;
  /** Its document turns goods into others. */
  isTurned(entry: TailEntry): boolean;
};

export function marksOf(entries: readonly TailEntry[]): Marks {
  return listedMarks({
    reversed: entries.flatMap((entry) => (entry.reversesSeq === null ? [] : [entry.reversesSeq])),
    sources: entries.flatMap((entry) => (entry.sourceSeq === null ? [] : [entry.sourceSeq])),
    turned: entries.flatMap((entry) => (entry.basis === "document" ? [entry.documentId] : [])),
  });
}
/** Entries that are taken back; sources, once for each that follows them; documents that turn goods into others. */
export function listedMarks(lists: {
  readonly reversed: readonly bigint[];
  readonly sources: readonly bigint[];
  readonly turned: readonly string[];
}): Marks {
  const reversed = new Set(lists.reversed);
  const turned = new Set(lists.turned);
  const followers = new Map<bigint, number>();
  for (const seq of lists.sources) followers.set(seq, (followers.get(seq) ?? 0) + 1);
  return {
    isReversed: (entry) => reversed.has(entry.seq),
    followers: (entry) => followers.get(entry.seq) ?? 0,
    isTurned: (entry) => turned.has(entry.documentId),
  };
}
/** Of entries in the books and of those about to be written among them. */
export function bothMarks(one: Marks, other: Marks): Marks {
  return {
    isReversed: (entry) => one.isReversed(entry) || other.isReversed(entry),
    followers: (entry) => one.followers(entry) + other.followers(entry),
    isTurned: (entry) => one.isTurned(entry) || other.isTurned(entry),
  };
}
