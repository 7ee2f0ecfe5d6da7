import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { barriersOf } from "../support/barriers.ts";
import { type OpenConsole, openConsole } from "../support/console.ts";

let open: OpenConsole;

beforeAll(async () => {
  open = await openConsole();
  // The demo is as old as the database that it was copied from: what was read then counts as of now.
  await open.stack.database.query(
    "update private.syncs set succeeded_at = now() where name = 'stripe_events'",
  );
  await open.stack.database.query("select private.tick()");
  await open.stack.database.query("select private.turn_metrics()");
  await open.stack.database.query(
    `insert into private.approvals (mode, action, rule, target_kind, target_id, target_label, params, reason, requested_by, requested_by_email,
      requested_by_role, idempotency_key, request_hash, expires_at)
    select 'run', 'grant-premium', 'long_grant', 'user', 'x', 'zoe@example.fr', '{}', 'Geste commercial long', u.id, u.email, 'support', 'home', '\\x00',
      now() + interval '1 hour' from auth.users u where u.email = 'support@comptalyze.test'`,
  );
});

afterAll(() => open?.close());

const drawn = (page: Page) => page.locator("main .recharts-line path").first().waitFor();
const counters = (page: Page) => page.getByRole("region", { name: "À traiter" }).locator("ul > li");
const cell = (page: Page, name: string) =>
  page.getByRole("region", { name: "Seuils du runbook" }).getByRole("link", { name });

