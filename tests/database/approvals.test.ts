import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import type { RunAnswer, RunReport } from "../../supabase/functions/_shared/contract.ts";
import { askForApproval, call, preview, REASON, run, undo, userId } from "./actions.ts";
import { onePersonOfEach, type PersonName } from "./people.ts";
import { ENGINES, openSession, type Person, type Session, signedIn } from "./session.ts";

type Rights = Record<"approve" | "reject" | "withdraw" | "break_glass", string | null> & {
  approvers: number;
};

describe.each(ENGINES)("a second pair of eyes on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let people: Record<PersonName, Person>;
  /** Customers without any access, one for each story. */
  let long: string;
  let alone: string;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    people = await onePersonOfEach(database);
    const free = await session.query<{ email: string }>(
      "select email from private.users where plan = 'free' and email like '%@example.%' and email_confirmed_at is not null order by id limit 3",
    );
    [long, alone] = free.map(({ email }) => email) as [string, string];
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  const decide = (
    person: Person,
    approval_id: string,
    decision: string,
    comment: string | null = null,
    clock = "",
  ) =>
    call<RunReport>(
      session,
      person,
      "decide_approval",
      { approval_id, decision, comment },
      { clock },
    );

  const breakGlass = (person: Person, approval_id: string) =>
    call<RunAnswer>(session, person, "break_glass", { approval_id, reason: REASON });

  const rights = async (person: Person, approval_id: string) =>
    (await call<Rights>(session, person, "approval_rights", { approval_id })).body;

  async function planOf(id: string): Promise<string> {
    const [row] = await session.query<{ plan: string }>(
      "select (private.entitlement(u.id, now())).plan from auth.users u where u.id = $1",
      [id],
    );
    return row?.plan ?? "";
  }

  async function lines(code: string): Promise<Record<string, unknown>[]> {
    return session.query(
      "select actor_email, outcome, details ->> 'code' as code from private.audit where event = 'approval' and details ->> 'approval' = $1 order by seq",
      [code],
    );
  }

  const turn = (clock: string) =>
    session.query(
      "select set_config('comptalyze.clock_offset', $1, false), private.turn_approvals(), set_config('comptalyze.clock_offset', '', false)",
      [clock],
    );

  test("a long grant waits: the preview says so, nothing is written, another colleague's word runs it", async () => {
    const user_id = await userId(session, long);
    const params = { user_id, days: 120 };
    const planned = await preview(session, people.support, "grant-premium", params);
    expect(planned.body.approval).toEqual({ rule: "long_grant", approvers: expect.any(Number) });
    const key = randomUUID();
    const asked = await run(session, people.support, "grant-premium", params, {
      plan: planned.body.plan,
      key,
    });
    expect(asked.status).toBe(200);
    expect(asked.body).toMatchObject({ run: null, undo: false, proof: null });
    expect(asked.body.changes).toEqual(planned.body.changes);
    const approval = asked.body.approval;
    if (approval === undefined) throw new Error("nobody was asked");
    expect(approval).toMatchObject({ status: "pending", rule: "long_grant" });
    const grants = () =>
      session.query("select id from private.grants where user_id = $1", [user_id]);
    const before = await grants();

    const again = await run(session, people.support, "grant-premium", params, {
      plan: planned.body.plan,
      key,
    });
    expect(again.body.approval?.id).toBe(approval.id);

    const agreed = await decide(people.ops, approval.id, "approve");
    expect(agreed.status).toBe(200);
    expect(agreed.body.run.status).toBe("succeeded");
    expect(agreed.body.approval?.status).toBe("approved");
    expect(agreed.body.changes).toEqual(planned.body.changes);
    expect(await planOf(user_id)).toBe("premium");
    expect(await grants()).toHaveLength(before.length + 1);
    const [stored] = await session.query(
      `select r.actor_email, r.approved_by_email, r.glass_broken, r.params -> 'days' as days, g.granted_by = r.actor_id as granted
      from private.runs r join private.grants g on g.run_id = r.id where r.id = $1`,
      [agreed.body.run.id],
    );
    expect(stored).toEqual({
      actor_email: "support@comptalyze.test",
      approved_by_email: "ops@comptalyze.test",
      glass_broken: false,
      days: 120,
      granted: true,
    });

    // Said again after a lost answer, by the same people: the same run.
    expect((await decide(people.ops, approval.id, "approve")).body.run.id).toBe(agreed.body.run.id);
    const late = await run(session, people.support, "grant-premium", params, {
      plan: planned.body.plan,
      key,
    });
    expect(late.body.run?.id).toBe(agreed.body.run.id);
    expect(await grants()).toHaveLength(before.length + 1);
    expect((await decide(people.admin, approval.id, "approve")).body.error?.code).toBe(
      "already_decided",
    );
    expect(await lines(approval.code)).toEqual([
      { actor_email: "support@comptalyze.test", outcome: "done", code: "requested" },
      { actor_email: "ops@comptalyze.test", outcome: "done", code: "approved" },
    ]);
    // Taking it back gives less than before: nobody else is asked.
    expect((await undo(session, people.support, agreed.body.run.id)).status).toBe(200);
    expect(await planOf(user_id)).toBe("free");
  });

  test("nobody agrees to the own request, by no path", async () => {
    const { approval } = await askForApproval(session, people.ops);
    const own = await decide(people.ops, approval.id, "approve");
    expect({ status: own.status, code: own.body.error?.code }).toEqual({
      status: 403,
      code: "self_approval",
    });
    expect((await decide(people.ops, approval.id, "reject", REASON)).status).toBe(403);
    // With another session, and with a row of staff made anew.
    const elsewhere = await signedIn(database, "ops@comptalyze.test");
    expect((await decide(elsewhere, approval.id, "approve")).body.error?.code).toBe(
      "self_approval",
    );
    expect((await breakGlass(people.ops, approval.id)).body.error).toMatchObject({
      code: "blocked",
      details: { blockers: [{ code: "others_can_approve" }] },
    });
    // Who may not agree to this action, and strangers.
    expect((await decide(people.support, approval.id, "approve")).body.error?.code).toBe(
      "not_allowed",
    );
    expect((await decide(people.customer, approval.id, "approve")).status).toBe(403);
    expect((await decide(people["former staff"], approval.id, "approve")).status).toBe(403);
    const [denied] = await session.query<{ number: string }>(
      "select count(*) as number from private.audit where event = 'approval' and outcome = 'denied' and details ->> 'code' = 'self_approval'",
    );
    expect(Number(denied?.number)).toBeGreaterThanOrEqual(3);
    const [row] = await session.query(
      "select status, run_id from private.approvals where id = $1",
      [approval.id],
    );
    expect(row).toEqual({ status: "pending", run_id: null });
    // Not even written into the table by hand.
    await expect(
      session.query(
        "update private.approvals set status = 'approved', decided_by = requested_by where id = $1",
        [approval.id],
      ),
    ).rejects.toThrow(/check/);
    expect(await rights(people.ops, approval.id)).toMatchObject({
      approve: "self_approval",
      reject: "self_approval",
      withdraw: null,
      break_glass: "others_can_approve",
    });
    expect(await rights(people.admin, approval.id)).toMatchObject({
      approve: null,
      reject: null,
      withdraw: "not_allowed",
      break_glass: "not_allowed",
    });
    expect((await decide(people.ops, approval.id, "withdraw")).status).toBe(200);
    expect((await decide(people.admin, approval.id, "approve")).body.error).toMatchObject({
      code: "already_decided",
      details: { status: "withdrawn" },
    });
  });

  test("a request that nobody decided in a day has expired, before any job has run", async () => {
    const { approval } = await askForApproval(session, people.support);
    const late = await decide(people.admin, approval.id, "approve", null, "24 hours 1 second");
    expect({ status: late.status, code: late.body.error?.code }).toEqual({
      status: 409,
      code: "approval_expired",
    });
    await turn("24 hours 1 second");
    const [row] = await session.query(
      "select status, run_id from private.approvals where id = $1",
      [approval.id],
    );
    expect(row).toEqual({ status: "expired", run_id: null });
    expect((await lines(approval.code)).map((line) => line.code)).toEqual(["requested", "expired"]);
  });

  test("turning down needs words and ends it", async () => {
    const { approval } = await askForApproval(session, people.support);
    expect((await decide(people.admin, approval.id, "reject")).status).toBe(422);
    expect((await decide(people.admin, approval.id, "maybe")).status).toBe(422);
    const rejected = await decide(people.admin, approval.id, "reject", "Trop long pour un geste");
    expect(rejected.body.approval?.status).toBe("rejected");
    const comments = await session.query(
      "select author_email, body from private.approval_comments where approval_id = $1",
      [approval.id],
    );
    expect(comments).toEqual([
      { author_email: "admin@comptalyze.test", body: "Trop long pour un geste" },
    ]);
    expect((await decide(people.ops, approval.id, "approve")).body.error?.code).toBe(
      "already_decided",
    );
  });

  test("the same words twice in a row are one comment", async () => {
    const { approval } = await askForApproval(session, people.support);
    const approval_id = approval.id;
    const say = (person: Person, body: string) =>
      call<RunAnswer>(session, person, "comment_approval", { approval_id, body });
    const said = [
      [people.ops, "À voir"],
      [people.ops, " À voir "],
      [people.admin, "À voir"],
      [people.ops, "Vu"],
      [people.ops, "À voir"],
    ] as const;
    for (const [person, body] of said) expect((await say(person, body)).status).toBe(200);
    const comments = await session.query(
      "select author_email, body from private.approval_comments where approval_id = $1 order by id",
      [approval_id],
    );
    expect(comments).toEqual([
      { author_email: people.ops?.email, body: "À voir" },
      { author_email: people.admin?.email, body: "À voir" },
      { author_email: people.ops?.email, body: "Vu" },
      { author_email: people.ops?.email, body: "À voir" },
    ]);
  });

  test("what moved since it was asked for does not run: 409, nothing written, and it stays closed", async () => {
    const email = "lea.fontaine@example.fr";
    const user_id = await userId(session, email);
    const { approval } = await askForApproval(session, people.support, { email });
    const params = { user_id, days: 3, plan: "premium" };
    const short = await preview(session, people.admin, "grant-premium", params);
    const done = await run(session, people.admin, "grant-premium", params, {
      plan: short.body.plan,
    });
    expect(done.status).toBe(200);
    const stale = await decide(people.ops, approval.id, "approve");
    expect({ status: stale.status, code: stale.body.error?.code }).toEqual({
      status: 409,
      code: "stale_plan",
    });
    const [row] = await session.query(
      "select status, run_id from private.approvals where id = $1",
      [approval.id],
    );
    expect(row).toEqual({ status: "stale", run_id: null });
    expect(
      await session.query(
        "select from private.grants where user_id = $1 and ends_at > now() + interval '30 days'",
        [user_id],
      ),
    ).toEqual([]);
  });

  test("who lost the right meanwhile has nothing to be agreed to", async () => {
    const { approval } = await askForApproval(session, people.support, {
      email: "clara.dubreuil@example.fr",
    });
    await session.query("update private.staff set removed_at = now() where user_id = $1", [
      people.support?.userId,
    ]);
    const refused = await decide(people.ops, approval.id, "approve");
    await session.query("update private.staff set removed_at = null where user_id = $1", [
      people.support?.userId,
    ]);
    expect(refused.body.error).toMatchObject({
      code: "blocked",
      details: { blockers: [{ code: "requester_lost_right" }] },
    });
  });

  test("many at once wait, and the run has exactly the items that were asked for", async () => {
    const users = await session.query<{ id: string }>(
      "select id::text from private.users where email like '%@example.%' order by id limit 26",
    );
    const ids = users.map(({ id }) => id);
    const ask = async (user_ids: string[]) => {
      const params = { user_ids };
      const { body } = await preview(session, people.support, "reconcile-subscriptions", params);
      const asked = await call<RunAnswer>(session, people.support, "start_run", {
        action: "reconcile-subscriptions",
        params,
        plan: body.plan,
        reason: REASON,
        idempotency_key: randomUUID(),
      });
      return { need: body.approval, ...asked.body };
    };
    const few = await ask(ids.slice(0, 25));
    expect({ need: few.need, status: few.run?.status }).toEqual({ need: null, status: "running" });
    const many = await ask(ids);
    expect(many).toMatchObject({ need: { rule: "bulk" }, run: null });
    expect(
      await session.query(
        "select from private.run_items i join private.runs r on r.id = i.run_id where r.items = 26",
      ),
    ).toEqual([]);
    const agreed = await decide(people.ops, many.approval?.id ?? "", "approve");
    expect(agreed.body.run).toMatchObject({ status: "running", items: 26 });
    const items = await session.query<{ target_id: string }>(
      "select target_id from private.run_items where run_id = $1 order by position",
      [agreed.body.run.id],
    );
    expect(items.map((item) => item.target_id)).toEqual(ids);
  });

  test("where nobody else could agree, the glass breaks: told at once, run after a quarter of an hour, marked", async () => {
    const user_id = await userId(session, alone);
    const { approval } = await askForApproval(session, people.admin, { email: alone });
    const others = async (removed_at: string) =>
      session.query(
        `update private.staff set removed_at = ${removed_at} where user_id = any ($1) `,
        [[people.ops?.userId]],
      );
    await others("now()");
    try {
      const broken = await breakGlass(people.admin, approval.id);
      expect(broken.status, JSON.stringify(broken.body)).toBe(200);
      const told = await session.query(
        "select kind, args ->> 'code' as code from private.notices where args ->> 'approval_id' = $1 order by id",
        [approval.id],
      );
      expect(told).toEqual([
        { kind: "approval_requested", code: approval.code },
        { kind: "glass_broken", code: approval.code },
      ]);
      await turn("14 minutes 59 seconds");
      expect(await planOf(user_id)).toBe("free");
      await turn("15 minutes 1 second");
      expect(await planOf(user_id)).toBe("premium");
      const [stored] = await session.query(
        `select r.actor_email, r.approved_by_email, r.glass_broken from private.runs r
        join private.approvals a on a.run_id = r.id where a.id = $1`,
        [approval.id],
      );
      expect(stored).toEqual({
        actor_email: "admin@comptalyze.test",
        approved_by_email: null,
        glass_broken: true,
      });
      await turn("16 minutes");
      expect((await lines(approval.code)).map((line) => line.code)).toEqual([
        "requested",
        "glass_broken",
        "ran_alone",
      ]);
    } finally {
      await others("null");
    }
  });

  test("a broken glass can still be turned down in its delay", async () => {
    const email = "paul.guerin@example.fr";
    const { approval } = await askForApproval(session, people.ops, { email });
    await session.query(`update private.settings set value = '"always"' where key = 'break_glass'`);
    try {
      expect((await breakGlass(people.ops, approval.id)).status).toBe(200);
      expect((await decide(people.admin, approval.id, "reject", REASON)).status).toBe(200);
      await turn("20 minutes");
      const [row] = await session.query(
        "select status, run_id from private.approvals where id = $1",
        [approval.id],
      );
      expect(row).toEqual({ status: "rejected", run_id: null });
    } finally {
      await session.query(
        `update private.settings set value = '"alone"' where key = 'break_glass'`,
      );
    }
  });

  test("of two admins one cannot take the other away unheard: he may not agree, but turns it down", async () => {
    const ops = people.ops?.userId;
    const role = (name: string) =>
      session.query("update private.staff set role = $1 where user_id = $2", [name, ops]);
    await role("admin");
    try {
      const params = { user_id: ops };
      const planned = await preview(session, people.admin, "remove-staff", params);
      const asked = await run(session, people.admin, "remove-staff", params, {
        plan: planned.body.plan,
        confirm: "ops@comptalyze.test",
      });
      const id = asked.body.approval?.id ?? "";
      expect((await breakGlass(people.admin, id)).status).toBe(200);
      expect(await rights(people.ops, id)).toMatchObject({
        approve: "self_approval",
        reject: null,
      });
      expect((await decide(people.ops, id, "approve")).body.error?.code).toBe("self_approval");
      expect((await decide(people.ops, id, "reject", REASON)).status).toBe(200);
      await turn("20 minutes");
      const [row] = await session.query(
        "select a.status, a.run_id, s.removed_at from private.approvals a, private.staff s where a.id = $1 and s.user_id = $2",
        [id, ops],
      );
      expect(row).toEqual({ status: "rejected", run_id: null, removed_at: null });
    } finally {
      await role("ops");
    }
  });

  test("what would be refused now is refused now, not by a colleague tomorrow", async () => {
    const email = "camille.aubry@example.fr";
    const user_id = await userId(session, email);
    const params = { user_id, days: 100 };
    const { body } = await preview(session, people.support, "grant-premium", params);
    const short = { user_id, days: 2 };
    const other = await preview(session, people.support, "grant-premium", short);
    await run(session, people.support, "grant-premium", short, { plan: other.body.plan });
    const refused = await run(session, people.support, "grant-premium", params, {
      plan: body.plan,
    });
    expect({ status: refused.status, code: refused.body.error?.code }).toEqual({
      status: 409,
      code: "stale_plan",
    });
    const forged = await run(session, people.ops, "grant-premium", params, { plan: body.plan });
    expect(forged.status).toBe(409);
    expect(
      await session.query("select from private.approvals where target_user = $1", [user_id]),
    ).toEqual([]);
  });
});
