import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenConsole, openConsole } from "../support/console.ts";

let open: OpenConsole;

beforeAll(async () => {
  open = await openConsole();
});
afterAll(() => open?.close());

test("an SQL update shows as outside the console, and a line changed by a superuser breaks the chain", async () => {
  const { database } = open.stack;
  await database.query(
    "update auth.users set banned_until = now() + interval '2 days' where email = 'zoe.lambert@example.fr'",
  );
  const { page, enter } = await open.visit();
  await enter("ops", "/audit");
  await page.getByRole("row").getByText("Hors console").waitFor();
  await page.getByRole("row").getByText("zoe.lambert@example.fr").waitFor();

  await page.getByRole("button", { name: "Contrôler maintenant" }).click();
  await page.getByText(/Intacte jusqu’à la ligne 1, contrôlée/).waitFor();

  await database.exec(
    "alter table private.audit disable trigger all; update private.audit set target_label = 'nobody' where seq = 1; alter table private.audit enable always trigger append_only;",
  );
  await page.getByRole("button", { name: "Contrôler maintenant" }).click();
  await page.getByText("Rompue à la ligne 1", { exact: true }).waitFor();
});

test("support sees neither the journal nor its chain", async () => {
  const { page, enter } = await open.visit();
  await enter("support", "/audit");
  await page.locator("main").waitFor();
  expect(await page.getByRole("button", { name: "Contrôler maintenant" }).count()).toBe(0);
});
