import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Backend, DEMO_PASSWORD, startBackend } from "../support/backend.ts";
import { fingerprint } from "./databaseState.ts";
import { engines } from "./engines.ts";
import { perform, preview, prove, REASON, undo } from "./premiumCalls.ts";

const EMAIL = "cliente@comptalyze.test";

type Session = { access_token: string; refresh_token: string };

describe.each(engines)("a banned customer on $engine", ({ open }) => {
  let backend: Backend;
  let ops: string;
  let user_id: string;

  beforeAll(async () => {
    backend = await startBackend(await open());
    ops = await backend.signIn("ops@comptalyze.test");
    const [user] = await backend.database.query<{ id: string }>(
      "select id from auth.users where email = $1",
      [EMAIL],
    );
    user_id = user?.id ?? "";
  });
  afterAll(() => backend.close());

  const auth = async (path: string, body: unknown) => {
    const response = await backend.request(
      `/auth/v1/${path}`,
      {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      },
      null,
    );
    return {
      status: response.status,
      body: (await response.json()) as Session & { error_code?: string },
    };
  };
  const signIn = (password = DEMO_PASSWORD, email = EMAIL) =>
    auth("token?grant_type=password", { email, password });
  const renew = (refresh_token: string) =>
    auth("token?grant_type=refresh_token", { refresh_token });

  async function ban(hours: number) {
    const params = { user_id, hours };
    const { body } = await preview(backend, ops, "ban-user", params);
    const done = await backend.act<{ run: { id: string }; proof: { status: string } }>(
      "ban-user",
      { mode: "run", params, plan: body.plan, reason: REASON, confirm: EMAIL },
      ops,
      crypto.randomUUID(),
    );
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    expect(done.body.proof.status).toBe("verified");
    return done.body.run.id;
  }

  const BANNED = { status: 400, body: { error_code: "user_banned" } };

  test("cannot sign in nor renew a session, and can again once the ban is undone", async () => {
    const before = await signIn();
    expect(before.status).toBe(200);
    const runId = await ban(1);
    expect(await signIn()).toMatchObject(BANNED);
    expect(await signIn(DEMO_PASSWORD, EMAIL.toUpperCase())).toMatchObject(BANNED);
    // The session went with the ban; its token is nobody's.
    expect((await renew(before.body.refresh_token)).status).toBe(400);
    // The rest of the world goes in and out.
    await backend.signIn("support@comptalyze.test");

    expect((await undo(backend, ops, "ban-user", runId)).status).toBe(200);
    expect((await signIn()).status).toBe(200);
    expect((await renew(before.body.refresh_token)).status, "it does not come back").toBe(400);
  });

  test("is signed out everywhere without a ban: nothing is renewed, signing in works at once", async () => {
    const support = await backend.signIn("support@comptalyze.test");
    const devices = [await signIn(), await signIn()];
    const done = await perform(backend, support, "sign-out-user", { user_id });
    expect(done).toMatchObject({
      changes: [{ field: "sessions", after: 0 }],
      proof: { status: "verified" },
      undo: false,
    });
    for (const { body } of devices) {
      expect((await renew(body.refresh_token)).status).toBe(400);
      // As the drawer says: a token that is out lasts until its own end.
      const rows = await backend.request("/rest/v1/urssaf_records", {}, body.access_token);
      expect(rows.status).toBe(200);
    }
    const again = await signIn();
    expect(again.status).toBe(200);
    expect((await renew(again.body.refresh_token)).status).toBe(200);
    const proved = await prove(backend, support, "sign-out-user", done.run.id);
    expect(proved.body.proof?.status).toBe("verified");
  });

  test("can sign in again when the ban has ended", async () => {
    await ban(1);
    expect(await signIn()).toMatchObject(BANNED);
    await backend.database.query(
      "update auth.users set banned_until = banned_until - interval '1 hour' where id = $1",
      [user_id],
    );
    expect((await signIn()).status).toBe(200);
  });

  test("cannot renew a session that outlived a ban made elsewhere", async () => {
    const { body } = await signIn();
    const until = (time: string) =>
      backend.database.query(
        `update auth.users set banned_until = now() + interval '${time}' where id = $1`,
        [user_id],
      );
    await until("1 hour");
    expect(await renew(body.refresh_token)).toMatchObject(BANNED);
    await until("-1 second");
    expect((await renew(body.refresh_token)).status).toBe(200);
  });

  test.each([undefined, null, 0, -1, 8761, 1.5, 1e308, "24", "NaN", true, [24], {}])(
    "hours %j are refused at both doors, and nothing is written",
    async (hours) => {
      const before = await fingerprint(backend.database);
      const params = { user_id, hours };
      const refused = { status: 422, body: { error: { code: "invalid_input" } } };
      expect(await preview(backend, ops, "ban-user", params)).toMatchObject(refused);
      expect(
        await backend.rpc("preview_action", { action: "ban-user", params }, ops),
      ).toMatchObject(refused);
      expect(await fingerprint(backend.database)).toEqual(before);
    },
  );

  test("support may neither ban nor lift a ban", async () => {
    const support = await backend.signIn("support@comptalyze.test");
    for (const [action, params] of [
      ["ban-user", { user_id, hours: 1 }],
      ["unban-user", { user_id }],
    ] as const) {
      expect(await preview(backend, support, action, params)).toMatchObject({
        status: 403,
        body: { error: { code: "not_allowed" } },
      });
    }
  });

  test("a wrong password is a wrong password again after the ban", async () => {
    const wrong = await signIn("not-the-password");
    expect(wrong.status).toBe(400);
    expect(wrong.body.error_code).not.toBe("user_banned");
    for (const email of ["nobody@example.fr", "", null]) {
      const { body } = await auth("token?grant_type=password", { email, password: "x" });
      expect(body.error_code).not.toBe("user_banned");
    }
  });
});
