import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { Route, Routes } from "react-router";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { settings } from "../../providers/settings";
import UserList from "../../resources/users/UserList";
import { renderAt } from "../../test/renderAt";
import { actionServer } from "../test/actionServer";
import { buildPreview, buildRun } from "../test/answers";

vi.setConfig({ testTimeout: 30_000 });

const { server, answers, reset, sent } = actionServer();
const NAMES = ["zoe", "malik", "agathe", "noemie", "fatou", "gabriel"];
const idOf = (index: number) => `7f3a0000-0000-4000-8000-00000000000${index}`;
const emailOf = (index: number) => `${NAMES[index]}@example.fr`;
const users = NAMES.map((name, index) => ({
  id: idOf(index),
  email: emailOf(index),
  name,
  created_at: "2025-03-14T09:00:00Z",
  plan: "free",
  plan_source: "default",
  mrr_cents: 0,
  quota_used: 0,
  quota_limit: 3,
}));

const run = { ...buildRun().run, action: "reconcile-subscriptions", items: 3 };
/** The run as its page has it, and the items that did not succeed. */
let stored: Record<string, unknown>;
let request: Record<string, unknown>;
let failed: { id: string; target_id: string }[];

const api = `${settings.supabaseUrl}/rest/v1`;
const reading = [
  http.get(`${api}/users`, ({ request }) => {
    const asked = new URL(request.url).searchParams.get("id");
    return HttpResponse.json(asked ? users.filter(({ id }) => asked.includes(id)) : users);
  }),
  http.get(`${api}/runs`, () => HttpResponse.json(stored)),
  http.get(`${api}/approvals`, () => HttpResponse.json(request)),
  http.get(`${api}/run_items`, () => HttpResponse.json(failed)),
  http.get(`${api}/user_segments`, () => HttpResponse.json([])),
];

// What the page fetches when it is asked for: here before, so that no test waits for the compiler.
beforeAll(() =>
  Promise.all([
    import("../ActionDrawer"),
    import("./BulkActions"),
    import("./FollowedRun"),
    import("./FollowedRequest"),
  ]),
);
beforeAll(() => {
  Reflect.get(window, "happyDOM").setViewport({ width: 1440, height: 900 });
});
beforeEach(() => {
  reset();
  server.use(...reading);
  failed = [];
  request = { id: "ap", code: "APP-0007", status: "pending", run_id: null };
  stored = {
    ...run,
    params: {},
    changes: [],
    counts: { done: 3 },
    target_kind: "many",
    target_id: "",
    target_label: "3",
    proof: buildRun().proof,
    undoable: true,
    undone_at: null,
  };
  answers.preview = () => HttpResponse.json(buildPreview({ changes: [], items: 3 }));
  answers.run = () =>
    HttpResponse.json(
      {
        ...buildRun(),
        changes: [],
        proof: null,
        undo: false,
        run: { ...run, status: "running", finished_at: null },
      },
      { status: 202 },
    );
});
afterEach(() => server.resetHandlers());

const openList = (search = "") =>
  renderAt(
    `/users${search}`,
    <Routes>
      <Route path="/users" element={<UserList />} />
    </Routes>,
  );

const box = (index: number) =>
  screen.findByRole<HTMLInputElement>("checkbox", { name: `Sélectionner ${emailOf(index)}` });
const bar = () => within(screen.getByRole("group", { name: "Sélection" }));
const chosen = async () => {
  await box(0);
  return NAMES.flatMap((_, index) => {
    const name = `Sélectionner ${emailOf(index)}`;
    return screen.getByRole<HTMLInputElement>("checkbox", { name }).checked ? [index] : [];
  });
};

