import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Rules } from "./paper.ts";
import { playSteps, type Told, thinnedOut } from "./play.ts";
import { againCommand, settingsFor } from "./settings.ts";
import { openProgram, type Program } from "./shop.ts";
import { anyRules, stepsOf } from "./steps.ts";

const settings = settingsFor({ runs: 1000, proveEvery: 8 });
let program: Program;
beforeAll(async () => {
  program = await openProgram(1);
});
afterAll(() => program?.close());

/** Runs with one seed; what went wrong, made as small as it can be, or nothing. */
async function stream(seed: number, numRuns: number): Promise<string | undefined> {
  let run = 0;
  let worst: { readonly rules: Rules; readonly told: Told } | undefined;
  const result = await fc.check(
    fc.asyncProperty(anyRules, stepsOf(settings.steps), async (rules, steps) => {
      run += 1;
      const proves = worst ? worst.told.isUnproven : run % settings.proveEvery === 0;
      const told = await playSteps(program, rules, steps, { everyStep: settings.everyStep, proves });
      if (told.wrong.length === 0) return;
      worst = { rules, told };
      throw new Error(told.wrong.join("\n"));
    }),
    { numRuns, seed },
  );
  if (!result.failed) return undefined;
  const story = worst
    ? [JSON.stringify(worst.rules), ...(await thinnedOut(program, worst.rules, worst.told)).wrong].join("\n")
    : String(result.errorInstance);
  return `${againCommand(seed, numRuns, settings)}\n第 ${result.numRuns} 次，缩小 ${result.numShrinks} 次\n${story}`;
}

test(`任意单据、任意顺序 ${settings.runs} 次：账上的每个数都和从头手算的一样（种子 ${settings.seed}）`, {
  timeout: 24 * 3_600_000,
}, async () => {
  const each = Math.ceil(settings.runs / settings.streams);
  const streams = Array.from({ length: settings.streams }, (_, index) => stream(settings.seed + index, each));
  const wrong = (await Promise.all(streams)).filter((one) => one !== undefined);
  expect(wrong.join("\n\n")).toBe("");
});
