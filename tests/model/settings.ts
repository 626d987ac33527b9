/** What a person asks of the model: `npm run model -- --runs 100000 --seed 7`; without, what fits into every test run. */
export type Settings = {
  readonly runs: number;
  readonly seed: number;
  /** Steps of one run after the first purchases. */
  readonly steps: number;
  /** Runs that go side by side, each with a seed of its own. */
  readonly streams: number;
  /** The books are compared after every step, not only at the end. */
  readonly everyStep: boolean;
  /** Every how many runs the company's own proof is asked too. */
  readonly proveEvery: number;
};
function numberOf(name: string): number | undefined {
  const text = process.env[name];
  return text === undefined || text === "" ? undefined : Number(text);
}
export function settingsFor(usual: { readonly runs: number; readonly proveEvery: number }): Settings {
  return {
    runs: numberOf("MODEL_RUNS") ?? usual.runs,
    seed: numberOf("MODEL_SEED") ?? Math.trunc(Math.random() * 1_000_000_000),
    steps: numberOf("MODEL_STEPS") ?? 12,
    streams: numberOf("MODEL_STREAMS") ?? 4,
    everyStep: process.env["MODEL_EVERY_STEP"] !== undefined,
    proveEvery: numberOf("MODEL_PROVE_EVERY") ?? usual.proveEvery,
  };
}
export function againCommand(seed: number, runs: number, settings: Settings): string {
  return `npm run model -- --seed ${seed} --runs ${runs} --steps ${settings.steps} --streams 1`;
}
