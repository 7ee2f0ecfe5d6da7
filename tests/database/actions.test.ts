import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { preview, run, userId } from "./actions.ts";
import { dump } from "./dump.ts";
import { type GrantScene, openGrants } from "./grantScene.ts";
import type { PersonName } from "./people.ts";
import { ENGINES, type Person, type Session } from "./session.ts";

describe.each(ENGINES)("preview and run on %s", (_engine, open) => {
  let scene: GrantScene;
  let session: Session;
  let people: Record<PersonName, Person>;

  beforeAll(async () => {
    scene = await openGrants(open);
    ({ session, people } = scene);
  });
  afterAll(() => scene?.close());

  test("a preview writes nothing, and its diff is the diff of the run", async () => {
    // Free, with a claim of Premium, granted, paying, past due, cancelling, banned, revoked.
    for (const email of [
      "zoe.lambert@example.fr",
      "thomas.le-goff@example.fr",
      "hugo.perrin@example.fr",
      "lea.fontaine@example.fr",
      "atelier.morel@example.fr",
      "sofia.marques@example.com",
      "adrien.colin@example.fr",
      "yasmine.ferhat@example.fr",
    ]) {
      const user_id = await userId(session, email);
      for (const [action, params] of [
        ["grant-premium", { user_id, days: 60, plan: "premium" }],
        ["revoke-premium", { user_id }],
      ] as const) {
        const before = await dump(session);
        const shown = await preview(session, people.support, action, params);
        expect(await dump(session)).toEqual(before);
        expect({ email, action, status: shown.status, blockers: shown.body.blockers }).toEqual({
          email,
          action,
          status: 200,
          blockers: [],
        });
        const done = await run(session, people.support, action, params, { plan: shown.body.plan });
        expect({ email, action, status: done.status }).toEqual({ email, action, status: 200 });
        expect(shown.body.changes.length).toBeGreaterThan(0);
        expect(done.body.changes).toEqual(shown.body.changes);
      }
    }
  });

  test("what is feared for and stays is shown as unchanged", async () => {
    const params = { user_id: await userId(session, "ines.carpentier@example.com"), days: 30 };
    const { body } = await preview(session, people.ops, "grant-premium", params);
    expect(body.unchanged).toEqual([
      { field: "stripe_subscription", value: expect.objectContaining({ status: "active" }) },
    ]);
    expect(body.warnings.map((warning) => warning.code)).toContain("subscription_decides");
  });

  test.each<[string, (id: string) => [string, unknown[]]]>([
    [
      "a subscription came",
      (id) => [
        `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents)
        values ($1, 'cus_t', 'sub_t', 'premium', 'active', 'month', 1990)`,
        [id],
      ],
    ],
    [
      "another grant came",
      (id) => [
        `insert into private.grants (user_id, plan, starts_at, ends_at, reason)
        values ($1, 'pro', now() - interval '1 day', now() + interval '9 days', 'another one')`,
        [id],
      ],
    ],
    [
      "the mirror was written",
      (id) => [
        `update auth.users set raw_user_meta_data = raw_user_meta_data || '{"is_premium": "yes"}' where id = $1`,
        [id],
      ],
    ],
  ])("a plan is stale when %s, and nothing is written", async (_what, change) => {
    const { params, plan } = await scene.planned("maud.pichon@example.fr");
    await session.query("begin");
    const [sql, values] = change(params.user_id);
    await session.query(sql, values);
    await session.query("commit");
    expect(await scene.refused(people.support, params, { plan })).toMatchObject({
      status: 409,
      code: "stale_plan",
      details: { cause: "target_changed" },
    });
  });

  test("whoever writes over the own mirror again and again loses the grant all the same", async () => {
    const user_id = await userId(session, "hugo.perrin@example.fr");
    const granted = await preview(session, people.support, "grant-premium", { user_id, days: 80 });
    await run(
      session,
      people.support,
      "grant-premium",
      { user_id, days: 80 },
      { plan: granted.body.plan },
    );
    const { body } = await preview(session, people.support, "revoke-premium", { user_id });
    await session.query(
      `update auth.users set raw_user_meta_data = raw_user_meta_data || '{"is_premium": "yes", "subscription_plan": 7}' where id = $1`,
      [user_id],
    );
    const request = { plan: body.plan };
    const done = await run(session, people.support, "revoke-premium", { user_id }, request);
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    const [left] = await session.query(
      `select raw_user_meta_data -> 'is_premium' as premium, (private.entitlement(id)).plan from auth.users where id = $1`,
      [user_id],
    );
    expect(left).toEqual({ premium: false, plan: "free" });
  });

  test("a plan lasts fifteen minutes", async () => {
    const { params, plan } = await scene.planned("rose.nguyen@example.fr");
    expect(
      await scene.refused(people.support, params, { plan }, { clock: "15 minutes 5 seconds" }),
    ).toMatchObject({ status: 409, code: "plan_expired" });
    const late = await run(
      session,
      people.support,
      "grant-premium",
      params,
      { plan },
      { clock: "14 minutes" },
    );
    expect(late.status).toBe(200);
  });

  test("a plan is one caller's, for one request", async () => {
    const { params, plan } = await scene.planned("victor.delmas@example.fr");
    const stale = { status: 409, code: "stale_plan", details: { cause: "other_request" } };
    expect(await scene.refused(people.admin, params, { plan })).toMatchObject(stale);
    expect(await scene.refused(people.support, { ...params, days: 8 }, { plan })).toMatchObject(
      stale,
    );
    expect(await scene.refused(people.support, { ...params, plan: "pro" }, { plan })).toMatchObject(
      stale,
    );
    const other = await scene.planned("antoine.schmitt@example.com");
    expect(await scene.refused(people.support, other.params, { plan })).toMatchObject(stale);
    const revoke = await preview(session, people.support, "revoke-premium", {
      user_id: params.user_id,
    });
    expect(await scene.refused(people.support, params, { plan: revoke.body.plan })).toMatchObject(
      stale,
    );
  });

  test("a forged or altered plan is no plan", async () => {
    const { params, plan } = await scene.planned("victor.delmas@example.fr");
    const [body = "", signature = ""] = plan.split(".");
    const content = JSON.parse(Buffer.from(body, "base64").toString()) as Record<string, unknown>;
    const altered = Buffer.from(
      JSON.stringify({ ...content, at: "2099-01-01T00:00:00Z" }),
    ).toString("base64");
    for (const forged of [
      "",
      "x",
      `${altered}.${signature}`,
      `${body}.${"0".repeat(64)}`,
      `${body}.${signature.toUpperCase()}`,
      `${body}=.${signature}`,
      `A.${signature}`,
      `/////w==.${signature}`,
      `e30=.${signature}`,
      `${plan}\n`,
      ` ${plan}`,
    ]) {
      expect(await scene.refused(people.support, params, { plan: forged })).toMatchObject({
        status: 422,
        code: "invalid_input",
        details: { issues: [{ path: ["plan"], code: "unknown_plan" }] },
      });
    }
  });

  test("a blocked action is refused by the run too", async () => {
    const first = await scene.planned("olivier.bertin@example.fr", 30);
    await run(session, people.support, "grant-premium", first.params, { plan: first.plan });
    const params = { ...first.params, days: 10 };
    const { body } = await preview(session, people.support, "grant-premium", params);
    expect(body.blockers.map((blocker) => blocker.code)).toEqual(["covered_by_grant"]);
    expect(await scene.refused(people.support, params, { plan: body.plan })).toMatchObject({
      status: 409,
      code: "blocked",
    });
  });
});
