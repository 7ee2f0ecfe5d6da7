import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyImage } from "../tests/support/pgliteImage.ts";
import { type Database, openPglite } from "./database.ts";
import { keysIn } from "./keys.ts";
import { openSupabase, type Supabase } from "./supabase.ts";

const SITE = "http://localhost:5173";
const EMAIL = "ada@example.fr";
const keys = keysIn(null);
const mails: string[] = [];

let database: Database;
let supabase: Supabase;

const post = (path: string, body: unknown) =>
  supabase.fetch(
    new Request(`${SITE}/auth/v1/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", apikey: keys.publishableKey },
      body: JSON.stringify(body),
    }),
  );

beforeAll(async () => {
  database = await openPglite(null, await emptyImage());
  supabase = await openSupabase(database, keys, SITE, {
    send: async (mail: unknown) => {
      mails.push(JSON.stringify(mail));
    },
  });
  await post("signup", { email: EMAIL, password: "a-long-enough-password" });
  await database.query("update auth.users set email_confirmed_at = now()");
}, 60_000);
afterAll(() => database.close());

const ban = (until: string) => database.query(`update auth.users set banned_until = ${until}`);

/** Follows the link that a forgotten password brings. */
async function followLink() {
  await database.query("update auth.users set recovery_sent_at = null");
  mails.length = 0;
  await post("recover", { email: EMAIL });
  const link = /http[^"\\<> ]*\/auth\/v1\/verify[^"\\<> ]*/.exec(mails.join())?.[0] ?? "";
  const answer = await supabase.fetch(
    new Request(link.replaceAll("&amp;", "&"), { headers: { apikey: keys.publishableKey } }),
  );
  const fragment = new URLSearchParams(answer.headers.get("location")?.split("#")[1]);
  return Object.fromEntries(fragment);
}

const sessions = async () => (await database.query("select from auth.sessions")).length;

test("a mailed link opens no session for a banned customer, and opens one after the ban", async () => {
  await database.query("delete from auth.sessions");
  await ban("now() + interval '1 hour'");
  expect(await followLink()).toMatchObject({
    error: "access_denied",
    error_code: "user_banned",
    error_description: "User is banned",
  });
  expect(await sessions()).toBe(0);

  await ban("now() - interval '1 second'");
  expect(await followLink()).toHaveProperty("access_token");
  expect(await sessions()).toBe(1);
});

test("a body that is none is left to Auth", async () => {
  await ban("now() + interval '1 hour'");
  const answer = await supabase.fetch(
    new Request(`${SITE}/auth/v1/token?grant_type=password`, {
      method: "POST",
      headers: { "content-type": "application/json", apikey: keys.publishableKey },
      body: "{",
    }),
  );
  expect(answer.status).toBe(400);
  expect(await answer.text()).not.toContain("user_banned");
});