describe("selecting", () => {
  test("rows one by one, a range with shift, the whole page, and none", async () => {
    const { person } = openList();
    await person.click(await box(1));
    await person.keyboard("{Shift>}");
    await person.click(await box(4));
    await person.keyboard("{/Shift}");
    expect(await chosen()).toEqual([1, 2, 3, 4]);
    expect(bar().getByRole("status").textContent).toContain("4 sélectionnés");
    expect(bar().getByRole("status").textContent).toContain("sur 6");

    await person.click(bar().getByRole("checkbox", { name: "Sélectionner toute la page" }));
    expect(await chosen()).toHaveLength(6);
    await person.click(bar().getByRole("button", { name: "Désélectionner" }));
    expect(await chosen()).toEqual([]);
    expect(bar().getByText("Aucune ligne sélectionnée")).toBeTruthy();
  });

  test("selecting opens no record", async () => {
    const { person } = openList();
    await person.click(await box(1));
    expect(screen.getByLabelText("address").textContent).toBe("/users");
  });

  test("the bar holds only what takes many records", async () => {
    const { person } = openList();
    await person.click(await box(0));
    await bar().findByRole("button", { name: "Réconcilier avec Stripe" });
    expect(
      bar()
        .getAllByRole("button")
        .map((button) => button.textContent),
    ).toEqual(["Réconcilier avec Stripe", "Désélectionner"]);
  });

  test("more than an action takes: it is off, and says how many it takes", async () => {
    const { store } = openList();
    await box(0);
    store.setItem(
      "users.selectedIds",
      Array.from({ length: 501 }, (_, index) => `id ${index}`),
    );
    const button = await bar().findByRole("button", { name: "Réconcilier avec Stripe" });
    expect(button.hasAttribute("disabled")).toBe(true);
    expect(bar().getByText(/500\sclients au plus à la fois/)).toBeTruthy();
    expect(bar().getByText(/dont 501 hors de cette page/)).toBeTruthy();
  });
});

/** By the button at the foot, once the run lets go of the drawer. */
async function leave(person: UserEvent): Promise<void> {
  const drawer = within(screen.getByRole("dialog"));
  const [, foot] = drawer.getAllByRole<HTMLButtonElement>("button", { name: "Fermer" });
  await waitFor(() => expect(foot?.disabled).toBe(false));
  await person.click(foot as HTMLButtonElement);
}

async function reconcile(indexes: number[]) {
  const view = openList();
  for (const index of indexes) await view.person.click(await box(index));
  await view.person.click(await bar().findByRole("button", { name: "Réconcilier avec Stripe" }));
  const drawer = within(await screen.findByRole("dialog", { name: "Réconcilier avec Stripe" }));
  await drawer.findByText(/rien n’est encore écrit/);
  await view.person.click(drawer.getByRole("textbox", { name: "Motif" }));
  await view.person.paste("Écarts vus ce matin");
  return { ...view, drawer };
}

