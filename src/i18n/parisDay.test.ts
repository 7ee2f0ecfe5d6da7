import { expect, test } from "vitest";
import { addDays, dayOf, startOfDay } from "./parisDay";

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
