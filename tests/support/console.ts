import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { onTestFailed } from "vitest";
import { freePort } from "../../stack/database.ts";
import { type Stack, startStack } from "../../stack/start.ts";
import { clonePostgres, freshPglite } from "./backend.ts";
import { launchBrowser } from "./browser.ts";

export type Account = "support" | "ops" | "admin" | "admin2" | "cliente";

export type OpenConsole = {
  stack: Stack;
  browser: Browser;
  /** A browser of its own for one person; faults of the page end in `complaints`. */
  visit(options?: { width?: number; height?: number; scheme?: "light" | "dark" }): Promise<Visit>;
  close(): Promise<void>;
};

export type Visit = {
  context: BrowserContext;
  page: Page;
  /** Uncaught errors, refused resources and errors printed by the page. */
  complaints: string[];
  signIn(account: Account): Promise<void>;
};

/** Where the page of a failed test is kept as a picture; not in git. */
const FAILURES = join(import.meta.dirname, "../e2e/failures");

export const PASSWORD = "comptalyze-demo";

/**
 * The whole stack with the built console, on a free port, and a real Chromium. On PostgreSQL, which is
 * there for all tests; PGlite, what `npm start` uses, would come up anew for each file.
 */
export async function openConsole(
  engine: "postgres" | "pglite" = "postgres",
): Promise<OpenConsole> {
  const stack = await startStack(
    {
      dataDir: null,
      port: await freePort(),
      engine,
      fresh: true,
      dev: false,
      users: 300,
    },
    () => {},
    engine === "pglite" ? await freshPglite() : await clonePostgres(),
  );
  const browser = await launchBrowser();
  return {
    stack,
    browser,
    async visit({ width = 1440, height = 900, scheme = "light" } = {}) {
      const context = await browser.newContext({
        baseURL: stack.url,
        viewport: { width, height },
        colorScheme: scheme,
        locale: "fr-FR",
        timezoneId: "Europe/Paris",
        permissions: ["clipboard-read", "clipboard-write"],
      });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.setDefaultTimeout(40_000);
      onTestFailed(async ({ task }) => {
        await page.screenshot({ path: join(FAILURES, `${task.id}.png`) }).catch(() => {});
        console.error(`${page.url()}\n${complaints.join("\n")}`);
      });
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text().slice(0, 300));
      });
      return {
        context,
        page,
        complaints,
        async signIn(account) {
          await page.goto("/");
          await page.getByLabel("E-mail").fill(`${account}@comptalyze.test`);
          await page.getByLabel("Mot de passe").fill(PASSWORD);
          await page.getByRole("button", { name: "Se connecter" }).click();
        },
      };
    },
    async close() {
      await browser.close();
      await stack.stop();
    },
  };
}
