import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import {
  type Answered,
  askForApproval,
  call,
  grantOnce,
  preview,
  REASON,
  userId,
} from "./actions.ts";
import { type Routine, routinesOf } from "./catalog.ts";
import { readMatrix } from "./matrix.ts";
import { onePersonOfEach, PEOPLE, type PersonName } from "./people.ts";
import { asPerson, ENGINES, openSession, type Person, refusalOf, type Session } from "./session.ts";

/** The incident of the demo, which is over. */
const DEMO_INCIDENT = "00000000-0000-4000-8000-0000000000e1";
const matrix = readMatrix();
const LAST_YEAR = "2025-12-01T00:00:00Z";
const NEW_YEAR = "2026-01-01T00:00:00Z";
const STAFF = ["support", "ops", "admin"] as const;

/** What an action takes: the customer alone, where nothing else is said. */
const MORE_PARAMS: Record<string, object> = {
  "add-staff": { role: "support" },
  "ban-user": { hours: 3 },
  "grant-premium": { days: 3 },
};

describe.each(ENGINES)("functions on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let people: Record<PersonName, Person>;
  let routines: Map<string, Routine>;
  /** Arguments with which staff get past every check of rights. */
  let samples: Record<string, Record<string, unknown>>;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    people = await onePersonOfEach(database);
    routines = new Map((await routinesOf(session)).map((one) => [one.name, one]));
    const { run } = await grantOnce(session, people.admin, "malik.benali@example.fr");
    const user_id = await userId(session, "zoe.lambert@example.fr");
    const { approval } = await askForApproval(session, people.support);
    const approval_id = approval.id;
    const [alert] = await session.query<{ id: string }>(
      "select id from private.alerts where fired_at is not null limit 1",
    );
    const key = { idempotency_key: "a-key-of-this-test", reason: REASON };
    samples = {
      "backoffice.me": {},
      "backoffice.open_user": { user_id },
      "backoffice.request_scan": {},
      "backoffice.access_history": { user_id },
      "backoffice.home": {},
      "backoffice.chart": { name: "imports", since: LAST_YEAR, until: NEW_YEAR, grain: "day" },
      "backoffice.marks": { since: LAST_YEAR, until: NEW_YEAR },
      "backoffice.set_threshold": {
        metric: "uptime",
        threshold: 99,
        window_hours: 720,
        reason: REASON,
      },
      "backoffice.save_alert_rule": {
        id: null,
        fields: { metric: "uptime", severity: "P2" },
        reason: REASON,
      },
      "backoffice.delete_alert_rule": { id: 1, reason: REASON },
      "backoffice.mute_alert_rule": { id: 1, minutes: 60, reason: REASON },
      "backoffice.test_alert_rule": { id: 1 },
      "backoffice.draft_incident": { alert_id: alert?.id, title: "Webhooks en échec" },
      "backoffice.declare_incident": {
        id: "00000000-0000-4000-8000-0000000000e9",
        fields: { title: "Webhooks en échec", severity: "P1" },
      },
      "backoffice.move_incident": {
        id: DEMO_INCIDENT,
        move: "reopen",
        version: 1,
        reason: REASON,
      },
      "backoffice.search_users": { search: "zoe" },
      "backoffice.count_users": { search: "zoe" },
      "backoffice.preview_action": { action: "grant-premium", params: { user_id, days: 7 } },
      "backoffice.run_action": {
        action: "grant-premium",
        params: { user_id, days: 7 },
        plan: "forged",
        ...key,
      },
      "backoffice.undo_run": { run_id: run.id, ...key, idempotency_key: "another-key-of-it" },
      "backoffice.prove_run": { run_id: run.id },
      "backoffice.plan_run": {
        action: "reconcile-subscriptions",
        params: { user_ids: [user_id] },
      },
      "backoffice.start_run": {
        action: "reconcile-subscriptions",
        params: { user_ids: [user_id] },
        plan: "forged",
        ...key,
      },
      "backoffice.cancel_run": { run_id: run.id, reason: REASON },
      "backoffice.retry_run": { run_id: run.id, ...key, idempotency_key: "a-retry-of-this-test" },
      "backoffice.ask_permission": { action: "grant-premium" },
      "backoffice.note_failure": {
        action: "grant-premium",
        params: { user_id },
        reason: REASON,
        code: "vendor_failed",
      },
      "backoffice.record_guards": { kind: "user", id: user_id },
      "backoffice.approval_rights": { approval_id },
      "backoffice.decide_approval": { approval_id, decision: "approve" },
      "backoffice.comment_approval": { approval_id, body: "À voir avec la comptabilité" },
      "backoffice.break_glass": { approval_id, reason: REASON },
      "backoffice.verify_audit": {},
    };
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  test("execute is given by name, and never to PUBLIC, anon or service_role", async () => {
    const open = new Set([...matrix("Function").keys(), ...matrix("Open private function").keys()]);
    for (const role of ["anon", "service_role"]) {
      const held = await session.query<{ name: string }>(
        `select format('%s.%s', n.nspname, p.proname) as name
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ('public', 'private', 'backoffice') and has_function_privilege($1, p.oid, 'execute')`,
        [role],
      );
      const named = [...matrix("Worker function").keys()].map((name) => name.replace(/\(.*/, ""));
      expect({ role, held: held.map(({ name }) => name).sort() }).toEqual({
        role,
        held: role === "anon" ? [] : named.sort(),
      });
    }
    const everybody = await session.query(
      `select p.oid::regprocedure::text from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
      where p.pronamespace::regnamespace::text in ('public', 'private', 'backoffice') and a.grantee = 0`,
    );
    expect(everybody).toEqual([]);
    for (const schema of ["public", "private", "backoffice"]) {
      const executable = await session.query<{ oid: number }>(
        `select p.oid from pg_proc p where p.pronamespace = $1::regnamespace
          and has_function_privilege('authenticated', p.oid, 'execute')`,
        [schema],
      );
      const named = [...open].filter((name) => name.startsWith(`${schema}.`));
      expect({ schema, number: executable.length }).toEqual({ schema, number: named.length });
    }
    for (const name of open) {
      const [right] = await session.query<{ may: boolean }>(
        "select has_function_privilege('authenticated', $1, 'execute') as may",
        [name],
      );
      expect({ name, ...right }).toEqual({ name, may: true });
    }
  });

  describe.each([...matrix("Function")])("%s", (name, expected) => {
    const short = name.replace(/\(.*/, "");

    test.each(PEOPLE)("called by %s", async (person) => {
      const args = samples[short];
      if (args === undefined) throw new Error(`${short} has no sample arguments in this test`);
      let answer: Answered<unknown> | string;
      try {
        answer = await call(session, people[person], short.replace("backoffice.", ""), args);
      } catch (error) {
        answer = (error as { code?: string }).code ?? String(error);
      }
      const status = typeof answer === "string" ? answer.replace(/^PT/, "") : String(answer.status);
      if (expected[person] === "refused") expect(status).toBe("42501");
      else if (expected[person] === "403") expect(status).toBe("403");
      else expect(["200", "409", "422"], JSON.stringify(answer)).toContain(status);
    });
  });

  test("no function of private can be named, even where execute is given", async () => {
    for (const person of PEOPLE) {
      await asPerson(session, people[person], async () => {
        for (const [name] of routines) {
          if (!name.startsWith("private.")) continue;
          const types = /\((.*)\)$/.exec(name)?.[1] ?? "";
          const args = types === "" ? "" : types.split(",").map((type) => `null::${type}`);
          const sql = `select ${name.replace(/\(.*/, "")}(${args.toString()})`;
          // A type of the schema is as closed as the function.
          expect({ person, name, refused: await refusalOf(session, sql) }).toEqual({
            person,
            name,
            refused: "42501",
          });
        }
      });
    }
  });

  describe.each([...matrix("Action")])("%s", (action, expected) => {
    test.each(STAFF)("by %s", async (person) => {
      const user_id = await userId(session, "yann.kerbrat@example.fr");
      const [email] = await session.query<{ id: string }>("select id from public.emails limit 1");
      const [integration] = await session.query<{ id: string }>(
        "select id::text from public.integration_tokens limit 1",
      );
      const others: Record<string, object> = {
        "lift-suppression": { email: "yann.kerbrat@example.fr" },
        "reconcile-subscriptions": { user_ids: [user_id] },
        "refresh-integration": { integration_id: integration?.id },
        "rerun-imports": { month: "2026-10", user_id },
        "replay-webhooks": { since: new Date(Date.now() - 86_400_000).toISOString() },
        "resend-email": { email_id: email?.id },
        "send-test-email": { to: "yann.kerbrat@example.fr", template: "welcome" },
      };
      const all = { ...(others[action] ?? { user_id, ...MORE_PARAMS[action] }) };
      const { status, body } = await preview(session, people[person], action, all);
      expect(status, JSON.stringify(body)).toBe(expected[person]?.startsWith("runs") ? 200 : 403);
    });
  });

  test("private.permissions says what docs/permissions.md says", async () => {
    const rows = await session.query<{ line: string }>(
      "select role || ' ' || verb || ' ' || subject as line from private.permissions order by 1",
    );
    const held = rows.map((row) => row.line);
    const verbs: Record<string, string> = { runs: "run", agrees: "approve" };
    const written = [...matrix("Action")].flatMap(([action, cells]) =>
      STAFF.flatMap((role) =>
        (cells[role] ?? "")
          .split(", ")
          .flatMap((word) => (verbs[word] ? [`${role} ${verbs[word]} ${action}`] : [])),
      ),
    );
    expect(held.filter((line) => / (run|approve) /.test(line))).toEqual(written.sort());
    for (const [view, cells] of matrix("View")) {
      for (const role of STAFF) {
        for (const gate of cells.Gate?.split(", ") ?? []) {
          expect({ view, role, gate, open: held.includes(`${role} read ${gate}`) }).toEqual({
            view,
            role,
            gate,
            open: cells[role] === "reads",
          });
        }
      }
    }
  });

  test("every function has its search_path pinned", () => {
    const loose = [...routines.values()].filter((routine) => !routine.pinned);
    expect(loose.map((routine) => routine.name)).toEqual([]);
  });

  test("every function of backoffice is a wrapper without rights of its own", () => {
    for (const routine of routines.values()) {
      if (!routine.name.startsWith("backoffice.")) continue;
      expect({ name: routine.name, definer: routine.definer }).toEqual({
        name: routine.name,
        definer: false,
      });
      expect(routine.source).toMatch(/BEGIN ATOMIC\s+SELECT private\.\w+\([^;]*;\s+END/);
    }
  });

  test("metadata is touched by the functions that docs/permissions.md names and by no gate", async () => {
    const touching = [...routines.values()].filter((one) => /meta_?data/i.test(one.source));
    expect(touching.map((one) => one.name).sort()).toEqual(
      [...matrix("Function that touches metadata").keys()].sort(),
    );
    const texts = await session.query(
      `select schemaname || '.' || viewname as name, definition as text from pg_views
        where schemaname in ('public', 'private', 'backoffice') and definition ~* 'meta_?data'
      union all
      select schemaname || '.' || tablename, coalesce(qual, '') || coalesce(with_check, '') from pg_policies
        where coalesce(qual, '') || coalesce(with_check, '') ~* 'meta_?data|jwt'`,
    );
    expect(texts).toEqual([]);
  });
});
