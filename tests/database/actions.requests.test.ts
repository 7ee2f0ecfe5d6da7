import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PreviewAnswer } from "../../supabase/functions/_shared/contract.ts";
import { preview, REASON, run } from "./actions.ts";
import { dump } from "./dump.ts";
import { type GrantScene, openGrants } from "./grantScene.ts";
import type { PersonName } from "./people.ts";
import { ENGINES, type Person, type Session } from "./session.ts";

describe.each(ENGINES)("what a request must carry on %s", (_engine, open) => {
  let scene: GrantScene;
  let session: Session;
  let people: Record<PersonName, Person>;

  beforeAll(async () => {
    scene = await openGrants(open);
    ({ session, people } = scene);
  });
  afterAll(() => scene?.close());

  test("a reason has 10 to 500 characters, whatever they weigh", async () => {
    const { params, plan } = await scene.planned("pauline.mercier@example.com");
    const short = {
      status: 422,
      details: { issues: [{ path: ["reason"], code: "reason_too_short" }] },
    };
    const long = {
      status: 422,
      details: { issues: [{ path: ["reason"], code: "reason_too_long" }] },
    };
    for (const reason of ["", "too short", "🙂".repeat(9), `   ${"é".repeat(9)}\n\t `]) {
      expect(await scene.refused(people.support, params, { plan, reason })).toMatchObject(short);
    }
    expect(
      await scene.refused(people.support, params, { plan, reason: "🙂".repeat(501) }),
    ).toMatchObject(long);
    const done = await run(session, people.support, "grant-premium", params, {
      plan,
      reason: `  ${"🙂".repeat(500)}\n`,
    });
    expect(done.status).toBe(200);
    const [row] = await session.query<{ reason: string }>(
      "select reason from private.runs where id = $1",
      [done.body.run.id],
    );
    expect(row?.reason).toBe("🙂".repeat(500));
    const again = await preview(session, people.support, "revoke-premium", {
      user_id: params.user_id,
    });
    const ten = await run(
      session,
      people.support,
      "revoke-premium",
      { user_id: params.user_id },
      { plan: again.body.plan, reason: "🙂".repeat(10) },
    );
    expect(ten.status).toBe(200);
  });

  test("the same key and request give the same answer and one effect", async () => {
    const { params, plan } = await scene.planned("remi.jacquet@example.fr");
    const key = "one-key-for-one-effect";
    const first = await run(session, people.support, "grant-premium", params, { plan, key });
    expect(first.status).toBe(200);
    const before = await dump(session);
    const late = await run(
      session,
      people.support,
      "grant-premium",
      params,
      { plan, key },
      { clock: "3 days" },
    );
    expect(late).toEqual(first);
    expect(await dump(session)).toEqual(before);
    for (const other of [
      { plan, key, reason: `${REASON}, une autre` },
      { plan, key, incident: "INC-1" },
      { plan: `${plan}0`, key },
    ]) {
      expect(await scene.refused(people.support, params, other)).toMatchObject({
        status: 422,
        code: "idempotency_key_reused",
        details: { run_id: first.body.run.id },
      });
    }
    expect(
      await scene.refused(people.support, { ...params, days: 9 }, { plan, key }),
    ).toMatchObject({
      code: "idempotency_key_reused",
    });
    // Another colleague may happen to use the same key.
    expect(await scene.refused(people.admin, params, { plan, key })).toMatchObject({
      code: "stale_plan",
    });
  });

  test.each(["", "short", "clé-accentuée", "with blank", "k".repeat(201)])(
    "%j is no idempotency key",
    async (key) => {
      const { params, plan } = await scene.planned("salome.weber@example.fr");
      expect(await scene.refused(people.support, params, { plan, key })).toMatchObject({
        status: 400,
        code: "malformed",
      });
    },
  );

  test("an unknown customer, action or parameter is said to be so", async () => {
    const unknown = "00000000-0000-4000-8000-000000000000";
    const ask = async (action: string, params: Record<string, unknown>) => {
      const { status, body } = await preview(session, people.support, action, params);
      return [status, (body as Partial<PreviewAnswer> & { error?: { code: string } }).error?.code];
    };
    expect(await ask("grant-premium", { user_id: unknown, days: 7 })).toEqual([404, "not_found"]);
    expect(await ask("grant-premium", { user_id: "x", days: 7 })).toEqual([422, "invalid_input"]);
    expect(await ask("no-such-action", { user_id: unknown })).toEqual([403, "not_allowed"]);
  });
});
