import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import { settings } from "../providers/settings";
import { mockServer } from "../test/mockServer";
import { renderAt } from "../test/renderAt";
import HomePage from "./HomePage";
import type { Home } from "./home";
import { buildAlert, buildHome, buildMetric } from "./test/buildHome";

const api = `${settings.supabaseUrl}/rest/v1/rpc`;
let home: Home;
let status: number;
const asked: string[] = [];

mockServer(
  http.post(`${api}/home`, () => {
    asked.push("home");
    return HttpResponse.json(status === 200 ? home : { message: "x" }, { status });
  }),
  http.post(`${api}/chart`, async ({ request }) => {
    const { name } = (await request.json()) as { name: string };
    asked.push(name);
    return HttpResponse.json({ name, points: [], metric: null });
  }),
  http.post(`${api}/me`, () =>
    HttpResponse.json({
      user_id: "a",
      email: "support@comptalyze.test",
      name: null,
      role: "support",
      environment: "demo",
      permissions: [],
    }),
  ),
  http.post(`${api}/marks`, () =>
    HttpResponse.json({ deployments: [], runs: [], alerts: [], incidents: [] }),
  ),
);
beforeEach(() => {
  home = buildHome();
  status = 200;
  asked.length = 0;
});

const region = async (name: string) => within(await screen.findByRole("region", { name }));

test("on a quiet day it says that there is nothing to do, and since when that is known", async () => {
  renderAt("/", <HomePage />);
  const todo = await region("Rien à traiter");
  expect(todo.getByText(/dernier contrôle/)).toBeTruthy();
  expect(todo.getAllByText("0, rien à faire")).toHaveLength(5);
  expect(todo.queryByRole("link")).toBeNull();
  expect(screen.queryByRole("article")).toBeNull();
  const thresholds = await region("Seuils du runbook");
  expect(thresholds.getAllByRole("link").length).toBe(7);
  // One question for everything but the chart.
  expect(asked).toEqual(["home", "webhooks_failed"]);
});

test("an alert of a rule with its own window names that one", async () => {
  home = buildHome({ alerts: [buildAlert({ window_hours: 2, threshold: 3 })] });
  renderAt("/", <HomePage />);
  const strip = within(await screen.findByRole("article"));
  expect(strip.getByRole("heading").textContent).toBe("Webhooks échoués, 2\u00a0h");
  expect(strip.getByText(/au plus 3.%/)).toBeTruthy();
});

test("an open incident stands in the place of its alert, with its two clocks and whom it touches", async () => {
  const declared = new Date(Date.now() - 38 * 60_000).toISOString();
  const after = (minutes: number) =>
    new Date(Date.parse(declared) + minutes * 60_000).toISOString();
  home = buildHome({
    alerts: [buildAlert({ incident_id: "c3", incident_state: "open" })],
    incidents: [
      {
        id: "c3",
        code: "INC-042",
        title: "Webhooks Stripe refusés",
        severity: "P0",
        metric: "webhooks_failed",
        alert_id: "a1",
        playbook: "webhooks_failing",
        started_at: declared,
        declared_at: declared,
        taken_at: after(9),
        taken_by: "ops@comptalyze.test",
        respond_by: after(15),
        resolve_by: after(60),
        respond_minutes: 15,
        resolve_minutes: 60,
        version: 3,
      },
    ],
    todo: {
      ...buildHome().todo,
      paid_without_access: { number: 14, since: declared, cents: 23_860 },
    },
  });
  renderAt("/", <HomePage />);
  const strip = within(await screen.findByRole("article", { name: "P0, INC-042" }));
  expect(screen.getAllByRole("article")).toHaveLength(1);
  expect(strip.getByRole("heading").textContent).toBe("INC-042, Webhooks Stripe refusés");
  expect(strip.getByText(/Tenue en 9.min/)).toBeTruthy();
  expect(strip.getByText(/Reste 2[12] min \d\d s/)).toBeTruthy();
  expect(strip.getByText(/14 clients, 238,60.€ par mois/)).toBeTruthy();
  const follow = strip.getByRole("link", { name: "Suivre la procédure" });
  expect(follow.getAttribute("href")).toBe("/incidents/c3/show#playbook");
});

test("what burns comes first, leads to its list and its chart, and what is not known is never green", async () => {
  home = buildHome({
    alerts: [
      buildAlert({ id: "b", metric: "uptime", severity: "P1", kind: "no_data", value: null }),
      buildAlert(),
    ],
    metrics: buildHome().metrics.map((metric) =>
      metric.metric === "uptime"
        ? buildMetric("uptime", { status: "no_data", value: null })
        : metric.metric === "webhooks_failed"
          ? buildMetric("webhooks_failed", { status: "breach", value: 4.74 })
          : metric,
    ),
    todo: { ...buildHome().todo, webhooks_failed: { number: 148, causes: [] } },
  });
  renderAt("/", <HomePage />);
  const [first, second] = await screen.findAllByRole("article");
  const strip = within(first as HTMLElement);
  expect(strip.getByText("P0")).toBeTruthy();
  expect(strip.getByRole("link", { name: "Planifier le rejeu" }).getAttribute("href")).toMatch(
    /^\/webhook_events\?filter=.*failed.*&action=replay-webhooks$/,
  );
  expect(strip.getByRole("link", { name: "Ouvrir la fiabilité" }).getAttribute("href")).toBe(
    "/reliability?metric=webhooks_failed",
  );
  expect(within(second as HTMLElement).getByText(/^Sans données depuis/)).toBeTruthy();
  const cell = await screen.findByRole("link", { name: /^Disponibilité, 30/ });
  expect(within(cell).getByText("Pas de données").closest(".MuiChip-nodata")).toBeTruthy();
  expect(cell.textContent).toContain("—");
});

test("when the server is away the page stays and says from when it is, until it is back", async () => {
  const { person, queryClient } = renderAt("/", <HomePage />);
  await region("Rien à traiter");
  status = 503;
  await queryClient.refetchQueries({ queryKey: ["home"] });
  expect(await screen.findByText(/^Données de \d\d:\d\d/)).toBeTruthy();
  expect(await region("Rien à traiter")).toBeTruthy();
  status = 200;
  await person.click(screen.getByRole("button", { name: "Réessayer" }));
  await expect.poll(() => screen.queryByText(/^Données de/)).toBeNull();
});

test("when it cannot be read at all it says so", async () => {
  status = 503;
  const { person } = renderAt("/", <HomePage />);
  expect(await screen.findByText("L’accueil n’a pas pu être lu")).toBeTruthy();
  status = 200;
  await person.click(screen.getByRole("button", { name: "Réessayer" }));
  await region("Rien à traiter");
});
