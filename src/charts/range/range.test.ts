import { expect, test } from "vitest";
import { type AskedRange, addMonths, type Offered, RANGE_NAMES, rangeOf } from "./range";

const offered: Offered = { names: [...RANGE_NAMES, "custom"], fallback: "30d", hourly: true };
const at = (text: string) => Date.parse(text);
const ask = (range: string | null, since: string | null = null, until: string | null = null) =>
  ({ range, since, until }) satisfies AskedRange;
const HOUR = 3_600_000;
const hours = ({ since, until }: { since: string; until: string }) =>
  (Date.parse(until) - Date.parse(since)) / HOUR;

test("the last day is 24 whole hours up to the end of this one, whatever the clock of Paris does", () => {
  for (const now of ["2026-11-27T07:40:29Z", "2026-03-29T01:30:00Z", "2026-10-25T00:30:00Z"]) {
    const range = rangeOf(ask("24h"), offered, at(now));
    expect(hours(range)).toBe(24);
    expect(range.grain).toBe("hour");
    expect(at(range.until) - at(now)).toBeLessThanOrEqual(HOUR);
    expect(range.before.until).toBe(range.since);
    expect(hours(range.before)).toBe(24);
  }
  expect(rangeOf(ask("7d"), offered, at("2026-11-27T07:40:29Z")).since).toBe(
    "2026-11-20T08:00:00.000Z",
  );
});

test("days are those of Paris: the spring one has 23 hours, the autumn one 25", () => {
  const spring = rangeOf(ask("30d"), offered, at("2026-04-02T21:59:59Z"));
  expect([spring.since, spring.until]).toEqual([
    "2026-03-03T23:00:00.000Z",
    "2026-04-02T22:00:00.000Z",
  ]);
  expect(hours(spring)).toBe(30 * 24 - 1);
  const autumn = rangeOf(ask("30d"), offered, at("2026-11-02T12:00:00Z"));
  expect(hours(autumn)).toBe(30 * 24 + 1);
  expect(hours(autumn.before)).toBe(30 * 24);
  expect(autumn.before.until).toBe(autumn.since);
});

test("one minute before and after midnight in Paris are two days", () => {
  const late = rangeOf(ask("90d"), offered, at("2026-11-27T22:59:59Z"));
  const early = rangeOf(ask("90d"), offered, at("2026-11-27T23:00:00Z"));
  expect(late.until).toBe("2026-11-27T23:00:00.000Z");
  expect(early.until).toBe("2026-11-28T23:00:00.000Z");
});

test("twelve months are whole, over the turn of the year", () => {
  const range = rangeOf(ask("12m"), offered, at("2027-01-15T12:00:00Z"));
  expect(range).toMatchObject({
    grain: "month",
    since: "2026-01-31T23:00:00.000Z",
    until: "2027-01-31T23:00:00.000Z",
    before: { since: "2025-01-31T23:00:00.000Z", until: "2026-01-31T23:00:00.000Z" },
  });
  expect(addMonths("2026-11", 3)).toBe("2027-02");
  expect(addMonths("2026-01", -1)).toBe("2025-12");
});

test.each([
  ["2026-11-20", "2026-11-22", "hour"],
  ["2026-11-01", "2026-11-26", "day"],
  ["2026-01-10", "2026-11-26", "month"],
])("from %s to %s one sees each %s", (since, until, grain) => {
  const range = rangeOf(ask("custom", since, until), offered, at("2026-11-27T12:00:00Z"));
  expect(range).toMatchObject({ name: "custom", grain, days: { first: since, last: until } });
  expect(range.before.until).toBe(range.since);
});

test("a range of one's own ends today at the latest", () => {
  const range = rangeOf(
    ask("custom", "2026-11-20", "2027-05-01"),
    offered,
    at("2026-11-27T12:00:00Z"),
  );
  expect(range.days.last).toBe("2026-11-27");
  expect(range.grain).toBe("day");
});

test.each([
  ["nonsense", null, null],
  ["custom", "2026-11-20T10:00", null],
  ["custom", "2026-13-45", "2026-11-20"],
  ["custom", "2026-11-20", "2026-11-10"],
  ["custom", "1200-01-01", "2026-11-10"],
  ["custom", null, null],
  [null, null, null],
])("what is no range is the usual one: %s %s %s", (range, since, until) => {
  expect(rangeOf(ask(range, since, until), offered, at("2026-11-27T12:00:00Z")).name).toBe("30d");
});

test("a page that knows no hours shows days", () => {
  const daily: Offered = { names: ["7d", "custom"], fallback: "7d", hourly: false };
  const now = at("2026-11-27T12:00:00Z");
  expect(rangeOf(ask("7d"), daily, now)).toMatchObject({
    grain: "day",
    since: "2026-11-20T23:00:00.000Z",
  });
  expect(rangeOf(ask("custom", "2026-11-26", "2026-11-27"), daily, now).grain).toBe("day");
  expect(rangeOf(ask("24h"), daily, now).name).toBe("7d");
});
