import { defineConfig } from "vitest/config";

const everywhere = ["**/node_modules/**", "**/dist/**", "**/data/**", "tests/architecture/planted/**"];
const withDatabase = {
  pool: "forks" as const,
  maxWorkers: 2,
  testTimeout: 60_000,
  hookTimeout: 120_000,
  globalSetup: ["tests/support/cluster.setup.ts"],
};

/** One project after another: each may use the whole machine, and timings mean something. */
const group = (groupOrder: number) => ({ sequence: { groupOrder } });

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["**/*.test.ts", "**/*.test.tsx"],
          exclude: [...everywhere, "**/*.db.test.ts"],
          testTimeout: 60_000,
          // Pure tests share nothing that one could spoil for another; a process for each costs more than they do.
          isolate: false,
          ...group(0),
        },
      },
      { test: { name: "db", include: ["**/*.db.test.ts"], exclude: everywhere, ...withDatabase, ...group(1) } },
      {
        test: {
          name: "scenario",
          include: ["tests/scenarios/**/*.scenario.ts"],
          exclude: everywhere,
          ...withDatabase,
          ...group(2),
        },
      },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.e2e.ts"],
          exclude: everywhere,
          ...withDatabase,
          ...group(3),
          maxWorkers: 1,
          testTimeout: 180_000,
          globalSetup: ["tests/support/cluster.setup.ts", "tests/support/web.setup.ts"],
        },
      },
    ],
  },
});
