import { expect, test } from "vitest";
import { createFormats } from "../i18n/formats";
import { i18nProvider } from "../providers/i18nProvider";
import { healthWords } from "./healthWords";
import type { HomeTodo, ServiceHealth } from "./home";
import { figureWords, sourceWords, titleWords } from "./metricCellWords";
import { burning, byUrgency, chartedMetric, standings } from "./metricStanding";
import { monthBars, SPARK, spanOf, sparklineOf } from "./sparkline";
import { buildAlert, buildHome, buildMetric } from "./test/buildHome";
import { countWords, detailWords, listPath, type Speech, subjectsOf } from "./todo";

const f = createFormats("fr");
const speech: Speech = {
  t: (key, args) => i18nProvider.translate(key, args),
  f,
  now: Date.parse("2026-11-23T13:05:00Z"),
};
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

const todo: HomeTodo = {
  paid_without_access: { number: 14, since: "2026-11-23T12:06:00Z", cents: 23_860 },
  other_findings: 8,
  webhooks_failed: {
    number: 148,
    causes: [
      { cause: "signature", number: 140 },
      { cause: null, number: 8 },
    ],
  },
  imports_failed: {
    number: 3,
    customers: 3,
    month: "2026-10",
    cause: "token_expired",
    since: "2026-10-24T13:05:00Z",
  },
  approvals: { number: 2, first_ends_at: "2026-11-24T08:00:00Z", actions: ["add-staff"] },
  grants_expiring: { number: 5, first_ends_at: "2026-11-26T08:00:00Z" },
};

test.each([
  ["paid_without_access", "Le plus long attend depuis 59 min, 238,60 € par mois"],
  ["webhooks_failed", "2 causes, surtout refus à l’entrée (140)"],
  ["imports_failed", "Octobre 2026, jeton expiré"],
  ["approvals", "Donner un rôle · expire demain, 09:00"],
  ["grants_expiring", "Le premier le 26 nov."],
] as const)("%s tells what matters most of it: « %s »", (name, words) => {
  expect(plain(detailWords(name, todo, speech))).toBe(words);
});

test("one cause is told without a number; customers only where there are fewer than imports", () => {
  const one = { number: 6, causes: [{ cause: "timeout", number: 6 }] };
  expect(plain(detailWords("webhooks_failed", { ...todo, webhooks_failed: one }, speech))).toMatch(
    /^1 cause : /,
  );
  const shared = { ...todo.imports_failed, customers: 1 };
  expect(detailWords("imports_failed", { ...todo, imports_failed: shared }, speech)).toContain(
    "1 client",
  );
});

test("a counter's address carries its filter, and beyond a thousand it says so", () => {
  const filter = new URLSearchParams(listPath("imports_failed", todo).split("?")[1]).get("filter");
  expect(JSON.parse(filter ?? "")).toEqual({
    open: "true",
    "created_at@gte": "2026-10-24T13:05:00Z",
  });
  expect(plain(countWords(1001, f))).toBe("1 000+");
  expect(subjectsOf(todo)).toBe(5);
  expect(subjectsOf(buildHome().todo)).toBe(0);
});

test("without data there is a dash and what was known last, never a zero", () => {
  const silent = buildMetric("emails_bounced", {
    status: "no_data",
    value: null,
    known_value: 1.2,
    known_at: "2026-11-23T08:40:00Z",
  });
  expect(figureWords(silent, speech)).toEqual({ value: "—", unit: "" });
  expect(plain(sourceWords(silent, speech))).toBe("Resend, 1,2 % à 09:40");
  // A value that came with it is none either.
  expect(figureWords({ ...silent, value: 0 }, speech).value).toBe("—");
  expect(plain(sourceWords({ ...silent, known_at: "2026-11-20T08:40:00Z" }, speech))).toBe(
    "Resend, 1,2 % le 20 nov.",
  );
  expect(sourceWords({ ...silent, known_at: null }, speech)).toBe("Resend, jamais mesuré");
});

test("the monthly import is told in imports of its month, the others in their unit", () => {
  const job = buildMetric("monthly_import");
  expect(figureWords(job, speech)).toEqual({ value: "412 / 415", unit: "imports" });
  expect(plain(titleWords(job, speech))).toBe("Import CA mensuel, octobre 2026");
  expect(plain(sourceWords(job, speech))).toBe("Prochain le 1er déc.");
  expect(figureWords(buildMetric("latency_p95", { value: 312.4 }), speech)).toEqual({
    value: "312",
    unit: "ms",
  });
  expect(plain(titleWords(buildMetric("uptime"), speech))).toBe("Disponibilité, 30 j");
});

