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

/**
 * Files side by side: one more than there are cores, for those that wait for a browser or a vendor. Of all
 * projects together, in longestFirst's order: between groups of them cores would wait for the last file.
 */
const maxWorkers = availableParallelism() + 1;

export default defineConfig({
  test: {
    globalSetup: [support("imageFolder")],
    sequence: { sequencer: LongestFirst },
    maxWorkers,
    projects: [
      {
        test: {
          ...shared,
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          environment: "node",
          globalSetup: [support("browserSetup")],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 40_000 } },
        },
      },
      {
        // react-router once: react-admin and the tests must see the same router.
        resolve: { conditions: ["module-sync", "node", "development"] },
        test: {
          ...shared,
          name: "unit",
          include: ["src/**/*.test.tsx"],
          environment: "happy-dom",
          testTimeout: 60_000,
          setupFiles: [...shared.setupFiles, "src/test/setup.ts"],
          // A window throws away a lot: with more room for what is new less of it is copied on.
          execArgv: ["--max-semi-space-size=32"],
        },
      },
      {
        test: {
          ...shared,
          name: "node",
          // A window for each file would take longer than what is tested there without one.
          include: ["{src,supabase,stack,docs}/**/*.test.ts"],
          environment: "node",
          globalSetup: [support("postgresServer")],
          testTimeout: 30_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...shared,
          name: "database",
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
          include: ["tests/functions/**/*.test.ts"],
          environment: "node",
          globalSetup: [support("postgresServer")],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
