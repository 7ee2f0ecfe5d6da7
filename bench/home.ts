import type { CDPSession, Page } from "playwright-core";
import { freePort } from "../stack/database.ts";
import { startStack } from "../stack/start.ts";
import { workerBrowser } from "../tests/support/browser.ts";
import { median } from "./measure.ts";

// node bench/home.ts: time to the last chart of the home page against time to the rows of the users list,
// in turn, with a warm cache, the session kept and a CPU four times slower.

const ALLOWED = 1.4;
const SLOWER = 4;
const WARM = 2;
const ROUNDS = 15;

/** What is on the page when it is all there. */
const PAGES = {
  home: {
    path: "/",
    parts: [
      { selector: 'main svg[viewBox="0 0 132 36"]', number: 6 },
      { selector: "main .recharts-line path", number: 1 },
    ],
  },
  users: { path: "/users", parts: [{ selector: 'tbody a[href^="/users/"]', number: 10 }] },
} as const;
type Name = keyof typeof PAGES;

/** In the page: milliseconds from the navigation to the frame that shows everything. */
function watch(parts: { selector: string; number: number }[]) {
  const there = () =>
    parts.every(({ selector, number }) => document.querySelectorAll(selector).length >= number);
  const all = new Promise<number>((shown) => {
    const observer = new MutationObserver(() => {
      if (!there()) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => shown(performance.now())));
    });
    observer.observe(document, { childList: true, subtree: true });
  });
  Object.assign(window, { all });
}

async function timeTo(page: Page, name: Name): Promise<number> {
  await page.goto(PAGES[name].path);
  return page.evaluate(() => (window as unknown as { all: Promise<number> }).all);
}

const stack = await startStack(
  {
    dataDir: null,
    port: await freePort(),
    engine: "pglite",
    fresh: true,
    dev: false,
    users: 300,
  },
  () => {},
);
const browser = await workerBrowser();
try {
  const context = await browser.newContext({
    baseURL: stack.url,
    viewport: { width: 1440, height: 1100 },
  });
  const first = await context.newPage();
  await first.goto("/");
  await first.locator("input[type=email]").fill("ops@comptalyze.test");
  await first.locator("input[type=password]").fill("comptalyze-demo");
  await first.locator("button[type=submit]").click();
  await first.locator(PAGES.home.parts[0].selector).first().waitFor();
  await first.close();

  const times: Record<Name, number[]> = { home: [], users: [] };
  const pages: Record<Name, Page> = {
    home: await context.newPage(),
    users: await context.newPage(),
  };
  for (const name of ["home", "users"] as const) {
    await pages[name].addInitScript(watch, [...PAGES[name].parts]);
    const session: CDPSession = await context.newCDPSession(pages[name]);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  }
  for (let round = 0; round < WARM + ROUNDS; round += 1) {
    for (const name of ["users", "home"] as const) {
      await pages[name].bringToFront();
      const spent = await timeTo(pages[name], name);
      if (round >= WARM) times[name].push(spent);
      // At rest in between: what a page asks for again must not meet the other one.
      await pages[name].goto("about:blank");
    }
  }
  const home = median(times.home);
  const users = median(times.users);
  const ratio = home / users;
  process.stdout.write(
    `home, last chart ${home.toFixed(0)} ms · users, rows ${users.toFixed(0)} ms · ${ratio.toFixed(2)} × (allowed ${ALLOWED} ×), medians of ${ROUNDS}\n`,
  );
  if (ratio > ALLOWED) process.exitCode = 1;
} finally {
  await browser.close();
  await stack.stop();
}
