import { expect, test } from "vitest";
import type { Run } from "../run";
import { progressOf } from "./progress";

const started_at = "2026-11-24T12:00:00Z";
const now = Date.parse("2026-11-24T12:02:00Z");
const run = (more: Partial<Run>) => ({ started_at, finished_at: null, ...more }) as Run;

test("what has ended tells the rate, the rate tells what is left", () => {
  const counts = { done: 30, skipped: 8, failed: 2, running: 4, pending: 36 };
  expect(progressOf(run({ items: 80, counts }), now)).toMatchObject({
    total: 80,
    ended: 40,
    perMinute: 20,
    leftMs: 120_000,
  });
});

test("before the first item has ended nobody can say", () => {
  const found = progressOf(run({ items: 3, counts: { pending: 3 } }), now);
  expect(found).toMatchObject({ ended: 0, perMinute: null, leftMs: null });
});

test("at the end nothing is left, and the rate is that of the whole run", () => {
  const finished_at = "2026-11-24T12:01:00Z";
  const found = progressOf(run({ items: 30, counts: { done: 30 }, finished_at }), now);
  expect(found).toMatchObject({ ended: 30, perMinute: 30, leftMs: null });
});
