import { expect, test } from "vitest";
import type { CountPoint } from "../charts/answer";
import { EMAIL_GROUPS, EMAIL_STATUSES } from "../resources/emails/email";
import { actionSeries, actionsOf, EMAIL_PARTS, emailSeries } from "./activitySeries";
import { funnelOf } from "./funnel";

const point = (parts: Record<string, number>): CountPoint => ({
  at: "2026-11-23T00:00:00Z",
  until: "2026-11-24T00:00:00Z",
  value: 0,
  parts,
});
const t = (key: string) => key;

test("the funnel adds up the cohorts, each step of all and of the one before", () => {
  const steps = funnelOf([
    point({ all: 10, verified: 8, simulated: 4, upgraded: 2 }),
    point({ all: 10, verified: 8, simulated: 4, upgraded: 2, premium: 1 }),
  ]);
  expect(steps.map(({ number, ofAll, ofBefore }) => [number, ofAll, ofBefore])).toEqual([
    [20, 1, null],
    [16, 0.8, 0.8],
    [8, 0.4, 0.5],
    [4, 0.2, 0.5],
    [1, 0.05, 0.25],
  ]);
  expect(funnelOf([])[1]).toMatchObject({ number: 0, ofAll: null, ofBefore: null });
});

test("the five most frequent actions have a bar of their own, the rest share one", () => {
  const points = [point({ a: 1, b: 9, c: 3, d: 4, e: 5, f: 6, g: 2 }), point({ a: 1 })];
  const actions = actionsOf(points);
  expect(actions).toEqual({ named: ["b", "f", "e", "d", "c"], others: ["a", "g"] });
  const series = actionSeries(actions, t);
  expect(series.at(-1)?.read(point({ a: 1, b: 9, g: 2 }))).toBe(3);
  expect(actionSeries(actionsOf([point({ a: 1 })]), t).map(({ key }) => key)).toEqual(["a"]);
});

test("every state of an e-mail is in exactly one bar, and the bar is what its list holds", () => {
  const grouped = Object.values(EMAIL_PARTS).flat();
  expect([...grouped].sort()).toEqual([...EMAIL_STATUSES].sort());
  for (const [name, statuses] of Object.entries(EMAIL_PARTS)) {
    expect(EMAIL_GROUPS[name]).toEqual({ "status@in": `(${statuses.join(",")})` });
  }
  const read = emailSeries(t).map((series) =>
    series.read(point({ opened: 2, sent: 3, failed: 1 })),
  );
  expect(read).toEqual([2, 3, 0, 1]);
});
