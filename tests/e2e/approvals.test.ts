import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenConsole, openConsole } from "../support/console.ts";

let open: OpenConsole;

beforeAll(async () => {
  open = await openConsole();
});

afterAll(() => open.close());

test("support asks for a long grant, a colleague reads it on the phone, agrees, and it ran as asked", async () => {
  const [customer] = await open.stack.database.query<{ id: string; email: string }>(
    `select u.id, u.email from private.users u
     where u.plan = 'free' and u.plan_valid_until is null and u.email like '%@example.fr'
       and not exists (select from private.grants g where g.user_id = u.id)
     order by u.created_at desc limit 1`,
  );
  if (!customer) throw new Error("the seed has no Free customer");

  const asking = await open.visit();
  await asking.enter("support", `/users/${customer.id}/show?action=grant-premium`);
  const drawer = asking.page.getByRole("dialog");
  await drawer.getByRole("textbox", { name: /Durée/ }).fill("120");
  await drawer.getByText(/Un collègue doit approuver.: l’octroi est long/).waitFor();
  await drawer.getByRole("textbox", { name: "Motif" }).fill("Partenariat de quatre mois");
  await drawer.getByRole("button", { name: /^Demander l’approbation.: octroyer Premium/ }).click();
  await drawer.getByText(/attend une approbation.: rien n’a été exécuté/).waitFor();
  await drawer.getByRole("link", { name: "Voir la demande" }).click();
  await asking.page.getByText("On n’approuve pas sa propre demande").waitFor();

  const deciding = await open.visit({ width: 390, height: 844 });
  await deciding.enter("ops", "/approvals");
  await deciding.page.getByText(customer.email).first().click();
  await deciding.page.getByRole("button", { name: /^Approuver.: octroyer Premium/ }).click();
  await deciding.page.getByRole("button", { name: "Approuver et exécuter" }).click();

  await deciding.page.getByRole("heading", { name: /^Octroyer Premium/ }).waitFor();
  await deciding.page.getByText("Approuvé par un collègue").waitFor();
  await deciding.page.getByText("Par ops@comptalyze.test, tel que demandé").waitFor();
  await deciding.page.getByText("Vérifié", { exact: true }).first().waitFor();
  const [access] = await open.stack.database.query<{ plan: string; days: number }>(
    `select (private.entitlement($1)).plan, (r.params ->> 'days')::int as days
     from private.runs r where r.target_user = $1`,
    [customer.id],
  );
  expect(access).toEqual({ plan: "premium", days: 120 });
  // Whoever asked sees it without a reload.
  await asking.page
    .getByText(/^Approuvée par ops@comptalyze.test/)
    .first()
    .waitFor();
  expect(deciding.complaints).toEqual([]);
});
