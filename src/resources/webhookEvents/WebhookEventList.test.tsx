import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { Route, Routes } from "react-router";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { actionServer } from "../../actions/test/actionServer";
import { buildPreview } from "../../actions/test/answers";
import { settings } from "../../providers/settings";
import { renderAt } from "../../test/renderAt";
import { buildCauseGroup, buildHealth, buildWebhookEvent } from "./test/builders";
import WebhookEventList from "./WebhookEventList";
import type { WebhookCauseGroup, WebhookEvent } from "./webhookEvent";

vi.setConfig({ testTimeout: 30_000 });

const { server, answers, reset, sent } = actionServer();
const api = `${settings.supabaseUrl}/rest/v1`;
const SINCE = "2026-11-20T12:12:00.000Z";

let rows: WebhookEvent[];
let groups: WebhookCauseGroup[];
const asked: URLSearchParams[] = [];

// What the page fetches when it is asked for: here before, so that no test waits for the compiler.
beforeAll(() =>
  Promise.all([import("../../actions/ActionDrawer"), import("../../actions/bulk/BulkActions")]),
);
beforeAll(() => {
  Reflect.get(window, "happyDOM").setViewport({ width: 1440, height: 900 });
});
beforeEach(() => {
  reset();
  asked.length = 0;
  rows = [buildWebhookEvent()];
  groups = [
    buildCauseGroup({ id: "unknown_user", cause: "unknown_user", number: 9, customers: 0 }),
    buildCauseGroup(),
    buildCauseGroup({ id: "timeout", cause: "timeout", number: 1, customers: 1, old: 1 }),
    buildCauseGroup({ id: "unknown", cause: null, number: 1, customers: 1, amount_cents: 0 }),
  ];
  answers.preview = () => HttpResponse.json(buildPreview({ changes: [], items: 6 }));
  server.use(
    http.get(`${api}/webhook_events`, ({ request }) => {
      const query = new URL(request.url).searchParams;
      asked.push(query);
      const id = query.get("id");
      return HttpResponse.json(id ? rows.filter((row) => id.includes(row.id)) : rows);
    }),
    http.get(`${api}/webhook_causes`, () => HttpResponse.json(groups)),
    http.get(`${api}/webhook_health`, () => HttpResponse.json(buildHealth())),
  );
});
afterEach(() => server.resetHandlers());

const address = () => decodeURIComponent(screen.getByLabelText("address").textContent ?? "");
const openList = (search = "") =>
  renderAt(
    `/webhook_events${search}`,
    <Routes>
      <Route path="/webhook_events" element={<WebhookEventList />} />
      <Route path="/webhook_events/:id/show" element={<p>Fiche</p>} />
    </Routes>,
  );

async function unfold() {
  const view = openList();
  const sheet = within(await screen.findByRole("region", { name: "Échecs par cause probable" }));
  await view.person.click(
    await sheet.findByRole("button", { name: "17 événements · 4 causes", expanded: false }),
  );
  const group = (title: string) => {
    const heading = sheet.getByRole("heading", { name: title });
    return within(heading.closest("li") as HTMLElement);
  };
  return { ...view, sheet, group };
}

