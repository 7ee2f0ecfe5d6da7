import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, expect, test } from "vitest";
import { settings } from "../providers/settings";
import { mockServer } from "../test/mockServer";
import { renderAt } from "../test/renderAt";
import AccessRulePage from "./AccessRulePage";
import type { AccessRuleRow } from "./accessRuleRow";

const row = (more: Partial<AccessRuleRow>): AccessRuleRow => ({
  id: "active/renewing",
  part: "status",
  position: 1,
  status: "active",
  timing: "renewing",
  late: false,
  grace_days: 0,
  sources: [{ id: "s1", kind: "subscription" }],
  plan: "premium",
  source: "subscription",
  record_id: "s1",
  ends_at: null,
  next_plan: null,
  standing: "renewing",
  ...more,
});
const free = {
  plan: "free",
  source: "default",
  record_id: null,
  standing: "no_access",
} as const;

/** One status in its three situations. */
const line = (status: string, late: boolean, ...answers: Partial<AccessRuleRow>[]) =>
  (["renewing", "cancelling", "cancelled"] as const).map((timing, at) =>
    row({ id: `${status}/${late}/${timing}`, status, late, timing, ...answers[at] }),
  );

const rows: AccessRuleRow[] = [
  ...line("active", false, {}, { standing: "cancelling", next_plan: "free" }, free),
  ...line(
    "past_due",
    false,
    { standing: "in_grace", grace_days: 5, next_plan: "free" },
    { standing: "in_grace", grace_days: 5, next_plan: "free" },
    { ...free, grace_days: 5 },
  ),
  ...line("on_hold", false, free, free, free),
  row({
    id: "grant_higher",
    part: "several",
    status: null,
    timing: null,
    late: null,
    grace_days: null,
    sources: [
      { id: "s1", kind: "subscription", name: "pro" },
      { id: "g1", kind: "grant", name: "premium_grant" },
    ],
    source: "grant",
    record_id: "g1",
    standing: "running",
    next_plan: "pro",
  }),
];

const server = mockServer();
afterEach(() => server.resetHandlers());

const answer = (response: () => Response) =>
  server.use(http.get(`${settings.supabaseUrl}/rest/v1/access_rule`, response));

const plain = (text: string | null | undefined) => (text ?? "").replace(/[\u00a0\u202f]/g, " ");
const cellsOf = (table: string) =>
  within(screen.getByRole("table", { name: table }))
    .getAllByRole("row")
    .slice(1)
    .map((tableRow) =>
      [...within(tableRow).getAllByRole("rowheader"), ...within(tableRow).getAllByRole("cell")].map(
        (cell) => plain(cell.lastElementChild?.textContent),
      ),
    );

test("each status says what it opens, until when, and what follows; the short rule has the table's own days", async () => {
  answer(() => HttpResponse.json(rows));
  renderAt("/access_rule", <AccessRulePage />);
  await screen.findByRole("table", { name: "Selon le statut de l’abonnement" });
  const [active, pastDue, onHold] = cellsOf("Selon le statut de l’abonnement");
  expect(active?.slice(0, 4)).toEqual([
    "Actif",
    "Premiumsans fin prévue",
    "Premiumjusqu’à la fin prévue, puis Free",
    "Free",
  ]);
  expect(pastDue?.slice(0, 2)).toEqual([
    "Impayédepuis moins de 5 j",
    "Premiumjusqu’à 5 j après le début de la période impayée, puis Free",
  ]);
  expect(onHold).toEqual([
    "on_hold",
    "Free",
    "Free",
    "Free",
    "Selon la règle en base, qui connaît ce statut.",
  ]);
  const short = screen.getAllByRole("listitem").map(({ textContent }) => plain(textContent));
  expect(short).toContainEqual(
    expect.stringMatching(
      /^Suspendre l’encaissement .*pause_collection.* n’est pas le statut « En pause »/,
    ),
  );
  expect(short[0]).toBe(
    "Un abonnement ouvre sa formule tant que son statut chez Stripe est : actif.",
  );
  expect(short[1]).toBe(
    "Statut « impayé » : l’accès tient 5 j, comptés du début de la période impayée, puis se ferme de lui-même.",
  );
});

test("of several sources the one that decides is told, and what comes after it", async () => {
  answer(() => HttpResponse.json(rows));
  renderAt("/access_rule", <AccessRulePage />);
  await screen.findByRole("table", { name: "Plusieurs abonnements, et des octrois" });
  expect(cellsOf("Plusieurs abonnements, et des octrois")).toEqual([
    [
      "Abonnement Pro, actifOctroi Premium, encore 5 j",
      "Premiumjusqu’à la fin de l’octroi, puis Pro",
      "Octroi",
      "L’octroi fait monter, puis le client retrouve ce qu’il paie.",
    ],
  ]);
});

test("a price becomes a plan by its metadata, else by its lookup key, else it is a finding", async () => {
  answer(() => HttpResponse.json(rows));
  renderAt("/access_rule", <AccessRulePage />);
  await screen.findByRole("table", { name: "D’un prix à une formule" });
  expect(cellsOf("D’un prix à une formule").map(([prices, plan]) => [prices, plan])).toEqual([
    ["metadata.plan = premium", "Premium"],
    ["lookup_key = pro_monthly", "Pro"],
    ["metadata.plan = pro, lookup_key = premium_yearly", "Pro"],
    ["lookup_key = pro_monthlylookup_key = premium_monthly", "Premium"],
    ["lookup_key = premium_monthlylookup_key = storage_10gb", "Premium"],
    ["lookup_key = storage_10gb", "Écart, n’ouvre rien"],
    ["metadata.plan = Premium, lookup_key = pro_monthly", "Écart, n’ouvre rien"],
    ["Aucun prix", "Écart, n’ouvre rien"],
  ]);
});

test("a rule that cannot be read is said, and can be asked for again", async () => {
  answer(() => HttpResponse.error());
  const { person } = renderAt("/access_rule", <AccessRulePage />);
  expect(await screen.findByText("La règle n’a pas pu être lue")).toBeTruthy();
  answer(() => HttpResponse.json(rows));
  await person.click(screen.getByRole("button", { name: "Réessayer" }));
  expect(
    await screen.findByRole("table", { name: "Selon le statut de l’abonnement" }),
  ).toBeTruthy();
});
