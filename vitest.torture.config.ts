import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const support = (file: string) =>
  fileURLToPath(new URL(`./tests/support/${file}.ts`, import.meta.url));

// What takes long: npm run test:torture. A short form of each part is in npm test.
export default defineConfig({
  test: {
    name: "torture",
    include: [
      "tests/torture/**/*.test.ts",
      "tests/functions/randomInput.test.ts",
      "tests/functions/equalClicks.test.ts",
      "tests/functions/faultTable.test.ts",
      "tests/database/drift.test.ts",
      "tests/database/histories.test.ts",
    ],
    environment: "node",
    globalSetup: [support("postgresServer"), support("imageFolder")],
    // TORTURE=0.1 does a tenth, TORTURE_SEED= the same chance again.
    env: { TORTURE: process.env.TORTURE ?? "1" },
    fileParallelism: false,
    // The embedded Data API's driver writes once more to a server that was killed under it.
    onUnhandledError: ({ stack = "" }) =>
      stack.includes("node_modules/postgres/src/connection.js") ? false : undefined,
    testTimeout: 3_600_000,
    hookTimeout: 300_000,
  },
});
