import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import {
  expectOnce,
  hurry,
  killRuntime,
  startForEverybody,
  untilEnded,
  untilFurther,
} from "../support/manyItems.ts";

const KILLS = 5;

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend(await clonePostgres(), { vendors: true });
  await hurry(backend);
});
afterAll(() => backend.close());

// The long form, with the database killed as well, is tests/torture/kills.test.ts.
test("the function runtime dies again and again: every item is done once, none is lost", async () => {
  const run = await startForEverybody(backend);
  for (let kill = 0; kill < KILLS; kill += 1) {
    await untilFurther(backend, run, 8);
    await pause(kill * 70);
    await killRuntime(backend);
  }
  const tally = await untilEnded(backend, run, 90_000);
  expect(tally.items).toBeGreaterThan(100);
  expectOnce(tally);
}, 180_000);
