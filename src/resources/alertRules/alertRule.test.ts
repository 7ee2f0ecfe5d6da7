import { expect, test } from "vitest";
import { createFormats } from "../../i18n/formats";
import type { Metric } from "../../metrics/metric";
import { i18nProvider } from "../../providers/i18nProvider";
import {
  badThreshold,
  defaultsOf,
  thresholdChange,
  thresholdFormOf,
} from "../../settings/thresholdForm";
import { badFields, fieldsOf, formOf, NEW_RULE } from "./alertRule";
import { muteMinutes } from "./mute";
import { ruleDetail, ruleSentence } from "./ruleWords";
import { buildRule } from "./test/buildRule";

const t = (key: string, args?: Record<string, unknown>) => i18nProvider.translate(key, args);
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
const f = createFormats("fr");

test.each([
  [buildRule(), "Webhooks échoués > 1 % sur 24 h, pendant 5 min"],
  [
    buildRule({
      metric: "uptime",
      bound: "min",
      effective_threshold: "99.5",
      effective_window_hours: 720,
      hold_minutes: 0,
    }),
    "Disponibilité < 99,5 % sur 30 j",
  ],
  [
    buildRule({ metric: "latency_p95", unit: "ms", effective_threshold: 800, hold_minutes: 120 }),
    "Latence p95 > 800 ms sur 24 h, pendant 2 h",
  ],
  [
    buildRule({ metric: "monthly_import", unit: "missed", effective_threshold: 0 }),
    "Import CA mensuel sans succès à l’heure due",
  ],
])("a rule is a sentence (%#)", (rule, sentence) => {
  expect(plain(ruleSentence(rule, t, f))).toBe(sentence);
});

test("what a silence means to a rule is said", () => {
  expect(plain(ruleDetail(buildRule({ no_data_minutes: 60 }), t))).toContain(
    "alerte aussi après 1 h sans données",
  );
  expect(ruleDetail(buildRule({ no_data_minutes: null, recover_minutes: 0 }), t)).toBe(
    "Rétablie aussitôt · le silence n’alerte pas",
  );
});

test("a form gives back what the rule has; what is left empty is the metric's own", () => {
  const rule = buildRule({ threshold: "2.50", window_hours: 48, no_data_minutes: 60 });
  expect(formOf(rule, "fr").threshold).toBe("2,5");
  expect(formOf(rule, "en").threshold).toBe("2.5");
  expect(fieldsOf(formOf(rule, "fr"))).toEqual({
    metric: "webhooks_failed",
    threshold: 2.5,
    window_hours: 48,
    hold_minutes: 5,
    recover_minutes: 15,
    no_data_minutes: 60,
    severity: "P0",
    enabled: true,
  });
  expect(fieldsOf(NEW_RULE)).toMatchObject({ threshold: null, window_hours: null });
});

test.each([
  [{ threshold: "101" }, "percent", ["threshold"]],
  [{ threshold: "800" }, "ms", []],
  [{ threshold: "1,234" }, "percent", ["threshold"]],
  [{ threshold: "un" }, "percent", ["threshold"]],
  [{ window_hours: "0" }, "percent", ["window_hours"]],
  [{ window_hours: "1,5" }, "percent", ["window_hours"]],
  [{ hold_minutes: "" }, "percent", ["hold_minutes"]],
  [{ no_data_minutes: "4" }, "percent", ["no_data_minutes"]],
  [{}, "percent", []],
] as const)("%j in %s: refused are %j, as by the server", (own, unit, refused) => {
  expect(badFields({ ...NEW_RULE, ...own }, unit)).toEqual(refused);
});

test.each([
  ["2026-11-23T13:05:00Z", 18 * 60 + 55],
  // The clocks go back in the night: an hour more; and forward: an hour less.
  ["2026-10-24T13:00:00Z", 19 * 60],
  ["2026-03-28T13:00:00Z", 18 * 60],
  // One minute before and after midnight in Paris.
  ["2026-11-23T22:59:00Z", 9 * 60 + 1],
  ["2026-11-23T23:01:00Z", 32 * 60 + 59],
])("until tomorrow at nine in Paris, from %s, are %i minutes", (now, minutes) => {
  expect(muteMinutes("tomorrow", Date.parse(now))).toBe(minutes);
});

test("the other mutes are as long as they say", () => {
  expect((["1h", "4h", "week"] as const).map((mute) => muteMinutes(mute, 0))).toEqual([
    60, 240, 10080,
  ]);
});

const metric: Metric = {
  id: "uptime",
  metric: "uptime",
  position: 1,
  unit: "percent",
  bound: "min",
  threshold: 99.9,
  default_threshold: 99.5,
  window_hours: 720,
  default_window_hours: 720,
  source: "app",
  stale_minutes: 15,
};

test("a threshold is only saved when it changes and the server would take it", () => {
  const form = thresholdFormOf(metric, "fr");
  expect(form).toEqual({ threshold: "99,9", window_hours: "720" });
  expect(thresholdChange(form, metric)).toBeNull();
  expect(thresholdChange(defaultsOf(metric, "fr"), metric)).toEqual({
    metric: "uptime",
    threshold: 99.5,
    window_hours: 720,
  });
  for (const own of [{ threshold: "" }, { threshold: "100,01" }, { window_hours: "2161" }]) {
    expect(thresholdChange({ ...form, ...own }, metric)).toBeNull();
    expect(badThreshold({ ...form, ...own }, metric)).toEqual(Object.keys(own));
  }
});
