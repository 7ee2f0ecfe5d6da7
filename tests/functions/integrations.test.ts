import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { customerApp, type Integration } from "./appVendor.ts";
import { preview, prove, run } from "./premiumCalls.ts";

const ACTION = "refresh-integration";

describe("refresh-integration", () => {
  let backend: Backend;
  let app: Awaited<ReturnType<typeof customerApp>>;
  let support: string;

  beforeAll(async () => {
    backend = await startBackend(await clonePostgres(), {
      vendors: true,
      env: { VENDOR_TIMEOUT_MS: "1500" },
    });
    await backend.database.query("update private.vendor_rates set per_second = 500");
    app = await customerApp(backend);
    support = await backend.signIn("support@comptalyze.test");
  });
  afterAll(() => backend?.close());

  type Token = {
    access_token: string;
    refresh_token: string | null;
    last_error: string | null;
    valid: boolean;
  };
  async function tokenOf({ id }: Integration): Promise<Token> {
    const [token] = await backend.database.query<Token>(
      `select access_token, refresh_token, last_error, expires_at > now() as valid
      from public.integration_tokens where id = $1::uuid`,
      [id],
    );
    if (token === undefined) throw new Error("the integration is gone");
    return token;
  }

  const change = (own: Integration, set: string) =>
    backend.database.query(`update public.integration_tokens set ${set} where id = $1::uuid`, [
      own.id,
    ]);

  async function planned({ id }: Integration) {
    const { status, body } = await preview(backend, support, ACTION, { integration_id: id });
    expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
    return body;
  }

  async function refresh(own: Integration, key = randomUUID()) {
    const seen = await planned(own);
    const params = { integration_id: own.id };
    const { status, body } = await run(backend, support, ACTION, params, seen.plan, { key });
    return { seen, status, done: body, ended: await app.ended(body.run?.id ?? "") };
  }

  const refreshes = async () =>
    (await app.received()).filter(({ path }) => path.endsWith("/refresh")).length;

  test("an expired token is renewed, and its provider takes the new one; nobody sees a value", async () => {
    const own = await app.integration({ expired: true });
    await change(own, "last_error = 'Stripe: no answer in 15 s'");
    const before = await tokenOf(own);
    const others = await app.rest("public.integration_tokens", [own.user_id]);
    const seen = await planned(own);
    expect(await refreshes()).toBe(0);
    const field = (name: string, was: unknown, is: unknown) => ({
      entity: "integration",
      id: own.id,
      field: name,
      before: was,
      after: is,
    });
    expect(seen.changes).toEqual([
      field("token_status", "expired", "valid"),
      field("last_error", "Stripe: no answer in 15 s", null),
    ]);
    const { status, done, ended } = await refresh(own);
    expect(status).toBe(200);
    expect(ended).toEqual({
      status: "succeeded",
      items: [{ status: "done", code: "refreshed", attempts: 1 }],
    });
    expect(done.changes).toEqual(seen.changes);
    expect(done).toMatchObject({
      undo: false,
      proof: {
        status: "verified",
        evidence: [
          { code: "token_accepted", expected: true, found: true, ok: true },
          { code: "token_status", expected: "valid", found: "valid", ok: true },
        ],
      },
    });
    const after = await tokenOf(own);
    expect(after).toMatchObject({ valid: true, last_error: null });
    expect(after.access_token).not.toBe(before.access_token);
    expect(await app.rest("public.integration_tokens", [own.user_id])).toEqual(others);

    const secrets = [before, after].flatMap((token) => [token.access_token, token.refresh_token]);
    const kept = await backend.database.query<{ text: string }>(
      `select r::text as text from private.runs r union all select i::text from private.run_items i
      union all select s::text from private.run_steps s union all select p::text from private.run_proofs p
      union all select a::text from private.audit a union all select a::text from private.approvals a`,
    );
    const list = await backend.request(
      `/rest/v1/integrations?id=eq.${own.id}`,
      { headers: { "accept-profile": "backoffice" } },
      support,
    );
    const page = await backend.rpc("open_user", { user_id: own.user_id }, support);
    const told = JSON.stringify([seen, done, kept, await list.json(), page.body]);
    expect(told).toContain(own.id);
    for (const secret of secrets) expect(told).not.toContain(secret);
    expect(told).not.toMatch(/no-real-(token|refresh)/);
  });

  test("one that the customer took back: failed, and only he can mend it", async () => {
    const own = await app.integration({ expired: true });
    await change(own, "last_error = 'invalid_grant: This authorization has been revoked'");
    await app.provider(own.id, "revoked");
    const before = await tokenOf(own);
    const { seen, status, done, ended } = await refresh(own);
    expect(seen.warnings).toEqual([{ code: "reconnect_likely", args: { provider: "stripe" } }]);
    expect(status).toBe(200);
    expect(ended).toEqual({
      status: "failed",
      items: [{ status: "failed", code: "reconnect", attempts: 1 }],
    });
    expect(done.proof).toMatchObject({
      status: "unverified",
      evidence: [{ code: "token_accepted", found: false, ok: false }],
    });
    expect(done.changes).toEqual([]);
    expect((await tokenOf(own)).access_token).toBe(before.access_token);
    const list = await backend.request(
      `/rest/v1/integrations?id=eq.${own.id}&select=status,cause,last_error`,
      { headers: { "accept-profile": "backoffice" } },
      support,
    );
    expect(await list.json()).toEqual([
      {
        status: "expired",
        cause: "reconnect",
        last_error: expect.stringContaining("invalid_grant"),
      },
    ]);
  });

  test("read again later, the proof says what is true then, and nothing is refreshed again", async () => {
    const own = await app.integration({ expired: true });
    const { done } = await refresh(own);
    const calls = await refreshes();
    const proved = async () => {
      const { status, body } = await prove(backend, support, ACTION, done.run.id);
      expect(status).toBe(200);
      return body.proof;
    };
    expect(await proved()).toMatchObject({
      status: "verified",
      evidence: [{ code: "token_accepted", expected: true, found: true, ok: true }],
    });
    await app.provider(own.id, "revoked");
    expect(await proved()).toMatchObject({
      status: "unverified",
      evidence: [{ code: "token_accepted", expected: true, found: false, ok: false }],
    });
    await app.provider(own.id, "fine");
    expect(await proved()).toMatchObject({ status: "verified" });
    expect(await refreshes()).toBe(calls);
    // What the run itself found is not rewritten: each reading is kept beside it.
    const proofs = await backend.database.query<{ status: string }>(
      "select status from private.run_proofs where run_id = $1::uuid order by id",
      [done.run.id],
    );
    expect(proofs.map(({ status }) => status)).toEqual([
      "verified",
      "verified",
      "unverified",
      "verified",
    ]);
  });

  test("refreshed, and yet not taken by the provider: not verified", async () => {
    const own = await app.integration({ expired: true });
    await app.provider(own.id, "refuses");
    const { done, ended } = await refresh(own);
    expect(ended.status).toBe("succeeded");
    expect(done.proof).toMatchObject({
      status: "unverified",
      evidence: [
        { code: "token_accepted", found: false, ok: false },
        { code: "token_status", found: "valid", ok: true },
      ],
    });
  });

  test("what needs no refresh, or cannot have one, is off and says why; forced it is refused", async () => {
    const own = await app.integration();
    const params = { integration_id: own.id };
    const off = async (code: string) => {
      const calls = await refreshes();
      const seen = await planned(own);
      expect(seen.blockers).toMatchObject([{ code }]);
      const forced = await run(backend, support, ACTION, params, seen.plan);
      expect(forced).toMatchObject({
        status: 409,
        body: { error: { code: "blocked", details: { blockers: [{ code }] } } },
      });
      const guards = await backend.rpc<Record<string, unknown>>(
        "record_guards",
        { kind: "integration", id: own.id },
        support,
      );
      expect(guards.body).toMatchObject({ [ACTION]: { allowed: false, code } });
      expect(await refreshes()).toBe(calls);
    };
    await off("token_valid");
    await change(own, "expires_at = null");
    await off("never_ends");
    await change(own, "expires_at = now() - interval '1 day', refresh_token = null");
    await off("no_refresh_token");
    await change(own, "expires_at = now() + interval '2 days', refresh_token = 'demo'");
    expect(await planned(own)).toMatchObject({
      blockers: [],
      warnings: [{ code: "still_valid", args: { ends_at: expect.any(String) } }],
    });
    // Valid for long, and yet the provider said something against it: it may be tried.
    await change(own, "expires_at = now() + interval '60 days', last_error = 'Stripe 500'");
    expect((await planned(own)).blockers).toEqual([]);
  });

  test("a token that changed between preview and run: 409, and no call", async () => {
    const own = await app.integration({ expired: true });
    const { plan } = await planned(own);
    await change(own, "expires_at = now() + interval '60 days'");
    const calls = await refreshes();
    expect(await run(backend, support, ACTION, { integration_id: own.id }, plan)).toMatchObject({
      status: 409,
      body: { error: { code: "stale_plan" } },
    });
    expect(await refreshes()).toBe(calls);
  });

  test("a provider that stays away: failed, and nothing changed", async () => {
    const own = await app.integration({ expired: true });
    await app.provider(own.id, "down");
    await backend.database.query(
      "update private.settings set value = '2' where key = 'item_attempts'",
    );
    const before = await tokenOf(own);
    const { ended } = await refresh(own);
    await backend.database.query(
      "update private.settings set value = '5' where key = 'item_attempts'",
    );
    expect(ended).toEqual({
      status: "failed",
      items: [{ status: "failed", code: "vendor_broken", attempts: 2 }],
    });
    expect((await tokenOf(own)).access_token).toBe(before.access_token);
  });

  test.each([
    [{}, 422],
    [{ integration_id: "x" }, 422],
    [{ integration_id: randomUUID(), month: "2026-01" }, 422],
    [{ integration_id: randomUUID() }, 404],
  ])("%j is refused with %i", async (params, status) => {
    expect((await preview(backend, support, ACTION, params)).status).toBe(status);
  });
});
