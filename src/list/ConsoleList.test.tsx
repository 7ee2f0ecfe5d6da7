import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { Route, Routes } from "react-router";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { settings } from "../providers/settings";
import UserList from "../resources/users/UserList";
import type { User } from "../resources/users/user";
import { mockServer } from "../test/mockServer";
import { renderAt } from "../test/renderAt";

vi.setConfig({ testTimeout: 30_000 });

const zoe: User = {
  id: "7f3ae90d-1111-4222-8333-0123456789ab",
  email: "zoe.lambert@example.fr",
  name: "Zoé Lambert",
  created_at: "2025-03-14T09:00:00Z",
  email_confirmed_at: "2025-03-14T09:05:00Z",
  last_active_at: "2026-11-23T12:59:00Z",
  banned_until: null,
  plan: "free",
  plan_source: "default",
  plan_ends_at: null,
  mrr_cents: 1990,
  subscription_status: null,
  subscription_cancel_at: null,
  stripe_customer_id: null,
  stripe_subscription_id: null,
  quota_used: 3,
  quota_limit: 3,
  signal: "quota_reached",
  signal_at: null,
  paid_without_access: false,
  access_without_payment: false,
};

let rows: () => Response | Promise<Response>;
let probe: () => Response;
let count: () => Response;
let found: number;
const asked: URLSearchParams[] = [];
const searched: unknown[] = [];

mockServer(
  http.get(`${settings.supabaseUrl}/rest/v1/users`, ({ request }) => {
    const query = new URL(request.url).searchParams;
    if (query.get("select") === "id") return query.get("offset") === "1000" ? probe() : count();
    asked.push(query);
    return rows();
  }),
  http.get(`${settings.supabaseUrl}/rest/v1/user_segments`, () => HttpResponse.json([])),
  http.post(`${settings.supabaseUrl}/rest/v1/rpc/search_users`, async ({ request }) => {
    searched.push(await request.json());
    return rows();
  }),
  http.post(`${settings.supabaseUrl}/rest/v1/rpc/count_users`, () => HttpResponse.json(found)),
);
beforeAll(() => {
  // Wide enough for every column.
  Reflect.get(window, "happyDOM").setViewport({ width: 1440, height: 900 });
});
beforeEach(() => {
  asked.length = 0;
  searched.length = 0;
  found = 1;
  rows = () => HttpResponse.json([zoe]);
  probe = () => HttpResponse.json([]);
  count = () => HttpResponse.json([], { headers: { "content-range": "0-0/305" } });
});

const address = () => decodeURIComponent(screen.getByLabelText("address").textContent ?? "");
const many = (length: number) =>
  Array.from({ length }, (_, index) => ({ ...zoe, id: `${index}`, email: `c${index}@example.fr` }));

const openList = (search = "") =>
  renderAt(
    `/users${search}`,
    <Routes>
      <Route path="/users" element={<UserList />} />
      <Route path="/users/:id/show" element={<p>Fiche</p>} />
    </Routes>,
  );

test("loading: the heads are there, the rows are grey bars", async () => {
  rows = () => new Promise(() => {});
  const { container } = openList();
  expect(await screen.findByRole("columnheader", { name: "Formule" })).toBeTruthy();
  expect(container.querySelectorAll("tbody tr[aria-hidden]")).toHaveLength(25);
  expect(screen.queryByText("Aucun client pour l’instant")).toBeNull();
});

test("rows: who, which plan, what is wrong, how much", async () => {
  openList();
  const row = (await screen.findByText("zoe.lambert")).closest("tr") as HTMLElement;
  for (const words of ["Zoé Lambert", "Free", "Défaut", "Quota atteint", "3 / 3", "19,90 €"]) {
    expect(within(row).getByText(words)).toBeTruthy();
  }
  expect(screen.getByText("1 à 1 sur 1")).toBeTruthy();
});

test("a row that disagrees with Stripe says that first", async () => {
  rows = () => HttpResponse.json([{ ...zoe, paid_without_access: true }]);
  openList();
  const row = (await screen.findByText("zoe.lambert")).closest("tr") as HTMLElement;
  expect(within(row).getByText("Payé sans accès")).toBeTruthy();
  expect(within(row).queryByText("Quota atteint")).toBeNull();
});

test("empty: names the active filters and takes them off", async () => {
  rows = () => HttpResponse.json([]);
  const filter = { "search@ilike": "zzz", plan: "pro", stored_plan: "pro" };
  const { person } = openList(`?filter=${encodeURIComponent(JSON.stringify(filter))}`);
  expect(await screen.findByText("Aucun client ne correspond")).toBeTruthy();
  expect(screen.getByText(/« zzz ».*formule Pro/)).toBeTruthy();
  await person.click(screen.getByRole("button", { name: "Effacer les filtres" }));
  await waitFor(() => expect(address()).not.toContain("zzz"));
});

test("error: says what did not happen, and the retry brings the rows", async () => {
  rows = () => HttpResponse.json({}, { status: 503 });
  const { person } = openList();
  expect(await screen.findByText("La liste n’a pas pu être lue")).toBeTruthy();
  expect(screen.getByText(/Le serveur répond 503. Rien n’a été modifié./)).toBeTruthy();
  rows = () => HttpResponse.json([zoe]);
  await person.click(screen.getByRole("button", { name: "Réessayer" }));
  expect(await screen.findByText("zoe.lambert")).toBeTruthy();
});

