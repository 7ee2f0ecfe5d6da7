import type { Page, Request } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { barriersOf } from "../support/barriers.ts";
import { type OpenConsole, openConsole } from "../support/console.ts";

let open: OpenConsole;

beforeAll(async () => {
  open = await openConsole();
});

afterAll(() => open.close());

/** Every list with its title, as an admin sees them. */
const LISTS = [
  ["users", "Utilisateurs"],
  ["subscriptions", "Abonnements"],
  ["simulations", "Simulations"],
  ["import_logs", "Imports"],
  ["integrations", "Intégrations"],
  ["webhook_events", "Webhooks"],
  ["drifts", "Écarts"],
  ["emails", "E-mails"],
  ["suppressions", "Adresses bloquées"],
  ["grants", "Octrois"],
  ["runs", "Exécutions"],
  ["approvals", "Approbations"],
  ["probes", "Sondes"],
  ["revenue_movements", "Mouvements de MRR"],
  ["audit", "Journal"],
  ["staff", "Équipe"],
] as const;

const MOST_REQUESTS = 10;
const MOST_LAYOUT_SHIFT = 0.01;

/** Of everything since this page was loaded; the first call begins to watch. */
const layoutShiftOf = (page: Page) =>
  page.evaluate(async () => {
    const watched = window as unknown as { layoutShift?: number };
    if (watched.layoutShift === undefined) {
      watched.layoutShift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as unknown as {
          value: number;
          hadRecentInput: boolean;
        }[]) {
          if (!entry.hadRecentInput) watched.layoutShift = (watched.layoutShift ?? 0) + entry.value;
        }
      }).observe({ type: "layout-shift", buffered: true });
    }
    // What happened before is told a moment later.
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    return watched.layoutShift;
  });

/** As a link of the console does. */
const follow = (page: Page, path: string) =>
  page.evaluate((address) => {
    window.history.pushState(null, "", address);
    window.dispatchEvent(new PopStateEvent("popstate"));
  }, path);

async function rowsOf(page: Page, title: string): Promise<void> {
  await page.getByRole("heading", { name: title, exact: false }).first().waitFor();
  await page.locator("[aria-busy=false]").waitFor();
}

test.each([
  [1440, "light"],
  [390, "dark"],
] as const)(
  "every list at %i px, first %s then in the other colours: opens without a fault, a shift or a barrier",
  async (width, scheme) => {
    const { page, enter, complaints } = await open.visit({ width, scheme });
    await enter("admin");
    await rowsOf(page, "Utilisateurs");
    await layoutShiftOf(page);
    expect(await page.locator("html").getAttribute("data-scheme")).toBe(scheme);
    const faults: Record<string, unknown> = {};
    for (const [path, title] of LISTS) {
      await follow(page, `/${path}`);
      await rowsOf(page, title);
      const barriers = await barriersOf(page);
      if (barriers.length > 0) faults[path] = barriers;
    }
    expect(await layoutShiftOf(page)).toBeLessThanOrEqual(MOST_LAYOUT_SHIFT);
    expect(faults).toEqual({});
    expect(complaints).toEqual([]);
  },
);

test("every list opens at its address without a shift", async () => {
  const { page, enter, complaints } = await open.visit();
  await enter("admin");
  const shifted: Record<string, number> = {};
  for (const [path, title] of LISTS) {
    await page.goto(`/${path}`);
    await rowsOf(page, title);
    const shift = await layoutShiftOf(page);
    if (shift > MOST_LAYOUT_SHIFT) shifted[path] = shift;
  }
  expect(shifted).toEqual({});
  expect(complaints).toEqual([]);
});

