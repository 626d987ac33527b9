import type { Quantity } from "../quantity.ts";

/** One line of a counter's sheet; `at` in milliseconds since 1970, as the server takes the counter's clock to be. */
export type CountEntry = {
  readonly id: string;
  readonly userId: string;
  /** 货位; "" where nobody named one. */
  readonly place: string;
  readonly base: Quantity;
  readonly at: number;
};

/** A named place is one shelf, whoever counts it; without a name it is what this counter found. */
function shelfOf(entry: CountEntry): string {
  return entry.place === "" ? `of ${entry.userId}` : `at ${entry.place}`;
}
function isLater(one: CountEntry, other: CountEntry): boolean {
  return one.at > other.at || (one.at === other.at && one.id > other.id);
}

/** What stands of the entries of one item and round: the latest of each shelf. A correction is simply a later entry. */
export function standingEntries<E extends CountEntry>(entries: readonly E[]): readonly E[] {
  const latest = new Map<string, E>();
  for (const entry of entries) {
    const known = latest.get(shelfOf(entry));
    if (!known || isLater(entry, known)) latest.set(shelfOf(entry), entry);
  }
  return [...latest.values()];
}

/** What each person found last on one named shelf. */
function lastOfEach(entries: readonly CountEntry[], place: string): readonly CountEntry[] {
  const latest = new Map<string, CountEntry>();
  for (const entry of entries.filter((one) => one.place === place)) {
    const known = latest.get(entry.userId);
    if (!known || isLater(entry, known)) latest.set(entry.userId, entry);
  }
  return [...latest.values()];
}

export type Counted = {
  readonly quantity: Quantity;
  /** When the first and the last of its shelves were counted. */
  readonly from: number;
  readonly until: number;
  /** Two people counted it and one did not say where, or they found different quantities on one shelf: worth a look. */
  readonly isDoubtful: boolean;
};

/** 盘点数 of one item (or lot) in one round: its shelves add up; null when nobody counted it. */
export function countedOf(entries: readonly CountEntry[]): Counted | null {
  const standing = standingEntries(entries);
  if (standing.length === 0) return null;
  const times = standing.map((entry) => entry.at);
  const isMixed = standing.some(
    (entry) => entry.place === "" && standing.some((other) => other.userId !== entry.userId),
  );
  const isContested = standing.some(
    (entry) => entry.place !== "" && lastOfEach(entries, entry.place).some((one) => one.base !== entry.base),
  );
  return {
    quantity: standing.reduce((sum, entry) => sum + entry.base, 0n),
    from: Math.min(...times),
    until: Math.max(...times),
    isDoubtful: isContested || isMixed,
  };
}

/** A stock entry that was posted after the list was frozen. */
export type MoveAfterStart = { readonly at: number; readonly quantity: Quantity };
export type BookAtCount = {
  /** 盘点时账面: what the books said when the last shelf was counted. */
  readonly book: Quantity;
  /** 盘后变动: what moved since; it belongs to the balance that the count sets, on top of what was found. */
  readonly since: Quantity;
  /** Something moved between the first shelf and the last: which of them saw it, nobody knows. */
  readonly movedDuring: boolean;
};
export function bookAtCount(
  bookAtStart: Quantity,
  moves: readonly MoveAfterStart[],
  counted: Pick<Counted, "from" | "until"> | null,
): BookAtCount {
  const sum = (some: readonly MoveAfterStart[]) => some.reduce((total, move) => total + move.quantity, 0n);
  if (!counted) return { book: bookAtStart + sum(moves), since: 0n, movedDuring: false };
  return {
    book: bookAtStart + sum(moves.filter((move) => move.at <= counted.until)),
    since: sum(moves.filter((move) => move.at > counted.until)),
    movedDuring: moves.some((move) => move.at > counted.from && move.at <= counted.until),
  };
}
