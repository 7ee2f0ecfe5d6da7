import { expect, test } from "vitest";
import { createFormats } from "../../i18n/formats";
import { i18nProvider } from "../../providers/i18nProvider";
import type { Alert } from "./alert";
import { alertStory } from "./alertStory";
import { measured } from "./alertWords";

const f = createFormats("fr");
const t = (key: string, args?: Record<string, unknown>) => i18nProvider.translate(key, args);
const NOW = Date.parse("2026-11-23T13:05:00Z");

const buildAlert = (own: Partial<Alert> = {}): Alert => ({
  id: "a1",
  code: "AL-0007",
  rule_id: 4,
  kind: "breach",
  metric: "webhooks_failed",
  unit: "percent",
  bound: "max",
  severity: "P0",
  status: "open",
  since: "2026-11-23T12:15:00Z",
  fired_at: "2026-11-23T12:20:00Z",
  announced_at: "2026-11-23T12:20:00Z",
  recovered_at: null,
  value: "4.7405",
  worst_value: 6,
  threshold: 1,
  bad: 148,
  total: 3122,
  evaluated_at: "2026-11-23T13:04:00Z",
  ...own,
});
const story = (own: Partial<Alert> = {}) =>
  alertStory(buildAlert(own), NOW, t, f).map(({ key, state, title, detail }) => ({
    key,
    state,
    words: `${title} | ${detail}`.replace(/[\u00a0\u202f]/g, " "),
  }));

test("an alert is told from since when to whether it is over", () => {
  expect(story().map(({ key, state }) => [key, state])).toEqual([
    ["since", "failed"],
    ["held", "failed"],
    ["told", "done"],
    ["recovered", "later"],
  ]);
  expect(story()[0]?.words).toBe(
    "Webhooks échoués : seuil dépassé | 23 nov. 2026, 13:15 · 4,74 %, seuil : au plus 1 % · au pire 6 %",
  );
  expect(story()[1]?.words).toContain("après 5 min");
  expect(story()[3]?.words).toContain("Dure depuis 50 min");
  expect(story({ status: "recovered", recovered_at: "2026-11-23T13:00:00Z" })[3]).toMatchObject({
    state: "done",
    words: "Rétablie | 23 nov. 2026, 14:00, après 45 min",
  });
});

test("one that was never told says why", () => {
  expect(story({ announced_at: null })[2]).toMatchObject({
    state: "doubtful",
    words:
      "Pas annoncée : règle en sourdine | Annoncée à la fin de la sourdine, si elle dure encore.",
  });
  const pending = story({ status: "pending", fired_at: null, announced_at: null });
  expect(pending.map(({ state }) => state)).toEqual(["failed", "moving", "later", "later"]);
});

test("silence has no value, and a missed job no number", () => {
  expect(story({ kind: "no_data", value: 3 })[0]?.words).toMatch(
    /plus de données .*pas de données, seuil/,
  );
  const job = buildAlert({ metric: "monthly_import", unit: "missed", value: 1 });
  expect(measured(job, 1, t, f)).toBe("Manqué");
  expect(measured(job, null, t, f)).toBe("–");
});
