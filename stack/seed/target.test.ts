import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type Listener, listen } from "../http.ts";
import { callSeedControl, seedControl } from "./control.ts";
import { guardTarget, openTarget, readEnv } from "./target.ts";

const folder = mkdtempSync(join(tmpdir(), "seed-target-"));
const open: Listener[] = [];
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all(open.map((listener) => listener.close()));
});

test.each([
  "postgresql://postgres:x@db.abcdefgh.supabase.co:5432/postgres",
  "postgresql://postgres.abcdefgh:x@aws-0-eu-west-3.pooler.supabase.com:6543/postgres",
  "postgresql://10.0.0.7/postgres",
  "postgresql://localhost.example.com/postgres",
  "host=db.abcdefgh.supabase.co",
  "postgresql:///postgres?host=db.abcdefgh.supabase.co",
])("%s may be production: refused without the promise", (url) => {
  expect(() => guardTarget(url, false)).toThrow(/--yes-this-is-not-production/);
  expect(() => guardTarget(url, true)).not.toThrow();
});

test.each([
  "postgresql://postgres:postgres@127.0.0.1:54322/postgres",
  "postgresql://postgres@localhost/postgres",
  "postgresql://postgres@[::1]:5432/postgres",
])("%s is this machine", (url) => {
  expect(() => guardTarget(url, false)).not.toThrow();
});

test("an address on this machine that leads elsewhere is refused too", () => {
  const url = "postgresql://localhost/postgres?host=db.abcdefgh.supabase.co";
  expect(() => guardTarget(url, false)).toThrow(/--yes-this-is-not-production/);
});

test("the caller's environment comes before that of the running stack", () => {
  writeFileSync(
    join(folder, "env"),
    'SUPABASE_URL="http://127.0.0.1:1"\nSTRIPE_API_BASE="http://a"\n',
  );
  expect(readEnv({ STRIPE_API_BASE: "http://b" }, folder)).toEqual({
    SUPABASE_URL: "http://127.0.0.1:1",
    STRIPE_API_BASE: "http://b",
  });
  expect(readEnv({}, join(folder, "nowhere"))).toEqual({});
});

test("without a database and without a stack it says what to do", async () => {
  await expect(openTarget({}, false)).rejects.toThrow(/npm start/);
});

test("the running stack is asked with its secret key, and with no other", async () => {
  const scripts: string[] = [];
  const database = {
    exec: async (script: string) => scripts.push(script),
    query: async () => [],
  };
  const control = seedControl(database, "sb_secret_test");
  const listener = await listen(
    async (request) => (await control(request)) ?? new Response(null, { status: 404 }),
  );
  open.push(listener);
  const url = `http://127.0.0.1:${listener.port}`;
  await expect(callSeedControl(url, "sb_secret_wrong", "POST", { users: 5 })).rejects.toThrow(
    "401",
  );
  await expect(callSeedControl(url, "sb_secret_test", "POST", { users: 0 })).rejects.toThrow("422");
  expect(scripts).toEqual([]);
  const target = await openTarget(
    { SUPABASE_URL: url, SUPABASE_SECRET_KEY: "sb_secret_test" },
    false,
  );
  await target.seed(5);
  expect(scripts[0]).toMatch(/^set seed\.users = '5';/);
  expect(await target.rows()).toEqual({
    now: 0,
    users: [],
    subscriptions: [],
    events: [],
    emails: [],
    revoked: [],
  });
});
