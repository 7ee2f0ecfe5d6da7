import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenConsole, openConsole } from "../support/console.ts";

let open: OpenConsole;

beforeAll(async () => {
  open = await openConsole("pglite");
});

afterAll(() => open.close());

async function freeCustomer(): Promise<{ id: string; email: string; name: string }> {
  const [customer] = await open.stack.database.query<{ id: string; email: string; name: string }>(
    `select u.id, u.email, u.name from private.users u
     where u.plan = 'free' and u.plan_valid_until is null and u.email like '%@example.fr'
       and not exists (select from private.grants g where g.user_id = u.id)
     order by u.created_at desc limit 1`,
  );
  if (!customer) throw new Error("the seed has no Free customer");
  return customer;
}

test("support finds a customer by part of the e-mail, grants Premium, sees the proof, undoes it and signs out", async () => {
  const customer = await freeCustomer();
  const { page, signIn, complaints } = await open.visit({ motion: true });
  await signIn("support");

  await page.getByRole("heading", { name: "Accueil", exact: true }).waitFor();
  await page.getByRole("link", { name: "Utilisateurs", exact: true }).click();
  await page.getByRole("heading", { name: "Utilisateurs" }).waitFor();
  complaints.length = 0;
  await page
    .getByPlaceholder("E-mail, nom, identifiant ou Stripe")
    .fill(customer.email.slice(1, -4));
  await page.getByRole("row").filter({ hasText: customer.email }).click();

  await page.getByRole("heading", { name: customer.name }).waitFor();
  await page.getByRole("button", { name: "Octroyer Premium" }).click();
  const drawer = page.getByRole("dialog");
  const grant = drawer.getByRole("button", { name: `Octroyer Premium à ${customer.email}` });
  await drawer.getByText("rien n’est encore écrit").waitFor();
  expect(await grant.isDisabled()).toBe(true);
  await drawer.getByRole("textbox", { name: "Motif" }).fill("Geste commercial après son appel");
  await grant.click();

  await drawer.getByText("Vérifié", { exact: true }).first().waitFor();
  await drawer.getByText("Droit calculé").waitFor();
  const [access] = await open.stack.database.query<{ plan: string; mirror: unknown }>(
    "select (private.entitlement(u.id)).plan, private.mirror_keys(u.raw_user_meta_data) as mirror from auth.users u where u.id = $1",
    [customer.id],
  );
  expect(access).toEqual({
    plan: "premium",
    mirror: { is_premium: true, subscription_plan: "premium" },
  });
  // The page behind follows without a reload.
  await page.getByText(/^Premium octroyé jusqu’au/).waitFor();

  await drawer.getByRole("button", { name: "Annuler l’octroi" }).click();
  await drawer
    .getByRole("textbox", { name: /Motif/ })
    .last()
    .fill("Erreur de client, on revient en arrière");
  await drawer
    .getByRole("button", { name: /Annuler l’octroi/ })
    .last()
    .click();
  await expect
    .poll(async () => {
      const [now] = await open.stack.database.query<{ plan: string }>(
        "select (private.entitlement($1)).plan",
        [customer.id],
      );
      return now?.plan;
    })
    .toBe("free");
  await drawer.getByRole("button", { name: "Fermer" }).last().click();
  await page.getByText("Free", { exact: true }).first().waitFor();

  await page.getByRole("button", { name: /Support/ }).click();
  await page.getByRole("menuitem", { name: "Se déconnecter" }).click();
  await page.getByRole("button", { name: "Se connecter" }).waitFor();
  expect(complaints).toEqual([]);
});
