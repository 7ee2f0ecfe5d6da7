import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { Route, Routes } from "react-router";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { settings } from "../providers/settings";
import SubscriptionList from "../resources/subscriptions/SubscriptionList";
import type { Subscription } from "../resources/subscriptions/subscription";
import UserList from "../resources/users/UserList";
import { mockServer } from "../test/mockServer";
import { renderAt } from "../test/renderAt";

vi.setConfig({ testTimeout: 30_000 });

const due: Subscription = {
  id: "7f3ae90d-1111-4222-8333-0123456789ab",
  user_id: "7f3ae90d-1111-4222-8333-0123456789ac",
  user_email: "elise.morel@example.fr",
  stripe_subscription_id: "sub_1",
  stripe_customer_id: "cus_1",
  plan: "premium",
  status: "past_due",
  interval: "month",
  amount_cents: 1990,
  currency: "eur",
  mrr_cents: 1990,
  current_period_end: "2026-12-20T09:00:00Z",
  cancel_at: null,
  canceled_at: null,
  created_at: "2026-05-20T09:00:00Z",
  updated_at: "2026-11-20T09:00:00Z",
  livemode: true,
  unpaid_since: "2026-11-20T09:00:00Z",
  grace_ends_at: "2099-11-27T09:00:00Z",
};

const asked: URLSearchParams[] = [];
let counts: () => Response;
const rest = (path: string) => `${settings.supabaseUrl}/rest/v1/${path}`;
const list =
  (rows: unknown[]) =>
  ({ request }: { request: Request }) => {
    asked.push(new URL(request.url).searchParams);
    return HttpResponse.json(rows);
  };
const server = mockServer(
  http.get(rest("user_segments"), () => counts()),
  http.get(rest("subscription_worklists"), () => counts()),
  http.get(rest("subscription_totals"), () =>
    HttpResponse.json([
      {
        live_count: 9,
        mrr_cents: 900,
        past_due_count: 2,
        past_due_cents: 3980,
        cancelling_count: 1,
      },
    ]),
  ),
  http.get(rest("users"), list([])),
  http.get(rest("subscriptions"), list([due])),
);
beforeAll(() => {
  Reflect.get(window, "happyDOM").setViewport({ width: 1440, height: 900 });
});
beforeEach(() => {
  asked.length = 0;
  counts = () =>
    HttpResponse.json([
      { id: "paid_without_access", number: 14 },
      { id: "access_without_payment", number: 0 },
      { id: "past_due", number: 1001 },
      { id: "quota_reached", number: 213 },
      { id: "email_bounced", number: 38 },
      { id: "grant_expiring", number: 1000 },
    ]);
});

const address = () => decodeURIComponent(screen.getByLabelText("address").textContent ?? "");
const filterOf = () =>
  JSON.parse(new URLSearchParams(address().split("?")[1]).get("filter") ?? "{}");
const open = (path: string, filter = {}) =>
  renderAt(
    `/${path}?filter=${encodeURIComponent(JSON.stringify(filter))}`,
    <Routes>
      <Route path="/users" element={<UserList />} />
      <Route path="/subscriptions" element={<SubscriptionList />} />
    </Routes>,
  );
const tab = (name: RegExp) => screen.findByRole("tab", { name });
const selected = () => screen.getByRole("tab", { selected: true }).textContent?.trim();

test("segments: each with its number, more than a thousand is said so, none is a zero", async () => {
  open("users");
  const names = [
    /^Payés sans accès 14$/,
    /^Accès sans paiement 0$/,
    /^Impayés 1\s000\+$/,
    /^Quota atteint 213$/,
    /^E-mail rejeté 38$/,
    /^Octroi qui expire 1\s000$/,
  ];
  for (const name of names) expect(await tab(name)).toBeTruthy();
  expect(selected()).toBe("Tous");
  const about = (await tab(/^Impayés/)).getAttribute("title");
  expect(about).toBe("Leur dernier paiement a échoué, Stripe réessaie.");
});

test("a segment is an entry of the filter, beside the others, in the address", async () => {
  const other = { plan: "pro", stored_plan: "pro" };
  const { person } = open("users", other);
  await person.click(await tab(/^Quota atteint/));
  await waitFor(() => expect(filterOf()).toEqual({ ...other, quota_reached: "true" }));
  await waitFor(() => expect(asked.at(-1)?.get("quota_reached")).toBe("eq.true"));
  expect(asked.at(-1)?.get("stored_plan")).toBe("eq.pro");
  await person.click(await tab(/^E-mail rejeté/));
  await waitFor(() => expect(filterOf()).toEqual({ ...other, email_bounced: "true" }));
  await person.click(await tab(/^Tous$/));
  await waitFor(() => expect(filterOf()).toEqual(other));
});

test("the address brings the segment back, and its chip takes it off", async () => {
  const { person } = open("users", { past_due: "true" });
  await tab(/^Impayés/);
  expect(selected()).toMatch(/^Impayés/);
  await waitFor(() => expect(asked[0]?.get("past_due")).toBe("eq.true"));
  expect(await screen.findByText(/segment Impayés/)).toBeTruthy();
  await person.click(screen.getByRole("button", { name: "Retirer le filtre Segment" }));
  await waitFor(() => expect(filterOf()).toEqual({}));
  expect(selected()).toBe("Tous");
});

test("without their numbers the segments still work", async () => {
  counts = () => HttpResponse.json({}, { status: 503 });
  const { person } = open("users");
  await person.click(await tab(/^Impayés$/));
  await waitFor(() => expect(filterOf()).toEqual({ past_due: "true" }));
});

test("past due: what is at stake, since when, and until when the grace lasts", async () => {
  counts = () => HttpResponse.json([{ id: "past_due", number: 2 }]);
  const { person } = open("subscriptions");
  expect(await screen.findByText(/^2 impayés, 39,80\s€ en jeu$/)).toBeTruthy();
  expect(screen.queryByRole("columnheader", { name: "Impayé depuis" })).toBeNull();
  await person.click(await tab(/^Impayés 2$/));
  await waitFor(() => expect(filterOf()).toEqual({ status: "past_due" }));
  // Whose grace ends first is first.
  await waitFor(() => expect(asked.at(-1)?.get("order")).toBe("current_period_end.asc,id.asc"));
  expect(await screen.findByRole("columnheader", { name: "Impayé depuis" })).toBeTruthy();
  expect(screen.getByRole("columnheader", { name: "Accès jusqu’au" })).toBeTruthy();
  const row = screen.getByText("elise.morel").closest("tr") as HTMLElement;
  expect(within(row).getByText("20 nov. 2026")).toBeTruthy();
  expect(within(row).getByText("27 nov. 2099")).toBeTruthy();
  await person.click(await tab(/^Tous$/));
  await waitFor(() => expect(filterOf()).toEqual({}));
  await waitFor(() => expect(asked.at(-1)?.get("order")).toBe("created_at.desc,id.desc"));
});

test("a grace that is over says so", async () => {
  const over = { ...due, grace_ends_at: "2020-11-27T09:00:00Z" };
  server.use(http.get(rest("subscriptions"), () => HttpResponse.json([over])));
  open("subscriptions", { status: "past_due" });
  expect(await screen.findByText("fini le 27 nov.")).toBeTruthy();
});
