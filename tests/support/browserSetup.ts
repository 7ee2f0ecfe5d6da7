import { buildConsole } from "../../stack/console-build.ts";
import { findBrowser } from "./browser.ts";

/** Once before the browser tests: files run side by side, and all use this build and this browser. */
export default async function setup(): Promise<void> {
  await Promise.all([buildConsole(), findBrowser()]);
}
