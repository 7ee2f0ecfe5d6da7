import { execFile } from "node:child_process";
import { randomInt } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const run = promisify(execFile);

const INSTALLED = [
  process.env.CHROME_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--font-render-hinting=none",
];

type Binary = { executablePath: string; env: NodeJS.ProcessEnv };

/** The Chromium that npm installed, with the libraries it carries for a machine that has none. */
async function packaged(): Promise<Binary> {
  const { default: packed, inflate, setupLambdaEnvironment } = await import("@sparticuz/chromium");
  const folder = join(import.meta.dirname, "../../node_modules/@sparticuz/chromium/bin");
  const executablePath = await packed.executablePath(folder);
  const env = { ...process.env };
  try {
    await run(executablePath, ["--version"], { env });
  } catch {
    const libraries = join(tmpdir(), "al2023", "lib");
    if (!existsSync(libraries)) {
      mkdirSync(join(tmpdir(), "al2023"), { recursive: true });
      await inflate(join(folder, "al2023.tar.br"));
    }
    setupLambdaEnvironment(libraries);
    env.LD_LIBRARY_PATH = process.env.LD_LIBRARY_PATH;
  }
  env.FONTCONFIG_PATH ??= join(tmpdir(), "fonts");
  return { executablePath, env };
}

/** The machine's own Chromium, else the packaged one, unpacked when it is not yet. */
export async function findBrowser(): Promise<Binary> {
  const own = INSTALLED.find((path) => path !== undefined && existsSync(path));
  return own ? { executablePath: own, env: process.env } : packaged();
}

async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await findBrowser();
  return chromium.launch({
    executablePath,
    env: env as Record<string, string>,
    args: QUIET,
    headless: true,
  });
}

let browser: Promise<Browser> | undefined;

/** One for all test files of a worker, and it ends with the worker. */
export function workerBrowser(): Promise<Browser> {
  browser ??= launchBrowser();
  return browser;
}

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
