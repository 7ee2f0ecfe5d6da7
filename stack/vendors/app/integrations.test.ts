import { describe, expect, test } from "vitest";
import { openApp } from "./scene.ts";

const { app, control, one, outside, query } = await openApp();

describe("integrations", () => {
  type Token = {
    id: string;
    access_token: string;
    refresh_token: string;
    expires_at: string;
    last_error: string | null;
  };
  const tokenOf = async (email: string, provider: string) => {
    const row = await one<Token>(
      `select t.id, access_token, refresh_token, to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as expires_at, last_error from public.integration_tokens t
       join auth.users u on u.id = t.user_id where u.email = $1 and t.provider = $2`,
      [email, provider],
    );
    if (row === undefined) throw new Error(`${email} has no ${provider}`);
    return row;
  };
  const expired = () => tokenOf("gabriel.pons@example.fr", "stripe");
  const check = (id: string) => app(`GET /api/admin/integrations/${id}/check`);
  const refresh = (id: string, key?: string) =>
    app(`POST /api/admin/integrations/${id}/refresh`, key === undefined ? {} : { key });

  test("an expired token is refreshed, and taken afterwards; nobody sees it", async () => {
    const before = await expired();
    const lines = await outside();
    expect(await check(before.id)).toMatchObject({
      status: 200,
      body: { valid: false, reason: "token_expired" },
    });
    const answer = await refresh(before.id);
    const after = await expired();
    expect(answer).toEqual({
      status: 200,
      body: {
        id: before.id,
        provider: "stripe",
        expires_at: after.expires_at,
        last_refreshed_at: expect.any(String),
      },
    });
    expect(after.access_token).not.toBe(before.access_token);
    expect(after.refresh_token).not.toBe(before.refresh_token);
    expect(after.last_error).toBeNull();
    expect(Date.parse(after.expires_at)).toBeGreaterThan(Date.now());
    expect(await check(before.id)).toEqual({
      status: 200,
      body: { valid: true, expires_at: after.expires_at },
    });
    expect(await outside()).toEqual(lines);
  });

  test("the same key refreshes once", async () => {
    const { id } = await expired();
    const first = await refresh(id, "refresh-1");
    const token = (await expired()).access_token;
    expect(await refresh(id, "refresh-1")).toEqual(first);
    expect((await expired()).access_token).toBe(token);
    await refresh(id, "refresh-2");
    expect((await expired()).access_token).not.toBe(token);
  });

  test("one that the customer took back has to be connected again", async () => {
    const { id, access_token } = await tokenOf("zoe.lambert@example.fr", "shopify");
    expect(await refresh(id)).toMatchObject({
      status: 422,
      body: { error: "reconnect", reason: expect.stringContaining("invalid_grant") },
    });
    const after = await tokenOf("zoe.lambert@example.fr", "shopify");
    expect(after).toMatchObject({
      access_token,
      last_error: expect.stringContaining("invalid_grant"),
    });
    expect((await check(id)).body).toMatchObject({ valid: false, reason: "token_revoked" });
  });

  test("a refresh that the provider does not honour is seen by asking it", async () => {
    const { id } = await expired();
    await control("app", "seed", { connections: [{ id, state: "refuses" }] });
    expect((await refresh(id)).status).toBe(200);
    expect((await check(id)).body).toMatchObject({ valid: false, reason: "token_unknown" });
  });

  test("a token that the database lost is not the provider's", async () => {
    const { id } = await expired();
    await refresh(id);
    await query("update public.integration_tokens set access_token = 'old' where id = $1", [id]);
    expect((await check(id)).body).toMatchObject({ valid: false, reason: "token_unknown" });
  });

  test("a provider that is away, an unknown integration, no token", async () => {
    const { id, access_token } = await expired();
    await control("app", "seed", { connections: [{ id, state: "down" }] });
    expect(await refresh(id)).toMatchObject({ status: 502, body: { error: "provider_down" } });
    expect(await check(id)).toMatchObject({ status: 502 });
    expect((await expired()).access_token).toBe(access_token);
    for (const unknown of ["00000000-0000-4000-a000-000000000000", "zoe"]) {
      expect(await refresh(unknown)).toMatchObject({ status: 404, body: { error: "not_found" } });
      expect((await check(unknown)).status).toBe(404);
    }
    expect((await app(`POST /api/admin/integrations/${id}/refresh`, { token: null })).status).toBe(
      401,
    );
    expect((await app(`GET /api/admin/integrations/${id}/check`, { token: "x" })).status).toBe(401);
  });

  test("a fault after the effect: the same key does not refresh again", async () => {
    const { id } = await expired();
    await control("app", "faults", { match: "*/refresh", kind: "cut" });
    await expect(refresh(id, "cut")).rejects.toThrow();
    const { access_token } = await expired();
    expect((await refresh(id, "cut")).status).toBe(200);
    expect((await expired()).access_token).toBe(access_token);
  });
});
