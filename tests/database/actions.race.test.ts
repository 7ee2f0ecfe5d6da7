import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { type Answered, call, grantOnce, preview, REASON, run, undo, userId } from "./actions.ts";
import { onePersonOfEach, type PersonName } from "./people.ts";
import { openSession, type Person, type Session } from "./session.ts";

const MANY = 50;

// Only a server has many connections: PGlite is one.
let database: Database;
let sessions: Session[];
let people: Record<PersonName, Person>;

beforeAll(async () => {
  database = await clonePostgres();
  people = await onePersonOfEach(database);
  sessions = await Promise.all(Array.from({ length: MANY }, () => openSession(database)));
});
afterAll(async () => {
  await Promise.all((sessions ?? []).map((session) => session.close()));
  await database?.close();
});

async function planned(email: string) {
  const session = sessions[0] as Session;
  const params = { user_id: await userId(session, email), days: 7 };
  const { body } = await preview(session, people.support, "grant-premium", params);
  return { params, plan: body.plan };
}

async function effectsOn(user_id: string) {
  const [row] = await database.query(
    `select
      (select count(*)::int from private.grants where user_id = $1) as grants,
      (select count(*)::int from private.runs where target_id = $1::text) as runs,
      (select count(*)::int from private.audit where target_id = $1::text and outcome = 'done') as done,
      (select count(*)::int from private.audit where target_id = $1::text and outcome = 'denied') as denied`,
    [user_id],
  );
  return row;
}

/** How often each answer was given: the code of a refusal, or 200. */
function codesOf(answers: Answered<unknown>[]): Record<string, number> {
  const codes: Record<string, number> = {};
  for (const { body, status } of answers) {
    const code = body.error?.code ?? String(status);
    codes[code] = (codes[code] ?? 0) + 1;
  }
  return codes;
}

test("50 equal calls at once: one run, one grant, one line, one answer", async () => {
  const { params, plan } = await planned("clara.dubreuil@example.fr");
  const key = randomUUID();
  const answers = await Promise.all(
    sessions.map((session) => run(session, people.support, "grant-premium", params, { plan, key })),
  );
  expect(codesOf(answers)).toEqual({ 200: MANY });
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await effectsOn(params.user_id)).toEqual({ grants: 1, runs: 1, done: 1, denied: 0 });
});

test("50 keys with one plan: one grant, 49 stale plans", async () => {
  const { params, plan } = await planned("oceane.blanc@example.fr");
  const answers = await Promise.all(
    sessions.map((session) => run(session, people.support, "grant-premium", params, { plan })),
  );
  expect(codesOf(answers)).toEqual({ 200: 1, stale_plan: MANY - 1 });
  expect(await effectsOn(params.user_id)).toEqual({
    grants: 1,
    runs: 1,
    done: 1,
    denied: MANY - 1,
  });
});

test("50 undos at once: one takes effect", async () => {
  const email = "nadia.cherif@example.fr";
  const granted = await grantOnce(sessions[0] as Session, people.support, email);
  const answers = await Promise.all(
    sessions.map((session) => undo(session, people.support, granted.run.id)),
  );
  expect(codesOf(answers)).toEqual({ 200: 1, not_undoable: MANY - 1 });
  const user_id = await userId(sessions[0] as Session, email);
  expect(await effectsOn(user_id)).toMatchObject({ grants: 1, runs: 2, done: 2 });
});

describe("of a run with items", () => {
  /** A run that did one thing and failed at another. */
  async function partial(): Promise<string> {
    const [made] = await database.query<{ id: string }>(
      `with made as (
        insert into private.runs (action, status, target_kind, target_id, target_label, params, reason, actor_id, actor_email, actor_role,
          idempotency_key, request_hash, items, counts, finished_at)
        values ('reconcile-subscriptions', 'partial', 'many', '', '2', '{"all":true}', $2, $1, 'x', 'ops', gen_random_uuid(), '', 2, '{}', now())
        returning id
      ), item as (
        insert into private.run_items (run_id, position, target_kind, target_id, target_label, status, changes)
        select made.id, i.position, 'user', $1::text, 'x', i.status, i.changes from made, (values
          (1, 'done', '[{"entity":"user","id":"x","field":"plan","before":"free","after":"pro"}]'::jsonb),
          (2, 'failed', '[]')) i (position, status, changes)
      )
      select id from made`,
      [people.ops?.userId, REASON],
    );
    return made?.id ?? "";
  }

  test.each<[string, (session: Session, id: string, key: string) => Promise<Answered<unknown>>]>([
    ["undos", (session, id, key) => undo(session, people.support, id, { key })],
    [
      "retries",
      (session, id, key) =>
        call(session, people.support, "retry_run", {
          run_id: id,
          reason: REASON,
          idempotency_key: key,
        }),
    ],
  ])("50 equal %s at once: one run, one answer", async (_name, click) => {
    const id = await partial();
    const key = randomUUID();
    const answers = await Promise.all(sessions.map((session) => click(session, id, key)));
    expect(codesOf(answers)).toEqual({ 200: MANY });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const runs = await database.query(
      "select 1 from private.runs where $1 in (undoes_run, retries_run)",
      [id],
    );
    expect(runs).toHaveLength(1);
  });
});

test("actions, sign-ins, simulations and the schedule at once: no deadlock, no lost write", async () => {
  const email = "paul.guerin@example.fr";
  const user_id = await userId(sessions[0] as Session, email);
  const [before] = await database.query<{ used: number }>(
    "select quota_used as used from private.users where id = $1",
    [user_id],
  );
  const work = sessions.map((session, index) => {
    if (index % 5 === 0) return grantOnce(session, people.support, email).catch(String);
    if (index % 5 === 1) {
      return session.query("update auth.users set last_sign_in_at = now() where id = $1", [
        user_id,
      ]);
    }
    if (index % 5 === 2) {
      return session.query(
        `insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents)
        values ($1, '2026-11', 'BIC', 100, 21)`,
        [user_id],
      );
    }
    if (index % 5 === 3) {
      return session.query("update public.emails set last_event_at = now() where user_id = $1", [
        user_id,
      ]);
    }
    return session.query("select private.tick()");
  });
  await Promise.all(work);
  const [after] = await database.query<{ used: number; repairs: number }>(
    `select quota_used as used, (select count(*)::int from private.user_repairs) as repairs
    from private.users where id = $1`,
    [user_id],
  );
  expect(after).toEqual({ used: (before?.used ?? 0) + MANY / 5, repairs: 0 });
});
