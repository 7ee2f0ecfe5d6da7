import { screen, waitFor, within } from "@testing-library/react";
import { delay, HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { renderAt } from "../test/renderAt";
import { ActionButton } from "./ActionButton";
import { ActionHost } from "./ActionHost";
import { ActionMenu } from "./ActionMenu";
import { actionServer } from "./test/actionServer";
import { buildPreview, buildRun, buildUndo, refused, zoe } from "./test/answers";

// A whole drawer on a busy machine takes its time; nothing here waits for a time.
vi.setConfig({ testTimeout: 30_000 });

const { server, answers, reset, sent } = actionServer();
beforeEach(reset);
afterEach(() => server.resetHandlers());

const guards = {
  "grant-premium": { allowed: true, code: null, details: {} },
  "revoke-premium": { allowed: false, code: "no_running_grant", details: {} },
};

const page = (
  <ActionHost resource="users" targets={[zoe]} guards={guards}>
    <ActionButton action="grant-premium" record={zoe} />
    <ActionMenu except={["grant-premium"]} />
  </ActionHost>
);

const REASON = "Payé à 13:12, webhook refusé en 401.";
const SENTENCE = /Octroyer Premium à zoe\.lambert@example\.fr jusqu’au 30\snov\./;

/** The chip of the proof, not the marks of its lines. */
const VERIFIED = ["Vérifié", { selector: "span" }] as const;

async function openDrawer() {
  const view = renderAt(`/users/${zoe.id}/show`, page);
  await view.person.click(screen.getByRole("button", { name: "Octroyer Premium" }));
  const drawer = await screen.findByRole("dialog", { name: "Octroyer Premium" });
  await within(drawer).findByText(/rien n’est encore écrit/);
  return { ...view, drawer: within(drawer), dialog: drawer };
}

async function openWithReason() {
  const view = await openDrawer();
  await view.person.click(view.drawer.getByRole("textbox", { name: "Motif" }));
  await view.person.paste(REASON);
  return { ...view, go: view.drawer.getByRole("button", { name: SENTENCE }) };
}

describe("from preview to undo", () => {
  test("shows before and after, runs, proves, undoes", async () => {
    const { drawer, person, go } = await openWithReason();
    const row = drawer.getByRole("row", { name: /Accès effectif/ });
    expect(row.textContent).toMatch(/Free.*Premium/);
    expect(drawer.getByRole("row", { name: /Décidé par/ }).textContent).toMatch(
      /Défaut.*Octroi de 7\sjours/,
    );
    expect(drawer.getByText("Inchangé, aucun appel à Stripe")).toBeTruthy();

    await person.click(go);
    expect((await drawer.findByRole("status")).textContent).toContain("Zoé a Premium jusqu’au");
    expect(drawer.getByText(...VERIFIED)).toBeTruthy();
    expect(drawer.getByText("true, premium")).toBeTruthy();
    expect(drawer.getByRole("link", { name: "RUN-1208" }).getAttribute("href")).toContain("/runs/");
    expect(drawer.getByText(/7 changements$/)).toBeTruthy();
    expect(sent("run")[0]?.body).toMatchObject({
      params: { user_id: zoe.id, days: 7, plan: "premium" },
      plan: "plan-1",
      reason: REASON,
    });

    await person.click(drawer.getByRole("button", { name: "Annuler l’octroi" }));
    const undo = drawer.getByRole("button", { name: "Annuler l’octroi" });
    expect(undo.hasAttribute("disabled")).toBe(true);
    await person.type(
      drawer.getByRole("textbox", { name: "Motif du retour en arrière" }),
      "Octroi posé sur le mauvais client.",
    );
    await person.click(undo);
    expect(await drawer.findByText("Zoé redevient Free.")).toBeTruthy();
    expect(drawer.getByRole("link", { name: "RUN-1209" })).toBeTruthy();
    expect(drawer.queryByText(/Zoé a Premium/)).toBeNull();
    expect(drawer.getByText("Annulé")).toBeTruthy();
    expect(drawer.queryByText("Réussi")).toBeNull();
    expect(document.activeElement?.textContent).toContain("Zoé redevient Free.");
  });

  test("keeps the run in the address, and gives the focus back on closing", async () => {
    const { drawer, person, go } = await openWithReason();
    await person.click(go);
    await drawer.findByText(...VERIFIED);
    await waitFor(() =>
      expect(screen.getByLabelText("address").textContent).toContain(
        `?action=grant-premium&run=${buildRun().run.id}`,
      ),
    );
    await person.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(screen.getByLabelText("address").textContent).not.toContain("action=");
    expect(document.activeElement?.textContent).toBe("Octroyer Premium");
  });

  test("an unverified proof is never green and can be read again", async () => {
    const run = buildRun();
    answers.run = () =>
      HttpResponse.json({
        ...run,
        proof: {
          ...run.proof,
          status: "unverified",
          evidence: [{ code: "entitlement", expected: "premium", found: "free", ok: false }],
        },
      });
    const { drawer, person, go } = await openWithReason();
    await person.click(go);
    expect(await drawer.findByText(/ne trouve pas tout/)).toBeTruthy();
    expect(drawer.queryByText(...VERIFIED)).toBeNull();
    await person.click(drawer.getByRole("button", { name: "Relire maintenant" }));
    expect(await drawer.findByText(...VERIFIED)).toBeTruthy();
    expect(sent("prove")[0]?.body).toMatchObject({ run_id: run.run.id, again: true });
  });
});

test("unblocking where the limiter counts in memory claims nothing", async () => {
  answers.preview = () =>
    HttpResponse.json(
      buildPreview({
        changes: [],
        unchanged: [{ field: "limiter_entry", value: "unreadable" }],
        warnings: [{ code: "limiter_in_memory", args: { seconds: 90 } }],
      }),
    );
  answers.run = () =>
    HttpResponse.json(
      buildRun({
        changes: [],
        undo: false,
        proof: {
          status: "unverified",
          checked_at: "2026-11-23T13:06:03.100Z",
          evidence: [
            {
              code: "limiter_window",
              expected: null,
              found: "2026-11-23T13:07:03.041Z",
              ok: false,
            },
          ],
        },
      }),
    );
  const { person } = renderAt(`/users/${zoe.id}/show?action=unblock-user`, page);
  const drawer = within(await screen.findByRole("dialog"));
  expect(await drawer.findByText(/rien ne peut être débloqué d’ici/)).toBeTruthy();
  // The team's setting, not a number of the words.
  expect(drawer.getByText(/^Sa fenêtre dure 90\ss\./)).toBeTruthy();
  await person.click(drawer.getByRole("textbox", { name: "Motif" }));
  await person.paste(REASON);
  await person.click(drawer.getByRole("button", { name: /^Débloquer zoe/ }));
  const outcome = await drawer.findByRole("status");
  expect(outcome.textContent).toContain("ne peut pas être débloqué depuis la console");
  expect(outcome.textContent).toContain("Rien n’a été écrit");
  expect(drawer.queryByText(...VERIFIED)).toBeNull();
  expect(drawer.getByText("Fenêtre du limiteur")).toBeTruthy();
});

test("signing out everywhere says since when, how long a token lasts, and that nothing gives a session back", async () => {
  const changes = [{ entity: "user", id: zoe.id, field: "sessions", before: 2, after: 0 }];
  answers.preview = () =>
    HttpResponse.json(
      buildPreview({
        changes,
        unchanged: [],
        warnings: [
          {
            code: "sessions_end",
            args: { since_at: "2026-10-02T08:00:00Z", used_at: "2026-11-23T12:40:00Z" },
          },
        ],
      }),
    );
  answers.run = () =>
    HttpResponse.json(
      buildRun({
        changes,
        undo: false,
        proof: {
          status: "verified",
          checked_at: "2026-11-23T13:06:03.100Z",
          evidence: [{ code: "sessions", expected: 0, found: 0, ok: true }],
        },
      }),
    );
  const { person } = renderAt(`/users/${zoe.id}/show?action=sign-out-user`, page);
  const drawer = within(await screen.findByRole("dialog"));
  expect(drawer.getByText("Irréversible")).toBeTruthy();
  expect(drawer.getByText(/encore servir une heure au plus/)).toBeTruthy();
  expect(
    await drawer.findByText(/date du 2 oct\..*la dernière activité connue du 23 nov\./),
  ).toBeTruthy();
  await person.click(drawer.getByRole("textbox", { name: "Motif" }));
  await person.paste(REASON);
  await person.click(drawer.getByRole("button", { name: `Déconnecter ${zoe.label} partout` }));
  const outcome = await drawer.findByRole("status");
  expect(outcome.textContent).toContain("Toutes les sessions de Zoé sont fermées.");
  expect(outcome.textContent).toContain("une heure au plus");
  expect(drawer.getByText("Connexions d’avant l’exécution")).toBeTruthy();
  expect(drawer.getByText("Une session fermée ne peut pas être rendue.")).toBeTruthy();
  const mail = drawer.getByRole("link", { name: "Écrire au client" }).getAttribute("href");
  expect(mail).toMatch(new RegExp(`^mailto:${zoe.label}\\?subject=Vos%20sessions`));
});

test("a customer who pays already is told of before a grant and after it, with the better way", async () => {
  answers.preview = () =>
    HttpResponse.json(
      buildPreview({ warnings: [{ code: "paid_at_stripe", args: { plan: "premium" } }] }),
    );
  const { drawer, go, person } = await openWithReason();
  expect(drawer.getByText(/Zoé paie déjà\s: Stripe indique Premium\./)).toBeTruthy();
  const reconcile = `/users/${zoe.id}/show?action=reconcile-subscriptions`;
  expect(drawer.getByRole("link", { name: "Réconcilier plutôt" }).getAttribute("href")).toBe(
    reconcile,
  );
  await person.click(go);
  expect(await drawer.findByText(/^L’écart reste ouvert/)).toBeTruthy();
  expect(drawer.getByRole("link", { name: "Voir l’aperçu" }).getAttribute("href")).toBe(reconcile);
});

describe("what keeps the button off", () => {
  test("a reason under ten characters", async () => {
    const { drawer, person } = await openDrawer();
    const go = drawer.getByRole("button", { name: SENTENCE });
    expect(go.hasAttribute("disabled")).toBe(true);
    await person.click(drawer.getByRole("textbox", { name: "Motif" }));
    await person.paste("  court   ");
    expect(drawer.getByText("Encore 5 caractères")).toBeTruthy();
    expect(go.hasAttribute("disabled")).toBe(true);
    await person.paste("mais plus long");
    expect(go.hasAttribute("disabled")).toBe(false);
  });

  test("a blocker, in words", async () => {
    answers.preview = () =>
      HttpResponse.json(
        buildPreview({
          blockers: [
            {
              code: "covered_by_grant",
              args: { code: "GR-0318", plan: "premium", ends_at: "2026-12-24T09:00:00Z" },
            },
          ],
        }),
      );
    const { drawer, go } = await openWithReason();
    expect(drawer.getByText(/L’octroi GR-0318 donne déjà Premium jusqu’au 24 déc\./)).toBeTruthy();
    expect(go.hasAttribute("disabled")).toBe(true);
    expect(drawer.getByText("Un blocage empêche l’action.")).toBeTruthy();
  });

  test("days out of range, without asking the server", async () => {
    const { drawer, person } = await openDrawer();
    const days = drawer.getByRole("textbox", { name: "Durée" });
    const asked = sent("preview").length;
    await person.clear(days);
    await person.type(days, "400");
    expect(await drawer.findByText("De 1 à 366 jours, en nombre entier.")).toBeTruthy();
    expect(drawer.getByText("Corrigez les paramètres.")).toBeTruthy();
    expect(sent("preview").length).toBe(asked);
  });
});

describe("when it goes wrong", () => {
  test("a stale plan says what moved and offers a new preview", async () => {
    answers.run = () =>
      HttpResponse.json(
        refused("stale_plan", {
          cause: "target_changed",
          changed: [{ field: "plan", before: "free", after: "premium" }],
        }),
        { status: 409 },
      );
    const { drawer, person, go } = await openWithReason();
    await person.click(go);
    expect(
      await drawer.findByText(/Zoé a changé depuis l’aperçu : rien n’a été écrit\./),
    ).toBeTruthy();
    expect(
      drawer.getByText(/Accès effectif\s: c’était Free, c’est maintenant Premium\./),
    ).toBeTruthy();

    answers.preview = () => HttpResponse.json(buildPreview({ plan: "plan-2" }));
    answers.run = () => HttpResponse.json(buildRun());
    await person.click(drawer.getByRole("button", { name: "Refaire l’aperçu" }));
    await person.click(await enabled(() => drawer.getByRole("button", { name: SENTENCE })));
    expect(await drawer.findByText(...VERIFIED)).toBeTruthy();
    const [first, second] = sent("run");
    expect(second?.body.plan).toBe("plan-2");
    expect(second?.key).not.toBe(first?.key);
  });

  test.each([
    [
      "503",
      () => HttpResponse.json(refused("database_down"), { status: 503 }),
      "La base ne répond pas.",
    ],
    ["no network", () => HttpResponse.error(), /Le serveur ne répond pas\./],
    ["nonsense", () => new HttpResponse("<html>", { status: 200 }), /illisible/],
  ])(
    "%s: a sentence, what was typed is kept, the retry carries the same key",
    async (_, fail, words) => {
      answers.run = fail;
      const { drawer, person, go } = await openWithReason();
      await person.click(go);
      expect(await drawer.findByText(words)).toBeTruthy();
      expect(drawer.getByText(/Ce que vous avez saisi est gardé\./)).toBeTruthy();
      expect(drawer.getByRole<HTMLTextAreaElement>("textbox", { name: "Motif" }).value).toBe(
        REASON,
      );

      answers.run = () => HttpResponse.json(buildRun());
      await person.click(go);
      expect(await drawer.findByText(...VERIFIED)).toBeTruthy();
      const keys = sent("run").map(({ key }) => key);
      expect(keys).toHaveLength(2);
      expect(new Set(keys).size).toBe(1);
    },
  );

  test("a refused field is told beside it", async () => {
    answers.run = () =>
      HttpResponse.json(
        refused("invalid_input", {
          issues: [{ path: ["params", "days"], code: "days_out_of_range" }],
        }),
        { status: 422 },
      );
    const { drawer, person, go } = await openWithReason();
    await person.click(go);
    expect(await drawer.findByText("Un champ est refusé. Rien n’a été écrit.")).toBeTruthy();
    expect(drawer.getAllByText("De 1 à 366 jours, en nombre entier.").length).toBe(2);
  });

  test("a preview that fails can be tried again", async () => {
    answers.preview = () => HttpResponse.json(refused("database_down"), { status: 503 });
    const { person } = renderAt(`/users/${zoe.id}/show?action=grant-premium`, page);
    const drawer = within(await screen.findByRole("dialog"));
    expect(await drawer.findByText("La base ne répond pas.")).toBeTruthy();
    answers.preview = () => HttpResponse.json(buildPreview());
    await person.click(drawer.getByRole("button", { name: "Réessayer l’aperçu" }));
    expect(await drawer.findByText(/rien n’est encore écrit/)).toBeTruthy();
  });
});

describe("one effect", () => {
  test("a double click sends one request; the drawer is locked while it runs", async () => {
    answers.run = async () => {
      await delay(150);
      return HttpResponse.json(buildRun());
    };
    const { drawer, person, go } = await openWithReason();
    await person.dblClick(go);
    expect(drawer.getByRole("button", { name: "Octroi en cours…" })).toBeTruthy();
    await person.keyboard("{Escape}");
    expect(screen.getByRole("dialog")).toBeTruthy();
    expect(await drawer.findByText(...VERIFIED)).toBeTruthy();
    expect(sent("run")).toHaveLength(1);
    expect(sent("run")[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("while it is undone no way out of the drawer is offered", async () => {
    const undone = Promise.withResolvers<void>();
    answers.undo = async () => {
      await undone.promise;
      return HttpResponse.json(buildUndo());
    };
    const { drawer, person, go } = await openWithReason();
    await person.click(go);
    await person.click(await drawer.findByRole("button", { name: "Annuler l’octroi" }));
    await person.click(drawer.getByRole("textbox", { name: "Motif du retour en arrière" }));
    await person.paste("Octroi posé sur le mauvais client.");
    await person.click(drawer.getByRole("button", { name: "Annuler l’octroi" }));
    await waitFor(() => expect(sent("undo")).toHaveLength(1));
    const ways = () => drawer.getAllByRole<HTMLButtonElement>("button", { name: "Fermer" });
    expect(ways().map(({ disabled }) => disabled)).toEqual([true, true]);

    undone.resolve();
    await drawer.findByText("Zoé redevient Free.");
    await waitFor(() => expect(ways().map(({ disabled }) => disabled)).toEqual([false, false]));
  });
});

test("the menu says why an action is off", async () => {
  const { person } = renderAt(`/users/${zoe.id}/show`, page);
  await person.click(screen.getByRole("button", { name: "Autres actions" }));
  const entry = await screen.findByRole("menuitem", { name: /Révoquer/ });
  expect(entry.textContent).toMatch(/Impossible\s: aucun octroi en cours/);
  await person.click(entry);
  expect(screen.queryByRole("dialog")).toBeNull();
});

async function enabled(find: () => HTMLElement) {
  await waitFor(() => expect(find().hasAttribute("disabled")).toBe(false));
  return find();
}

describe("when a colleague has to agree", () => {
  const need = { rule: "long_grant", approvers: 2 } as const;
  const approval = {
    ...need,
    id: "0b7a1c00-0000-4000-8000-000000000007",
    code: "APP-0007",
    status: "pending",
    expires_at: "2026-11-24T13:06:03.000Z",
  } as const;

  beforeEach(() => {
    answers.preview = () => HttpResponse.json(buildPreview({ approval: need }));
    answers.run = () =>
      HttpResponse.json(
        { run: null, approval, changes: buildPreview().changes, proof: null, undo: false },
        { status: 202 },
      );
  });

  test("says so before, asks instead of running, and leads to the request", async () => {
    const { drawer, person } = await openDrawer();
    await person.click(drawer.getByRole("textbox", { name: "Motif" }));
    await person.paste(REASON);
    const stage = within(drawer.getByRole("region", { name: "Confirmation" }));
    expect(stage.getByText(/^Un collègue doit approuver\s: l’octroi est long\.$/)).toBeTruthy();
    expect(stage.getByText(/^2 collègues peuvent le faire\./)).toBeTruthy();
    const ask = drawer.getByRole("button", {
      name: /^Demander l’approbation\s: octroyer Premium à zoe\.lambert@example\.fr/,
    });
    await person.click(ask);

    const result = await drawer.findByRole("status");
    expect(result.textContent).toMatch(/APP-0007 attend une approbation\s: rien n’a été exécuté/);
    expect(result.textContent).toMatch(/24\snov\.\s2026,\s14:06/);
    expect(drawer.getByText("Approbation demandée")).toBeTruthy();
    expect(drawer.getByRole("link", { name: "Voir la demande" }).getAttribute("href")).toBe(
      `/approvals/${approval.id}/show`,
    );
    expect(drawer.queryByText(/Zoé a Premium/)).toBeNull();
    expect(drawer.queryByText(...VERIFIED)).toBeNull();
    expect(drawer.queryByText("Revenir en arrière")).toBeNull();
    await waitFor(() =>
      expect(screen.getByLabelText("address").textContent).toContain(`approval=${approval.id}`),
    );
  });

  test("nobody who could is told before", async () => {
    answers.preview = () =>
      HttpResponse.json(buildPreview({ approval: { rule: "staff", approvers: 0 } }));
    const { drawer } = await openDrawer();
    expect(drawer.getByText(/Aucun collègue ne peut le faire pour l’instant/)).toBeTruthy();
  });

  test("a request of the address is not asked for again", async () => {
    renderAt(`/users/${zoe.id}/show?action=grant-premium&approval=${approval.id}`, page);
    const drawer = within(await screen.findByRole("dialog"));
    expect(await drawer.findByText("La demande d’approbation est envoyée")).toBeTruthy();
    expect(drawer.getByRole("link", { name: "Voir la demande" })).toBeTruthy();
    expect(sent("preview")).toHaveLength(0);
  });
});
