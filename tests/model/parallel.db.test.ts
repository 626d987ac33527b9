import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import { differences, pagesOf, readPages } from "./compare.ts";
import { deedsOf, deedText, isOfMonth, type PaperDeed } from "./deeds.ts";
import type { Company, Rules } from "./paper.ts";
import { expected, kindOf, unprovenIn } from "./play.ts";
import { emptyCompany } from "./reference.ts";
import { settingsFor } from "./settings.ts";
import { doPaper, openProgram, openShop, type Program, type Shop } from "./shop.ts";
import { anyRules, type Step, stepsOf } from "./steps.ts";

const settings = settingsFor({ runs: 40, proveEvery: 1 });
const clients = 8;
let program: Program;
beforeAll(async () => {
  program = await openProgram(2);
});
afterAll(() => program?.close());

/**
 * The company as the postings tell it, in the order in which they were written: after each of them one state. That is
 * the serial order that every answer has to agree with.
 */
type History = {
  readonly shop: Shop;
  readonly states: Company[];
  readonly story: string[];
  /** Deeds that wrote a posting, by their document, the last of each. */
  readonly bodies: Map<string, Extract<PaperDeed, { do: "post" }>>;
  names: number;
};
function current(history: History): Company {
  const last = history.states.at(-1);
  if (!last) throw new Error("a history begins with an empty company");
  return last;
}

/** Reads on in the book of postings and does the same by hand. */
async function readOn(history: History): Promise<void> {
  const { shop, states } = history;
  const { rows } = await program.owner.query<{ document_id: string; kind: "approve" | "reverse" }>(
    "select document_id, kind from posting where org_id = $1 and seq >= $2 order by seq",
    [shop.orgId, states.length],
  );
  for (const row of rows) {
    const name = [...shop.papers].find(([, id]) => id === row.document_id)?.[0] ?? 0;
    const isKnown = current(history).papers.some((paper) => paper.name === name);
    const posted = history.bodies.get(row.document_id);
    const deed: PaperDeed =
      row.kind === "reverse" ? { do: "unapprove", name } : isKnown || !posted ? { do: "approve", name } : posted;
    const outcome = expected(current(history), deed);
    history.story.push(deedText(deed));
    if (outcome.refused) throw new Error([...history.story, `记上了，应是 ${outcome.refused}`].join("\n"));
    states.push(outcome.company);
  }
}

/** One person at work: looks at the books as they are, does something, and keeps what was refused. */
async function work(history: History, worker: Program["workers"][number], steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    await readOnInTurn(history);
    for (const meant of deedsOf(current(history), step).slice(0, 1)) {
      if (isOfMonth(meant) || meant.do === "close-order" || meant.do === "reopen-order") continue;
      const deed = meant.do === "post" ? named(history, meant) : withPosting(meant);
      const kind = kindOf(current(history), deed);
      if (!kind) continue;
      const from = history.states.length - 1;
      const refused = await doPaper(worker, history.shop, kind, deed);
      if (refused === null) continue;
      await readOnInTurn(history);
      const codes = history.states.slice(from).map((company) => expected(company, deed).refused);
      if (!codes.includes(refused))
        throw new Error(
          [...history.story, deedText(deed), `拒绝 ${refused}，没有一个先后能说明：${codes.join("、")}`].join("\n"),
        );
    }
  }
}
/** Only what the book of postings tells: a changed or a void draft leaves no posting. */
function withPosting(deed: PaperDeed): PaperDeed {
  return deed.do === "change" || deed.do === "void" ? { do: "approve", name: deed.name } : deed;
}
function named(history: History, deed: Extract<PaperDeed, { body: unknown }>): PaperDeed {
  history.names += 1;
  const id = newId();
  const own = { do: "post", name: history.names, body: deed.body } as const;
  history.shop.papers.set(own.name, id);
  history.bodies.set(id, own);
  return own;
}
/** Readers of one history read one after another. */
const turns = new WeakMap<History, Promise<void>>();
function readOnInTurn(history: History): Promise<void> {
  const turn = (turns.get(history) ?? Promise.resolve()).then(() => readOn(history));
  turns.set(history, turn);
  return turn;
}

async function playTogether(rules: Rules, steps: readonly Step[], proves: boolean): Promise<readonly string[]> {
  const shop = await openShop(program, rules);
  const history: History = { shop, states: [emptyCompany(rules)], story: [], bodies: new Map(), names: 0 };
  const own = (client: number) => steps.filter((_, index) => index % clients === client);
  const worker = (client: number) => program.workers[client % program.workers.length] ?? program.workers[0];
  try {
    await Promise.all(Array.from({ length: clients }, (_, client) => work(history, worker(client), own(client))));
    await readOnInTurn(history);
  } catch (error) {
    if (error instanceof Error) return [error.message];
    throw error;
  }
  const written = new Set(current(history).papers.map((paper) => paper.name));
  for (const name of shop.papers.keys()) if (!written.has(name)) shop.papers.delete(name);
  const different = differences(pagesOf(current(history)), await readPages(program, shop));
  const found = different.length === 0 && proves ? await unprovenIn(program, shop) : different;
  return found.length === 0 ? [] : [...history.story, ...found];
}

test(`${clients} 个人同时做任意单据 ${settings.runs} 次：结果等于按记账顺序一张一张做，每个拒绝都有先后能说明（种子 ${settings.seed}）`, {
  timeout: 24 * 3_600_000,
}, async () => {
  const runs = fc.sample(fc.tuple(anyRules, stepsOf(6 * clients)), { numRuns: settings.runs, seed: settings.seed });
  for (const [index, [rules, steps]] of runs.entries()) {
    const wrong = await playTogether(rules, steps, index % settings.proveEvery === 0);
    expect(wrong.join("\n"), `种子 ${settings.seed} 第 ${index + 1} 次 ${JSON.stringify(rules)}`).toBe("");
  }
});
