/** Chance of our own: the same seed gives the same company on every machine and every version of the runtime. */
export type Random = {
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** True in `perMille` of 1,000 cases. */
  chance(perMille: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** An index, as likely as its share of the sum; `sums` are running sums of whole weights. */
  pickBySums(sums: readonly number[]): number;
  hex(digits: number): string;
};

/** sfc32 by Chris Doty-Humphrey (public domain): only 32-bit additions and shifts, so nothing depends on a float unit. */
export function createRandom(seed: number, stream: string): Random {
  let [a, b, c, counter] = [seed | 0, (seed / 0x1_0000_0000) | 0, hashOf(stream), 1];
  const next = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + result) | 0;
    return result >>> 0;
  };
  for (let round = 0; round < 15; round += 1) next();

  const below = (limit: number): number => next() % limit;
  return {
    between: (low, high) => low + below(high - low + 1),
    chance: (perMille) => below(1000) < perMille,
    pick(choices) {
      const choice = choices[below(choices.length)];
      if (choice === undefined) throw new Error("nothing to pick from");
      return choice;
    },
    pickBySums(sums) {
      const wanted = below(sums.at(-1) ?? 1);
      let [low, high] = [0, sums.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((sums[middle] ?? 0) > wanted) high = middle;
        else low = middle + 1;
      }
      return low;
    },
    hex(digits) {
      let text = "";
      while (text.length < digits) text += next().toString(16).padStart(8, "0");
      return text.slice(0, digits);
    },
  };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash;
}

/** A uuid of version 7 whose time is the business day, so that ids sort as documents do. */
export function idFor(random: Random, businessDate: string, place: number): string {
  const milliseconds = Date.parse(`${businessDate}T00:00:00Z`) + place;
  const time = milliseconds.toString(16).padStart(12, "0");
  const chance = random.hex(19);
  const variant = "89ab"[Number.parseInt(chance.slice(3, 4), 16) % 4];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${chance.slice(0, 3)}-${variant}${chance.slice(4, 7)}-${chance.slice(7, 19)}`;
}
