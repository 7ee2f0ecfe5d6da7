import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenConsole, openConsole } from "../support/console.ts";

const ZOE = "zoe.lambert@example.fr";

let open: OpenConsole;

beforeAll(async () => {
  open = await openConsole();
});

afterAll(() => open?.close());

test("a failed webhook: its cause, the event replayed after a preview, the app's own record as proof, and the customer has the plan", async () => {
  const { page, enter, complaints } = await open.visit();
  await enter("support");

  await page.getByRole("link", { name: "Webhooks", exact: true }).click();
  await page.getByText(/sur \d+, au-delà du seuil de 1/).waitFor();
  const causes = page.getByRole("region", { name: "Échecs par cause probable" });
  await causes.getByRole("button", { name: /^\d+ événements · \d+ causes$/ }).click();
  const refused = causes.getByRole("listitem").filter({ hasText: "Refusés à l’entrée" });
  await refused.getByText("Comparez STRIPE_WEBHOOK_SECRET").waitFor();
  const before = Number(/(\d+) événements/.exec((await refused.textContent()) ?? "")?.[1]);
  expect(before).toBeGreaterThanOrEqual(2);
  await refused.getByRole("button", { name: `Voir les ${before}` }).click();
  await page.waitForURL(/cause/);
  await page
    .getByRole("row")
    .filter({ hasText: ZOE })
    .filter({ hasText: "invoice.paid" })
    .getByText("Refus à l’entrée")
    .click();

  await page.getByRole("heading", { name: "invoice.paid" }).waitFor();
  await page.getByText("Refus à l’entrée", { exact: true }).waitFor();
  await page.getByText("Aucune trace dans l’app").waitFor();
  await page.getByRole("button", { name: "Rejouer des webhooks" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText("rien n’est encore écrit").waitFor();
  await drawer.getByText("Renvoi : de Free à Premium").waitFor();
  await drawer
    .getByRole("textbox", { name: "Motif" })
    .fill("Payé à 13:12, secret de l’endpoint corrigé");
  await drawer.getByRole("button", { name: `Rejouer invoice.paid · ${ZOE}` }).click();

  // Two readings of the truth: the app's own record of the event, and Stripe against the base.
  await drawer.getByText("Vérifié", { exact: true }).first().waitFor();
  await drawer.getByText("Traité par l’app", { exact: true }).waitFor();
  await drawer.getByText("Écarts restants avec Stripe").waitFor();
  await drawer.getByText("Réussi", { exact: true }).waitFor();
  await drawer.getByText(/^1\d\schangements$/).waitFor();
  const [event] = await open.stack.database.query<{ processed: boolean; plan: string }>(
    `select bool_or(a.processed_at is not null) as processed, (private.entitlement(u.id)).plan
    from auth.users u join private.stripe_events e on e.user_id = u.id and e.type = 'invoice.paid'
    left join public.stripe_events a on a.id = e.id where u.email = $1 group by u.id`,
    [ZOE],
  );
  expect(event).toEqual({ processed: true, plan: "premium" });

  await drawer.getByRole("button", { name: "Fermer" }).last().click();
  await drawer.waitFor({ state: "detached" });
  await page.getByText("Traité", { exact: true }).first().waitFor();
  await page
    .getByRole("region", { name: "Exécutions qui l’ont rejoué" })
    .getByText("Renvoyé et traité par l’app")
    .waitFor();
  await page.getByRole("link", { name: ZOE }).click();
  await page.getByRole("heading", { level: 1, name: "Zoé Lambert" }).waitFor();
  await page
    .getByText(/Décidé par l’abonnement/)
    .first()
    .waitFor();
  await page.getByText("Premium", { exact: true }).first().waitFor();
  expect(complaints).toEqual([]);
});
