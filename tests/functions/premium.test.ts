import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunReport } from "../../supabase/functions/_shared/contract.ts";
import { type Backend, startBackend } from "../support/backend.ts";
import { customersOf } from "./customers.ts";
import {
  accessOf,
  entitledTo,
  fingerprint,
  grantsOf,
  journalOf,
  mirrorOf,
  proofCount,
  runsOf,
} from "./databaseState.ts";
import { engines } from "./engines.ts";
import { perform, preview, REASON, run, undo } from "./premiumCalls.ts";

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const isTime = expect.stringMatching(TIME);

/** The wall clock in Paris, to the minute. */
const inParis = (time: string) =>
  new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", timeStyle: "short" }).format(
    new Date(time),
  );

const runShape = (action: string) => ({
  id: expect.stringMatching(UUID),
  code: expect.stringMatching(/^RUN-\d{4,}$/),
  action,
  status: "succeeded",
  started_at: isTime,
  finished_at: isTime,
  items: null,
});

const proved = (entitlement: string, rule: string, mirror: object) => ({
  status: "verified",
  checked_at: isTime,
  evidence: [
    { code: "entitlement", expected: entitlement, found: entitlement, ok: true },
    { code: "rule", expected: rule, found: rule, ok: true },
    { code: "mirror", expected: mirror, found: mirror, ok: true },
  ],
});

const PREMIUM = { is_premium: true, subscription_plan: "premium" };
const FREE = { is_premium: false, subscription_plan: "free" };

/** What a run changed, the other way round. */
const reversed = (changes: RunReport["changes"]) =>
  changes.map(({ before, after, ...rest }) => ({ ...rest, before: after, after: before }));

