import { afterAll, beforeAll, expect, test } from "vitest";
import { SEEDED_DRIFTS } from "../../stack/seed/drifts.ts";
import { barriersOf } from "../support/barriers.ts";
import { type OpenConsole, openConsole } from "../support/console.ts";

const ZOE = "zoe.lambert@example.fr";
const REASON = "Payé chez Stripe, webhooks refusés cette nuit";

let open: OpenConsole;

beforeAll(async () => {
  open = await openConsole();
});

afterAll(() => open?.close());

const openOf = (kind: string) =>
  open.stack.database.query<{ who: string }>(
    `select coalesce(u.email, c.email) as who
     from private.drifts d left join private.users u on u.id = d.user_id
     left join private.stripe_customers c on c.id = d.stripe_customer_id
     where d.closed_at is null and d.class = $1 order by 1`,
    [kind],
  );

test("what disagrees is found, told side by side, repaired from its page, then two at once", async () => {
  const { page, enter, complaints } = await open.visit();
  await enter("support");
  await page.getByRole("link", { name: "Écarts", exact: true }).click();
  // The first comparison goes on while the page is there.
  await page.getByText(/^\d+ abonnements, toutes les 6\sh$/).waitFor();
  const rows = page.getByRole("row");
  for (const { who } of SEEDED_DRIFTS) await rows.filter({ hasText: who }).waitFor();
  expect(await barriersOf(page)).toEqual([]);

  const sheet = page.getByRole("region", { name: "Écarts par nature" });
  await sheet.getByRole("button", { name: /^\d+ écarts · \d+ natures$/ }).click();
  const paid = sheet.getByRole("listitem").filter({ hasText: "Payé sans accès" });
  await paid.getByText(/^3 écarts, 3 clients/).waitFor();

  // One, from its page.
  await rows.filter({ hasText: ZOE }).getByText("Payé sans accès").click();
  await page
    .getByRole("heading", { level: 1, name: `${ZOE} paie Premium sans accès par son abonnement` })
    .waitFor();
  const sides = page.getByRole("region", { name: "Les deux côtés" });
  await sides
    .getByRole("row", { name: /^Abonnement/ })
    .getByText("Aucun")
    .waitFor();
  expect(await barriersOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Réconcilier avec Stripe" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText("rien n’est encore écrit").waitFor();
  await drawer.getByText("Accès effectif").waitFor();
  await drawer.getByRole("textbox", { name: "Motif" }).fill(REASON);
  await drawer.getByRole("button", { name: `Réconcilier ${ZOE}` }).click();
  await drawer.getByText("Vérifié", { exact: true }).first().waitFor();
  await drawer.getByRole("button", { name: "Fermer" }).last().click();
  await drawer.waitFor({ state: "detached" });
  await page
    .getByText(/^Réglé le /)
    .first()
    .waitFor();
  expect(await page.getByRole("button", { name: "Réconcilier avec Stripe" }).count()).toBe(0);
  expect((await openOf("paid_without_access")).map(({ who }) => who)).toEqual([
    "agathe.royer@example.com",
    "malik.benali@example.fr",
  ]);

  // The two others of the same kind, from the sheet: they are what is selected.
  await page.getByRole("link", { name: "Écarts", exact: true }).first().click();
  await sheet.getByRole("button", { name: /^\d+ écarts · \d+ natures$/ }).click();
  await paid.getByRole("button", { name: "Réconcilier les 2" }).click();
  await drawer.getByText("rien n’est encore écrit").waitFor();
  await drawer.getByRole("textbox", { name: "Motif" }).fill(REASON);
  await drawer.getByRole("button", { name: "Réconcilier 2 clients" }).click();
  await drawer.getByRole("link", { name: /^RUN-/ }).waitFor();
  await drawer.getByRole("button", { name: "Fermer" }).last().click();
  await drawer.waitFor({ state: "detached" });
  await expect.poll(() => openOf("paid_without_access"), { timeout: 60_000 }).toEqual([]);
  await rows.filter({ hasText: "malik.benali" }).waitFor({ state: "detached", timeout: 60_000 });
  expect(await rows.filter({ hasText: "antoine.schmitt" }).count()).toBe(1);
  expect(complaints).toEqual([]);
});

test("on a phone: the list, a finding and the customer’s page, without a barrier", async () => {
  const { page, enter, complaints } = await open.visit({ width: 390, height: 844 });
  await enter("ops", "/drifts");
  const gone = page.getByRole("listitem").filter({ hasText: "valentine.roche" });
  await gone.getByText("Client Stripe disparu").waitFor();
  await page.getByRole("button", { name: /^\d+ écarts · \d+ natures$/ }).click();
  await page.getByRole("heading", { name: "Paie deux fois" }).waitFor();
  expect(await barriersOf(page)).toEqual([]);

  await page.getByRole("link", { name: /antoine\.schmitt/ }).click();
  await page.getByRole("heading", { name: /paie 2 abonnements à la fois/ }).waitFor();
  await page.getByRole("columnheader", { name: /^Abonnement 2/ }).waitFor();
  expect(await barriersOf(page)).toEqual([]);

  await page.getByRole("link", { name: "Voir la fiche du client" }).click();
  await page.getByRole("heading", { name: "Ce qui ne va pas maintenant" }).waitFor();
  await page.getByText("Paie deux fois").waitFor();
  await page.getByRole("link", { name: "Voir les deux côtés" }).click();
  await page.getByRole("heading", { name: /paie 2 abonnements à la fois/ }).waitFor();
  expect(complaints).toEqual([]);
});
