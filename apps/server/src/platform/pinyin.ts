import { pinyin, polyphonic } from "pinyin-pro";

/** One name may have this many spellings of its initials; the likeliest are kept. */
const maximumSpellings = 16;
const plain = { toneType: "none", type: "array", v: true, toneSandhi: false } as const;

/** The readings of one character without tones, commonest first; a character that is not Chinese reads as itself. */
const readings = new Map<string, readonly string[]>();
function readingsOf(character: string): readonly string[] {
  let known = readings.get(character);
  if (!known) {
    known = /\p{Script=Han}/u.test(character)
      ? [...new Set(polyphonic(character, plain)[0] ?? [character])]
      : [character];
    readings.set(character, known);
  }
  return known;
}

type Spelled = { readonly full: string; readonly initials: readonly string[] };

/** Brands repeat from item to item, and a name is spelled for its initials and for its search text. */
const spelledBefore = new Map<string, Spelled>();
const maximumRemembered = 5000;
function spell(text: string): Spelled {
  let spelled = spelledBefore.get(text);
  if (!spelled) {
    spelled = spellAnew(text);
    if (spelledBefore.size >= maximumRemembered) spelledBefore.clear();
    spelledBefore.set(text, spelled);
  }
  return spelled;
}

/** 重庆 → full "chongqing", initials "cq" and "zq": people type the reading they know, not the one of the dictionary. */
function spellAnew(text: string): Spelled {
  const characters = [...text];
  const perCharacter = characters.map(readingsOf);
  const certain = perCharacter.every((one) => one.length === 1);
  const inContext = certain ? perCharacter.map((one) => one[0] ?? "") : pinyin(text, plain);
  const choices = perCharacter.map((all, place) => [...new Set([inContext[place] ?? "", ...all].map(initialOf))]);
  return { full: inContext.join(""), initials: spellings(choices) };
}
function initialOf(reading: string): string {
  const [first = ""] = reading;
  return first;
}

/** Every combination while there are few; of many, those which differ least from the reading in context. */
function spellings(choices: readonly (readonly string[])[]): readonly string[] {
  let found = [""];
  for (const choice of choices) {
    const [first = "", ...others] = choice;
    const room = maximumSpellings - found.length;
    const added = others.flatMap((other) => found.map((start) => start + other)).slice(0, Math.max(room, 0));
    found = [...found.map((start) => start + first), ...added];
  }
  return found;
}

/** 助记码: what a clerk types without switching the keyboard. 农夫山泉 → "nfsq", 可乐2L → "kl2l". */
export function initialsOf(name: string): string {
  return spell(searchable(name)).initials[0] ?? "";
}

/** Lower-case text for a substring search: the parts themselves, their pinyin initials in every reading, their full pinyin. */
export function searchTextOf(parts: readonly string[]): string {
  const texts = parts.map((part) => part.toLowerCase().trim()).filter((part) => part !== "");
  const words = new Set(texts);
  for (const text of texts) {
    if (!/\p{Script=Han}/u.test(text)) continue;
    const { full, initials } = spell(searchable(text));
    for (const initial of initials) words.add(initial);
    words.add(full);
  }
  return [...words].join("\n");
}

/** Initials run on across blanks and brackets: 康师傅（红烧） is typed ksfhs. */
function searchable(text: string): string {
  return text.toLowerCase().replace(/[^\p{Letter}\p{Number}]/gu, "");
}
