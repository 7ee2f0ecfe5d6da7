import type { TestProject } from "vitest/node";
import { buildConsole } from "../../stack/console-build.ts";
import { findBrowser } from "./browser.ts";
import startServer from "./postgresServer.ts";

/** Once before the browser tests: all use this build, this browser and this server, which come up side by side. */
export default async function setup(project: TestProject) {
  const [endServer] = await Promise.all([startServer(project), buildConsole(), findBrowser()]);
  return endServer;
}
