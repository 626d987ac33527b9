import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import { differences, pagesOf, readPages } from "./compare.ts";
import { type Deed, deedsOf, deedText, isOfMonth, type PaperDeed } from "./deeds.ts";
import type { Company, Method, Rules } from "./paper.ts";
import { expected, kindOf, unprovenIn } from "./play.ts";
import { emptyCompany } from "./reference.ts";
import { settingsFor } from "./settings.ts";
import { doMonth, doPaper, openProgram, openShop, type Program, type Shop } from "./shop.ts";
import { anyRules, type Step, stepsOf } from "./steps.ts";

const settings = settingsFor({ runs: 40, proveEvery: 1 });
const clients = 8;
let program: Program;
beforeAll(async () => {
  program = await openProgram(2);
});
afterAll(() => program?.close());

/**
 * The company as its books tell it: postings, months closed and opened, changes of the costing method, in the order in
 * which they were written; after each of them one state. That is the serial order that every answer has to agree with.
 */
type History = {
  readonly shop: Shop;
  readonly states: Company[];
  readonly story: string[];
  /** Deeds that wrote a posting, by their document, the last of each. */
  readonly bodies: Map<string, Extract<PaperDeed, { do: "post" }>>;
  /** What has been read: postings, and the events between them. */
  readonly read: Set<string>;
  names: number;
};
function current(history: History): Company {
  const last = history.states.at(-1);
  if (!last) throw new Error("a history begins with an empty company");
  return last;
}

type Written = {
  readonly key: string;
  readonly is: "approve" | "reverse" | "close" | "reopen" | "method";
  /** Of a posting. */
  readonly document: string | null;
  readonly month: string | null;
  readonly method: Method | null;
};
/** 月末成本结转 is written by the event beside it. */
const everythingWritten = `
  select 'posting ' || p.seq as key, p.kind as is, p.document_id as document, null as month, null as method, p.seq as place, 1 as after, p.posted_at as at
  from posting p join document d on d.org_id = $1 and d.id = p.document_id and d.type <> 'month-end-cost' where p.org_id = $1
  union all
  select 'month ' || e.seq, e.kind, null, to_char(to_date(e.period::text, 'YYYYMM'), 'YYYY-MM'), null, e.next_posting, 0, e.at from period_event e where e.org_id = $1
  union all
  select 'method ' || c.seq, c.kind, null, to_char(to_date(c.period::text, 'YYYYMM'), 'YYYY-MM'), c.method, c.next_posting, 0, c.at from costing_change c where c.org_id = $1 and c.kind = 'method'
  order by place, after, at`;
/** Reads on in the books and does the same by hand. */
async function readOn(history: History): Promise<void> {
  const { shop, states } = history;
  const { rows } = await program.owner.query<Written>(everythingWritten, [shop.orgId]);
  for (const row of rows) {
    if (history.read.has(row.key)) continue;
    history.read.add(row.key);
    const deed = deedOf(history, row);
    const outcome = expected(current(history), deed);
    history.story.push(deedText(deed));
    if (outcome.refused) throw new Error([...history.story, `记上了，应是 ${outcome.refused}`].join("\n"));
    states.push(outcome.company);
  }
}
function deedOf(history: History, { is, document, month, method }: Written): Deed {
  if (is === "method") return { do: is, month: month ?? "", method: method ?? "fifo" };
  if (is === "close" || is === "reopen") return { do: is, month: month ?? "" };
  const name = [...history.shop.papers].find(([, id]) => id === document)?.[0] ?? 0;
  if (is === "reverse") return { do: "unapprove", name };
  const isKnown = current(history).papers.some((paper) => paper.name === name);
  const posted = history.bodies.get(document ?? "");
  return isKnown || !posted ? { do: "approve", name } : posted;
}

/** One person at work: looks at the books as they are, does something, and keeps what was refused. */
async function work(history: History, worker: Program["workers"][number], steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    await readOnInTurn(history);
    for (const meant of deedsOf(current(history), step).slice(0, 1)) {
      const deed = isOfMonth(meant) || meant.do !== "post" ? withTrace(meant) : named(history, meant);
      const doing = deed && beginning(history, worker, deed);
      if (!doing) continue;
      const from = history.states.length - 1;
      const refused = await doing();
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
function beginning({ shop, states }: History, worker: Program["workers"][number], deed: Deed) {
  if (isOfMonth(deed)) return () => doMonth(worker, shop, deed);
  const company = states.at(-1);
  const kind = company && kindOf(company, deed);
  return kind && (() => doPaper(worker, shop, kind, deed));
}
/** Only what the books tell the order of: a changed or a void draft and a closed order leave no posting. */
function withTrace(deed: Deed): Deed | null {
  if (deed.do === "close-order" || deed.do === "reopen-order") return null;
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
  const history: History = {
    shop,
    states: [emptyCompany(rules)],
    story: [],
    bodies: new Map(),
    read: new Set(),
    names: 0,
  };
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

test(`${clients} 个人同时做任意单据、结账、改成本方法 ${settings.runs} 次：结果等于按记账顺序一张一张做，每个拒绝都有先后能说明（种子 ${settings.seed}）`, {
  timeout: 24 * 3_600_000,
}, async () => {
  const runs = fc.sample(fc.tuple(anyRules, stepsOf(6 * clients)), { numRuns: settings.runs, seed: settings.seed });
  for (const [index, [rules, steps]] of runs.entries()) {
    const wrong = await playTogether(rules, steps, index % settings.proveEvery === 0);
    expect(wrong.join("\n"), `种子 ${settings.seed} 第 ${index + 1} 次 ${JSON.stringify(rules)}`).toBe("");
  }
});
