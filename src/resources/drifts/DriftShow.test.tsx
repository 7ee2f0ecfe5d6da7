import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { Route, Routes } from "react-router";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Guard } from "../../actions/guard";
import { actionServer } from "../../actions/test/actionServer";
import { settings } from "../../providers/settings";
import { renderAt } from "../../test/renderAt";
import DriftShow from "./DriftShow";
import type { Drift } from "./drift";
import { buildDrift, buildSide } from "./test/builders";

vi.setConfig({ testTimeout: 30_000 });

const { server, reset, sent } = actionServer();
const api = `${settings.supabaseUrl}/rest/v1`;
let drift: Drift;
let guard: Guard;
let guarded: unknown[];

beforeAll(() => import("../../actions/ActionDrawer"));
beforeEach(() => {
  reset();
  guarded = [];
  guard = { allowed: true, code: null, details: {} };
  server.use(
    http.get(`${api}/drifts`, () => HttpResponse.json(drift)),
    http.post(`${api}/rpc/record_guards`, async ({ request }) => {
      guarded.push(await request.json());
      return HttpResponse.json({ "reconcile-subscriptions": guard });
    }),
  );
});
afterEach(() => server.resetHandlers());

const open = (one: Drift) => {
  drift = one;
  return renderAt(
    `/drifts/${one.id}/show`,
    <Routes>
      <Route path="/drifts/:id/show" element={<DriftShow />} />
    </Routes>,
  );
};

const line = async (region: string, fact: RegExp) =>
  within(
    within(await screen.findByRole("region", { name: region })).getByRole("row", { name: fact }),
  )
    .getAllByRole("cell")
    .map((cell) => cell.textContent?.replace(/\s/g, " "));

test("paid without access: what Stripe says, that we have nothing, and the repair", async () => {
  const { person } = open(buildDrift());
  expect(
    await screen.findByRole("heading", {
      level: 1,
      name: "zoe.lambert@example.fr paie Premium sans accès par son abonnement",
    }),
  ).toBeTruthy();
  expect(screen.getByText(/La base ne connaît pas cet abonnement/)).toBeTruthy();
  expect(await line("Les deux côtés", /^Formule/)).toEqual(["Premium", "–"]);
  const [there, here] = await line("Les deux côtés", /^Abonnement.*diffère/);
  expect([there, here]).toEqual(["sub_zoe", "Aucun"]);
  expect(screen.getByText("1 différence")).toBeTruthy();
  const facts = within(screen.getByRole("region", { name: "Écart" }));
  expect(facts.getByRole("button", { name: "Copier DR-0001" })).toBeTruthy();
  expect(
    decodeURIComponent(
      facts.getByRole("link", { name: "Ses derniers événements Stripe" }).getAttribute("href") ??
        "",
    ),
  ).toBe(`/webhook_events?filter={"user_id":"${buildDrift().user_id}"}`);

  const repair = await screen.findByRole("button", { name: "Réconcilier avec Stripe" });
  expect(guarded).toEqual([{ kind: "user", id: buildDrift().user_id }]);
  await person.click(repair);
  await within(await screen.findByRole("dialog")).findByText(/rien n’est encore écrit/);
  expect(sent("preview").at(-1)?.body.params).toEqual({ user_ids: [buildDrift().user_id] });
});

test("other terms: what differs is marked, what is written in two ways is not", async () => {
  open(
    buildDrift({
      class: "wrong_period",
      cause: "current_period_end",
      here: {
        ...buildSide({
          current_period_start: "2026-11-23 12:12:00+00",
          current_period_end: "2026-12-20T12:12:00+00:00",
        }),
        access_plan: "premium",
        decided_by: "grant",
      },
    }),
  );
  expect(await line("Les deux côtés", /^Fin de période.*diffère/)).toEqual([
    "23 déc. 2026, 13:12",
    "20 déc. 2026, 13:12",
  ]);
  expect(screen.getByText("1 différence")).toBeTruthy();
  expect(screen.getByText("par un octroi")).toBeTruthy();
});

