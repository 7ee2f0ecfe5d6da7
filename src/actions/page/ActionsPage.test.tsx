import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { forgetMe } from "../../providers/me";
import { settings } from "../../providers/settings";
import { renderAt } from "../../test/renderAt";
import { actionServer } from "../test/actionServer";
import { zoe } from "../test/answers";
import ActionsPage from "./ActionsPage";
import type { ActionRow, RecentRun } from "./actionRow";

vi.setConfig({ testTimeout: 30_000 });

const { server, reset, sent } = actionServer();
const api = `${settings.supabaseUrl}/rest/v1`;
const customer = { id: zoe.id, email: zoe.label, name: zoe.name, plan: "free" };
const ran = (id: string, code: string, status: RecentRun["status"], undone = false): RecentRun => ({
  id,
  code,
  status,
  undone,
  actor_email: `${id}@comptalyze.test`,
  started_at: "2026-11-23T13:06:03.000Z",
});
const rows: ActionRow[] = [
  {
    id: "grant-premium",
    name: "grant-premium",
    roles: ["support", "ops", "admin"],
    runs: [
      ran("ops", "RUN-1208", "succeeded"),
      ran("admin", "RUN-1207", "failed"),
      ran("support", "RUN-1199", "succeeded", true),
    ],
  },
  { id: "ban-user", name: "ban-user", roles: ["ops", "admin"], runs: [] },
];

let mayRun: string[];
// What the page fetches when it is asked for: here before, so that no test waits for the compiler.
beforeAll(() => import("../ActionDrawer"));
beforeEach(() => {
  reset();
  forgetMe();
  mayRun = ["grant-premium", "reconcile-subscriptions"];
  server.use(
    http.get(`${api}/actions`, () => HttpResponse.json(rows)),
    http.get(`${api}/users`, () => HttpResponse.json([customer])),
    http.post(`${api}/rpc/search_users`, () => HttpResponse.json([customer])),
    http.post(`${api}/rpc/me`, () =>
      HttpResponse.json({
        user_id: "a",
        email: "support@comptalyze.test",
        name: "Camille Roux",
        role: "support",
        environment: "demo",
        permissions: [
          { verb: "read", subject: "users" },
          ...mayRun.map((subject) => ({ verb: "run", subject })),
        ],
      }),
    ),
  );
});
afterEach(() => {
  server.resetHandlers();
  forgetMe();
});

const entry = async (name: string) =>
  within((await screen.findByRole("heading", { level: 3, name })).closest("li") as HTMLElement);

test("each action says what it does, how risky it is, who may run it, where it stands, and its last runs", async () => {
  renderAt("/actions", <ActionsPage />);
  const grant = await entry("Octroyer Premium");
  expect(await grant.findByText("Support, Ops, Admin")).toBeTruthy();
  expect(grant.getByText("Ouvre Pro ou Premium pour une durée")).toBeTruthy();
  expect(grant.getByText("Risque faible")).toBeTruthy();
  expect(grant.getByText("Annulable")).toBeTruthy();
  expect(grant.getByRole("link", { name: "Utilisateurs" }).getAttribute("href")).toBe("/users");
  expect(grant.getByText(/^par ops@comptalyze\.test/)).toBeTruthy();
  expect(
    grant
      .getAllByRole("link", { name: /^RUN-/ })
      .map((link) => [link.textContent, link.getAttribute("href")]),
  ).toEqual([
    ["RUN-1208", "/runs/ops/show"],
    ["RUN-1207", "/runs/admin/show"],
    ["RUN-1199", "/runs/support/show"],
  ]);
  const earlier = within(grant.getByRole("list", { name: "Exécutions d’avant" }));
  expect(earlier.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^ÉchecRUN-1207/),
    expect.stringMatching(/^AnnuléRUN-1199/),
  ]);
  expect(
    decodeURIComponent(
      grant.getByRole("link", { name: "toutes les exécutions" }).getAttribute("href") ?? "",
    ),
  ).toBe('/runs?filter={"action":"grant-premium"}');
  expect((await entry("Bannir")).getByText("Jamais exécutée")).toBeTruthy();
});

test("what the role may not run is off, with the reason", async () => {
  renderAt("/actions", <ActionsPage />);
  const ban = await entry("Bannir");
  expect(await ban.findByText(/Impossible\s: votre rôle ne permet pas cette action/)).toBeTruthy();
  const start = ban.getByRole("button", { name: /^Lancer\s: Bannir/ });
  expect(start.hasAttribute("disabled")).toBe(true);
  const grant = await entry("Octroyer Premium");
  expect(grant.getByRole("button", { name: /^Lancer/ }).hasAttribute("disabled")).toBe(false);
});

test("starts on a customer that one looks for, which the address keeps", async () => {
  const { person } = renderAt("/actions", <ActionsPage />);
  await person.click((await entry("Octroyer Premium")).getByRole("button", { name: /^Lancer/ }));
  const drawer = within(await screen.findByRole("dialog", { name: "Octroyer Premium" }));
  expect(await drawer.findByText("Choisissez d’abord un client.")).toBeTruthy();
  expect(sent("preview")).toHaveLength(0);

  await person.click(drawer.getByRole("combobox", { name: "Client" }));
  await person.paste("lambert");
  await person.click(await screen.findByRole("option", { name: /zoe\.lambert@example\.fr/ }));
  expect(await drawer.findByText(/rien n’est encore écrit/)).toBeTruthy();
  expect(sent("preview")[0]?.body.params).toMatchObject({ user_id: zoe.id });
  expect(screen.getByLabelText("address").textContent).toBe(
    `/actions?action=grant-premium&target=${zoe.id}`,
  );
});

test("a record of the address is looked up", async () => {
  renderAt(`/actions?action=grant-premium&target=${zoe.id}`, <ActionsPage />);
  const drawer = within(await screen.findByRole("dialog", { name: "Octroyer Premium" }));
  expect(await drawer.findByText(`${zoe.name}, ${zoe.label}`)).toBeTruthy();
  await waitFor(() => expect(sent("preview")).toHaveLength(1));
});

test("what needs no record can be run without one", async () => {
  const { person } = renderAt("/actions", <ActionsPage />);
  await person.click(
    (await entry("Réconcilier avec Stripe")).getByRole("button", { name: /^Lancer/ }),
  );
  const drawer = within(await screen.findByRole("dialog"));
  await person.click(await drawer.findByRole("button", { name: "Tous ceux qui ont payé" }));
  await waitFor(() => expect(sent("preview")[0]?.body.params).toEqual({ all: true }));
  expect(drawer.queryByRole("combobox")).toBeNull();
});
