import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import LongestFirst from "./tests/support/longestFirst.ts";

const support = (file: string) =>
  fileURLToPath(new URL(`./tests/support/${file}.ts`, import.meta.url));

/**
 * Files of a project share the processes of its workers: loading the libraries of the console or
 * compiling PGlite anew for each file would take longer than most tests.
 */
const shared = { isolate: false, setupFiles: [support("leaveClean")] };

// Vitest leaves one core to itself, which on two cores means one file at a time.
const cores = Math.max(2, availableParallelism() - 1);

/** Those that wait for browsers and vendors leave a core free: more of them side by side. */
const waiting = cores * 2;

export default defineConfig({
  test: {
    globalSetup: [support("imageFolder")],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        // react-router once: react-admin and the tests must see the same router.
        resolve: { conditions: ["module-sync", "node", "development"] },
        test: {
          ...shared,
          name: "unit",
          maxWorkers: cores,
          sequence: { groupOrder: 2 },
          include: ["src/**/*.test.{ts,tsx}"],
          environment: "happy-dom",
          testTimeout: 60_000,
          setupFiles: [...shared.setupFiles, "src/test/setup.ts"],
        },
      },
      {
        test: {
          ...shared,
          name: "node",
          maxWorkers: cores,
          sequence: { groupOrder: 2 },
          include: ["supabase/**/*.test.ts", "stack/**/*.test.ts", "docs/**/*.test.ts"],
          environment: "node",
          testTimeout: 30_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...shared,
          name: "database",
          maxWorkers: cores,
          sequence: { groupOrder: 0 },
          include: ["tests/database/**/*.test.ts"],
          environment: "node",
          globalSetup: [support("postgresServer")],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...shared,
          name: "functions",
          maxWorkers: waiting,
          sequence: { groupOrder: 1 },
          include: ["tests/functions/**/*.test.ts"],
          environment: "node",
          globalSetup: [support("postgresServer")],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...shared,
          name: "e2e",
          maxWorkers: cores,
          sequence: { groupOrder: 2 },
          include: ["tests/e2e/**/*.test.ts"],
          environment: "node",
          globalSetup: [support("browserSetup"), support("postgresServer")],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 40_000 } },
        },
      },
    ],
  },
});
