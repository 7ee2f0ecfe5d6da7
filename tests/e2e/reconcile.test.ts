import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenConsole, openConsole } from "../support/console.ts";

let open: OpenConsole;

beforeAll(async () => {
  open = await openConsole();
});

afterAll(() => open.close());

test("a customer paid and has no access: Stripe is read, the base is mended, the run's page tells it", async () => {
  const { page, enter, complaints } = await open.visit();
  await enter("support");
  await page.getByPlaceholder("E-mail, nom, identifiant ou Stripe").fill("zoe.lambert");
  await page.getByRole("row").filter({ hasText: "zoe.lambert@example.fr" }).click();

  await page.getByRole("button", { name: "Réconcilier avec Stripe" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText("rien n’est encore écrit").waitFor();
  await drawer.getByText("Accès effectif").waitFor();
  await drawer.getByRole("textbox", { name: "Motif" }).fill("Payé à 13:12, webhook refusé en 401");
  await drawer.getByRole("button", { name: "Réconcilier zoe.lambert@example.fr" }).click();

  await drawer.getByText("Vérifié", { exact: true }).first().waitFor();
  await drawer.getByText("Écarts restants avec Stripe").waitFor();
  const [access] = await open.stack.database.query<{ plan: string; source: string }>(
    "select (e).plan, (e).source from (select private.entitlement(id) as e from auth.users where email = 'zoe.lambert@example.fr') z",
  );
  expect(access).toEqual({ plan: "premium", source: "subscription" });

  await drawer.getByRole("link", { name: /^RUN-/ }).click();
  await page.getByRole("heading", { name: /^Réconcilier avec Stripe : zoe.lambert/ }).waitFor();
  await page.getByText("1 sur 1").first().waitFor();
  await page.getByText("Corrigé d’après Stripe").waitFor();
  expect(complaints).toEqual([]);
});
