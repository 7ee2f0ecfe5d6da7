import { expect, test } from "vitest";
import { createFormats } from "../../i18n/formats";
import { messages } from "../../i18n/fr";
import { clocksOf, spanWords } from "./clocks";

/** The sentence of the French messages, with its words filled in. */
function t(key: string, args: Record<string, unknown> = {}): string {
  const sentence = key
    .split(".")
    .reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], messages);
  return String(sentence).replace(/%\{(\w+)\}/g, (_, name: string) => String(args[name]));
}
const f = createFormats("fr");

const DECLARED = "2026-11-23T12:26:00Z";
const at = (minutes: number, seconds = 0) =>
  Date.parse(DECLARED) + minutes * 60_000 + seconds * 1000;
const iso = (minutes: number) => new Date(at(minutes)).toISOString();

const incident = (own: { taken_at?: string | null; resolved_at?: string | null } = {}) => ({
  declared_at: DECLARED,
  taken_at: null,
  respond_by: iso(15),
  resolve_by: iso(60),
  respond_minutes: 15,
  resolve_minutes: 60,
  resolved_at: null,
  ...own,
});
const words = (own: Parameters<typeof incident>[0], now: number) =>
  clocksOf(incident(own), now, t, f).map(({ state, words }) => `${state}: ${words}`);

test("both run from the declaration, to the second", () => {
  expect(words({}, at(8, 46))).toEqual(["running: Reste 6 min 14 s", "running: Reste 51 min 14 s"]);
  expect(words({}, at(15))).toEqual(["running: Reste 0 min 00 s", "running: Reste 45 min 00 s"]);
  expect(words({}, at(15, 1))[0]).toBe("late: Dépassée de 0 min 01 s");
});

test("taken in time the first is kept, too late it is missed, and the other goes on", () => {
  expect(words({ taken_at: iso(9) }, at(38, 46))).toEqual([
    "kept: Tenue en 9\u00a0min",
    "running: Reste 21 min 14 s",
  ]);
  expect(words({ taken_at: iso(16) }, at(20))[0]).toBe("missed: Dépassée, 16\u00a0min");
});

test("resolved, both stand still; what nobody took was answered by its end", () => {
  expect(words({ taken_at: iso(9), resolved_at: iso(44) }, at(5000))).toEqual([
    "kept: Tenue en 9\u00a0min",
    "kept: Tenue en 44\u00a0min",
  ]);
  expect(words({ resolved_at: iso(61) }, at(5000))).toEqual([
    "missed: Dépassée, 1\u202fh",
    "missed: Dépassée, 1\u202fh",
  ]);
});

test("a draft has none", () => {
  expect(clocksOf({ ...incident(), declared_at: null }, at(0), t, f)).toEqual([]);
});

test.each([
  [59 * 60_000 + 59_999, "59 min 59 s"],
  [3_600_000, "1 h 00 min"],
  [47 * 3_600_000, "47 h 00 min"],
  [7 * 86_400_000 - 1, "6 j 23 h"],
])("%d ms are %s", (milliseconds, said) => {
  expect(spanWords(milliseconds, t)).toBe(said);
});
