import { execFile } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";

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
