import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { proveCompany } from "../../apps/server/src/books/prove.ts";
import { differences, pagesOf, readPages } from "./compare.ts";
import { type Deed, deedsOf, deedText } from "./deeds.ts";
import { paperOf } from "./entries.ts";
import type { Company, Outcome, Rules } from "./paper.ts";
import { approve, change, emptyCompany, post, unapprove, voidPaper } from "./reference.ts";
import { doIt, openProgram, openShop, type Program } from "./shop.ts";
import { anyRules, type Step, stepsOf } from "./steps.ts";

let program: Program;
beforeAll(async () => {
  program = await openProgram();
});
afterAll(() => program?.close());

function expected(company: Company, deed: Deed): Outcome {
  switch (deed.do) {
    case "post":
      return post(company, deed.name, deed.body);
    case "change":
      return change(company, deed.name, deed.body);
    case "approve":
      return approve(company, deed.name);
    case "unapprove":
      return unapprove(company, deed.name);
    case "void":
      return voidPaper(company, deed.name);
  }
}

type Told = { readonly deeds: readonly Deed[]; readonly wrong: readonly string[] };

/** 一步一步，两边照做：做了什么，哪里说法不同. */
async function play(
  rules: Rules,
  next: (company: Company, index: number) => readonly Deed[] | undefined,
): Promise<Told> {
  const shop = await openShop(program, rules);
  let company = emptyCompany(rules);
  const deeds: Deed[] = [];
  const story: string[] = [];
  const told = (...wrong: readonly string[]): Told => ({ deeds, wrong: [...story, ...wrong] });
  const everyStep = process.env["MODEL_EVERY_STEP"] !== undefined;
  const lay = async () => differences(pagesOf(company), await readPages(program, shop));
  for (let index = 0; ; index += 1) {
    const together = next(company, index);
    if (!together) break;
    for (const deed of together) {
      deeds.push(deed);
      const kind = deed.do === "post" ? deed.body.kind : paperOf(company, deed.name)?.body.kind;
      if (!kind) continue;
      const outcome = expected(company, deed);
      const refused = await doIt(program, shop, kind, deed);
      story.push(`${deedText(deed)}${outcome.refused ? ` ⇒ ${outcome.refused}` : ""}`);
      if (refused !== outcome.refused) return told(`应是 ${outcome.refused ?? "通过"}，却是 ${refused ?? "通过"}`);
      company = outcome.company;
      const found = everyStep ? await lay() : [];
      if (found.length > 0) return told(...found);
      if (outcome.refused) break;
    }
  }
  const found = everyStep ? [] : await lay();
  if (found.length > 0) return told(...found);
  const proof = await proveCompany(program.db, shop.orgId);
  const failed = proof.checks.filter((check) => !check.passed);
  if (failed.length === 0) return { deeds, wrong: [] };
  return told(
    "账实不符：",
    ...failed.flatMap((check) => [`  ${check.title}`, ...check.findings.map((one) => `    ${one.text}`)]),
  );
}
function playSteps(rules: Rules, steps: readonly Step[]): Promise<Told> {
  return play(rules, (company, index) => {
    const step = steps[index];
    return step && deedsOf(company, step);
  });
}
/** Leaves out one deed after another as long as something stays wrong: papers keep their numbers. */
async function thinnedOut(rules: Rules, told: Told): Promise<Told> {
  for (let index = told.deeds.length - 1; index >= 0; index -= 1) {
    const fewer = told.deeds.filter((_, at) => at !== index);
    const shorter = await play(rules, (_, at) => (at < fewer.length ? fewer.slice(at, at + 1) : undefined)).catch(
      () => null,
    );
    if (shorter && shorter.wrong.length > 0) return thinnedOut(rules, shorter);
  }
  return told;
}

test("任意单据、任意顺序：账上的每个数都和从头手算的一样", { timeout: 3_600_000 }, async () => {
  const numRuns = Number(process.env["MODEL_RUNS"] ?? "100");
  const seed = process.env["MODEL_SEED"] === undefined ? undefined : Number(process.env["MODEL_SEED"]);
  let worst: Told | undefined;
  const result = await fc.check(
    fc.asyncProperty(anyRules, stepsOf(Number(process.env["MODEL_STEPS"] ?? 12)), async (rules, steps) => {
      const told = await playSteps(rules, steps);
      if (told.wrong.length === 0) return;
      worst = told;
      throw new Error(told.wrong.join("\n"));
    }),
    { numRuns, ...(seed === undefined ? {} : { seed }) },
  );
  if (!result.failed) return;
  const [rules] = result.counterexample ?? [];
  const { errorInstance, numShrinks } = result;
  const story = rules && worst ? (await thinnedOut(rules, worst)).wrong.join("\n") : String(errorInstance);
  expect.fail(`seed ${result.seed} 第 ${result.numRuns} 次，缩小 ${numShrinks} 次\n${JSON.stringify(rules)}\n${story}`);
});
