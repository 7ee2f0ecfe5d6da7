import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import type { BrowserContext, Page } from "playwright-core";
import { workerBrowser } from "./browser.ts";

let port: number | undefined;

/**
 * One for all stacks of a worker, one after the other: to the browser they are the same site. Below those
 * that systems give to whoever asks for any, so that it is still free for the next stack.
 */
export async function workerPort(): Promise<number> {
  while (port === undefined) {
    const wanted = randomInt(20_000, 30_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((done) => {
      server.once("error", () => done(false));
      server.listen(wanted, "127.0.0.1", () => server.close(() => done(true)));
    });
    if (isFree) port = wanted;
  }
  return port;
}

type Tab = { context: BrowserContext; page: Page };

const idle: Tab[] = [];

async function openTab(baseURL: string): Promise<Tab> {
  const context = await (await workerBrowser()).newContext({
    baseURL,
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(40_000);
  return { context, page };
}

async function forget({ context, page }: Tab): Promise<void> {
  page.removeAllListeners();
  await context.unrouteAll({ behavior: "ignoreErrors" });
  await page.evaluate(() => sessionStorage.clear());
  // Away from the console first: a page that is left may still write what it knows. Within the site, so
  // that the process which has compiled it stays.
  await page.goto("/favicon.svg");
  await context.setStorageState({ cookies: [], origins: [] });
}

/**
 * A tab that remembers nothing but the scripts it has compiled: a new one takes as long to start as the
 * console takes to open in it. Whatever cannot be forgotten goes with its tab.
 */
export async function lendTab(baseURL: string): Promise<Tab & { giveBack(): Promise<void> }> {
  const tab = idle.pop() ?? (await openTab(baseURL));
  return {
    ...tab,
    giveBack: () =>
      forget(tab).then(
        () => void idle.push(tab),
        () => tab.context.close(),
      ),
  };
}