describe("a run of a selection", () => {
  test("says how many and who, and sends all of them", async () => {
    const { drawer, person } = await reconcile([0, 1, 2]);
    expect(
      drawer.getByText(/^3\sclients\s: zoe@example\.fr, malik@example\.fr, agathe@/),
    ).toBeTruthy();
    await person.click(
      drawer.getByRole("button", { name: /^Réconcilier 3\sclients avec Stripe$/ }),
    );
    await drawer.findByText(run.code);
    expect(sent("run")[0]?.body.params).toEqual({ user_ids: [idOf(0), idOf(1), idOf(2)] });
    await waitFor(() =>
      expect(screen.getByLabelText("address").textContent).toContain("target=selection&run="),
    );
  });

  test("shows what changes customer by customer, the subscriptions under their customer", async () => {
    const change = (entity: string, id: string, field: string, after: unknown) => ({
      entity,
      id,
      field,
      before: null,
      after,
    });
    const target = (index: number, records: string[]) => ({
      kind: "user",
      id: idOf(index),
      label: emailOf(index),
      user_id: idOf(index),
      payload: {},
      records,
    });
    answers.preview = () =>
      HttpResponse.json(
        buildPreview({
          items: 2,
          unchanged: [],
          targets: [
            target(0, [idOf(0), "sub_zoe"]),
            target(1, ["sub_malik", "sub_old", "sub_older"]),
          ],
          changes: [
            change("user", idOf(0), "plan", "premium"),
            change("subscription", "sub_zoe", "status", "active"),
            change("subscription", "sub_malik", "status", "unpaid"),
            change("subscription", "sub_old", "status", "canceled"),
            change("subscription", "sub_older", "status", "canceled"),
          ],
        }),
      );
    const { drawer } = await reconcile([0, 1]);
    const changes = within(drawer.getByRole("group", { name: /changements/ }));
    // One customer with one subscription is one table; of several subscriptions each is named.
    expect(changes.getAllByText(/@example\.fr$/).map((name) => name.textContent)).toEqual([
      emailOf(0),
      emailOf(1),
    ]);
    expect(changes.getAllByText(/^Abonnement sub_/).map((name) => name.textContent)).toEqual([
      "Abonnement sub_malik",
      "Abonnement sub_old",
      "Abonnement sub_older",
    ]);
    expect(changes.getAllByRole("table")).toHaveLength(4);
  });

  test("is followed: those that failed stay selected, the others do not", async () => {
    failed = [{ id: "i", target_id: idOf(1) }];
    stored = { ...stored, status: "partial", counts: { done: 2, failed: 1 } };
    const { drawer, person } = await reconcile([0, 1, 2]);
    await person.click(drawer.getByRole("button", { name: /^Réconcilier 3\sclients/ }));
    expect(await drawer.findByText(/^3\sclients\s: une partie n’a pas abouti\.$/)).toBeTruthy();
    // The head tells of the run that ended, not of the one that began.
    expect(drawer.getByText("Partiel")).toBeTruthy();
    expect(drawer.queryByText("En cours")).toBeNull();
    await waitFor(() => expect(screen.getByText("1 sans succès, sélectionné")).toBeTruthy());
    await leave(person);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(await chosen()).toEqual([1]);
    expect(bar().getByRole("link", { name: run.code }).getAttribute("href")).toBe(
      `/runs/${run.id}/show`,
    );
    await person.click(bar().getByRole("button", { name: `Ne plus montrer ${run.code}` }));
    expect(bar().queryByRole("link", { name: run.code })).toBeNull();
  });

  test("claims nothing while it runs", async () => {
    stored = {
      ...stored,
      status: "running",
      finished_at: null,
      counts: { done: 1, pending: 2 },
      proof: null,
    };
    const { drawer, person } = await reconcile([0, 1, 2]);
    await person.click(drawer.getByRole("button", { name: /^Réconcilier 3\sclients/ }));
    expect(await drawer.findByText("1 sur 3")).toBeTruthy();
    expect(drawer.getByText("Réconciliation en cours…")).toBeTruthy();
    expect(drawer.queryByText(/la base dit maintenant/)).toBeNull();
    expect(drawer.queryByText("Vérifié")).toBeNull();
  });

  test("everybody who paid is not the selection", async () => {
    const { drawer, person } = await reconcile([0, 1]);
    answers.preview = () =>
      HttpResponse.json(buildPreview({ changes: [], items: 117, foreseen: false }));
    await person.click(drawer.getByRole("button", { name: "Tous ceux qui ont payé" }));
    expect(await drawer.findByText(/^117\sclients\s: trop pour tout lire/)).toBeTruthy();
    expect(drawer.getByText(/quels que soient les filtres et la sélection/)).toBeTruthy();
    expect(sent("preview").at(-1)?.body.params).toEqual({ all: true });
  });

  test("a request for approval takes its rows along, and gives back those that failed", async () => {
    answers.run = () =>
      HttpResponse.json(
        {
          run: null,
          approval: {
            id: "ap",
            code: "APP-0007",
            status: "pending",
            rule: "bulk",
            approvers: 2,
            expires_at: "2026-11-27T13:00:00Z",
          },
          changes: [],
          proof: null,
          undo: false,
        },
        { status: 202 },
      );
    const { drawer, person } = await reconcile([0, 1, 2]);
    await person.click(drawer.getByRole("button", { name: /^Réconcilier 3\sclients/ }));
    await drawer.findByText(/APP-0007 attend une approbation/);
    await leave(person);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(await chosen()).toEqual([]);

    // The list follows the request, and once a colleague has agreed its run.
    expect((await bar().findByRole("link", { name: "APP-0007" })).getAttribute("href")).toBe(
      "/approvals/ap/show",
    );
    expect(bar().getByText("Approbation demandée")).toBeTruthy();
    failed = [{ id: "i", target_id: idOf(1) }];
    stored = { ...stored, status: "partial", counts: { done: 2, failed: 1 } };
    request = { ...request, status: "approved", run_id: run.id };
    expect((await bar().findByRole("link", { name: run.code })).getAttribute("href")).toBe(
      `/runs/${run.id}/show`,
    );
    expect(bar().getByText("Partiel")).toBeTruthy();
    expect(await bar().findByText("1 sans succès, sélectionné")).toBeTruthy();
    expect(await chosen()).toEqual([1]);
  });
});

test("a selection that is gone with the address opens nothing to run", async () => {
  openList("?action=reconcile-subscriptions&target=selection");
  const drawer = within(await screen.findByRole("dialog"));
  expect(await drawer.findByText("Choisissez d’abord un client.")).toBeTruthy();
  expect(sent("preview")).toHaveLength(0);
});
