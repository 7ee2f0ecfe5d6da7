import { readFile } from "node:fs/promises";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { barriersOf } from "../support/barriers.ts";
import { type OpenConsole, openConsole } from "../support/console.ts";

let open: OpenConsole;

beforeAll(async () => {
  open = await openConsole();
});
afterAll(() => open?.close());

const PAGES = [
  ["revenue", "Revenus", 5],
  ["activity", "Activité", 5],
  ["reliability", "Fiabilité", 3],
] as const;

const chart = (page: Page, name: RegExp) => page.getByRole("img", { name });

/** Drawn: the code that draws comes after the page. */
async function drawn(page: Page, least: number): Promise<void> {
  await expect
    .poll(() => page.locator("svg.recharts-surface").count())
    .toBeGreaterThanOrEqual(least);
  await expect.poll(() => page.getByText("lecture en cours").count()).toBe(0);
}

/** What the list says it holds: « 1 à 25 sur 237 », or its few rows. */
const totalOf = async (page: Page) =>
  Number(/sur (\d+)/.exec((await page.getByText(/^\d+ à \d+ sur \d+$/).textContent()) ?? "")?.[1]);

const counted = (words: string | null) => Number(/\((\d+)\)$/.exec(words ?? "")?.[1]);

test.each([
  [1440, ["", "?view=table&range=24h"]],
  [390, [""]],
] as const)(
  "revenue, activity and reliability at %i px, light and dark: without a fault or a barrier",
  async (width, views) => {
    const { page, enter, complaints } = await open.visit({ width });
    await enter("ops", "/revenue");
    const faults: Record<string, string[]> = {};
    for (const [path, title, least] of PAGES) {
      for (const view of views) {
        await page.goto(`/${path}${view}`);
        await page.getByRole("heading", { name: title, level: 1 }).waitFor({ state: "attached" });
        if (view === "") await drawn(page, least);
        else await page.getByRole("columnheader", { name: "Période" }).first().waitFor();
        const found = await barriersOf(page);
        if (found.length > 0) faults[path + view] = found;
      }
    }
    expect(faults).toEqual({});
    expect(complaints).toEqual([]);
  },
);

async function hover(plot: Locator, x: number, y: number): Promise<void> {
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  if (!box) throw new Error("The chart is not drawn.");
  await plot.hover({ position: { x: box.width * x, y: box.height * y } });
}

test("a click on a part of a bar opens its records, as many as the point says", async () => {
  const { page, enter } = await open.visit();
  await enter("ops", "/activity?range=12m");
  await drawn(page, 5);
  const plot = chart(page, /^Imports par résultat/);
  // The last month, low down: those that succeeded.
  await hover(plot, 0.97, 0.97);
  const words = await page.getByText(/^Ouvrir\s: Imports \(\d+\)$/).textContent();
  const box = await plot.boundingBox();
  if (!box) throw new Error("The chart is not drawn.");
  await plot.click({ position: { x: box.width * 0.97, y: box.height * 0.97 } });
  await page.waitForURL(/\/import_logs\?filter=/);
  await page
    .getByRole("button", { name: /Statut.*Importé/ })
    .first()
    .waitFor();
  expect(await totalOf(page)).toBe(counted(words));
  await page.goBack();
  await page.waitForURL(/\/activity\?range=12m$/);
});

test("the keyboard walks the points, hears them, and opens the records of one", async () => {
  const { page, enter } = await open.visit();
  await enter("ops", "/revenue");
  await drawn(page, 5);
  await chart(page, /^MRR : .*pour la dernière valeur/).focus();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  const heard = page.locator("[aria-live=polite]").filter({ hasText: "MRR à la fin" });
  await heard.waitFor({ state: "attached" });
  const words = await page.getByText(/^Ouvrir\s: Mouvements de MRR \(\d+\)$/).textContent();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/revenue_movements\?filter=/);
  expect(await totalOf(page)).toBe(counted(words));
});

test("range, comparison and table survive a reload, the file holds the points of the table, the picture is one", async () => {
  const { page, enter } = await open.visit();
  await enter("support", "/activity");
  await drawn(page, 5);
  await page.getByRole("button", { name: /^Période affichée/ }).click();
  await page.getByRole("menuitem", { name: "7 derniers jours" }).click();
  await page.getByRole("button", { name: "Comparer à la période précédente" }).click();
  await page.waitForURL(/range=7d&compare=1$/);
  await drawn(page, 3);

  const sheet = page.getByRole("region", { name: "Simulations", exact: true });
  const save = async (what: string) => {
    await sheet.getByRole("button", { name: /^Exporter/ }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: what }).click(),
    ]);
    return readFile(await download.path());
  };
  const picture = await save("Image PNG");
  expect(picture.subarray(1, 4).toString()).toBe("PNG");
  expect(picture.length).toBeGreaterThan(5_000);

  await sheet.getByRole("button", { name: "Tableau" }).click();
  await page.waitForURL(/view=simulations/);
  await page.reload();
  const rows = page.getByRole("table", { name: "Simulations" }).getByRole("row");
  await expect.poll(() => rows.count()).toBe(7 * 24 + 1);
  await rows.first().getByText("Période précédente").waitFor();
  const lines = (await save("Points en CSV")).toString().trim().split("\r\n");
  expect(lines).toHaveLength(7 * 24 + 1);
  const shown = await rows.last().locator("td").allInnerTexts();
  // In the table, what happened stands after the values.
  expect(lines[1]?.split(";").slice(2)).toEqual(shown.slice(1, 3));
});

test("a metric opens at its own anchor, and its chart code is only there where charts are", async () => {
  const { page, enter } = await open.visit();
  const scripts: string[] = [];
  page.on("response", async (response) => {
    if (response.url().endsWith(".js")) scripts.push(await response.text().catch(() => ""));
  });
  await enter("ops", "/users");
  await page.getByRole("row").nth(5).waitFor();
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.filter((text) => text.includes("recharts-"))).toEqual([]);

  await page.goto("/reliability?metric=webhooks_failed");
  await drawn(page, 3);
  const top = () =>
    page
      .locator("#metric-webhooks_failed")
      .boundingBox()
      .then((box) => box?.y ?? -1);
  await expect.poll(top).toBeLessThan(200);
  expect(await top()).toBeGreaterThanOrEqual(48);
});
