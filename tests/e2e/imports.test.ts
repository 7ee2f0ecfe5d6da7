import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenConsole, openConsole } from "../support/console.ts";

let open: OpenConsole;

beforeAll(async () => {
  open = await openConsole();
  // The monthly job met an expired token.
  await open.stack.database.query(
    `delete from public.import_logs l using auth.users u where u.id = l.user_id and u.email = $1 and l.month = $2`,
    [GABRIEL, MONTH],
  );
  await open.stack.database.query(
    `insert into public.import_logs (user_id, provider, month, status, error_message)
    select id, 'stripe', $2, 'error', 'Stripe 401 : token expired, le jeton doit être rafraîchi' from auth.users where email = $1`,
    [GABRIEL, MONTH],
  );
});
afterAll(() => open?.close());

const GABRIEL = "gabriel.pons@example.fr";
const PARIS = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" }).format(new Date());
const [YEAR = 0, NUMBER = 1] = PARIS.split("-").map(Number);
/** Last month in Paris: what the drawer starts with. */
const MONTH = new Date(Date.UTC(YEAR, NUMBER - 2, 1)).toISOString().slice(0, 7);

test("a failed import: its cause, the token refreshed, the import run after a dry run, and the sheet of failures shorter", async () => {
  const { page, enter, complaints } = await open.visit();
  await enter("support");

  await page.getByRole("link", { name: "Imports", exact: true }).click();
  const sheet = page.getByRole("region", { name: "Encore en échec, par cause" });
  const expired = sheet.getByRole("listitem").filter({ hasText: "Jeton expiré" });
  const failing = async () =>
    Number(/(\d+) import/.exec((await expired.textContent().catch(() => "")) ?? "")?.[1] ?? 0);
  const unfold = () => sheet.getByRole("button", { name: /cause/ }).click();
  await unfold();
  await expired.waitFor();
  const before = await failing();
  expect(before).toBeGreaterThan(0);
  await expired.getByRole("link", { name: /import/ }).click();
  await page.getByRole("row").filter({ hasText: GABRIEL }).first().click();
  await page.getByRole("heading", { name: /^Import Stripe, / }).waitFor();
  await page.getByText("token expired, le jeton doit être rafraîchi").waitFor();

  // The dry run finds the token expired: the import is off, and says what to do first.
  const drawer = page.getByRole("dialog");
  await page.getByRole("button", { name: "Relancer un import" }).click();
  await drawer.getByText("Jeton expiré : rien ne peut être importé").waitFor();
  expect(await drawer.getByRole("button", { name: /^Importer / }).isDisabled()).toBe(true);
  await drawer.getByRole("link", { name: "Rafraîchir le jeton" }).click();

  await drawer.getByRole("heading", { name: "Rafraîchir le jeton" }).waitFor();
  await drawer.getByText("rien n’est encore écrit").waitFor();
  await drawer.getByRole("textbox", { name: "Motif" }).fill("Import refusé, jeton expiré");
  await drawer.getByRole("button", { name: `Rafraîchir le jeton, ${GABRIEL} · Stripe` }).click();
  await drawer.getByText("Vérifié", { exact: true }).first().waitFor();
  await drawer.getByText("Accepté", { exact: true }).waitFor();
  await drawer.getByRole("button", { name: "Fermer" }).last().click();
  await drawer.waitFor({ state: "detached" });
  await page.getByText("Impossible : le jeton est valide jusqu’au").waitFor();

  await page.getByRole("button", { name: "Relancer un import" }).click();
  await drawer.getByText("Chiffre d’affaires", { exact: true }).waitFor();
  await drawer.getByText("Aucun blocage").waitFor();
  await drawer.getByRole("textbox", { name: "Motif" }).fill("Jeton rafraîchi, import du mois");
  await drawer.getByRole("button", { name: /^Importer / }).click();
  await drawer.getByText("Vérifié", { exact: true }).first().waitFor();
  const [row] = await open.stack.database.query<{ revenue: number }>(
    `select l.revenue_cents as revenue from public.import_logs l join auth.users u on u.id = l.user_id
    where u.email = $1 and l.month = $2 and l.status = 'success' and not l.dry_run`,
    [GABRIEL, MONTH],
  );
  const euros = new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR" });
  await drawer
    .getByText(euros.format((row?.revenue ?? 0) / 100))
    .last()
    .waitFor();

  await drawer.getByRole("link", { name: "Voir les imports" }).click();
  await page.getByRole("row").filter({ hasText: "Importé" }).first().waitFor();
  await unfold();
  await expect.poll(failing).toBe(before - 1);
  expect(complaints).toEqual([]);
});

test("a customer who took the access back has to be written to, from his own page", async () => {
  const { page, enter } = await open.visit();
  await enter("support");
  await page.getByPlaceholder("E-mail, nom, identifiant ou Stripe").fill("zoe.lambert");
  await page.getByRole("row").filter({ hasText: "zoe.lambert@example.fr" }).click();
  const card = page.getByRole("region", { name: "Intégrations" });
  await card.getByText("Expiré, à reconnecter").waitFor();
  await card.getByRole("button", { name: "Rafraîchir le jeton" }).click();

  const drawer = page.getByRole("dialog");
  await drawer.getByText(/le client a sans doute révoqué l’accès/).waitFor();
  await drawer.getByRole("textbox", { name: "Motif" }).fill("Zoé ne voit plus ses ventes");
  await drawer.getByRole("button", { name: /^Rafraîchir le jeton, zoe/ }).click();
  await drawer.getByText("Shopify refuse : le client doit reconnecter son compte").waitFor();
  await drawer.getByText("Non vérifié", { exact: true }).first().waitFor();
  const way = drawer.getByRole("link", { name: "Écrire au client" });
  expect(await way.getAttribute("href")).toMatch(/^mailto:zoe\.lambert@example\.fr\?subject=/);
});
