import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { Route, Routes } from "react-router";
import { beforeEach, expect, test, vi } from "vitest";
import { buildRun, buildUndo, zoe } from "../../actions/test/answers";
import { settings } from "../../providers/settings";
import { mockServer } from "../../test/mockServer";
import { renderAt } from "../../test/renderAt";
import RunShow from "./RunShow";
import type { Run, RunItem } from "./run";

vi.setConfig({ testTimeout: 30_000 });

const { run, changes, proof } = buildRun();

const stored = (more: Partial<Run> = {}): Run => ({
  id: run.id,
  code: run.code,
  action: "grant-premium",
  status: "succeeded",
  target_kind: "user",
  target_id: zoe.id,
  target_label: zoe.label,
  params: { user_id: zoe.id, days: 7, plan: "premium" },
  summary: null,
  items: null,
  counts: null,
  cancel_requested_at: null,
  retries_run: null,
  changes,
  proof,
  reason: "Payé à 13:12, webhook refusé en 401.",
  actor_id: "a",
  actor_email: "ops@comptalyze.test",
  actor_role: "ops",
  incident: null,
  started_at: run.started_at,
  finished_at: run.finished_at,
  duration_ms: 41,
  undone_at: null,
  undone_by_run: null,
  approval_id: null,
  approved_by_email: null,
  glass_broken: false,
  undoes_run: null,
  undoable: true,
  ...more,
});

let row: Run | null;
let proved: () => Response;
const server = mockServer(
  http.get(`${settings.supabaseUrl}/rest/v1/runs`, () =>
    row
      ? HttpResponse.json(row)
      : HttpResponse.json({ code: "PGRST116", message: "no rows" }, { status: 406 }),
  ),
  http.post(`${settings.supabaseUrl}/rest/v1/rpc/prove_run`, () => proved()),
  http.post(`${settings.supabaseUrl}/functions/v1/grant-premium`, () => {
    row = stored({ undone_at: "2026-11-23T13:09:00Z", undone_by_run: "u", undoable: false });
    return HttpResponse.json(buildUndo());
  }),
);
beforeEach(() => {
  server.resetHandlers();
  row = stored();
  proved = () => HttpResponse.json(buildRun());
});

const openRun = () =>
  renderAt(
    `/runs/${run.id}/show`,
    <Routes>
      <Route path="/runs/:id/show" element={<RunShow />} />
    </Routes>,
  );

