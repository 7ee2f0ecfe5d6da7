import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenConsole, openConsole } from "../support/console.ts";

let open: OpenConsole;

beforeAll(async () => {
  open = await openConsole();
});

afterAll(() => open.close());

const userId = async (email: string) => {
  const [user] = await open.stack.database.query<{ id: string }>(
    "select id from auth.users where email = $1",
    [email],
  );
  return user?.id ?? "";
};

test("a customer who signs in gets a page that says so, and no data", async () => {
  const { page, signIn } = await open.visit();
  const bodies: string[] = [];
  page.on("response", async (response) => {
    if (response.url().includes("/rest/v1/")) bodies.push(await response.text().catch(() => ""));
  });
  await signIn("cliente");
  await page.getByRole("heading", { name: "Pas d’accès" }).waitFor();
  for (const path of [
    "/users",
    "/subscriptions",
    "/audit",
    `/users/${await userId("support@comptalyze.test")}/show`,
  ]) {
    await page.goto(path);
    await page.getByRole("heading", { name: "Pas d’accès" }).waitFor();
  }
  expect(bodies.join("\n")).not.toMatch(/@example\.(fr|com)/);
  // Still signed in: a 403 is no reason to end a session.
  await page.getByText("cliente@comptalyze.test").waitFor();
  await page.getByRole("button", { name: "Utiliser un autre compte" }).click();
  await page.getByRole("button", { name: "Se connecter" }).waitFor();
});

test("a colleague who was removed sees nothing new at the next request, and comes back when added again", async () => {
  const { page, enter } = await open.visit();
  await enter("ops");
  await page.getByRole("row").nth(5).waitFor();
  const id = await userId("ops@comptalyze.test");
  await open.stack.database.query(
    "update private.staff set removed_at = now() where user_id = $1",
    [id],
  );
  await page.reload();
  await page.getByRole("heading", { name: "Pas d’accès" }).waitFor();
  await open.stack.database.query("update private.staff set removed_at = null where user_id = $1", [
    id,
  ]);
  await page.getByRole("button", { name: "Vérifier à nouveau" }).click();
  await page.getByRole("row").nth(5).waitFor();
});

test("what a role may not see is not offered, and its address says no without signing out", async () => {
  const { page, enter } = await open.visit();
  await enter("support");
  await page.getByRole("row").nth(5).waitFor();
  const navigation = page.getByRole("navigation").first();
  expect(await navigation.getByText("Équipe").count()).toBe(0);
  await page.goto("/staff");
  await page
    .getByText(/ne donne pas|n’a pas|rôle/)
    .first()
    .waitFor();
  await page.goto("/users");
  await page.getByRole("row").nth(5).waitFor();
});

test("a forgotten password is set anew from the mailed link", async () => {
  const { page } = await open.visit();
  const email = "admin2@comptalyze.test";
  await page.goto("/login");
  await page.getByRole("link", { name: "Mot de passe oublié" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Envoyer le lien" }).click();
  await page.getByRole("heading", { name: "Regardez votre boîte de réception" }).waitFor();

  const outbox = await (await fetch(`${open.stack.env.RESEND_BASE_URL}/_test/state`)).text();
  const link = /https?:\/\/[^\s"'<>\\]*\/auth\/v1\/verify[^\s"'<>\\]*/
    .exec(outbox)?.[0]
    .replaceAll("&amp;", "&");
  expect(link, outbox.slice(0, 500)).toBeDefined();
  await page.goto(link ?? "");
  const chosen = "un-mot-de-passe-neuf";
  await page.getByLabel("Nouveau mot de passe").fill(chosen);
  await page.getByLabel("Le même, encore une fois").fill(chosen);
  await page.getByRole("button", { name: "Enregistrer le mot de passe" }).click();
  await page.getByRole("heading", { name: "Accueil", exact: true }).waitFor();

  const other = await open.visit();
  await other.signIn("admin2");
  await other.page.getByText("L’e-mail ou le mot de passe est faux.").waitFor();
  await other.page.getByLabel("Mot de passe").fill(chosen);
  await other.page.getByRole("button", { name: "Se connecter" }).click();
  await other.page.getByRole("heading", { name: "Accueil", exact: true }).waitFor();

  // The link has done its work.
  await page.goto(link ?? "");
  await page.getByRole("heading", { name: "Ce lien ne vaut plus" }).waitFor();
});
