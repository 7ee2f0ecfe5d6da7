import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { contracts } from "./index.ts";

const functions = resolve(import.meta.dirname, "../..");
const folders = readdirSync(functions, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
  .map((entry) => entry.name);
/** What the schedule calls, with the secret key: functions that are no actions. */
const jobs = [
  "collect",
  "post-audit-head",
  "post-notices",
  "sync-events",
  "sync-subscriptions",
  "sync-suppressions",
  "work",
];
/** What a form of an action reads: functions that change nothing. */
const readers = ["email-templates"];
const config = readFileSync(resolve(functions, "../config.toml"), "utf8");

test("contracts, folders and the project's settings name the same actions, and the jobs", () => {
  const served = [...config.matchAll(/^\[functions\.([a-z-]+)\]$/gm)].map(([, name]) => name);
  const files = readdirSync(import.meta.dirname)
    .map((file) => /^([a-z-]+)\.ts$/.exec(file)?.[1])
    .filter((name) => name !== undefined && name !== "index");
  const actions = Object.keys(contracts).sort();
  const functions = [...actions, ...jobs, ...readers].sort();
  expect(folders.sort()).toEqual(functions);
  expect(served.sort()).toEqual(functions);
  expect(files.sort()).toEqual(actions);
});

test.each(jobs)("%s takes the secret key and nothing else", async (job) => {
  const module = (await import(resolve(functions, job, "index.ts"))) as {
    default: { fetch(request: Request): Promise<Response> };
  };
  const refused: Record<string, string>[] = [
    {},
    { apikey: "sb_publishable_x" },
    { authorization: "Bearer x" },
  ];
  for (const headers of refused) {
    const request = new Request("http://localhost", { method: "POST", headers });
    expect((await module.default.fetch(request)).status).toBe(401);
  }
});

describe.each(Object.values(contracts))("$name", (contract) => {
  test("is served by its folder, checked by the database and not by the gateway", async () => {
    const file = resolve(functions, contract.name, "index.ts");
    expect(existsSync(file)).toBe(true);
    const module = (await import(file)) as { default: { fetch: unknown } };
    expect(module.default.fetch).toBeTypeOf("function");
    const section = config.split(`[functions.${contract.name}]`)[1]?.split("\n[")[0] ?? "";
    expect(section).toContain("verify_jwt = false");
    expect(section).toContain('import_map = "./functions/deno.json"');
  });

  test("says what it is, and takes nothing unknown", () => {
    expect(contracts[contract.name]).toBe(contract);
    expect(contract.name).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(["low", "medium", "high"]).toContain(contract.risk);
    expect(contract.params.safeParse({ "not-a-parameter": 1 }).success).toBe(false);
    expect(contract.params.safeParse({}).success).toBe(false);
  });
});
