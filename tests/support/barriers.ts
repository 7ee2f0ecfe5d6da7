import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const CHECKER = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** Rows of a table are alike: a dozen says what twenty-five would. */
const MORE_OF_THE_SAME = "tbody tr:nth-child(n+13)";

/** All rules, or those of a kind of them alone. */
async function seriousFaults(page: Page, only?: string[]): Promise<string[]> {
  return page.evaluate(
    async ([exclude, rules]) => {
      const { axe: checker } = window as unknown as { axe: typeof import("axe-core") };
      const { violations } = await checker.run(
        { include: [document], exclude: [exclude] },
        { resultTypes: ["violations"], ...(rules ? { runOnly: rules } : {}) },
      );
      return violations
        .filter((fault) => fault.impact === "serious" || fault.impact === "critical")
        .map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.target).join(" ")}`);
    },
    [MORE_OF_THE_SAME, only] as const,
  );
}

/** What keeps somebody from using a page as it stands, in both colour schemes, and whether it is wider than the window. */
export async function barriersOf(page: Page): Promise<string[]> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  const found = wide ? ["wider than the window"] : [];
  if (!(await page.evaluate(() => "axe" in window))) {
    await page.evaluate(CHECKER);
    // A colour on its way from one scheme to the other is neither.
    await page.addStyleTag({ content: "* { transition: none !important }" });
  }
  for (const scheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.locator(`[data-scheme=${scheme}]`).waitFor();
    // Between the schemes nothing but colours differs.
    const faults = await seriousFaults(page, scheme === "dark" ? ["color-contrast"] : undefined);
    found.push(...faults.map((fault) => `${scheme}: ${fault}`));
  }
  return found;
}
