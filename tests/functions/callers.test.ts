import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { customersOf } from "./customers.ts";
import { fingerprint, journalOf } from "./databaseState.ts";
import { perform, planOf, preview, REASON, run, undo } from "./premiumCalls.ts";
import { claimsOf, signedToken, unsignedToken } from "./tokens.ts";

const CUSTOMER = "cliente@comptalyze.test";

describe("who may act", () => {
  let backend: Backend;
  let customers: ReturnType<typeof customersOf>;
  let support: string;
  let target: { id: string; params: { user_id: string; days: number }; plan: string; run: string };

  beforeAll(async () => {
    backend = await startBackend(await clonePostgres());
    customers = customersOf(backend.database);
    support = await backend.signIn("support@comptalyze.test");
    const { id } = await customers("free");
    const granted = await customers("free");
    const params = { user_id: id, days: 7 };
    const done = await perform(backend, support, "grant-premium", {
      user_id: granted.id,
      days: 7,
    });
    const plan = await planOf(backend, support, "grant-premium", params);
    target = { id, params, plan, run: done.run.id };
  });
  afterAll(() => backend.close());

  /** Preview, run and undo must all answer this, and write nothing. */
  async function turnedAway(token: string | null, status: number, code: string) {
    const before = await fingerprint(backend.database);
    const answers = [
      await preview(backend, token, "grant-premium", target.params),
      await run(backend, token, "grant-premium", target.params, target.plan),
      await undo(backend, token, "grant-premium", target.run),
      await undo(backend, token, "grant-premium", randomUUID()),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status, body: { error: { code } } });
    }
    expect(await fingerprint(backend.database)).toEqual(before);
  }

  test("a customer is not staff, whatever the metadata says", async () => {
    await backend.database.query(
      `update auth.users set raw_user_meta_data = '{"is_admin": true, "role": "admin"}' where email = $1`,
      [CUSTOMER],
    );
    await turnedAway(await backend.signIn(CUSTOMER), 403, "not_staff");
    const denied = await journalOf(backend.database, target.id);
    expect(denied.filter((line) => line.actor_email === CUSTOMER)).toEqual([
      expect.objectContaining({ outcome: "denied", details: { code: "not_staff", status: 403 } }),
    ]);
  });

  test("a former colleague is turned away at the next request", async () => {
    const token = await backend.signIn("admin2@comptalyze.test");
    expect((await preview(backend, token, "grant-premium", target.params)).status).toBe(200);
    await backend.database.exec(`
      update private.staff set removed_at = now()
      where user_id = (select id from auth.users where email = 'admin2@comptalyze.test')`);
    await turnedAway(token, 403, "not_staff");
  });

  test("a role without the permission is told so", async () => {
    const ops = await backend.signIn("ops@comptalyze.test");
    const line = "role = 'ops' and subject = 'grant-premium' and verb = 'run'";
    await backend.database.exec(`delete from private.permissions where ${line}`);
    try {
      const answer = await preview(backend, ops, "grant-premium", target.params);
      expect(answer).toMatchObject({ status: 403, body: { error: { code: "not_allowed" } } });
      const undone = await undo(backend, ops, "grant-premium", target.run);
      expect(undone).toMatchObject({ status: 403, body: { error: { code: "not_allowed" } } });
    } finally {
      await backend.database.exec(
        "insert into private.permissions values ('ops', 'run', 'grant-premium')",
      );
    }
  });

  test("after signing out the token, still valid by its dates, acts no more", async () => {
    const token = await backend.signIn("ops@comptalyze.test");
    expect((await preview(backend, token, "grant-premium", target.params)).status).toBe(200);
    const out = await backend.request("/auth/v1/logout", { method: "POST" }, token);
    expect(out.status).toBe(204);
    await turnedAway(token, 401, "unauthorized");
  });

  test("no token, and tokens that nobody signed", async () => {
    const claims = claimsOf(support);
    const secret = backend.keys.jwtSecret;
    const past = Math.floor(Date.now() / 1000) - 60;
    const again = signedToken(claims, secret);
    expect((await preview(backend, again, "grant-premium", target.params)).status).toBe(200);
    for (const token of [
      null,
      "",
      "garbage",
      "a.b.c",
      "é",
      unsignedToken(claims),
      signedToken(claims, "another secret, of the same length as ours"),
      `${support.slice(0, -4)}AAAA`,
      signedToken({ ...claims, exp: past }, secret),
      signedToken({ ...claims, session_id: randomUUID() }, secret),
      signedToken({ ...claims, session_id: undefined }, secret),
      signedToken({ ...claims, sub: undefined }, secret),
      signedToken({ ...claims, role: "anon" }, secret),
      backend.keys.publishableKey,
      backend.keys.secretKey,
    ]) {
      await turnedAway(token, 401, "unauthorized");
    }
    const service = signedToken({ ...claims, role: "service_role" }, secret);
    await turnedAway(service, 403, "not_allowed");
  });

  test("an apikey of nobody, or none", async () => {
    for (const apikey of ["sb_publishable_x", "é", "", null]) {
      const answer = await fetch(`${backend.url}/functions/v1/grant-premium`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${support}`,
          "content-type": "application/json",
          ...(apikey === null ? {} : { apikey }),
        },
        body: JSON.stringify({ mode: "preview", params: target.params }),
      });
      expect([apikey, answer.status]).toEqual([apikey, 401]);
      expect(await answer.json()).toMatchObject({ error: { code: "unauthorized" } });
    }
  });

  test("the secret key beside a customer's token gives the customer nothing", async () => {
    const token = await backend.signIn(CUSTOMER);
    const answer = await fetch(`${backend.url}/functions/v1/grant-premium`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, apikey: backend.keys.secretKey },
      body: JSON.stringify({ mode: "preview", params: target.params }),
    });
    expect(answer.status).toBe(403);
  });

  test("a browser may ask from anywhere; only POST acts", async () => {
    const url = `${backend.url}/functions/v1/grant-premium`;
    const asked = await fetch(url, {
      method: "OPTIONS",
      headers: {
        origin: "https://console.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization, apikey, content-type, idempotency-key",
      },
    });
    expect(asked.status).toBe(204);
    const allowed = asked.headers.get("access-control-allow-headers") ?? "";
    for (const name of ["authorization", "apikey", "content-type", "idempotency-key"]) {
      expect(allowed).toContain(name);
    }
    expect(asked.headers.get("access-control-allow-methods")).toContain("POST");

    for (const method of ["GET", "PUT", "PATCH", "DELETE", "POST"]) {
      const answer = await fetch(url, { method });
      expect([method, answer.status]).toEqual([method, method === "POST" ? 401 : 405]);
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      expect(answer.headers.get("content-type")).toContain("application/json");
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(await answer.json()).toMatchObject({
        error: { code: method === "POST" ? "unauthorized" : "method_not_allowed" },
      });
    }
    const unknown = await backend.act("no-such-action", {}, support);
    expect(unknown).toMatchObject({ status: 404, body: { error: { code: "not_found" } } });
  });

  test("the refusals left the plan good: the colleague it was made for can still use it", async () => {
    const done = await run(backend, support, "grant-premium", target.params, target.plan);
    expect(done).toMatchObject({ status: 200, body: { proof: { status: "verified" } } });
    expect((await journalOf(backend.database, target.id)).at(-1)).toMatchObject({
      outcome: "done",
      reason: REASON,
    });
  });
});
