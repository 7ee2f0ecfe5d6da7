import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenConsole, openConsole, PASSWORD } from "../support/console.ts";

const EMAIL = "cliente@comptalyze.test";

let open: OpenConsole;

beforeAll(async () => {
  open = await openConsole();
});

afterAll(() => open.close());

/** What the customer's own sign-in is answered. */
async function signInOfCustomer(apikey: string): Promise<{ status: number; code?: string }> {
  const response = await fetch(`${open.stack.url}/auth/v1/token?grant_type=password`, {
    method: "POST",
    headers: { "content-type": "application/json", apikey },
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  });
  const { error_code: code } = (await response.json()) as { error_code?: string };
  return code === undefined ? { status: response.status } : { status: response.status, code };
}

test("ops bans a customer by typing the address, who cannot sign in until it is undone", async () => {
  const { page, signIn } = await open.visit();
  const auth = page.waitForRequest(/\/auth\/v1\/token/);
  await signIn("ops");
  const apikey = (await (await auth).headerValue("apikey")) ?? "";
  await page.getByRole("heading", { name: "Utilisateurs" }).waitFor();
  expect(await signInOfCustomer(apikey)).toEqual({ status: 200 });

  const [customer] = await open.stack.database.query<{ id: string }>(
    "select id from auth.users where email = $1",
    [EMAIL],
  );
  await page.goto(`/users/${customer?.id}/show`);
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