describe.each(engines)("premium on $engine", ({ open }) => {
  let backend: Backend;
  let customers: ReturnType<typeof customersOf>;
  let support: string;

  beforeAll(async () => {
    backend = await startBackend(await open());
    customers = customersOf(backend.database);
    support = await backend.signIn("support@comptalyze.test");
  });
  afterAll(() => backend.close());

  test("a grant: preview, run, proof, undo", async () => {
    const { database } = backend;
    const { id } = await customers("free");
    const params = { user_id: id, days: 7 };
    const untouched = await accessOf(database, id);
    const nothing = await fingerprint(database);

    const previewed = await preview(backend, support, "grant-premium", params);
    const end = previewed.body.changes.find(({ field }) => field === "access_ends_at")?.after;
    const change = (field: string, before: unknown, after: unknown) => ({
      entity: "user",
      id,
      field,
      before,
      after,
    });
    expect(previewed).toEqual({
      status: 200,
      body: {
        plan: expect.stringMatching(/^[A-Za-z0-9+/=]+\.[0-9a-f]{64}$/),
        summary: { code: "grant-premium", args: { ...params, plan: "premium", changes: 7 } },
        changes: [
          change("plan", "free", "premium"),
          change("decided_by", "default", "grant"),
          change("access_ends_at", null, isTime),
          change("grant_ends_at", null, end),
          change("quota_limit", 3, null),
          change("mirror.is_premium", false, true),
          change("mirror.subscription_plan", "free", "premium"),
        ],
        unchanged: [{ field: "stripe_subscription", value: null }],
        warnings: [],
        blockers: [],
        approval: null,
        computed_at: isTime,
      },
    });
    expect(inParis(String(end))).toBe(inParis(previewed.body.computed_at));
    expect(await fingerprint(database), "a preview writes nothing").toEqual(nothing);
    expect(await journalOf(database, id)).toEqual([]);

    const done = await run(backend, support, "grant-premium", params, previewed.body.plan);
    expect(done).toEqual({
      status: 200,
      body: {
        run: runShape("grant-premium"),
        changes: previewed.body.changes,
        proof: proved("premium", "grant", PREMIUM),
        undo: true,
      },
    });
    const runId = done.body.run.id;
    expect(await grantsOf(database, id)).toEqual([
      expect.objectContaining({ plan: "premium", reason: REASON, run_id: runId, running: true }),
    ]);
    expect(await entitledTo(database, id)).toEqual({ plan: "premium", source: "grant" });
    expect(await mirrorOf(database, id)).toEqual(PREMIUM);
    expect(await journalOf(database, id)).toEqual([
      {
        event: "action",
        outcome: "done",
        action: "grant-premium",
        run_id: runId,
        actor_email: "support@comptalyze.test",
        reason: REASON,
        before: Object.fromEntries(done.body.changes.map((c) => [c.field, c.before])),
        after: Object.fromEntries(done.body.changes.map((c) => [c.field, c.after])),
        details: { params: { ...params, plan: "premium" } },
      },
    ]);
    expect(await proofCount(database, runId)).toBe(1);

    const undone = await undo(backend, support, "grant-premium", runId);
    expect(undone).toEqual({
      status: 200,
      body: {
        run: runShape("grant-premium"),
        changes: reversed(done.body.changes),
        proof: proved("free", "default", FREE),
        undo: false,
      },
    });
    expect(await accessOf(database, id), "exactly as before").toEqual(untouched);
    expect((await grantsOf(database, id)).map((grant) => grant.running)).toEqual([false]);
    const [first, second] = await runsOf(database, id);
    expect(first).toMatchObject({ id: runId, undone_by_run: undone.body.run.id });
    expect(second).toMatchObject({ id: undone.body.run.id, undoes_run: runId });
  });

  test("taking a grant back: preview, run, proof, undo", async () => {
    const { database } = backend;
    const { id } = await customers("granted");
    const before = await accessOf(database, id);
    const grants = await grantsOf(database, id);

    const previewed = await preview(backend, support, "revoke-premium", { user_id: id });
    expect(previewed).toMatchObject({
      status: 200,
      body: {
        summary: { code: "revoke-premium", args: { user_id: id } },
        unchanged: [{ field: "stripe_subscription", value: null }],
        warnings: [],
        blockers: [],
        approval: null,
      },
    });
    expect(await accessOf(database, id), "a preview writes nothing").toEqual(before);

    const done = await run(
      backend,
      support,
      "revoke-premium",
      { user_id: id },
      previewed.body.plan,
    );
    expect(done).toEqual({
      status: 200,
      body: {
        run: runShape("revoke-premium"),
        changes: previewed.body.changes,
        proof: proved("free", "default", FREE),
        undo: true,
      },
    });
    expect(await entitledTo(database, id)).toEqual({ plan: "free", source: "default" });
    expect((await grantsOf(database, id)).filter((grant) => grant.running)).toEqual([]);

    const undone = await undo(backend, support, "revoke-premium", done.body.run.id);
    expect(undone).toMatchObject({ status: 200, body: { changes: reversed(done.body.changes) } });
    expect(undone.body.proof).toMatchObject({ status: "verified" });
    expect(await grantsOf(database, id), "the same grants run again").toEqual(grants);
    expect(await accessOf(database, id), "exactly as before").toEqual(before);
  });

  test("a customer who pays: the grant warns and lowers nothing, taking it back leaves the subscription", async () => {
    const { database } = backend;
    const { id } = await customers("subscribed");
    const before = await accessOf(database, id);
    const previewed = await preview(backend, support, "grant-premium", { user_id: id, days: 30 });
    expect(previewed.body.warnings).toEqual([
      { code: "subscription_decides", args: { plan: "premium", ends_at: null } },
    ]);
    const granted = await perform(backend, support, "grant-premium", { user_id: id, days: 30 });
    expect(granted.proof).toMatchObject({ status: "verified" });
    expect(granted.changes.map(({ field }) => field)).not.toContain("stripe_subscription");
    expect(await entitledTo(database, id)).toEqual({ plan: "premium", source: "subscription" });

    const back = await preview(backend, support, "revoke-premium", { user_id: id });
    expect(back.body.warnings).toEqual([{ code: "subscription_stays", args: { plan: "premium" } }]);
    await perform(backend, support, "revoke-premium", { user_id: id });
    expect((await accessOf(database, id)).entitlement).toEqual(before.entitlement);
  });

  test("undo puts back a mirror that the customer had changed, other keys untouched", async () => {
    const { database } = backend;
    const { id } = await customers("free");
    const metadata = { full_name: "x", subscription_plan: "or", deep: { a: [1, "é\n"] } };
    await database.query("update auth.users set raw_user_meta_data = $2 where id = $1", [
      id,
      metadata,
    ]);
    const done = await perform(backend, support, "grant-premium", { user_id: id, days: 1 });
    expect(await mirrorOf(database, id)).toEqual(PREMIUM);
    await undo(backend, support, "grant-premium", done.run.id);
    expect((await accessOf(database, id)).metadata).toEqual(metadata);
  });

  test("a second undo does nothing; the same undo again gets the same answer", async () => {
    const { database } = backend;
    const { id } = await customers("free");
    const done = await perform(backend, support, "grant-premium", { user_id: id, days: 3 });
    const key = randomUUID();
    const first = await undo(backend, support, "grant-premium", done.run.id, { key });
    expect(first.status).toBe(200);
    const after = await fingerprint(database);

    const repeated = await undo(backend, support, "grant-premium", done.run.id, { key });
    expect(repeated).toEqual(first);
    const second = await undo(backend, support, "grant-premium", done.run.id);
    expect(second).toMatchObject({
      status: 409,
      body: { error: { code: "not_undoable", details: { cause: "already_undone" } } },
    });
    const ofUndo = await undo(backend, support, "grant-premium", first.body.run.id);
    expect(ofUndo).toMatchObject({
      status: 409,
      body: { error: { code: "not_undoable", details: { cause: "no_undo" } } },
    });
    expect(await fingerprint(database)).toEqual(after);
  });

  test("a run cannot be undone through another action's address", async () => {
    const { database } = backend;
    const { id } = await customers("free");
    const done = await perform(backend, support, "grant-premium", { user_id: id, days: 3 });
    const before = await fingerprint(database);
    for (const runId of [done.run.id, randomUUID()]) {
      const answer = await undo(backend, support, "revoke-premium", runId);
      expect(answer).toMatchObject({
        status: 404,
        body: { error: { code: "not_found", details: { kind: "run" } } },
      });
    }
    expect(await fingerprint(database)).toEqual(before);
  });

  test("undo is refused once the customer was changed by something else", async () => {
    const { database } = backend;
    const { id } = await customers("free");
    const done = await perform(backend, support, "grant-premium", { user_id: id, days: 3 });
    await perform(backend, support, "grant-premium", { user_id: id, days: 30 });
    const before = await fingerprint(database);
    const answer = await undo(backend, support, "grant-premium", done.run.id);
    expect(answer).toMatchObject({
      status: 409,
      body: { error: { code: "not_undoable", details: { cause: "changed_since" } } },
    });
    expect(await fingerprint(database)).toEqual(before);
  });
});
