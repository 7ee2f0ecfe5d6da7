import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CONTENT_SECURITY_POLICY, consoleFiles } from "./console-files.ts";

let folder: string;
let serve: ReturnType<typeof consoleFiles>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "comptalyze-files-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<!--console-config--><p>console</p>");
  writeFileSync(join(folder, "assets/app.js"), "export {}");
  serve = consoleFiles(folder, {
    supabaseUrl: null,
    publishableKey: "</script><script>",
    environment: "demo",
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = (path: string) => serve(new Request(`http://localhost${path}`));

test.each(["/", "/users/7/show", "/assets/app.js"])("%s runs nothing of others", async (path) => {
  const { headers } = ask(path);
  const policy = headers.get("content-security-policy") ?? "";
  const directives = Object.fromEntries(
    policy.split("; ").map((one) => [one.split(" ")[0], one.split(" ").slice(1).join(" ")]),
  );
  expect(directives).toMatchObject({
    "default-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
  });
  expect(directives).not.toHaveProperty("script-src");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
});

test("who deploys is told of all that is sent with a page", () => {
  const told = readFileSync(resolve(import.meta.dirname, "../docs/deploying.md"), "utf8");
  for (const directive of CONTENT_SECURITY_POLICY.split("; ")) expect(told).toContain(directive);
  const { headers } = ask("/");
  for (const name of ["x-content-type-options", "referrer-policy"])
    expect(told.toLowerCase()).toContain(`${name}: ${headers.get(name)}`);
});

test("the page's settings cannot end their script", async () => {
  const page = await ask("/").text();
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page.match(/<\/script>/g)).toHaveLength(1);
});

test("a missing asset is no page", () => {
  expect(ask("/assets/gone.js").status).toBe(404);
});
