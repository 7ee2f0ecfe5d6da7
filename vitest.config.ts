import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const support = (file: string) =>
  fileURLToPath(new URL(`./tests/support/${file}.ts`, import.meta.url));

export default defineConfig({
  test: {
    // Vitest leaves one core to itself, which on two cores means one file at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    globalSetup: [support("imageFolder")],
    projects: [
      {
        // react-router once: react-admin and the tests must see the same router.
        resolve: { conditions: ["module-sync", "node", "development"] },
        test: {
          name: "unit",
          include: ["src/**/*.test.{ts,tsx}"],
          environment: "happy-dom",
          setupFiles: ["src/test/setup.ts"],
          // Loading the libraries of the console again for each file takes longer than the tests.
          isolate: false,
        },
      },
      {
        test: {
          name: "node",
          include: ["supabase/**/*.test.ts", "stack/**/*.test.ts", "docs/**/*.test.ts"],
          environment: "node",
          isolate: false,
        },
      },
      {
        test: {
          name: "database",
          include: ["tests/database/**/*.test.ts"],
          environment: "node",
          globalSetup: [support("postgresServer")],
          // PGlite is compiled once in a process that stays.
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "functions",
          include: ["tests/functions/**/*.test.ts"],
          environment: "node",
          globalSetup: [support("postgresServer")],
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          environment: "node",
          globalSetup: [support("browserSetup")],
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
