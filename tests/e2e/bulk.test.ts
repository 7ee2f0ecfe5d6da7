import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { barriersOf } from "../support/barriers.ts";
import { type OpenConsole, openConsole } from "../support/console.ts";

let open: OpenConsole;

beforeAll(async () => {
  open = await openConsole();
});

afterAll(() => open.close());

/** Of each kind of disagreement with Stripe one, and one customer who agrees. */
const WHO = [
  "zoe.lambert@example.fr",
  "malik.benali@example.fr",
  "noemie.texier@example.fr",
  "fatou.sarr@example.fr",
  "lea.fontaine@example.fr",
];

async function select(page: Page, emails: string[]): Promise<void> {
  for (const email of emails) {
    await page.getByPlaceholder("E-mail, nom, identifiant ou Stripe").fill(email);
    await page.getByRole("checkbox", { name: `Sélectionner ${email}` }).click();
  }
}

/** Another width; the page follows a moment later. */
async function resize(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  const fits = () => document.documentElement.scrollWidth <= window.innerWidth;
  await expect.poll(() => page.evaluate(fits)).toBe(true);
}

test("five customers are selected over several searches, reconciled at once, and followed to the run's page", async () => {
  const { page, enter, complaints } = await open.visit();
  await enter("support");
  await select(page, WHO);
  const bar = page.getByRole("group", { name: "Sélection" });
  await bar.getByText("5 sélectionnés").waitFor();

  // What is selected survives a reload: it is neither in the address nor on this page.
  await page.reload();
  await bar.getByText("5 sélectionnés").waitFor();
  expect(await barriersOf(page)).toEqual([]);
  await bar.getByRole("button", { name: "Réconcilier avec Stripe" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText("rien n’est encore écrit").waitFor();
  for (const email of WHO.slice(0, 3)) {
    await drawer.getByRole("group").getByText(email).first().waitFor();
  }
  expect(await drawer.getByRole("group").getByText("lea.fontaine@example.fr").count()).toBe(0);
  expect(await barriersOf(page)).toEqual([]);

  await drawer.getByRole("textbox", { name: "Motif" }).fill("Écarts vus par la comparaison");
  await drawer.getByRole("button", { name: "Réconcilier 5 clients avec Stripe" }).click();
  await drawer.getByText("Vérifié", { exact: true }).first().waitFor();
  await drawer.getByText("5 clients : la base dit maintenant ce que dit Stripe.").waitFor();
  const [zoe] = await open.stack.database.query<{ plan: string }>(
    "select (private.entitlement(id)).plan from auth.users where email = $1",
    [WHO[0]],
  );
  expect(zoe).toEqual({ plan: "premium" });

  await drawer.getByRole("link", { name: /^RUN-/ }).click();
  await page.getByRole("heading", { name: "Réconcilier avec Stripe : 5 clients" }).waitFor();
  await page.getByText("5 sur 5").first().waitFor();
  for (const email of WHO) await page.getByRole("link", { name: email }).waitFor();
  await page.getByText("Déjà d’accord avec Stripe").waitFor();

  // All succeeded, so nothing is left to be done with them.
  await page.goto("/users");
  await bar.getByText("Aucune ligne sélectionnée").waitFor();
  await bar.getByText("Réussi").waitFor();
  expect(complaints).toEqual([]);
});

test("more than a colleague may decide alone is asked for, and nothing runs", async () => {
  const { page, enter } = await open.visit();
  await enter("ops", "/users?perPage=50");
  await page.getByRole("checkbox", { name: "Sélectionner toute la page" }).click();
  await page
    .getByRole("group", { name: "Sélection" })
    .getByRole("button", { name: "Réconcilier avec Stripe" })
    .click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText("Un collègue doit approuver").waitFor();
  await drawer.getByRole("textbox", { name: "Motif" }).fill("Écarts vus par la comparaison");
  await drawer
    .getByRole("button", { name: "Demander l’approbation : réconcilier 50 clients avec Stripe" })
    .click();
  await drawer.getByText(/^APP-\d+ attend une approbation/).waitFor();
  expect(await barriersOf(page)).toEqual([]);
  const runs = await open.stack.database.query(
    "select from private.runs where action = 'reconcile-subscriptions' and items = 50",
  );
  expect(runs).toEqual([]);
});

test("on a phone the rows show their boxes when asked, and two customers are reconciled at once", async () => {
  const { page, enter, complaints } = await open.visit({ width: 390, height: 844 });
  await enter("ops");
  const bar = page.getByRole("group", { name: "Sélection" });
  const boxes = page.getByRole("checkbox", { name: /^Sélectionner .*@/ });
  await bar.getByRole("button", { name: "Sélectionner des lignes" }).click();
  await boxes.first().waitFor();
  expect(await boxes.count()).toBe(25);
  await boxes.nth(0).click();
  await boxes.nth(1).click();
  await bar.getByText("2 sélectionnés").waitFor();
  expect(await barriersOf(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(
    false,
  );

  await bar.getByRole("button", { name: "Réconcilier avec Stripe" }).click();
  await page.getByRole("dialog").getByText("rien n’est encore écrit").waitFor();
  await page.keyboard.press("Escape");
  await bar.getByRole("button", { name: "Désélectionner" }).click();
  await boxes.first().waitFor({ state: "detached" });
  expect(complaints).toEqual([]);
});

test("the page of all actions on a desk and on a phone: no barrier, and an action starts from it", async () => {
  const { page, enter, complaints } = await open.visit();
  await enter("support", "/actions");
  await page.getByText("Support, Ops, Admin").first().waitFor();
  expect(await barriersOf(page)).toEqual([]);
  await resize(page, 390);
  expect(await barriersOf(page)).toEqual([]);
  expect(await page.getByRole("button", { name: "Lancer : Bannir" }).isDisabled()).toBe(true);

  await page.getByRole("button", { name: "Lancer : Octroyer Premium" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByRole("combobox", { name: "Client" }).fill("hugo.perrin");
  await page.getByRole("option", { name: /hugo\.perrin@example\.fr/ }).click();
  await drawer.getByText("rien n’est encore écrit").waitFor();
  expect(await barriersOf(page)).toEqual([]);
  await resize(page, 1440);
  expect(await barriersOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
});
