import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenConsole, openConsole } from "../support/console.ts";

const EMAIL = "diane.giraud@example.fr";

let open: OpenConsole;

beforeAll(async () => {
  open = await openConsole();
});

afterAll(() => open.close());

type AtResend = {
  emails: { to: string[]; subject: string; html: string }[];
  suppressions: { email: string }[];
};

const atResend = async () =>
  (await (await fetch(`${open.stack.env.RESEND_BASE_URL}/_test/state`)).json()) as AtResend;

const sentTo = async (to: string) =>
  (await atResend()).emails.filter((email) => email.to.includes(to));

test("support lifts the suppression of a bounced address and sends the e-mail again, with its proof", async () => {
  const { page, enter, complaints } = await open.visit();
  const [bounced] = await open.stack.database.query<{ id: string; subject: string }>(
    "select id, subject from public.emails where to_email = $1 and status = 'bounced' order by created_at limit 1",
    [EMAIL],
  );
  const before = (await sentTo(EMAIL)).length;
  // The schedule reads the list at Resend when the stack has come up.
  await expect
    .poll(() =>
      open.stack.database.query("select from private.suppressions where email = $1", [EMAIL]),
    )
    .toHaveLength(1);

  await enter("support", `/emails/${bounced?.id}/show`);
  const resend = page.getByRole("button", { name: "Renvoyer l’e-mail" });
  await page
    .getByText(/Impossible\s: cette adresse est bloquée chez Resend/)
    .first()
    .waitFor();
  expect(await resend.isDisabled()).toBe(true);

  await page.getByRole("button", { name: "Lever le blocage des e-mails" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText(/a rejeté un e-mail pour de bon/).waitFor();
  expect(await drawer.getByRole("row", { name: /Blocage chez Resend/ }).textContent()).toMatch(
    /Rejet définitif.*Aucun blocage/,
  );
  await drawer.getByRole("textbox", { name: "Motif" }).fill("La boîte a été recréée hier");
  await drawer.getByRole("button", { name: `Lever le blocage de ${EMAIL}` }).click();
  await drawer.getByText("Vérifié", { exact: true }).first().waitFor();
  await drawer.getByText(`${EMAIL} n’est plus bloquée`, { exact: false }).waitFor();
  expect((await atResend()).suppressions.map(({ email }) => email)).not.toContain(EMAIL);
  await drawer.getByRole("button", { name: "Fermer" }).first().click();

  await expect.poll(() => resend.isEnabled()).toBe(true);
  await resend.click();
  await drawer.getByText(/a rejeté un e-mail pour de bon/).waitFor();
  await drawer.getByText("Un blocage empêche l’action.").waitFor();
  await drawer.getByRole("checkbox", { name: "Envoyer malgré tout à cette adresse" }).check();
  await drawer.getByText(/Envoi malgré un rejet définitif/).waitFor();
  await drawer
    .getByRole("textbox", { name: "Motif" })
    .fill("Le client confirme que la boîte existe");
  await drawer.getByRole("button", { name: `Renvoyer l’e-mail à ${EMAIL}` }).click();
  await drawer.getByText("Vérifié", { exact: true }).first().waitFor();
  await drawer.getByText("Sort de l’e-mail").waitFor();
  const emails = await sentTo(EMAIL);
  expect(emails).toHaveLength(before + 1);
  expect(emails.at(-1)).toMatchObject({ subject: bounced?.subject });

  // A second click is refused, and the page says until when.
  await drawer.getByRole("button", { name: "Fermer" }).first().click();
  await page
    .getByText(/ce modèle est déjà parti à cette adresse/)
    .first()
    .waitFor();
  expect(await resend.isDisabled()).toBe(true);
  expect(complaints).toEqual([]);
});

test("a test e-mail shows what it will look like, goes to the customer and appears on the page", async () => {
  const { page, enter, complaints } = await open.visit();
  const [customer] = await open.stack.database.query<{ id: string; email: string }>(
    "select id, email from private.users where email = 'hugo.perrin@example.fr'",
  );
  await enter("support", `/users/${customer?.id}/show`);
  await page.getByRole("button", { name: "Envoyer un e-mail de test" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByRole("combobox", { name: "Modèle" }).click();
  await page.getByRole("option", { name: "Reçu de paiement" }).click();
  const frame = drawer.locator("iframe");
  expect(await frame.getAttribute("sandbox")).toBe("");
  await page
    .frameLocator("iframe")
    .getByText("Nous avons bien reçu [exemple MONTANT]", { exact: false })
    .waitFor();
  await drawer.getByText("Aucun blocage", { exact: false }).waitFor();
  await drawer.getByRole("textbox", { name: "Motif" }).fill("Le client ne reçoit rien depuis hier");
  await drawer
    .getByRole("button", { name: `Envoyer le test « Reçu de paiement » à ${customer?.email}` })
    .click();
  await drawer.getByText("Vérifié", { exact: true }).first().waitFor();
  const [email] = (await sentTo(customer?.email ?? "")).slice(-1);
  expect(email).toMatchObject({ subject: "[Test] Votre reçu de paiement" });
  await page.goto(`/users/${customer?.id}/show`);
  await page.getByRole("link", { name: "[Test] Votre reçu de paiement" }).first().waitFor();
  expect(complaints).toEqual([]);
});