test("paying twice: every subscription, the advice, and no repair of ours", async () => {
  open(
    buildDrift({
      class: "two_live_subscriptions",
      cause: "pays_twice",
      repair: null,
      stripe_subscription_id: "sub_two",
      there: {
        subscriptions: [
          buildSide(),
          buildSide({ subscription: "sub_two", plan: "pro", amount_cents: 990 }),
          buildSide({ subscription: "sub_three", amount_cents: 1500, currency: "usd" }),
        ],
      },
    }),
  );
  expect(await screen.findByRole("heading", { name: /paie 3 abonnements à la fois/ })).toBeTruthy();
  const amounts = await line("Ses abonnements chez Stripe", /^Montant/);
  expect(amounts).toEqual(["19,90 €", "9,90 €", "15 USD"]);
  expect(screen.getByText(/Résiliez celui de trop chez Stripe/)).toBeTruthy();
  expect(
    screen.getByRole("link", { name: "Ouvrir celui de trop dans Stripe" }).getAttribute("href"),
  ).toBe("https://dashboard.stripe.com/subscriptions/sub_two");
  expect(screen.getByRole("columnheader", { name: "Abonnement 2, de trop" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Réconcilier avec Stripe" })).toBeNull();
  expect(guarded).toEqual([]);
});

test("the app shows more: what it reads beside what is true", async () => {
  open(
    buildDrift({
      class: "mirror_ahead",
      cause: "differs",
      there: {},
      here: {
        plan: "pro",
        access_plan: "pro",
        decided_by: "grant",
        mirror: { is_premium: true, subscription_plan: null },
      },
    }),
  );
  expect(await line("Les deux côtés", /subscription_plan/)).toEqual(["absent", "pro"]);
  expect(await line("Les deux côtés", /is_premium/)).toEqual(["true", "false"]);
});

test("nobody’s customer: whom the metadata name, and what to write there", async () => {
  open(
    buildDrift({
      class: "customer_without_user",
      cause: "not_an_id",
      repair: null,
      user_id: null,
      user_email: null,
      there: { ...buildSide(), email: "ancienne@example.fr", named_user: "pas-un-id" },
      here: {},
    }),
  );
  expect(await line("Les deux côtés", /^user_id nommé/)).toEqual(["pas-un-id", "–"]);
  expect(screen.getByText(/n’est pas un identifiant de compte/)).toBeTruthy();
  expect(screen.getByText(/Écrivez l’identifiant du bon compte dans user_id/)).toBeTruthy();
});

test("once it is over it says since when, and offers nothing", async () => {
  open(buildDrift({ status: "closed", closed_at: "2026-11-23T13:05:00Z" }));
  expect(await screen.findByText(/^Réglé le 23 nov\. 2026, 14:05$/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Réconcilier avec Stripe" })).toBeNull();
});

test("while Stripe is away the repair is off, with the reason", async () => {
  guard = {
    allowed: false,
    code: "stripe_key",
    details: { known_at: "2026-11-23T12:12:00Z" },
  };
  open(buildDrift());
  expect(
    await screen.findByText(/^Impossible\s: la clé Stripe manque ou Stripe la refuse/),
  ).toBeTruthy();
  const repair = screen.getByRole("button", { name: "Réconcilier avec Stripe" });
  expect(repair.hasAttribute("disabled")).toBe(true);
});

test("two accounts with one Stripe customer: both are named, with what says so, and lead to their pages", async () => {
  open(
    buildDrift({
      class: "customer_without_user",
      cause: "two_users",
      repair: null,
      user_id: null,
      user_email: null,
      candidates: [
        { user_id: "u1", email: "anna@example.fr", by: ["database"] },
        { user_id: "u2", email: "bruno@example.fr", by: ["database", "email"] },
      ],
    }),
  );
  const people = within(await screen.findByRole("region", { name: "Les comptes possibles" }));
  expect(people.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual([
    "/users/u1/show",
    "/users/u2/show",
  ]);
  expect(people.getByText("en base, même e-mail")).toBeTruthy();
});
