import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { Route, Routes } from "react-router";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { actionServer } from "../../actions/test/actionServer";
import { buildPreview } from "../../actions/test/answers";
import { settings } from "../../providers/settings";
import { renderAt } from "../../test/renderAt";
import DriftList from "./DriftList";
import type { Drift, DriftCount, DriftHealth, DriftTotals } from "./drift";
import { buildCount, buildDrift, buildHealth, buildSide } from "./test/builders";

vi.setConfig({ testTimeout: 30_000 });

const { server, answers, reset, sent } = actionServer();
const api = `${settings.supabaseUrl}/rest/v1`;

const zoe = buildDrift();
const malik = buildDrift({
  id: "d1000000-0000-4000-8000-000000000002",
  code: "DR-0002",
  user_id: "7f3a0000-0000-4000-8000-00000000c21f",
  user_email: "malik.benali@example.fr",
});
const nobody = buildDrift({
  id: "d1000000-0000-4000-8000-000000000003",
  code: "DR-0003",
  class: "customer_without_user",
  cause: "unnamed",
  repair: null,
  user_id: null,
  user_email: null,
  there: { ...buildSide(), email: "ancienne@example.fr", named_user: null },
  here: {},
});
const twice = buildDrift({
  id: "d1000000-0000-4000-8000-000000000004",
  code: "DR-0004",
  class: "two_live_subscriptions",
  cause: "pays_twice",
  repair: null,
  user_email: "antoine@example.com",
  there: { subscriptions: [buildSide(), buildSide({ subscription: "sub_2" })] },
});

let rows: Drift[];
let counts: DriftCount[];
let totals: DriftTotals;
let health: DriftHealth;
let requested: number;
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
  requested = 0;
  rows = [zoe, malik, nobody, twice];
  totals = { id: 1, number: 5, amount_cents: 5970 };
  counts = [
    buildCount(),
    buildCount({
      id: "customer_without_user",
      class: "customer_without_user",
      repair: null,
      number: 1,
      customers: 0,
      amount_cents: 1990,
    }),
    buildCount({ id: "mirror_ahead", class: "mirror_ahead", number: 1, amount_cents: 0 }),
  ];
  health = buildHealth();
  answers.preview = () => HttpResponse.json(buildPreview({ changes: [], items: 2 }));
  server.use(
    http.get(`${api}/drifts`, ({ request }) => {
      const query = new URL(request.url).searchParams;
      asked.push(query);
      const id = query.get("id");
      const kind = query.get("class")?.replace("eq.", "");
      return HttpResponse.json(
        rows.filter((row) => (!id || id.includes(row.id)) && (!kind || row.class === kind)),
      );
    }),
    http.get(`${api}/drift_counts`, () => HttpResponse.json(counts)),
    http.get(`${api}/drift_totals`, () => HttpResponse.json(totals)),
    http.get(`${api}/drift_health`, () => HttpResponse.json(health)),
    http.post(`${api}/rpc/request_scan`, () => {
      requested += 1;
      health = { ...health, requested: true };
      return HttpResponse.json({ requested: true });
    }),
  );
});
afterEach(() => server.resetHandlers());

const openList = (search = "") =>
  renderAt(
    `/drifts${search}`,
    <Routes>
      <Route path="/drifts" element={<DriftList />} />
      <Route path="/drifts/:id/show" element={<p>Fiche</p>} />
    </Routes>,
  );
const rowOf = async (name: RegExp) => within(await screen.findByRole("row", { name }));
const compare = () => screen.findByRole("button", { name: "Comparer maintenant" });

