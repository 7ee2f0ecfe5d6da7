import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { type Stack, startStack } from "../../stack/start.ts";
import { clonePostgres, freshPglite } from "./backend.ts";
import { workerBrowser } from "./browser.ts";
import { lendTab, workerPort } from "./tabs.ts";

export type Account = "support" | "ops" | "admin" | "admin2" | "cliente";

export type OpenConsole = {
  stack: Stack;
  browser: Browser;
  /** A tab without a memory for one person of a test; faults of the page end in `complaints`. */
  visit(options?: {
    width?: number;
    height?: number;
    scheme?: "light" | "dark";
    /** What moves on the page costs as much as the page: most visits ask for none, as people may. */
    motion?: boolean;
  }): Promise<Visit>;
  close(): Promise<void>;
};

export type Visit = {
  context: BrowserContext;
  page: Page;
  /** Uncaught errors, refused resources and errors printed by the page. */
  complaints: string[];
  /** With the form, as a person does. */
  signIn(account: Account): Promise<void>;
  /** With a session from Auth, straight to an address; to the users where none is given. */
  enter(account: Account, path?: string): Promise<void>;
};

/** Where the page of a failed test is kept as a picture; not in git. */
const FAILURES = join(import.meta.dirname, "../e2e/failures");

/** Where the console keeps its session: supabaseClient.ts. */
const SESSION = "comptalyze-console";

export const PASSWORD = "comptalyze-demo";

const emailOf = (account: Account) => `${account}@comptalyze.test`;

/** A session as the console keeps it. */
async function sessionOf({ url, env }: Stack, account: Account): Promise<string> {
  const response = await fetch(`${url}/auth/v1/token?grant_type=password`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      apikey: env.SUPABASE_PUBLISHABLE_KEY ?? "",
    },
    body: JSON.stringify({ email: emailOf(account), password: PASSWORD }),
  });
  if (!response.ok) throw new Error(`sign-in of ${account} answered ${response.status}`);
  return response.text();
}

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
      port: await workerPort(),
      engine,
      fresh: true,
      dev: false,
      users: 300,
    },
    () => {},
    engine === "pglite" ? await freshPglite() : await clonePostgres(),
  );
  const browser = await workerBrowser();
  return {
    stack,
    browser,
    async visit({ width = 1440, height = 900, scheme = "light", motion = false } = {}) {
      const { context, page, giveBack } = await lendTab(stack.url);
      await page.setViewportSize({ width, height });
      await page.emulateMedia({
        colorScheme: scheme,
        reducedMotion: motion ? "no-preference" : "reduce",
      });
      const complaints: string[] = [];
      onTestFinished(async ({ task }) => {
        if (task.result?.state === "fail") {
          await page.screenshot({ path: join(FAILURES, `${task.id}.png`) }).catch(() => {});
          console.error(`${page.url()}\n${complaints.join("\n")}`);
        }
        await giveBack();
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
          await page.getByLabel("E-mail").fill(emailOf(account));
          await page.getByLabel("Mot de passe").fill(PASSWORD);
          await page.getByRole("button", { name: "Se connecter" }).click();
        },
        async enter(account, path = "/users") {
          const session = { name: SESSION, value: await sessionOf(stack, account) };
          await context.setStorageState({
            cookies: [],
            origins: [{ origin: stack.url, localStorage: [session] }],
          });
          await page.goto(path);
        },
      };
    },
    close: () => stack.stop(),
  };
}