describe("the list", () => {
  test("says of each event whose it is, whether it was processed, and why it failed", async () => {
    rows = [
      buildWebhookEvent(),
      buildWebhookEvent({
        id: "evt_2",
        user_id: null,
        user_email: null,
        stripe_customer_id: "cus_nobody",
        cause: "unknown_user",
        amount_cents: 5000,
        currency: "usd",
      }),
      buildWebhookEvent({
        id: "evt_3",
        type: "customer.subscription.updated",
        status: "processed",
        delivered: true,
        processed_at: new Date().toISOString(),
        amount_cents: null,
      }),
    ];
    openList();
    const cells = async (name: RegExp) =>
      within(await screen.findByRole("row", { name }))
        .getAllByRole("cell")
        .map((cell) => cell.textContent);
    expect(await cells(/zoe\.lambert.*Échec/)).toEqual(
      expect.arrayContaining([
        "zoe.lambert@example.fr",
        "invoice.paid",
        "Échec",
        "Non",
        expect.stringMatching(/^19,90\s€$/),
        "Refus à l’entrée",
      ]),
    );
    expect(await cells(/cus_nobody/)).toEqual(
      expect.arrayContaining(["cus_nobody", "50 USD", "Compte inconnu"]),
    );
    const processed = await cells(/customer\.subscription\.updated/);
    expect(processed).toEqual(expect.arrayContaining(["Traité", "Oui", "à l’instant"]));
    // The cause of what has been mended since is history.
    expect(processed).not.toContain("Refus à l’entrée");
  });

  test("selected events are replayed together, and only they", async () => {
    rows = [
      buildWebhookEvent(),
      buildWebhookEvent({ id: "evt_2", type: "invoice.payment_failed" }),
    ];
    const { person } = openList();
    for (const name of ["invoice.paid evt_1", "invoice.payment_failed evt_2"]) {
      await person.click(await screen.findByRole("checkbox", { name: `Sélectionner ${name}` }));
    }
    const bar = within(screen.getByRole("group", { name: "Sélection" }));
    await person.click(await bar.findByRole("button", { name: "Rejouer des webhooks" }));
    await within(await screen.findByRole("dialog")).findByText(/rien n’est encore écrit/);
    expect(sent("preview").at(-1)?.body.params).toEqual({ event_ids: ["evt_1", "evt_2"] });
  });
});

describe("the failures by cause", () => {
  test("are one line until they are asked for", async () => {
    const { sheet, group } = await unfold();
    expect(sheet.getAllByRole("listitem")).toHaveLength(4);
    const refused = group("Refusés à l’entrée, signature probable");
    expect(refused.getByText(/^6 événements, 3 clients/).textContent).toMatch(/59,70\s€/);
    expect(refused.getByText(/Comparez STRIPE_WEBHOOK_SECRET/)).toBeTruthy();
    expect(group("Perdus un par un").getByText(/1 est trop ancien pour Stripe/)).toBeTruthy();
    expect(group("Aucun compte, ou plusieurs").queryByText(/0 client/)).toBeNull();
  });

  test("say that there are none, when there are none", async () => {
    groups = [];
    openList();
    expect(await screen.findByText("Aucun événement en échec")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /cause/ })).toBeNull();
  });

  test("lead to their events", async () => {
    const { group, person } = await unfold();
    const refused = group("Refusés à l’entrée, signature probable");
    await person.click(refused.getByRole("button", { name: "Voir les 6" }));
    await waitFor(() => expect(asked.at(-1)?.get("cause")).toBe("eq.signature"));
    expect(asked.at(-1)?.get("status")).toBe("eq.failed");
    expect(address()).toContain('"cause":"signature"');
    // Nothing can be looked for by a cause that is not known.
    expect(group("Cause pas encore connue").queryByRole("button", { name: /^Voir/ })).toBeNull();
  });

  test("are replayed since the first of them, but for those of nobody; one is what we would do", async () => {
    const { sheet, group, person } = await unfold();
    expect(
      group("Aucun compte, ou plusieurs").queryByRole("button", { name: /^Rejouer/ }),
    ).toBeNull();
    const replays = sheet.getAllByRole("button", { name: /^Rejouer/ });
    expect(replays).toHaveLength(3);
    expect(replays.map((button) => button.classList.contains("MuiButton-contained"))).toEqual([
      true,
      false,
      false,
    ]);
    await person.click(
      group("Refusés à l’entrée, signature probable").getByRole("button", { name: /^Rejouer/ }),
    );
    const drawer = within(await screen.findByRole("dialog", { name: "Rejouer des webhooks" }));
    await drawer.findByText(/rien n’est encore écrit/);
    expect(sent("preview").at(-1)?.body.params).toEqual({ since: SINCE });
  });

  test("an endpoint that is off is enabled at Stripe", async () => {
    groups = [buildCauseGroup({ id: "endpoint_disabled", cause: "endpoint_disabled" })];
    const { person } = openList();
    await person.click(await screen.findByRole("button", { name: "6 événements · 1 cause" }));
    const link = screen.getByRole("link", { name: "Ouvrir les endpoints dans Stripe" });
    expect(link.getAttribute("href")).toBe("https://dashboard.stripe.com/webhooks");
  });
});
