import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const CHECKER = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

type Checker = typeof import("axe-core");

/** Runs in the page. */
async function findBarriers(): Promise<string[]> {
  const { axe: checker } = window as unknown as { axe: Checker };
  const html = document.documentElement;
  const found = html.scrollWidth > window.innerWidth ? ["wider than the window"] : [];

  // Of rows with the same tags, classes and places that hold text the first one speaks for all.
  const seen = new Set<string>();
  for (const row of document.querySelectorAll("tbody tr, li")) {
    const parts = [...row.querySelectorAll("*")].map(
      (part) =>
        `${part.tagName}.${part.getAttribute("class")} ${part.getAttributeNames()} ${part.textContent === ""}`,
    );
    const look = [row.parentElement?.className, row.className, ...parts].join();
    row.toggleAttribute("data-alike", seen.has(look));
    seen.add(look);
  }

  const own = html.dataset.scheme;
  for (const scheme of [own === "dark" ? "light" : "dark", own]) {
    html.dataset.scheme = scheme;
    // A colour on its way from one scheme to the other is neither.
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    const { violations } = await checker.run(
      { include: [document], exclude: ["[data-alike]"] },
      {
        resultTypes: ["violations"],
        preload: false,
        // Between the schemes nothing but colours differs.
        ...(scheme === own ? {} : { runOnly: ["color-contrast"] }),
      },
    );
    for (const { id, impact, nodes } of violations) {
      if (impact !== "serious" && impact !== "critical") continue;
      found.push(`${scheme}: ${id}: ${nodes.map(({ target }) => target).join(" ")}`);
    }
  }
  return found;
}

/** What keeps somebody from using a page as it stands, in both colour schemes, and whether it is wider than the window. */
export async function barriersOf(page: Page): Promise<string[]> {
  await page.locator("html[data-scheme]").waitFor({ state: "attached" });
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(CHECKER);
  return page.evaluate(findBarriers);
}