test.each([1440, 390])(
  "the home page at %i px, light and dark: opens without a fault or a barrier",
  async (width) => {
    const { page, enter, complaints } = await open.visit({ width, height: 900 });
    await enter("ops", "/");
    await drawn(page);
    expect(await barriersOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    const names = await page
      .getByRole("region", { name: "Seuils du runbook" })
      .getByRole("heading", { level: 3 })
      .allTextContents();
    expect(names).toHaveLength(6);
    // In the runbook's order where there is room; on a phone what is past its threshold first.
    expect(names[0]).toMatch(width === 390 ? /^Webhooks échoués/ : /^Disponibilité/);
  },
);

test("every counter leads to a list of as many rows", async () => {
  const { page, enter } = await open.visit();
  await enter("ops", "/");
  await counters(page).first().waitFor();
  const number = await counters(page).count();
  expect(number).toBe(5);
  for (let index = 0; index < number; index += 1) {
    const counter: Locator = counters(page).nth(index);
    const counted = Number(await counter.locator("p").first().textContent());
    const link = counter.getByRole("link");
    expect(counted, (await counter.textContent()) ?? "").toBeGreaterThan(0);
    await link.click();
    await page.locator("[aria-busy=false]").waitFor();
    const range = page.getByText(/^\d+ à \d+ sur \d+$/);
    await range.waitFor();
    expect(Number(/sur (\d+)$/.exec((await range.textContent()) ?? "")?.[1])).toBe(counted);
    await page.goBack();
    await counters(page).first().waitFor();
  }
});

test("a threshold that is edited turns a metric red, and back, and stands in the journal", async () => {
  const { page, enter, complaints } = await open.visit();
  await enter("ops", "/");
  const webhooks = cell(page, "Webhooks échoués");
  await webhooks.getByText(/Dépassé depuis/).waitFor();
  await page.getByRole("link", { name: "Modifier les seuils" }).click();

  const form = page.getByRole("form", { name: "Webhooks échoués" });
  const set = async (value: string, reason: string) => {
    await form.getByRole("textbox", { name: "Au plus, Webhooks échoués" }).fill(value);
    await form.getByRole("textbox", { name: "Motif, Webhooks échoués" }).fill(reason);
    await form.getByRole("button", { name: /^Enregistrer : au plus/ }).click();
    await form
      .getByRole("textbox", { name: "Motif, Webhooks échoués" })
      .waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Accueil", exact: true }).click();
  };
  await set("100", "Pendant la panne annoncée par Stripe");
  await webhooks.getByText("Tenu", { exact: true }).waitFor();
  await webhooks.getByText("Seuil : au plus 100 %").waitFor();
  await page.getByRole("link", { name: "Modifier les seuils" }).click();
  await form.getByRole("button", { name: "Rétablir Au plus, Webhooks échoués" }).click();
  await set("1", "La panne est terminée chez Stripe");
  await webhooks.getByText(/Dépassé depuis/).waitFor();

  await page.getByRole("link", { name: "Réglages" }).click();
  await page.getByRole("link", { name: "Changements au journal" }).click();
  await page.getByText("La panne est terminée chez Stripe").waitFor();
  expect(await page.getByText("Seuil : Webhooks échoués").count()).toBe(2);
  expect(complaints).toEqual([]);
});

test("a rule is muted with a reason and ends its mute; support sees it and may not", async () => {
  const ops = await open.visit();
  await ops.enter("ops", "/alert_rules");
  const rule = ops.page.getByRole("listitem").filter({ hasText: "Webhooks échoués > 1 %" });
  await rule.getByRole("button", { name: /^Actions sur/ }).click();
  await ops.page.getByRole("menuitem", { name: "Mettre en sourdine…" }).click();
  const drawer = ops.page.getByRole("dialog", { name: "Mettre en sourdine" });
  await drawer.getByRole("textbox", { name: "Motif" }).fill("Stripe répare, suivi à la main");
  await drawer.getByRole("button", { name: /^Mettre en sourdine jusqu’au/ }).click();
  await drawer.waitFor({ state: "detached" });
  await rule.getByText(/^En sourdine jusqu’au/).waitFor();

  const support = await open.visit({ width: 390 });
  await support.enter("support", "/alert_rules");
  const seen = support.page.getByRole("listitem").filter({ hasText: "Webhooks échoués > 1 %" });
  await seen.getByText(/^En sourdine jusqu’au/).waitFor();
  await support.page.getByText("Votre rôle peut lire les alertes et leurs règles").waitFor();
  expect(await seen.getByRole("button", { name: "Fin de sourdine" }).isDisabled()).toBe(true);
  expect(await barriersOf(support.page)).toEqual([]);

  await rule.getByRole("button", { name: "Fin de sourdine" }).click();
  const end = ops.page.getByRole("dialog", { name: "Fin de sourdine" });
  await end.getByRole("textbox", { name: "Motif" }).fill("La réparation est terminée");
  await end.getByRole("button", { name: "Annoncer à nouveau" }).click();
  await end.waitFor({ state: "detached" });
  await rule.getByText(/^En cours depuis/).waitFor();
});

test.each(["/alerts", "/deliveries", "/settings"])(
  "%s opens without a fault or a barrier",
  async (path) => {
    const { page, enter, complaints } = await open.visit({ width: 390 });
    await enter("ops", path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.locator("main ul, main form, main [aria-busy=false]").first().waitFor();
    expect(await barriersOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
  },
);

test("an alert becomes an incident: drafted, declared, taken, followed on every page, resolved", async () => {
  const { page, enter, complaints } = await open.visit();
  await enter("ops", "/");
  const alert = page.getByRole("article", { name: "P0, Webhooks échoués" });
  await alert.getByRole("button", { name: "Préparer un incident" }).click();
  await page.getByRole("heading", { level: 1, name: /^INC-\d+, Webhooks échoués$/ }).waitFor();
  await page.getByText("Rien n’est annoncé et aucune horloge ne tourne.").waitFor();

  await page.getByRole("button", { name: "Déclarer un incident" }).click();
  const drawer = page.getByRole("dialog", { name: "Déclarer un incident" });
  await drawer
    .getByRole("textbox", { name: "Ce qui est cassé" })
    .fill("Stripe refuse nos réponses");
  await drawer.getByRole("button", { name: "Déclarer l’incident P0" }).click();
  await page.getByText(/^Reste\s14\smin\s\d\d\ss$/).waitFor();
  await page.getByRole("heading", { name: "Procédure : webhooks Stripe en échec" }).waitFor();
  expect(await barriersOf(page)).toEqual([]);

  // It is drawn on the chart and stands first on the first page; there it is taken.
  await page.getByRole("link", { name: "Accueil" }).click();
  const strip = page.getByRole("article", { name: /^P0, INC-/ });
  await strip.getByRole("button", { name: "Prendre en charge" }).click();
  await strip.getByText(/^Tenue\sen\s0\smin$/).waitFor();
  await page.locator("main .recharts-line path").first().waitFor();
  await page
    .getByText(/^INC-\d+ depuis/)
    .first()
    .waitFor();
  expect(await page.getByRole("article", { name: "P0, Webhooks échoués" }).count()).toBe(0);

  // Its clock is on every page, and leads to it.
  await page.getByRole("link", { name: "Utilisateurs" }).click();
  await page.getByRole("link", { name: /^P0 INC-\d+ .*Stripe refuse/ }).click();
  await page.getByRole("button", { name: "Résoudre" }).click();
  const end = page.getByRole("dialog", { name: "Résoudre" });
  await end
    .getByRole("textbox", { name: "Motif" })
    .fill("Secret remis en place, événements rejoués.");
  await end.getByRole("button", { name: /^Résoudre INC-/ }).click();
  await page.getByText(/Secret remis en place, événements rejoués\.$/).waitFor();
  await page.getByRole("link", { name: /^P0 INC-/ }).waitFor({ state: "detached" });
  expect(complaints, complaints.join("\n")).toEqual([]);
});