describe("the list", () => {
  test("opens on what is open, by the indexed twin of the status", async () => {
    openList();
    await rowOf(/zoe\.lambert/);
    const query = asked.find((one) => one.get("order")?.startsWith("since"));
    expect(query?.get("status")).toBe("eq.open");
    expect(query?.get("stored_status")).toBe("eq.open");
  });

  test("says of each finding what differs, in one line", async () => {
    openList();
    const texts = async (name: RegExp) =>
      (await rowOf(name)).getAllByRole("cell").map((cell) => cell.textContent);
    expect(await texts(/zoe\.lambert/)).toEqual(
      expect.arrayContaining([
        "Payé sans accès",
        expect.stringMatching(/^Stripe\s: Premium actif · chez nous\s: rien$/),
        expect.stringMatching(/^19,90\s€$/),
      ]),
    );
    expect(await texts(/ancienne@/)).toEqual(
      expect.arrayContaining([
        "Paie sans compte",
        expect.stringMatching(/^Stripe\s: Premium actif · aucun compte nommé$/),
      ]),
    );
    expect(await texts(/antoine@/)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^2 abonnements en cours\s: Premium \+ Premium$/),
      ]),
    );
  });

  test("only what a repair of ours ends can be selected; the others say why", async () => {
    const { person } = openList();
    await rowOf(/zoe\.lambert/);
    const box = (name: RegExp) => screen.getByRole<HTMLInputElement>("checkbox", { name });
    expect(box(/DR-0003.*Aucun client chez nous à réconcilier/).disabled).toBe(true);
    expect(box(/DR-0004.*Se règle à la main/).disabled).toBe(true);
    await person.click(screen.getByRole("checkbox", { name: "Sélectionner toute la page" }));
    expect(screen.getByText("2 sélectionnés")).toBeTruthy();
    expect(box(/DR-0003/).checked).toBe(false);

    const bar = within(screen.getByRole("group", { name: "Sélection" }));
    await person.click(await bar.findByRole("button", { name: "Réconcilier avec Stripe" }));
    await within(await screen.findByRole("dialog")).findByText(/rien n’est encore écrit/);
    expect(sent("preview").at(-1)?.body.params).toEqual({
      user_ids: [zoe.user_id, malik.user_id],
    });
    // Behind the drawer stands the list that was asked for.
    expect(decodeURIComponent(screen.getByLabelText("address").textContent ?? "")).toContain(
      'filter={"status":"open"}',
    );
    const pages = asked.filter((query) => query.has("order"));
    expect(new Set(pages.map((query) => query.get("status")))).toEqual(new Set(["eq.open"]));
  });

  test("what is over cannot be selected", async () => {
    rows = [buildDrift({ status: "closed", closed_at: "2026-11-23T14:00:00Z" })];
    openList();
    await rowOf(/Réglé/);
    const box = screen.getByRole<HTMLInputElement>("checkbox", { name: /DR-0001.*Déjà réglé/ });
    expect(box.disabled).toBe(true);
  });

  test("nothing open is good news, with its age; nothing compared yet is none", async () => {
    rows = [];
    counts = [];
    totals = { id: 1, number: 0, amount_cents: 0 };
    const first = openList();
    expect(await screen.findByText("Tout concorde")).toBeTruthy();
    expect(screen.getAllByText(/tout comparé/).length).toBeGreaterThan(0);
    expect(screen.getAllByText("Aucun écart").length).toBeGreaterThan(0);
    first.unmount();
    health = buildHealth({ walked_at: null, walked: null, synced_at: null });
    openList();
    expect(await screen.findByText("Rien n’a encore été comparé")).toBeTruthy();
    expect(screen.queryByText("Tout concorde")).toBeNull();
    expect(screen.getByText("Rien n’a encore été comparé.")).toBeTruthy();
  });

  test("filters that leave nothing are named, as on every list", async () => {
    rows = [];
    openList(`?filter=${encodeURIComponent('{"class":"mirror_ahead"}')}`);
    expect(await screen.findByText("Aucun écart ne correspond")).toBeTruthy();
  });
});

describe("the strip", () => {
  test("counts what is open and what is at stake", async () => {
    openList();
    expect(await screen.findByText(/par mois en jeu/)).toBeTruthy();
    // Less than the kinds together: of some customers there is more than one finding.
    expect(screen.getByText(/^59,70\s€$/)).toBeTruthy();
    expect(screen.getByText(/^125 abonnements, toutes les 6\sh$/)).toBeTruthy();
  });

  test("Stripe out of reach: the last data with its age, and no repair, with the reason", async () => {
    health = buildHealth({
      synced_at: new Date(Date.now() - 3 * 3_600_000).toISOString(),
      sync_failure: { service: "stripe", kind: "unreachable" },
      blocker: { code: "stripe_away", args: { known_at: "2026-11-23T12:12:00Z" } },
    });
    const { person } = openList();
    expect(await screen.findByText("Stripe est injoignable. Réparation suspendue.")).toBeTruthy();
    expect(screen.getByText(/^il y a 3\sh$/)).toBeTruthy();
    expect(await screen.findByText("Stripe ne peut pas être lu")).toBeTruthy();
    expect((await compare()).hasAttribute("disabled")).toBe(true);
    await person.click(
      await screen.findByRole("checkbox", { name: "Sélectionner DR-0001 zoe.lambert@example.fr" }),
    );
    const bar = within(screen.getByRole("group", { name: "Sélection" }));
    const repair = await bar.findByRole("button", { name: "Réconcilier avec Stripe" });
    expect(repair.hasAttribute("disabled")).toBe(true);
    expect(
      bar.getByText(
        /^Impossible\s: Stripe ne répond pas\. Ce qui est connu date du 23 nov\. 2026, 13:12/,
      ),
    ).toBeTruthy();
  });

  test("a key that is missing is said in words", async () => {
    health = buildHealth({
      sync_failure: { service: "stripe", kind: "not_configured" },
      blocker: { code: "stripe_key", args: { known_at: "2026-11-23T12:12:00Z" } },
    });
    openList();
    expect(await screen.findByText("La clé Stripe manque. Réparation suspendue.")).toBeTruthy();
  });

  test("having to wait for Stripe suspends nothing", async () => {
    health = buildHealth({ sync_failure: { service: "stripe", kind: "rate_limited" } });
    openList();
    expect(await screen.findByText(/^Stripe demande d’attendre, la suite au/)).toBeTruthy();
    expect((await compare()).hasAttribute("disabled")).toBe(false);
  });

  test("a comparison is asked for once, waits its turn, shows how far it is, and what it found", async () => {
    const { person } = openList();
    await rowOf(/zoe\.lambert/);
    await waitFor(async () => expect((await compare()).hasAttribute("disabled")).toBe(false));
    await person.click(await compare());
    expect(await screen.findByText(/commence au prochain tour, dans la minute/)).toBeTruthy();
    expect((await compare()).hasAttribute("disabled")).toBe(true);
    expect(requested).toBe(1);

    health = { ...health, requested: false, walk_began_at: "2026-11-23T13:05:00Z", walk_read: 100 };
    const late = { timeout: 5000 };
    expect(await screen.findByText("100 abonnements lus sur environ 125", {}, late)).toBeTruthy();
    expect(screen.getByText("Comparaison en cours")).toBeTruthy();

    rows = [malik];
    counts = [];
    totals = { id: 1, number: 0, amount_cents: 0 };
    health = { ...buildHealth(), walked: 126, walked_at: "2026-11-23T13:06:00Z" };
    expect(await screen.findByText(/^126 abonnements/, {}, late)).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole("row", { name: /zoe\.lambert/ })).toBeNull());
    expect((await compare()).hasAttribute("disabled")).toBe(false);
  });
});