test("the rows of the first list are there after ten requests at most, documents and scripts included", async () => {
  const first = await open.visit();
  await first.enter("support");
  await rowsOf(first.page, "Utilisateurs");
  // A new visit with the session kept and an empty cache.
  const context = await open.browser.newContext({
    baseURL: open.stack.url,
    storageState: await first.context.storageState(),
  });
  const page = await context.newPage();
  const asked: string[] = [];
  const note = (request: Request) => {
    if (!request.url().startsWith("data:")) asked.push(request.url());
  };
  page.on("request", note);
  const rows = page.waitForResponse((response) => response.url().includes("/rest/v1/users?order="));
  await page.goto("/users");
  await (await rows).finished();
  page.off("request", note);
  await page.getByRole("row").nth(5).waitFor();
  expect(asked.length, asked.join("\n")).toBeLessThanOrEqual(MOST_REQUESTS);
  await context.close();
});

test("the address is the state: search, filter and sort survive a reload and the way back", async () => {
  const { page, enter } = await open.visit();
  await enter("support");
  await rowsOf(page, "Utilisateurs");
  await page.getByPlaceholder("E-mail, nom, identifiant ou Stripe").fill("example.fr");
  await page.waitForURL(/example\.fr/);
  const emails = () => page.getByRole("row").locator("td:nth-child(2)").allInnerTexts();
  await expect
    .poll(async () => (await emails()).every((email) => email.endsWith("example.fr")))
    .toBe(true);
  const unsorted = await emails();
  await page.getByRole("button", { name: "MRR" }).click();
  await page.waitForURL(/sort=mrr_cents/);
  await expect.poll(emails).not.toEqual(unsorted);
  await rowsOf(page, "Utilisateurs");
  const address = page.url();
  const before = await emails();
  expect(before.length).toBeGreaterThan(10);

  await page.reload();
  await rowsOf(page, "Utilisateurs");
  await expect.poll(emails).toEqual(before);
  expect(await page.getByPlaceholder("E-mail, nom, identifiant ou Stripe").inputValue()).toBe(
    "example.fr",
  );

  await page.getByRole("row").nth(3).click();
  await page.waitForURL(/\/show/);
  await page.goBack();
  await rowsOf(page, "Utilisateurs");
  expect(page.url()).toBe(address);
  await expect.poll(emails).toEqual(before);
});

test("nothing found names the filters and offers to drop them", async () => {
  const { page, enter } = await open.visit();
  await enter("support");
  await rowsOf(page, "Utilisateurs");
  await page.getByPlaceholder("E-mail, nom, identifiant ou Stripe").fill("personne-de-ce-nom");
  await page.getByRole("button", { name: "Effacer les filtres" }).click();
  await page.getByRole("row").nth(5).waitFor();
  expect(page.url()).not.toContain("personne");
});

test("when the server stops answering the last rows stay with their age, and a retry brings new ones", async () => {
  const { page, context, enter } = await open.visit();
  await enter("support");
  await page.getByRole("row").nth(5).waitFor();
  const emails = () => page.getByRole("row").locator("td:nth-child(2)").allInnerTexts();
  const before = await emails();
  expect(before.length).toBeGreaterThan(10);
  const age = page.getByText(/^Données de .*, le serveur ne répond plus/);
  expect(await age.count()).toBe(0);
  await context.route("**/rest/v1/users**", (route) => route.abort());
  // Back from another tab: the rows are read again.
  await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
  await age.waitFor();
  expect(await age.textContent()).toMatch(/^Données de \d\d:\d\d,/);
  expect(await emails()).toEqual(before);

  // Another order is another question: rows that do not answer it are not shown under its head.
  await page.getByRole("button", { name: "Activité" }).click();
  await page.getByText("La liste n’a pas pu être lue").waitFor();
  expect(await emails()).toEqual([]);
  await context.unroute("**/rest/v1/users**");
  await page.getByRole("button", { name: "Réessayer" }).click();
  await expect.poll(async () => (await emails()).length).toBe(before.length);
  expect(await age.count()).toBe(0);
  // While they are read anew the rows of before stand there, dimmed.
  await expect.poll(emails).not.toEqual(before);
});
