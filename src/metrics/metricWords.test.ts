import { expect, test } from "vitest";
import { createFormats } from "../i18n/formats";
import { i18nProvider } from "../providers/i18nProvider";
import { sinceWords } from "./metricWords";

const f = createFormats("fr");

test.each([
  ["2026-11-28T00:40:00+01:00", "00:40"],
  ["2026-11-27T23:30:00+01:00", "hier à 23:30"],
  ["2026-11-26T23:30:00+01:00", "le 26 nov."],
])("at one in the night %s is « %s »", (at, words) => {
  const now = Date.parse("2026-11-28T01:00:00+01:00");
  expect(sinceWords(at, now, i18nProvider.translate, f).replaceAll("\u00a0", " ")).toBe(words);
});
