import { afterAll, beforeAll, expect, test } from "vitest";
import { barriersOf } from "../support/barriers.ts";
import { type OpenConsole, openConsole } from "../support/console.ts";

let open: OpenConsole;

beforeAll(async () => {
  open = await openConsole();
});

afterAll(() => open.close());

test.each([1440, 390])("at %i px the page of the rule reads without a barrier", async (width) => {
  const { page, enter, complaints } = await open.visit({ width, height: 900 });
  await enter("support", "/access_rule");
  const statuses = page.getByRole("table", { name: "Selon le statut de l’abonnement" });
  await statuses.waitFor();
  const late = statuses.getByRole("row").filter({ hasText: "depuis plus de 7" });
  expect(await late.getByText("Free", { exact: true }).count()).toBe(3);
  expect(await barriersOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

test("a customer past the grace is told so, with the record, and what changed it leads to it", async () => {
  const { page, enter } = await open.visit();
  const [late] = await open.stack.database.query<{ id: string; code: string }>(
    `select s.user_id as id, s.stripe_subscription_id as code from public.subscriptions s
    where s.status = 'past_due' and private.subscription_standing(s, private.now()) = 'past_grace' and s.plan = 'premium'
      and (private.entitlement(s.user_id)).plan = 'free' limit 1`,
  );
  if (late === undefined) throw new Error("the demo data has nobody past the grace");
  await enter("support", `/users/${late.id}/show`);
  await page
    .getByText(
      new RegExp(`Pas de Premium.: l’abonnement Premium ${late.code} est impayé depuis le`),
    )
    .waitFor();
  await page.getByRole("button", { name: "Ce qui l’a changé" }).click();
  const history = page.getByRole("list", { name: "Ce qui l’a changé" });
  await history.getByText(/fin du délai d’impayé/).waitFor();
  expect(await barriersOf(page)).toEqual([]);
  await history.getByRole("link", { name: late.code }).first().click();
  await page.getByRole("heading", { name: "Abonnements" }).waitFor();
  expect(page.url()).toContain("tab=subscriptions");
});
