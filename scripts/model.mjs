import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled, requireNode, root } from "./install.mjs";

requireNode();
ensureInstalled();

/** `npm run model -- --runs 100000 --seed 7 [--steps 30] [--streams 1] [--prove-every 1] [--every-step] [--parallel]`. */
const words = process.argv.slice(2);
const names = {
  "--runs": "MODEL_RUNS",
  "--seed": "MODEL_SEED",
  "--steps": "MODEL_STEPS",
  "--streams": "MODEL_STREAMS",
  "--prove-every": "MODEL_PROVE_EVERY",
};
const asked = { MODEL_RUNS: "1000", MODEL_PROVE_EVERY: "1" };
let file = "documents";
while (words.length > 0) {
  const word = words.shift();
  if (word === "--every-step") asked.MODEL_EVERY_STEP = "1";
  else if (word === "--parallel") file = "parallel";
  else if (word in names && /^-?\d+$/.test(words[0] ?? "")) asked[names[word]] = words.shift();
  else {
    console.error(`看不懂 Not understood: ${word} ${words[0] ?? ""}`);
    console.error(`npm run model -- ${Object.keys(names).join(" N ")} N --every-step --parallel`);
    process.exit(1);
  }
}
const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const run = spawnSync(
  process.execPath,
  [vitest, "run", "--project", "db", "--reporter=verbose", `tests/model/${file}.db.test.ts`],
  { cwd: root, stdio: "inherit", env: { ...process.env, ...asked } },
);
process.exit(run.status ?? 1);
