import { afterEach, expect, test, vi } from "vitest";
import type { AlertArgs } from "./notices/alerts.ts";
import { messageOf, type Notice } from "./notices.ts";

const notice = (kind: string): Notice => ({
  id: 1,
  kind,
  at: "2026-11-23T13:00:00Z",
  args: {
    approval_id: "a1",
    code: "APP-0007",
    mode: "run",
    action: "add-staff",
    rule: "staff",
    target: "zoe@example.fr",
    items: null,
    reason: "Renfort <support> pour décembre",
    because: null,
    requested_by: "admin@comptalyze.test",
    expires_at: "2026-11-24T13:00:00Z",
    runs_alone_at: "2026-11-23T13:15:00Z",
    environment: "demo",
  },
});

afterEach(() => vi.unstubAllEnvs());

test("a request says who, what, why and until when, and leads to its page", () => {
  vi.stubEnv("CONSOLE_URL", "https://console.example/");
  const message = messageOf(notice("approval_requested"));
  expect(message).toContain("admin@comptalyze.test demande une approbation");
  expect(message).toContain("`add-staff` sur zoe@example.fr");
  expect(message).toContain("Renfort &lt;support&gt; pour décembre");
  expect(message).toContain("24/11/2026");
  expect(message).toContain("<https://console.example/approvals/a1/show|APP-0007> (demo)");
});

test("a broken glass says when it runs, by the clock of Paris", () => {
  expect(messageOf(notice("glass_broken"))).toContain("23/11/2026 14:15");
});

const alert = (kind: string, args: Partial<AlertArgs> = {}): Notice => ({
  id: 2,
  kind,
  at: "2026-11-23T12:20:00Z",
  args: {
    alert_id: "b2",
    code: "AL-0007",
    rule_id: 4,
    metric: "webhooks_failed",
    what: "breach",
    severity: "P0",
    since: "2026-11-23T12:15:00Z",
    value: 4.7405,
    threshold: 1,
    unit: "percent",
    bound: "max",
    window_hours: 24,
    bad: 148,
    total: 3122,
    recovered_at: null,
    environment: "demo",
    ...args,
  },
});
const spaced = (message: string) => message.replace(/[\u00a0\u202f]/g, " ");

test("an alert says what, since when in Paris, the value against its threshold, and where to look", () => {
  vi.stubEnv("CONSOLE_URL", "https://console.example");
  const message = spaced(messageOf(alert("alert_fired")));
  expect(message).toContain("P0 Webhooks échoués, hors seuil depuis le 23/11/2026 13:15");
  expect(message).toContain("4,74 % sur 24 h (148 sur 3 122), seuil : au plus 1 %.");
  const path = `/webhook_events?filter=${encodeURIComponent('{"status":"failed"}')}`;
  expect(message).toContain(`<https://console.example${path}|AL-0007> (demo)`);
});

test.each([
  ["webhooks_failed", `/webhook_events?filter=${encodeURIComponent('{"status":"failed"}')}`],
  ["emails_bounced", `/emails?filter=${encodeURIComponent('{"status":"bounced"}')}`],
  ["monthly_import", "/import_logs"],
  ["uptime", "/reliability?metric=uptime"],
  ["latency_p95", "/reliability?metric=latency_p95"],
  ["errors_5xx", "/reliability?metric=errors_5xx"],
])("an alert of %s leads to %s", (metric, path) => {
  vi.stubEnv("CONSOLE_URL", "https://console.example/");
  for (const kind of ["alert_fired", "alert_recovered", "alert_test"]) {
    expect(messageOf(alert(kind, { metric }))).toContain(`<https://console.example${path}|`);
  }
});

test("a recovery says how long it lasted and what is measured now", () => {
  const message = spaced(
    messageOf(
      alert("alert_recovered", { value: 0.2, bad: 6, recovered_at: "2026-11-23T13:55:00Z" }),
    ),
  );
  expect(message).toContain("Rétabli : P0 Webhooks échoués, hors seuil depuis le 23/11/2026 13:15");
  expect(message).toContain("après 1 h 40 min. 0,2 % sur 24 h (6 sur 3 122)");
});

test("silence is told as silence, never as a value", () => {
  const fired = spaced(messageOf(alert("alert_fired", { what: "no_data", value: 0 })));
  expect(fired).toContain("plus de données depuis le 23/11/2026 13:15");
  expect(fired).not.toContain("%");
  const over = messageOf(
    alert("alert_recovered", { what: "no_data", recovered_at: "2026-11-23T12:40:00Z" }),
  );
  expect(over).toContain("Les données sont revenues");
});

test("values have the unit and the side of their metric", () => {
  const said = (args: Partial<AlertArgs>) => spaced(messageOf(alert("alert_fired", args)));
  expect(
    said({ metric: "latency_p95", unit: "ms", value: 812.4, threshold: 500, bad: null }),
  ).toContain("812 ms sur 24 h, seuil : au plus 500 ms");
  expect(
    said({ metric: "uptime", bound: "min", value: 98.1, threshold: 99.5, window_hours: 720 }),
  ).toContain("98,1 % sur 30 j (148 sur 3 122), seuil : au moins 99,5 %");
  expect(said({ metric: "monthly_import", unit: "missed", value: 1, threshold: 0 })).toContain(
    "aucun succès à l’heure due",
  );
});

test("a test is marked as one, says who asked, and has no alert behind it", () => {
  const message = messageOf(
    alert("alert_test", {
      by: "ops@<x>.test",
      code: undefined,
      alert_id: undefined,
      since: undefined,
      value: null,
    }),
  );
  expect(message).toContain("Test d’alerte demandé par ops@&lt;x&gt;.test, rien à faire");
  expect(message).toContain("pas de données");
  expect(message).not.toContain("rotating_light");
  expect(message).not.toContain("undefined");
});

test("what a database could hold never becomes a sign of Slack's", () => {
  expect(messageOf(alert("alert_fired", { metric: "<!channel>", severity: "<P0>" }))).not.toMatch(
    /<!|<P0>/,
  );
});

test("an incident says how grave, what, since when, who, and leads to its page", () => {
  vi.stubEnv("CONSOLE_URL", "https://console.example");
  const message = messageOf({
    id: 3,
    kind: "incident_declared",
    at: "2026-11-23T12:26:00Z",
    args: {
      incident_id: "c3",
      code: "INC-007",
      title: "Webhooks <Stripe> refusés",
      severity: "P0",
      metric: "webhooks_failed",
      started_at: "2026-11-23T12:15:00Z",
      declared_at: "2026-11-23T12:26:00Z",
      by: "ops@comptalyze.test",
      environment: "demo",
    },
  });
  expect(message).toMatch(
    /Incident P0.*Webhooks &lt;Stripe&gt; refusés, depuis le 23\/11\/2026 13:15/,
  );
  expect(message).toContain("Déclaré par ops@comptalyze.test");
  expect(message).toContain("<https://console.example/incidents/c3/show|INC-007> (demo)");
});