describe("the sheet by kind", () => {
  async function unfold(summary = "5 écarts · 3 natures") {
    const view = openList();
    const sheet = within(await screen.findByRole("region", { name: "Écarts par nature" }));
    await view.person.click(await sheet.findByRole("button", { name: summary, expanded: false }));
    const group = (title: string) => {
      const heading = sheet.getByRole("heading", { name: title });
      return within(heading.closest("li") as HTMLElement);
    };
    return { ...view, sheet, group };
  }

  test("says what each means, how many, what it costs, and what to do", async () => {
    const { sheet, group } = await unfold();
    expect(sheet.getAllByRole("heading", { level: 3 }).map((one) => one.textContent)).toEqual([
      "Payé sans accès",
      "Paie sans compte chez nous",
      "L’app montre plus que le droit",
    ]);
    const paid = group("Payé sans accès");
    expect(paid.getByText(/^3 écarts, 3 clients/).textContent).toMatch(/59,70\s€ par mois/);
    expect(paid.getByText(/n’ouvre aucun accès chez nous/)).toBeTruthy();
    const stranger = group("Paie sans compte chez nous");
    expect(stranger.queryByRole("button", { name: /^Réconcilier/ })).toBeNull();
    expect(stranger.getByRole("link").getAttribute("href")).toBe(
      "https://dashboard.stripe.com/subscriptions",
    );
    const filled = sheet
      .getAllByRole("button", { name: /^Réconcilier/ })
      .map((button) => button.classList.contains("MuiButton-contained"));
    expect(filled).toEqual([true, false]);
  });

  test("repairs a kind as a whole: its customers are selected, and the drawer is about them", async () => {
    const { group, person } = await unfold();
    await person.click(group("Payé sans accès").getByRole("button", { name: "Réconcilier les 3" }));
    const drawer = within(await screen.findByRole("dialog", { name: "Réconcilier avec Stripe" }));
    await drawer.findByText(/rien n’est encore écrit/);
    expect(sent("preview").at(-1)?.body.params).toEqual({
      user_ids: [zoe.user_id, malik.user_id],
    });
    const query = asked.find((one) => one.get("class") === "eq.paid_without_access");
    expect(query?.get("status")).toBe("eq.open");
    expect(query?.get("limit")).toBe("501");
  });

  test("of more than one run takes the button says that these are the first, and of how many", async () => {
    counts = [buildCount({ number: 1620, customers: 1620 })];
    const { group } = await unfold(
      `${new Intl.NumberFormat("fr-FR").format(1620)} écarts · 1 nature`,
    );
    const button = group("Payé sans accès").getByRole("button", { name: /^Réconcilier/ });
    expect(button.textContent?.replace(/\s/g, " ")).toBe("Réconcilier les 500 premiers sur 1 620");
  });

  test("says once why nothing can be repaired now", async () => {
    health = buildHealth({
      sync_failure: { service: "stripe", kind: "unreachable" },
      blocker: { code: "stripe_away", args: { known_at: "2026-11-23T12:12:00Z" } },
    });
    const { sheet } = await unfold();
    const [reason, ...more] = sheet.getAllByText(/^Impossible\s: Stripe ne répond pas/);
    expect(more).toEqual([]);
    const repairs = sheet.getAllByRole("button", { name: /^Réconcilier/ });
    expect(repairs.map((button) => button.getAttribute("aria-describedby"))).toEqual([
      reason?.id,
      reason?.id,
    ]);
    expect(repairs.every((button) => button.hasAttribute("disabled"))).toBe(true);
  });

  test("leads to its findings", async () => {
    const { group, person } = await unfold();
    await person.click(group("Payé sans accès").getByRole("button", { name: "Voir les 3" }));
    await waitFor(() => expect(asked.at(-1)?.get("class")).toBe("eq.paid_without_access"));
    expect(asked.at(-1)?.get("status")).toBe("eq.open");
  });
});