test("stale: the last rows stay, with their time and a retry", async () => {
  const { person } = openList();
  await screen.findByText("zoe.lambert");
  rows = () => HttpResponse.error();
  window.dispatchEvent(new Event("visibilitychange"));
  expect(await screen.findByText(/le serveur ne répond plus/)).toBeTruthy();
  expect(screen.getByText(/^Données de \d\d:\d\d$/)).toBeTruthy();
  expect(screen.getByText("zoe.lambert")).toBeTruthy();
  rows = () => HttpResponse.json([zoe]);
  await person.click(screen.getByRole("button", { name: "Réessayer" }));
  await waitFor(() => expect(screen.queryByText(/le serveur ne répond plus/)).toBeNull());
});

test("the next page needs no total, and the total comes after the rows", async () => {
  rows = () => HttpResponse.json(many(26));
  const { person } = openList();
  expect(await screen.findByText("1 à 25 sur 305")).toBeTruthy();
  expect(screen.getAllByText("Zoé Lambert")).toHaveLength(25);
  expect(asked[0]?.get("limit")).toBe("26");
  await person.click(screen.getByRole("button", { name: "Suivants" }));
  await waitFor(() => expect(asked.at(-1)?.get("offset")).toBe("25"));
});

test("a total past a thousand is an estimate, and says so", async () => {
  rows = () => HttpResponse.json(many(26));
  probe = () => HttpResponse.json([{ id: "x" }]);
  count = () => HttpResponse.json([], { headers: { "content-range": "0-0/12480" } });
  openList();
  expect(await screen.findByText("1 à 25 sur environ 12 000")).toBeTruthy();
});

test.each([
  [305, "1 à 25 sur 305"],
  [1001, "1 à 25 sur environ 12 000"],
])("of a search that finds %i a total is counted up to a thousand", async (number, words) => {
  found = number;
  rows = () => HttpResponse.json(many(26));
  count = () => HttpResponse.json([], { headers: { "content-range": "0-0/12480" } });
  openList(`?filter=${encodeURIComponent(JSON.stringify({ "search@ilike": "zoe" }))}`);
  expect(await screen.findByText(words)).toBeTruthy();
});

test("two letters are not searched, three are", async () => {
  const { person } = openList();
  await screen.findByText("zoe.lambert");
  const box = screen.getByPlaceholderText("E-mail, nom, identifiant ou Stripe");
  await person.type(box, "zo");
  expect(screen.getByText("3 caractères au moins")).toBeTruthy();
  await person.type(box, "e");
  await waitFor(() =>
    expect(searched).toEqual([
      { search: "zoe", filter: {}, sort: "created_at", descending: true, skip: 0, most: 26 },
    ]),
  );
  expect(address()).toContain('"search@ilike":"zoe"');
});

test("a filter is added from the menu, shown as a chip, and removed", async () => {
  const { person } = openList();
  await screen.findByText("zoe.lambert");
  await person.click(screen.getByRole("button", { name: "Filtre" }));
  await person.click(await screen.findByRole("menuitem", { name: "Formule" }));
  await person.click(await screen.findByRole("menuitem", { name: "Premium" }));
  await waitFor(() => expect(asked.at(-1)?.get("stored_plan")).toBe("eq.premium"));
  expect(asked.at(-1)?.get("plan")).toBe("eq.premium");
  await person.click(await screen.findByRole("button", { name: "Retirer le filtre Formule" }));
  await waitFor(() => expect(asked.at(-1)?.get("plan")).toBeNull());
});

test("a head that sorts turns around, and the address keeps it", async () => {
  const { person } = openList();
  await screen.findByText("zoe.lambert");
  await person.click(screen.getByRole("button", { name: "MRR" }));
  await waitFor(() => expect(asked.at(-1)?.get("order")).toBe("mrr_cents.desc,id.desc"));
  await person.click(screen.getByRole("button", { name: "MRR" }));
  await waitFor(() => expect(asked.at(-1)?.get("order")).toBe("mrr_cents.asc,id.asc"));
  expect(address()).toContain("sort=mrr_cents");
});

test("a search is not sorted by e-mail: the head says so, and an old address gets the newest first", async () => {
  const filter = encodeURIComponent(JSON.stringify({ "search@ilike": "lambert" }));
  openList(`?sort=email&order=ASC&filter=${filter}`);
  await screen.findByText("zoe.lambert");
  const head = (name: string) => screen.getByRole("columnheader", { name });
  expect(within(head("E-mail")).queryByRole("button")).toBeNull();
  expect(within(head("MRR")).getByRole("button")).toBeTruthy();
  expect(head("Inscription").getAttribute("aria-sort")).toBe("descending");
  expect(searched.at(-1)).toMatchObject({ sort: "created_at", descending: true });
});

test("the whole row opens the record", async () => {
  const { person } = openList();
  await person.click(await screen.findByText("Zoé Lambert"));
  expect(await screen.findByText("Fiche")).toBeTruthy();
  expect(address()).toBe(`/users/${zoe.id}/show`);
});
