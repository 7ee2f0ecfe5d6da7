import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { Route, Routes } from "react-router";
import { beforeEach, expect, test, vi } from "vitest";
import { settings } from "../../providers/settings";
import { mockServer } from "../../test/mockServer";
import { renderAt } from "../../test/renderAt";
import type { AccessMoment } from "./show/accessMoment";
import { buildEvent } from "./show/test/buildEvent";
import { buildMoment } from "./show/test/buildMoment";
import { buildOverview, buildReason } from "./show/test/buildOverview";
import type { TimelineEvent } from "./show/timelineEvent";
import { POLL_EVERY } from "./show/useTimeline";
import UserShow from "./UserShow";

vi.setConfig({ testTimeout: 30_000 });

const api = `${settings.supabaseUrl}/rest/v1`;
let overview: () => Response;
let events: TimelineEvent[];
const asked: URLSearchParams[] = [];
let historyAsked: number;
const history: AccessMoment[] = [
  buildMoment({
    id: "run r12",
    at: "2026-11-20T09:00:00Z",
    event: "run",
    plan: "pro",
    plan_before: "free",
    action: "reconcile-subscriptions",
    actor_email: "ops@comptalyze.test",
    run_id: "r12",
    run_code: "RUN-0012",
    ref_resource: "runs",
    ref_id: "r12",
  }),
  buildMoment({
    id: "grant_ended g3",
    at: "2026-11-12T09:00:00Z",
    event: "grant_ended",
    code: "GR-0003",
    run_id: "r3",
    run_code: "RUN-0003",
    ref_resource: "grants",
    ref_id: "g3",
  }),
  buildMoment({ at: "2026-11-03T09:00:00Z" }),
  buildMoment({
    id: "repaired 77",
    at: "2026-11-01T09:00:00Z",
    event: "mirror_repaired",
    plan: "free",
    plan_before: "premium",
    code: null,
    ref_resource: "audit",
    ref_id: "77",
  }),
];

mockServer(
  http.post(`${api}/rpc/open_user`, () => overview()),
  http.post(`${api}/rpc/access_history`, () => {
    historyAsked += 1;
    return HttpResponse.json(history);
  }),
  http.get(`${api}/timeline`, ({ request }) => {
    const query = new URL(request.url).searchParams;
    asked.push(query);
    const kind = query.get("kind")?.replace("eq.", "");
    return HttpResponse.json(events.filter((event) => !kind || event.kind === kind));
  }),
  http.get(`${api}/import_logs`, () =>
    HttpResponse.json([
      {
        id: "i1",
        provider: "shopify",
        month: "2026-10",
        status: "error",
        error_message: "Jeton expiré le 28 oct. 2026",
        rows_imported: 0,
        revenue_cents: 0,
        dry_run: false,
        created_at: "2026-11-01T02:01:00Z",
      },
    ]),
  ),
  http.post(`${api}/rpc/me`, () =>
    HttpResponse.json({
      email: "ops@comptalyze.test",
      role: "ops",
      environment: "demo",
      permissions: [],
    }),
  ),
);

const importEvent = buildEvent({
  id: "i1",
  status: "error",
  title_args: { provider: "shopify", month: "2026-10", error: "Jeton expiré le 28 oct. 2026" },
});
const runEvent = buildEvent({
  id: "r1",
  kind: "team",
  event: "run",
  status: "succeeded",
  at: "2026-11-23T13:06:00Z",
  ref_resource: "runs",
  ref_id: "r1",
  title_args: {
    action: "grant-premium",
    params: { plan: "premium" },
    code: "RUN-1208",
    ends_at: "2026-11-30T13:05:00Z",
  },
});

beforeEach(() => {
  asked.length = 0;
  historyAsked = 0;
  events = [importEvent];
  overview = () => HttpResponse.json(buildOverview());
});

const plain = (text: string | null) => (text ?? "").replace(/[\u00a0\u202f]/g, " ");
const { user } = buildOverview();
const openPage = (search = "", id = user.id) =>
  renderAt(
    `/users/${id}/show${search}`,
    <Routes>
      <Route path="/users/:id/show" element={<UserShow />} />
    </Routes>,
  );

test("answers who, which plan and why, and that nothing is wrong", async () => {
  openPage();
  expect(await screen.findByRole("heading", { level: 1, name: "Zoé Lambert" })).toBeTruthy();
  expect(screen.getByText(/Inscription le 14 mars 2025, e-mail vérifié\./)).toBeTruthy();
  expect(screen.getByText(/Aucun droit trouvé\s: formule par défaut/)).toBeTruthy();
  expect(screen.getByText("Rien à signaler")).toBeTruthy();
  expect(screen.getByText(/Vérifié à 14:05/)).toBeTruthy();
  expect(screen.getByText("Consultation inscrite au journal")).toBeTruthy();
});

