import { expect, test } from "vitest";
import { addDays, clockOf, dayOf, momentOf, startOfDay } from "./parisDay";

test.each([
  ["2026-11-23", "2026-11-22T23:00:00.000Z"],
  ["2026-07-01", "2026-06-30T22:00:00.000Z"],
  // The clock goes forward on 29 March 2026 at 2, back on 25 October at 3: midnight is before both.
  ["2026-03-29", "2026-03-28T23:00:00.000Z"],
  ["2026-03-30", "2026-03-29T22:00:00.000Z"],
  ["2026-10-25", "2026-10-24T22:00:00.000Z"],
  ["2026-10-26", "2026-10-25T23:00:00.000Z"],
])("%s begins in Paris at %s", (day, start) => {
  expect(startOfDay(day)).toBe(start);
  expect(dayOf(start)).toBe(day);
  expect(dayOf(Date.parse(start) - 1)).toBe(addDays(day, -1));
});

test.each([
  ["2026-11-23T13:01", "2026-11-23T12:01:00.000Z"],
  ["2026-07-01T00:30", "2026-06-30T22:30:00.000Z"],
  ["2026-03-29T01:59", "2026-03-29T00:59:00.000Z"],
  ["2026-03-29T03:00", "2026-03-29T01:00:00.000Z"],
  ["2026-10-25T03:00", "2026-10-25T02:00:00.000Z"],
])("the clocks of Paris show %s at %s", (local, moment) => {
  expect(momentOf(local)).toBe(moment);
  expect(clockOf(moment)).toBe(local);
});

test("what is no time is no moment", () => {
  expect(momentOf("")).toBeNull();
  expect(clockOf("")).toBe("");
});