test("reads as a story: who, why, the plan, each step, what changed, the proof", async () => {
  openRun();
  expect(
    await screen.findByRole("heading", { level: 1, name: /Octroyer Premium\s: zoe\.lambert@/ }),
  ).toBeTruthy();
  expect(screen.getByText(/ops@comptalyze\.test, ops · le 23 nov\. 2026, 14:06/)).toBeTruthy();
  const plan = within(screen.getByRole("region", { name: "Plan validé" }));
  expect(plan.getByText(/Premium, 7\sjours, jusqu’au 30 nov\. 2026, 14:05/)).toBeTruthy();
  expect(plan.getByText("Payé à 13:12, webhook refusé en 401.")).toBeTruthy();
  const story = within(screen.getByRole("region", { name: "Déroulé" }));
  expect(story.getByText(/7 changements, en 41\sms/)).toBeTruthy();
  expect(story.getAllByText("14:06:03").length).toBeGreaterThan(1);
  expect(screen.getByRole("row", { name: /Accès effectif/ }).textContent).toMatch(/Free.*Premium/);
  expect(screen.queryByText(/user_id|\{"/)).toBeNull();
});

test("a run that ended a moment ago is read again until it is proved", async () => {
  row = stored({ proof: null, finished_at: new Date().toISOString() });
  openRun();
  const proofBox = within(await screen.findByRole("region", { name: "Preuve" }));
  expect(proofBox.queryByText("Vérifié", { selector: "span" })).toBeNull();
  row = stored();
  expect(
    await proofBox.findByText("Vérifié", { selector: "span" }, { timeout: 10_000 }),
  ).toBeTruthy();
});

test("the proof can be read again, and says when it no longer holds", async () => {
  const { person } = openRun();
  const proofBox = within(await screen.findByRole("region", { name: "Preuve" }));
  expect(proofBox.getByText("Vérifié", { selector: "span" })).toBeTruthy();
  proved = () =>
    HttpResponse.json({
      ...buildRun(),
      proof: {
        status: "unverified",
        checked_at: "2026-11-24T08:00:00Z",
        evidence: [{ code: "entitlement", expected: "premium", found: "free", ok: false }],
      },
    });
  await person.click(proofBox.getByRole("button", { name: "Relire maintenant" }));
  expect(await proofBox.findByText("Non vérifié", { selector: "span" })).toBeTruthy();
  expect(proofBox.getByText(/Attendu\s: Premium/)).toBeTruthy();
});

test("is undone from its page, with a reason", async () => {
  const { person } = openRun();
  await person.click(await screen.findByRole("button", { name: "Annuler l’octroi" }));
  await person.click(screen.getByRole("textbox", { name: "Motif du retour en arrière" }));
  await person.paste("Octroi posé sur le mauvais client.");
  await person.click(screen.getByRole("button", { name: "Annuler l’octroi" }));
  expect(await screen.findByText(/Annulée le 23 nov\. 2026, 14:09/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Voir l’annulation" }).getAttribute("href")).toBe(
    "/runs/u/show",
  );
});

test("an undo of many goes on in the background, and is not claimed done", async () => {
  const { run: begun } = buildUndo();
  row = stored({ action: "grant-premium", items: 30, target_kind: "many", target_id: "" });
  server.use(
    http.get(itemsUrl, () => HttpResponse.json([])),
    http.post(`${settings.supabaseUrl}/functions/v1/grant-premium`, () =>
      HttpResponse.json(
        { ...buildUndo(), run: { ...begun, status: "running", finished_at: null }, proof: null },
        { status: 202 },
      ),
    ),
  );
  const { person } = openRun();
  expect(
    await screen.findByRole("heading", { level: 1, name: /^Octroyer Premium\s: 30\sclients/ }),
  ).toBeTruthy();
  await person.click(screen.getByRole("button", { name: "Annuler l’octroi" }));
  await person.click(screen.getByRole("textbox", { name: "Motif du retour en arrière" }));
  await person.paste("Octroi posé sur les mauvais clients.");
  await person.click(screen.getByRole("button", { name: "Annuler l’octroi" }));
  expect(await screen.findByText("Le retour en arrière continue en arrière-plan.")).toBeTruthy();
  expect(screen.getByRole("link", { name: begun.code }).getAttribute("href")).toContain(begun.id);
  expect(screen.queryByText(/redevient/)).toBeNull();
});

test("a run without a way back says why, in the words of its action", async () => {
  row = stored({ action: "sign-out-user", changes: [], undoable: false });
  openRun();
  expect(await screen.findByText("Une session fermée ne peut pas être rendue.")).toBeTruthy();
});

/** A run of many, with as many items as are asked for. */
const many = (more: Partial<Run> = {}) =>
  stored({ action: "rerun-imports", items: 3, changes: [], undoable: false, ...more });
const buildItem = (position: number, more: Partial<RunItem> = {}): RunItem => ({
  id: `item-${position}`,
  run_id: run.id,
  position,
  target_kind: "integration",
  target_id: `t-${position}`,
  target_label: `client-${position}@example.fr · Stripe`,
  status: "done",
  attempts: 1,
  changes: [],
  outcome: null,
  proof: null,
  steps: [],
  started_at: run.started_at,
  finished_at: run.finished_at,
  ...more,
});
const itemsUrl = `${settings.supabaseUrl}/rest/v1/run_items`;

test("a run followed to its end shows how its last items ended", async () => {
  row = many({ status: "running", finished_at: null, counts: { running: 1 } });
  const running = [buildItem(1, { status: "running", finished_at: null })];
  const over = Promise.withResolvers<void>();
  let reads = 0;
  server.use(
    http.get(itemsUrl, async () => {
      reads += 1;
      if (reads > 2) return HttpResponse.json([buildItem(1)]);
      // The run ends while its items are read: this answer comes late, and is that of before.
      if (reads === 2) {
        row = many({ status: "succeeded", counts: { done: 1 } });
        await over.promise;
      }
      return HttpResponse.json(running);
    }),
  );
  openRun();
  const list = within(await screen.findByRole("region", { name: "Éléments" }));
  expect(await list.findByText("En cours")).toBeTruthy();
  expect(await screen.findByText(/^terminé en/)).toBeTruthy();
  over.resolve();
  expect(await list.findByText("Fait")).toBeTruthy();
  expect(list.queryByText("En cours")).toBeNull();
});

test("offers more items when there are more", async () => {
  row = many({ items: 25 });
  let count = 25;
  server.use(
    http.get(itemsUrl, ({ request }) => {
      const limit = Number(new URL(request.url).searchParams.get("limit"));
      const items = Array.from({ length: count }, (_, index) => buildItem(index + 1));
      return HttpResponse.json(items.slice(0, limit));
    }),
  );
  const first = openRun();
  expect(await screen.findByText(/^client-25@/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Afficher plus" })).toBeNull();
  first.unmount();

  count = 26;
  const { person } = openRun();
  await person.click(await screen.findByRole("button", { name: "Afficher plus" }));
  expect(await screen.findByText(/^client-26@/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Afficher plus" })).toBeNull();
});

test("an item unfolds into its steps, its changes and its proof", async () => {
  row = many({ items: 2 });
  const step = { name: "import", service: "app", attempts: 2, started_at: run.started_at };
  const done = buildItem(1, {
    steps: [{ ...step, status: "done", finished_at: "2026-11-23T13:06:08Z" }],
    changes: [
      { entity: "import", id: "l", field: "import_status", before: "error", after: "success" },
    ],
    proof: {
      status: "verified",
      evidence: [{ code: "import_status", expected: "success", found: "success", ok: true }],
    },
  });
  const lost = buildItem(2, {
    status: "attention",
    steps: [{ ...step, status: "started", finished_at: null }],
  });
  server.use(http.get(itemsUrl, () => HttpResponse.json([done, lost, buildItem(3)])));
  const { person } = openRun();
  const unfold = await screen.findByRole("button", { name: /^Détail de client-1@/ });
  expect(unfold.getAttribute("aria-expanded")).toBe("false");
  expect(screen.queryByText("Import du mois", { selector: "li *" })).toBeNull();
  unfold.focus();
  await person.keyboard("{Enter}");
  expect(unfold.getAttribute("aria-expanded")).toBe("true");
  const group = screen.getByRole("group", { name: /^Détail de client-1@/ });
  expect(unfold.getAttribute("aria-controls")).toBe(group.id);
  const [call, proved] = within(group).getAllByRole("listitem");
  expect(call?.textContent).toMatch(/^Import du mois.*App Comptalyze · 2\sessais.*Fait.*14:06:08$/);
  expect(proved?.textContent).toMatch(
    /^VérifiéImport du mois.*Journal des imports, relu.*Importé$/,
  );
  expect(within(group).getByText("Vérifié", { selector: "span" })).toBeTruthy();
  expect(within(group).getByRole("row", { name: /Échec.*Importé/ })).toBeTruthy();
  await person.keyboard("{Enter}");
  expect(screen.queryByRole("group", { name: /^Détail de client-1@/ })).toBeNull();

  // Nobody wrote down how that call ended: it is not under way any more.
  await person.click(screen.getByRole("button", { name: /^Détail de client-2@/ }));
  const second = within(screen.getByRole("group", { name: /^Détail de client-2@/ }));
  expect(second.getByText("Sans réponse")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Détail de client-3@/ })).toBeNull();
});

test("an item in doubt says what to do, and never that nothing was done", async () => {
  row = many({ status: "failed", items: 1 });
  const outcome = { code: "vendor_broken", args: {} };
  server.use(
    http.get(itemsUrl, () =>
      HttpResponse.json([buildItem(1, { status: "attention", attempts: 2, outcome })]),
    ),
  );
  openRun();
  expect(await screen.findByText(/Peut-être fait, en tout ou en partie\s: regardez/)).toBeTruthy();
  expect(screen.queryByText(/Rien n’a été importé/)).toBeNull();
});

test("an unknown run is said in words", async () => {
  row = null;
  openRun();
  expect(await screen.findByText("Exécution introuvable")).toBeTruthy();
});