test("names the rule and the record that decided", async () => {
  const end = "2026-11-30T13:05:00Z";
  overview = () =>
    HttpResponse.json(
      buildOverview({
        access: {
          plan: "premium",
          source: "grant",
          ends_at: end,
          rule: "grant",
          record_id: "g1",
          ladder: [
            { source: "subscription", plan: null, decides: false },
            {
              source: "grant",
              plan: "premium",
              record_id: "g1",
              code: "GR-0318",
              detail: { ends_at: end, gives_access: true, granted_by_email: "ops@comptalyze.test" },
              decides: true,
            },
            { source: "default", plan: "free", decides: false },
          ],
          reasons: [
            buildReason({
              source: "grant",
              record_id: "g1",
              code: "GR-0318",
              standing: "running",
              until: end,
              by: "ops@comptalyze.test",
              decides: true,
            }),
          ],
          mirror: { is_premium: false, subscription_plan: "free", agrees: false },
        },
      }),
    );
  openPage();
  expect(await screen.findByText("Octroi jusqu’au 30 nov. 2026, 14:05")).toBeTruthy();
  expect(
    screen.getByText(
      /Décidé par l’octroi GR-0318, posé par ops@comptalyze\.test, jusqu’au 30 nov\. 2026, 14:05\./,
    ),
  ).toBeTruthy();
  expect(screen.getByText("Décide")).toBeTruthy();
  expect(screen.getByText("L’app affiche une autre formule")).toBeTruthy();
  expect(screen.getByText(/free, is_premium\s?: false/)).toBeTruthy();
});

test("says in one sentence why there is no Premium, and unfolds what changed it on demand", async () => {
  overview = () =>
    HttpResponse.json(
      buildOverview({
        access: {
          ...buildOverview().access,
          reasons: [
            buildReason({ standing: "no_access", status: "unpaid", since: "2026-11-03T09:00:00Z" }),
            buildReason({
              source: "grant",
              code: "GR-0003",
              standing: "ended",
              since: "2026-11-12T09:00:00Z",
            }),
          ],
        },
        counts: { ...buildOverview().counts, subscriptions: 1 },
      }),
    );
  const { person } = openPage();
  expect(
    await screen.findByText(
      /Pas de Premium\s: l’abonnement Premium sub_1 n’est plus payé depuis le 3 nov\. 2026\s; l’octroi Premium GR-0003 a pris fin le 12 nov\. 2026\./,
    ),
  ).toBeTruthy();
  expect(historyAsked).toBe(0);

  await person.click(screen.getByRole("button", { name: "Ce qui l’a changé" }));
  const history = within(await screen.findByRole("list", { name: "Ce qui l’a changé" }));
  expect(history.getAllByRole("listitem").map(({ textContent }) => plain(textContent))).toEqual([
    "Réconcilier avec Stripe : Free devient ProRUN-0012 · 20 nov. 2026, 10:00 · par ops@comptalyze.test",
    "Octroi Premium arrivé à son termeGR-0003 · RUN-0003 · 12 nov. 2026, 10:00",
    "Abonnement Premium souscritsub_1 · 3 nov. 2026, 10:00",
    "Miroir de l’app remis d’accord : FreeLigne du journal · 1er nov. 2026, 10:00",
  ]);
  expect(history.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual([
    "/runs/r12/show",
    `/users/${user.id}/show?tab=grants`,
    "/runs/r3/show",
    `/users/${user.id}/show?tab=subscriptions`,
    "/audit/77/show",
  ]);
});

test("a new run shows in the timeline within two seconds, without a reload", async () => {
  openPage();
  expect(await screen.findByText(/Import Shopify, octobre 2026/)).toBeTruthy();
  events = [runEvent, importEvent];
  const run = await screen.findByText(
    "Premium octroyé jusqu’au 30 nov. 2026, 14:05",
    {},
    // The page's own limit is its interval; the rest is for a busy machine.
    { timeout: 5000 },
  );
  expect(POLL_EVERY).toBeLessThan(2000);
  const order = run.compareDocumentPosition(screen.getByText(/Import Shopify/));
  expect(order & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  expect(screen.getByRole("link", { name: "RUN-1208" }).getAttribute("href")).toBe("/runs/r1/show");
});

test("the kind of events is asked of the server and kept in the address", async () => {
  events = [runEvent, importEvent];
  const { person } = openPage();
  await screen.findByText(/Import Shopify/);
  await person.click(screen.getByRole("button", { name: "Équipe" }));
  await waitFor(() => expect(screen.queryByText(/Import Shopify/)).toBeNull());
  expect(await screen.findByText(/Premium octroyé/)).toBeTruthy();
  expect(screen.getByLabelText("address").textContent).toContain("kind=team");
  expect(asked.at(-1)?.get("kind")).toBe("eq.team");
});

test("a tab shows the last rows and leads to the filtered list", async () => {
  const { person } = openPage();
  await person.click(await screen.findByRole("tab", { name: "Imports 18" }));
  expect(await screen.findByText("Jeton expiré le 28 oct. 2026")).toBeTruthy();
  const all = screen.getByRole("link", { name: "Tout voir (18)" });
  expect(decodeURIComponent(all.getAttribute("href") ?? "")).toBe(
    `/import_logs?filter={"user_id":"${user.id}"}`,
  );
  expect(screen.getByLabelText("address").textContent).toContain("tab=imports");
});

test("an unknown customer is said in words, with a way out", async () => {
  overview = () =>
    HttpResponse.json({ error: { code: "not_found", message: "not_found" } }, { status: 404 });
  openPage();
  expect(await screen.findByText("Client introuvable")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Chercher un client" }).getAttribute("href")).toBe(
    "/users",
  );
});

test("a server that does not answer offers to try again", async () => {
  overview = () => HttpResponse.error();
  const { person } = openPage();
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("La fiche n’a pas pu être lue");
  overview = () => HttpResponse.json(buildOverview());
  await person.click(within(alert).getByRole("button", { name: "Réessayer" }));
  expect(await screen.findByRole("heading", { level: 1, name: "Zoé Lambert" })).toBeTruthy();
});