test("on a phone what is past its threshold comes first, then what is not known", () => {
  const { metrics } = buildHome();
  const mixed = metrics.map((metric, index) => ({
    ...metric,
    status: index === 3 ? ("breach" as const) : index === 1 ? ("no_data" as const) : metric.status,
  }));
  expect(byUrgency(mixed).map(({ metric }) => metric)).toEqual([
    "webhooks_failed",
    "latency_p95",
    "uptime",
    "errors_5xx",
    "monthly_import",
    "emails_bounced",
  ]);
  expect(standings(mixed)).toEqual({ ok: 4, breach: 1, no_data: 1 });
});

test("the chart shows the most urgent metric past its threshold, else the webhooks", () => {
  expect(chartedMetric(buildHome())?.metric).toBe("webhooks_failed");
  const metrics = buildHome().metrics.map((metric) =>
    metric.metric === "emails_bounced" || metric.metric === "errors_5xx"
      ? { ...metric, status: "breach" as const }
      : metric,
  );
  expect(chartedMetric({ metrics, alerts: [] })?.metric).toBe("errors_5xx");
  const alerts = [buildAlert({ metric: "emails_bounced", severity: "P1" })];
  expect(chartedMetric({ metrics, alerts })?.metric).toBe("emails_bounced");
});

test("only P0 and P1 burn, the most urgent and the oldest first", () => {
  const alerts = [
    buildAlert({ id: "p2", severity: "P2" }),
    buildAlert({ id: "p1", severity: "P1" }),
    buildAlert({ id: "young", since: "2026-11-23T12:50:00Z" }),
    buildAlert({ id: "old" }),
  ];
  expect(burning(alerts).map(({ id }) => id)).toEqual(["old", "young", "p1"]);
});

test("threshold and a third beyond it are in view, however far below the values are", () => {
  expect(spanOf([0.1, 0.2], 3, "max")).toEqual({ low: 0, high: 4 });
  expect(spanOf([12], 3, "max").high).toBeGreaterThanOrEqual(12);
  const { low, high } = spanOf([99.98, 100], 99.5, "min");
  expect(low).toBeLessThan(99.5);
  expect(high).toBe(100);
  expect(spanOf([], 0, "max").high).toBeGreaterThan(0);
});

test("a line stops where there is no data, and its rest is marked", () => {
  const { path, silentFrom, last, thresholdY } = sparklineOf([1, null, 2, 3, null], 4, "max");
  expect(path.match(/M/g)).toHaveLength(2);
  expect(path).toContain("h0.1");
  expect(last?.x).toBe(silentFrom);
  expect(silentFrom).toBeLessThan(SPARK.width);
  expect(thresholdY).toBeGreaterThan(0);
  expect(sparklineOf([null, null], 4, "max")).toMatchObject({
    path: "",
    last: null,
    silentFrom: 0,
  });
  expect(sparklineOf([1, 2], 4, "max").silentFrom).toBeNull();
});

test("a month without an import is missed, but for those before the first and the one that is running", () => {
  const states = (points: (number | null)[], missedNow = false) =>
    monthBars(points, missedNow).map(({ state }) => state);
  expect(states([null, 14, null, 0, 12, null])).toEqual([
    "none",
    "good",
    "missed",
    "missed",
    "good",
    "none",
  ]);
  expect(states([12, null], true)).toEqual(["good", "missed"]);
});

const service = (own: Partial<ServiceHealth>): ServiceHealth => ({
  ...(buildHome().health[0] as ServiceHealth),
  ...own,
});

test.each([
  [service({}), "84 ms sur /api/health"],
  [service({ status: "down", code: "status", detail: { status: 503 } }), "Répond 503"],
  [service({ service: "vercel", detail: { at: "2026-11-23T12:01:00Z" } }), "Déployé 13:01, prêt"],
  [
    service({
      service: "stripe",
      status: "degraded",
      code: "webhooks",
      detail: { failed: 8, total: 17 },
    }),
    "8 webhooks échoués sur 17",
  ],
  [
    service({ status: "unknown", code: "stale", checked_at: "2026-11-23T08:40:00Z" }),
    "Muet depuis 09:40",
  ],
  [service({ status: "unknown", code: "never_asked", checked_at: null }), "Jamais sondé"],
  [service({ status: "unknown", code: "not_configured" }), "La clé manque sur ce serveur"],
  [service({ status: "down", code: "a_new_one" }), "a_new_one"],
])("a service says what is known of it (%#)", (one, words) => {
  expect(plain(healthWords(one, speech))).toBe(words);
});
