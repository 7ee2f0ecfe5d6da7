import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { MetricPoint } from "../charts/answer";
import type { ChartSpan } from "../charts/range/range";
import { METRICS, type MetricName } from "../metrics/metric";
import { settings } from "../providers/settings";
import { mockServer } from "../test/mockServer";
import { renderAt } from "../test/renderAt";
import type { MeasuredMetric } from "./measuredMetric";
import ReliabilityPage from "./ReliabilityPage";

vi.setConfig({ testTimeout: 30_000 });

const HOUR = 3_600_000;
const api = `${settings.supabaseUrl}/rest/v1`;
type Asked = ChartSpan & { name: MetricName };

let asked: Asked[] = [];
let failing: Set<string>;
let values: Partial<Record<MetricName, (number | null)[]>>;
let metrics: Partial<MeasuredMetric>[];

const pointsOf = ({ name, since }: Asked): MetricPoint[] =>
  (values[name] ?? [null, null]).map((value, index) => ({
    at: new Date(Date.parse(since) + index * HOUR).toISOString(),
    until: new Date(Date.parse(since) + (index + 1) * HOUR).toISOString(),
    value,
    bad: value ? 3 : 0,
    total: value === null ? 0 : 40,
  }));

mockServer(
  http.post(`${api}/rpc/chart`, async ({ request }) => {
    const question = (await request.json()) as Asked;
    asked.push(question);
    if (failing.has(question.name)) return HttpResponse.json({ message: "down" }, { status: 503 });
    return HttpResponse.json({
      ...question,
      points: pointsOf(question),
      metric: {
        metric: question.name,
        unit: "percent",
        bound: "max",
        threshold: 1,
        window_hours: 24,
      },
    });
  }),
  http.post(`${api}/rpc/marks`, () =>
    HttpResponse.json({ deployments: [], runs: [], alerts: [], incidents: [] }),
  ),
  http.get(`${api}/metrics`, () => HttpResponse.json(metrics)),
  http.get(`${api}/deployments`, () => HttpResponse.json([])),
);
afterEach(() => {
  vi.useRealTimers();
});
beforeEach(() => {
  asked = [];
  failing = new Set();
  values = { webhooks_failed: [0.5, null, 4.74] };
  metrics = METRICS.map((metric, position) => ({
    id: metric,
    metric,
    position,
    unit: "percent",
    bound: "max",
    threshold: 1,
    window_hours: 24,
    source: "stripe",
    status: metric === "webhooks_failed" ? "breach" : "no_data",
    since: new Date().toISOString(),
    measured_at: new Date().toISOString(),
  }));
});

const open = (search = "?view=table") => renderAt(`/reliability${search}`, <ReliabilityPage />);
const sheet = (name: string) => screen.findByRole("region", { name });

test("what is not known is said so, never zero, and the others are read all the same", async () => {
  failing.add("latency_p95");
  const { person } = open();
  const webhooks = await sheet("Webhooks échoués, 24\u00a0h");
  const rows = await within(webhooks).findAllByRole("row");
  expect(rows.slice(1).map((row) => row.textContent)).toEqual([
    expect.stringMatching(/4,74\s%340$/),
    expect.stringMatching(/Pas de données00$/),
    expect.stringMatching(/0,5\s%340$/),
  ]);
  expect(within(webhooks).getByText(/^Dépassé depuis/)).toBeTruthy();

  const uptime = await sheet("Disponibilité, 24\u00a0h");
  expect(within(uptime).getByText(/^Aucune sonde sur cette période/)).toBeTruthy();
  expect(within(uptime).getByText(/^Pas de données depuis/)).toBeTruthy();
  expect(within(uptime).queryByText(/^0/)).toBeNull();

  const latency = await sheet("Latence p95, 24\u00a0h");
  expect(await within(latency).findByRole("alert")).toBeTruthy();
  failing.clear();
  values.latency_p95 = [312];
  await person.click(within(latency).getByRole("button", { name: "Réessayer" }));
  expect(await within(latency).findByText(/^312\sms$/)).toBeTruthy();
});

test("the last answer stays readable, with its time, when the server is away", async () => {
  open();
  const webhooks = await sheet("Webhooks échoués, 24\u00a0h");
  await within(webhooks).findAllByRole("row");
  failing.add("webhooks_failed");
  // Somebody comes back to the page a minute later.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
  window.dispatchEvent(new Event("visibilitychange"));
  await waitFor(() => expect(within(webhooks).getByText(/^Données de/)).toBeTruthy());
  expect(within(webhooks).getByText(/^4,74\s%$/)).toBeTruthy();
});

test("a value leads to the list of what went wrong in its hour", async () => {
  open();
  const link = await screen.findByRole("link", { name: /^4,74\s%$/ });
  const [path, query] = (link.getAttribute("href") ?? "").split("?");
  const { since } = asked.find(({ name }) => name === "webhooks_failed") ?? { since: "" };
  const at = (hours: number) => new Date(Date.parse(since) + hours * HOUR).toISOString();
  expect(path).toBe("/webhook_events");
  expect(JSON.parse(new URLSearchParams(query).get("filter") ?? "")).toMatchObject({
    "created_at@gte": at(2),
    "created_at@lt": at(3),
    "status@in": "(failed,reconciled)",
  });
});

test("the range and the comparison stand in the address, and ask for the period right before", async () => {
  const { person } = open("?view=table&range=24h");
  await screen.findByRole("link", { name: /^4,74\s%$/ });
  await person.click(screen.getByRole("button", { name: "Comparer à la période précédente" }));
  expect((await screen.findAllByText("Période précédente")).length).toBeGreaterThan(0);
  const [now, before] = asked.filter(({ name }) => name === "webhooks_failed");
  expect(before?.until).toBe(now?.since);
  expect(screen.getByLabelText("address").textContent).toBe(
    "/reliability?view=table&range=24h&compare=1",
  );
  await person.click(screen.getByRole("button", { name: /^Période affichée/ }));
  await person.click(screen.getByRole("menuitem", { name: "30 derniers jours" }));
  expect(screen.getByLabelText("address").textContent).toBe(
    "/reliability?view=table&range=30d&compare=1",
  );
  await waitFor(() =>
    expect(asked.filter(({ grain }) => grain === "day").map(({ name }) => name)).toContain(
      "uptime",
    ),
  );
});
