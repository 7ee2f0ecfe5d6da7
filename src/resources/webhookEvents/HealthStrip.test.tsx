import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import { settings } from "../../providers/settings";
import { mockServer } from "../../test/mockServer";
import { renderAt } from "../../test/renderAt";
import { HealthStrip } from "./HealthStrip";
import { buildHealth } from "./test/builders";

vi.setConfig({ testTimeout: 30_000 });

let health: () => Response;
let asked = 0;
mockServer(
  http.get(`${settings.supabaseUrl}/rest/v1/webhook_health`, () => {
    asked += 1;
    return health();
  }),
);
beforeEach(() => {
  asked = 0;
});

const openStrip = (more: Parameters<typeof buildHealth>[0]) => {
  health = () => HttpResponse.json(buildHealth(more));
  return renderAt("/webhook_events", <HealthStrip />);
};

test("under its limit the rate is calm, and Stripe was read just now", async () => {
  openStrip({});
  expect(await screen.findByText(/^0,49\s%$/)).toBeTruthy();
  expect(screen.getByText(/^2 sur 412, seuil 1\s%$/)).toBeTruthy();
  expect(screen.getByText("à l’instant")).toBeTruthy();
  expect(screen.getByText("Activé")).toBeTruthy();
});

test("past its limit the rate says so", async () => {
  openStrip({ failed: 8, total: 19, failure_percent: 42.11 });
  expect(await screen.findByText(/^42,11\s%$/)).toBeTruthy();
  expect(screen.getByText(/^8 sur 19, au-delà du seuil de 1\s%$/)).toBeTruthy();
});

test("exactly at its limit is not past it", async () => {
  openStrip({ failed: 1, total: 100, failure_percent: 1 });
  expect(await screen.findByText(/^1 sur 100, seuil 1\s%$/)).toBeTruthy();
});

test("without any event there is no rate, and it is not called good", async () => {
  openStrip({ failed: 0, total: 0, failure_percent: null });
  expect(await screen.findByText(/^Aucun événement, seuil 1\s%$/)).toBeTruthy();
  expect(screen.queryByText(/^0\s%$/)).toBeNull();
});

test("a reading of Stripe that fails says why, and an endpoint that is off what that means", async () => {
  openStrip({
    synced_at: null,
    sync_failure: { service: "stripe", kind: "not_allowed" },
    endpoint_enabled: false,
  });
  expect(await screen.findByText("La clé Stripe est refusée.")).toBeTruthy();
  expect(screen.getByText("Jamais")).toBeTruthy();
  expect(screen.getByText("Désactivé")).toBeTruthy();
  expect(screen.getByText("Stripe n’envoie plus rien.")).toBeTruthy();
});

test("a failure of a kind yet unknown is still said in words", async () => {
  openStrip({ sync_failure: { service: "stripe", kind: "brand_new" }, endpoint_enabled: null });
  expect(await screen.findByText(/^La lecture a échoué, la suite/)).toBeTruthy();
  expect(screen.getByText("Aucun endpoint connu.")).toBeTruthy();
});

test("who may not read it sees no strip at all", async () => {
  health = () => HttpResponse.json({ code: "42501", message: "forbidden" }, { status: 403 });
  const { container } = renderAt("/webhook_events", <HealthStrip />);
  await waitFor(() => expect(asked).toBe(1));
  await waitFor(() => expect(container.querySelector("main")?.children).toHaveLength(1));
});
