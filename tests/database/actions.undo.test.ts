import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { call, grantOnce, preview, run, undo, userId } from "./actions.ts";
import { dump } from "./dump.ts";
import { onePersonOfEach, type PersonName } from "./people.ts";
import { ENGINES, openSession, type Person, type Session } from "./session.ts";

const METADATA = [
  `{}`,
  `null`,
  `{"full_name": "Zoé"}`,
  `{"is_premium": false, "subscription_plan": "free", "full_name": "Zoé"}`,
  `{"is_premium": null}`,
  `{"is_premium": "yes", "subscription_plan": {"deep": [1, 2, null]}, "other": {"is_premium": true}}`,
  `{"subscription_plan": "gold"}`,
];

describe.each(ENGINES)("undo on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let people: Record<PersonName, Person>;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    people = await onePersonOfEach(database);
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  const metadataOf = async (id: string) =>
    (
      await session.query<{ text: string | null }>(
        "select raw_user_meta_data::text as text from auth.users where id = $1",
        [id],
      )
    )[0]?.text;

  const writeMetadata = (id: string, metadata: string | null) =>
    session.query("update auth.users set raw_user_meta_data = $2::jsonb where id = $1", [
      id,
      metadata,
    ]);

  async function revoke(person: Person, user_id: string) {
    const { body } = await preview(session, person, "revoke-premium", { user_id });
    return run(session, person, "revoke-premium", { user_id }, { plan: body.plan });
  }

  test.each([...METADATA, null])("a grant is taken back to the byte: %s", async (metadata) => {
    const id = await userId(session, "theo.brunet@example.fr");
    await writeMetadata(id, metadata);
    const before = await metadataOf(id);
    const [user] = await session.query("select * from private.users where id = $1", [id]);
    const granted = await grantOnce(session, people.support, "theo.brunet@example.fr");
    expect(await metadataOf(id)).toMatch(/"is_premium": true/);
    const undone = await undo(session, people.support, granted.run.id);
    expect(undone.status).toBe(200);
    expect(await metadataOf(id)).toBe(before);
    expect(await session.query("select * from private.users where id = $1", [id])).toEqual([user]);
    const swapped = granted.changes.map((change) => ({
      ...change,
      before: change.after,
      after: change.before,
    }));
    expect(undone.body.changes).toEqual(swapped);
    expect(undone.body.undo).toBe(false);
  });

  test.each(METADATA)("a revocation is taken back to the byte: %s", async (metadata) => {
    const id = await userId(session, "yann.kerbrat@example.fr");
    await session.query(
      `insert into private.grants (user_id, plan, starts_at, ends_at, reason) values
        ($1, 'premium', now() - interval '1 day', now() + interval '40 days', 'first'),
        ($1, 'pro', now() - interval '1 day', now() + interval '80 days', 'second')`,
      [id],
    );
    await writeMetadata(id, metadata);
    const before = await metadataOf(id);
    const grants = () =>
      session.query(
        "select id, revoked_at, revoked_by_run from private.grants where user_id = $1 order by id",
        [id],
      );
    const held = await grants();
    const revoked = await revoke(people.admin, id);
    expect(await grants()).not.toEqual(held);
    const undone = await undo(session, people.admin, revoked.body.run.id);
    expect(undone.status).toBe(200);
    expect(await metadataOf(id)).toBe(before);
    expect(await grants()).toEqual(held);
    await session.query("delete from private.grants where user_id = $1", [id]);
  });

  test("what others wrote into the metadata since stays", async () => {
    const id = await userId(session, "valentine.roche@example.fr");
    const granted = await grantOnce(session, people.support, "valentine.roche@example.fr", 9);
    await session.query(
      `update auth.users set raw_user_meta_data = raw_user_meta_data || '{"activity": "Relieuse"}' where id = $1`,
      [id],
    );
    expect((await undo(session, people.support, granted.run.id)).status).toBe(200);
    expect(await metadataOf(id)).toMatch(/"activity": "Relieuse"/);
  });

  test("a run is undone once, an undo never", async () => {
    const granted = await grantOnce(session, people.support, "adrien.colin@example.fr");
    const key = randomUUID();
    const undone = await undo(session, people.support, granted.run.id, { key });
    const before = await dump(session, ["private.audit"]);
    expect(await undo(session, people.support, granted.run.id, { key })).toEqual(undone);
    const refused = async (id: string, cause: string) => {
      const again = await undo(session, people.support, id);
      expect(again).toMatchObject({
        status: 409,
        body: { error: { code: "not_undoable", details: { cause } } },
      });
    };
    await refused(granted.run.id, "already_undone");
    await refused(undone.body.run.id, "no_undo");
    expect(await dump(session, ["private.audit"])).toEqual(before);
    const unknown = await undo(session, people.support, randomUUID());
    expect(unknown).toMatchObject({ status: 404, body: { error: { code: "not_found" } } });
  });

  test.each<[string, string]>([
    [
      "the customer wrote the mirror",
      `update auth.users set raw_user_meta_data = raw_user_meta_data || '{"subscription_plan": "gold"}' where id = $1`,
    ],
    [
      "a subscription came",
      `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents)
        values ($1, 'cus_u', 'sub_u', 'premium', 'active', 'month', 1990)`,
    ],
    [
      "another grant came",
      `insert into private.grants (user_id, plan, starts_at, ends_at, reason)
        values ($1, 'premium', now(), now() + interval '90 days', 'a longer one')`,
    ],
  ])("undo is refused when %s", async (_what, sql) => {
    const email = "samir.haddad@example.com";
    const id = await userId(session, email);
    const granted = await grantOnce(session, people.support, email);
    await session.query("begin");
    await session.query(sql, [id]);
    const before = await dump(session, ["private.audit"]);
    await session.query("commit");
    const answer = await undo(session, people.support, granted.run.id);
    expect(answer).toMatchObject({
      status: 409,
      body: { error: { code: "not_undoable", details: { cause: "changed_since" } } },
    });
    expect(await dump(session, ["private.audit"])).toEqual(before);
    await session.query("delete from public.subscriptions where user_id = $1", [id]);
    await session.query("delete from private.grants where user_id = $1", [id]);
  });

  test("undo is refused when the grant ended by the clock", async () => {
    const granted = await grantOnce(session, people.support, "maud.pichon@example.fr");
    const answer = await undo(session, people.support, granted.run.id, {}, { clock: "8 days" });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: "not_undoable" } } });
  });

  test("undo asks for a reason, a key and the right to run the action", async () => {
    const granted = await grantOnce(session, people.support, "rose.nguyen@example.fr");
    const id = granted.run.id;
    expect((await undo(session, people.support, id, { reason: "too short" })).status).toBe(422);
    expect((await undo(session, people.support, id, { key: "short" })).status).toBe(400);
    expect((await undo(session, people.customer, id)).status).toBe(403);
    const other = await call(session, people.support, "undo_run", {
      run_id: id,
      reason: "Une raison assez longue",
      idempotency_key: randomUUID(),
      action: "revoke-premium",
    });
    expect(other.status).toBe(404);
    expect((await undo(session, people.ops, id)).status).toBe(200);
  });

  test("the proof reads the truth, and says so when it is another", async () => {
    const email = "victor.delmas@example.fr";
    const granted = await grantOnce(session, people.support, email);
    const prove = (again: boolean) =>
      call<{ proof: { status: string; evidence: { code: string; ok: boolean }[] } }>(
        session,
        people.support,
        "prove_run",
        { run_id: granted.run.id, again },
      );
    expect((await prove(false)).body.proof.status).toBe("verified");
    await session.query(
      `update auth.users set raw_user_meta_data = raw_user_meta_data - 'is_premium' where email = $1`,
      [email],
    );
    expect((await prove(false)).body.proof.status).toBe("verified");
    const { proof } = (await prove(true)).body;
    expect(proof.status).toBe("unverified");
    expect(proof.evidence.filter((line) => !line.ok).map((line) => line.code)).toEqual(["mirror"]);
  });
});
