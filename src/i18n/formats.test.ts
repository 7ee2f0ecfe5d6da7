import { expect, test } from "vitest";
import { createFormats } from "./formats";

const french = createFormats("fr");
const english = createFormats("en");
const WIDE = "\u00a0";
const NARROW = "\u202f";

test("euros from cents, with spaces that do not break", () => {
  expect(french.money(1990)).toBe(`19,90${WIDE}€`);
  expect(french.money(123_456_700)).toBe(`1${NARROW}234${NARROW}567,00${WIDE}€`);
  expect(english.money(1990)).toBe("€19.90");
});

test("numbers and ratios", () => {
  expect(french.number(12_480)).toBe(`12${NARROW}480`);
  expect(french.percent(0.0474)).toMatch(/^4,74[\u00a0\u202f]%$/);
});

test("dates are those of Paris, whatever the machine's zone", () => {
  expect(french.dateTime("2026-11-23T13:05:00Z")).toBe(`23${WIDE}nov.${WIDE}2026, 14:05`);
  expect(french.date("2026-06-30T22:30:00Z")).toBe(`1er${WIDE}juil.${WIDE}2026`);
  expect(english.dateTime("2026-11-23T13:05:00Z")).toBe(`23${WIDE}Nov${WIDE}2026, 14:05`);
  expect(french.dayKey("2026-11-22T23:30:00Z")).toBe("2026-11-23");
  expect(french.month("2026-11")).toBe("novembre 2026");
});

test("relative time has no break between number and unit", () => {
  const now = Date.parse("2026-11-23T13:05:00Z");
  expect(french.relative("2026-11-23T12:59:00Z", now)).toBe(`il y a 6${WIDE}min`);
  expect(french.relative("2026-11-23T11:04:00Z", now)).toBe(`il y a 2${WIDE}h`);
  expect(french.relativeDays(3)).toBe(`dans 3${WIDE}j`);
});

test("tomorrow is one day away, early or late", () => {
  const evening = "2026-11-23T22:00:00Z";
  expect(french.daysUntil("2026-11-24T00:00:00Z", evening)).toBe(1);
  expect(french.daysUntil("2026-11-24T22:59:00Z", evening)).toBe(1);
  expect(french.daysUntil("2026-11-22T23:30:00Z", evening)).toBe(0);
});

test("durations", () => {
  expect(french.duration(212)).toBe(`212${WIDE}ms`);
  expect(french.duration(1834)).toBe(`1,8${WIDE}s`);
});
