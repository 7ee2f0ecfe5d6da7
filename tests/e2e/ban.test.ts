import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenConsole, openConsole, PASSWORD } from "../support/console.ts";

const EMAIL = "cliente@comptalyze.test";

let open: OpenConsole;

beforeAll(async () => {
  open = await openConsole();
});

afterAll(() => open.close());

type Token = { access_token: string; refresh_token: string; error_code?: string };

/** What Auth answers the customer's own app. */
async function tokenOfCustomer(apikey: string, grant: string, body: object) {
  const response = await fetch(`${open.stack.url}/auth/v1/token?grant_type=${grant}`, {
    method: "POST",
    headers: { "content-type": "application/json", apikey },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Token };
}

const signedInCustomer = (apikey: string) =>
  tokenOfCustomer(apikey, "password", { email: EMAIL, password: PASSWORD });

/** What the customer's own sign-in is answered. */
async function signInOfCustomer(apikey: string): Promise<{ status: number; code?: string }> {
  const { status, body } = await signedInCustomer(apikey);
  return body.error_code === undefined ? { status } : { status, code: body.error_code };
}

/** The publishable key of the console and the customer's id. */
async function known(): Promise<{ apikey: string; id: string }> {
  const [customer] = await open.stack.database.query<{ id: string }>(
    "select id from auth.users where email = $1",
    [EMAIL],
  );
  return { apikey: open.stack.env.SUPABASE_PUBLISHABLE_KEY ?? "", id: customer?.id ?? "" };
}

test("ops bans a customer by typing the address, who cannot sign in until it is undone", async () => {
  const { page, enter } = await open.visit();
  const { apikey, id } = await known();
  expect(await signInOfCustomer(apikey)).toEqual({ status: 200 });

  await enter("ops", `/users/${id}/show`);
  await page.getByRole("button", { name: "Autres actions" }).first().click();
  const lift = page.getByRole("menuitem", { name: /Lever le bannissement/ });
  expect(await lift.getAttribute("aria-disabled")).toBe("true");
  expect(await lift.textContent()).toMatch(/aucun bannissement en cours/);
  const entries = await page.getByRole("menuitem").allTextContents();
  expect(entries.at(-1)).toMatch(/^Bannir…/);

  await page.getByRole("menuitem", { name: /Bannir…/ }).click();
  const drawer = page.getByRole("dialog");
  const ban = drawer.getByRole("button", { name: `Bannir ${EMAIL} jusqu’au` });
  await drawer.getByRole("textbox", { name: "Motif" }).fill("Envoie du courrier indésirable");
  await drawer.getByText("Écrivez l’adresse demandée pour confirmer.").waitFor();
  expect(await ban.isDisabled()).toBe(true);
  await drawer.getByRole("textbox", { name: "Confirmation" }).fill(EMAIL);
  await ban.click();

  await drawer.getByText("Vérifié", { exact: true }).first().waitFor();
  expect(await signInOfCustomer(apikey)).toEqual({ status: 400, code: "user_banned" });
  await page
    .getByText(/^Banni jusqu’au/)
    .first()
    .waitFor();

  await drawer.getByRole("button", { name: "Annuler le bannissement" }).click();
  await drawer.getByRole("textbox", { name: /Motif/ }).last().fill("Ce n’était pas ce client");
  await drawer.getByRole("button", { name: "Annuler le bannissement" }).last().click();
  await drawer
    .getByText(/les sessions fermées ne reviennent pas/)
    .last()
    .waitFor();
  expect(await signInOfCustomer(apikey)).toEqual({ status: 200 });
});

test("support signs a customer out everywhere, who cannot renew a session and signs in again", async () => {
  const { page, enter, complaints } = await open.visit();
  const { apikey, id } = await known();
  await open.stack.database.query("delete from auth.sessions where user_id = $1", [id]);
  const devices = [await signedInCustomer(apikey), await signedInCustomer(apikey)];
  const renew = (refresh_token = "") => tokenOfCustomer(apikey, "refresh_token", { refresh_token });

  await enter("support", `/users/${id}/show`);
  await page.getByRole("button", { name: "Autres actions" }).first().click();
  await page.getByRole("menuitem", { name: /Déconnecter partout/ }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText("Irréversible", { exact: true }).waitFor();
  await drawer.getByText(/La plus ancienne session date du/).waitFor();
  const sessions = drawer.getByRole("row", { name: /Connexions ouvertes/ });
  expect(await sessions.getByRole("cell").allTextContents()).toEqual(["2", "0"]);
  await drawer
    .getByRole("textbox", { name: "Motif" })
    .fill("Ordinateur volé, signalé au téléphone");
  await drawer.getByRole("button", { name: `Déconnecter ${EMAIL} partout` }).click();

  await drawer.getByText("Vérifié", { exact: true }).first().waitFor();
  await drawer.getByText("Une session fermée ne peut pas être rendue.", { exact: true }).waitFor();
  for (const { body } of devices) expect((await renew(body.refresh_token)).status).toBe(400);
  const again = await signedInCustomer(apikey);
  expect(again.status).toBe(200);
  expect((await renew(again.body.refresh_token)).status).toBe(200);
  expect(complaints).toEqual([]);
});
