import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import type {
  PreviewAnswer,
  RunReport,
  Sentence,
} from "../../supabase/functions/_shared/contract.ts";
import { call, REASON, userId } from "./actions.ts";
import { dump } from "./dump.ts";
import { asPerson, ENGINES, openSession, type Person, type Session, signedIn } from "./session.ts";

const ZOE = "zoe.lambert@example.fr";
const HARD = "550 5.1.1 The email account that you tried to reach does not exist";

type Claimed = { id: string; lease: string };

describe.each(ENGINES)("e-mails on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let support: Person;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    support = await signedIn(database, "support@comptalyze.test");
  });
  beforeEach(async () => {
    // One address whose whole story each test writes.
    await session.query("delete from public.emails where to_email = $1", [ZOE]);
    await session.query("delete from private.suppressions");
    await session.query("delete from private.vendor_reads");
    await session.query(
      "update private.run_items set status = 'failed' where status in ('pending', 'running', 'attention')",
    );
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  /** An e-mail to Zoé, so many minutes old. */
  async function sent({
    minutes = 60,
    status = "delivered",
    template = "welcome",
    reason = null as string | null,
    provider = randomUUID() as string | null,
  } = {}): Promise<string> {
    const [row] = await session.query<{ id: string }>(
      `insert into public.emails (user_id, to_email, template, subject, status, bounce_reason, provider_id, created_at, last_event_at)
      values ($1, $2, $3, 'Bienvenue sur Comptalyze', $4, $5, $6, now() - make_interval(mins => $7), now() - make_interval(mins => $7))
      returning id`,
      [await userId(session, ZOE), ZOE, template, status, reason, provider, minutes],
    );
    return row?.id ?? "";
  }

  const plan = async (
    action: string,
    params: Record<string, unknown>,
    observed: Record<string, unknown> | null = null,
  ) => {
    const answer = await call<PreviewAnswer>(session, support, "plan_run", {
      action,
      params,
      observed,
    });
    expect(answer.body.error).toBeUndefined();
    return answer.body;
  };

  const start = (
    action: string,
    params: Record<string, unknown>,
    { plan, observed = null }: { plan: string; observed?: Record<string, unknown> | null },
  ) =>
    call<RunReport>(session, support, "start_run", {
      action,
      params,
      plan,
      reason: REASON,
      idempotency_key: randomUUID(),
      observed,
    });

  const codes = (sentences: Sentence[]) => sentences.map(({ code }) => code);
  const trial = { to: ZOE, template: "welcome" };

  const suppress = (email: string, origin = "bounce") =>
    session.query("insert into private.suppressions values ($1, $2, null, now())", [email, origin]);
  const read = (minutesAgo: number) =>
    session.query(
      "insert into private.vendor_reads values ('suppressions', now() - make_interval(mins => $1))",
      [minutesAgo],
    );

  async function claim(runId: string): Promise<Claimed> {
    const [row] = await session.query<{ claimed: { items: Claimed[] } }>(
      "select private.claim_items($1, 1) as claimed",
      [runId],
    );
    const [item] = row?.claimed.items ?? [];
    if (!item) throw new Error("nothing was claimed");
    return item;
  }

  const apply = (item: Claimed, observed: unknown) =>
    session.query("select private.apply_item($1, $2, $3::jsonb)", [
      item.id,
      item.lease,
      JSON.stringify(observed),
    ]);

  describe("send-test-email", () => {
    test("an address that refused an e-mail for good needs an override", async () => {
      await sent({ minutes: 90, status: "bounced", reason: HARD });
      const blocked = await plan("send-test-email", trial);
      expect(codes(blocked.blockers)).toEqual(["hard_bounce"]);
      expect((await start("send-test-email", trial, blocked)).status).toBe(409);
      const overridden = await plan("send-test-email", { ...trial, override: true });
      expect({ ...overridden, warnings: codes(overridden.warnings) }).toMatchObject({
        blockers: [],
        warnings: ["hard_bounce"],
      });
      const begun = await start("send-test-email", { ...trial, override: true }, overridden);
      expect(begun.status).toBe(200);
    });

    test.each([
      ["a customer", ZOE, []],
      ["a customer, in capitals", ZOE.toUpperCase(), []],
      ["a colleague", "ops@comptalyze.test", []],
      ["nobody that we know", "somebody@example.org", ["unknown_address"]],
    ])("to %s", async (_who, to, blockers) => {
      const planned = await plan("send-test-email", { ...trial, to });
      expect(codes(planned.blockers)).toEqual(blockers);
      const done = await start("send-test-email", { ...trial, to }, planned);
      expect(done.status).toBe(blockers.length === 0 ? 200 : 409);
    });

    test.each([
      ["9 minutes ago", { minutes: 9 }, true],
      ["11 minutes ago", { minutes: 11 }, false],
      ["of another template", { minutes: 1, template: "receipt" }, false],
      ["that failed", { minutes: 1, status: "failed" }, false],
      ["that was suppressed", { minutes: 1, status: "suppressed" }, false],
      ["that bounced", { minutes: 1, status: "bounced" }, true],
    ])("after an e-mail %s", async (_when, email, blocked) => {
      await sent(email);
      const { blockers } = await plan("send-test-email", { ...trial, override: true });
      expect(codes(blockers)).toEqual(blocked ? ["sent_recently"] : []);
      if (!blocked) return;
      const { at, ends_at } = blockers[0]?.args ?? {};
      expect(Date.parse(String(ends_at)) - Date.parse(String(at))).toBe(10 * 60_000);
    });

    test("the window is a setting", async () => {
      await sent({ minutes: 15 });
      const set = (minutes: string) =>
        session.query(
          "update private.settings set value = $1::jsonb where key = 'email_window_minutes'",
          [minutes],
        );
      await set("20");
      expect(codes((await plan("send-test-email", trial)).blockers)).toEqual(["sent_recently"]);
      await set("10");
      expect((await plan("send-test-email", trial)).blockers).toEqual([]);
    });

    test("a second click is refused while the first is on its way, and while nobody knows", async () => {
      const first = await plan("send-test-email", trial);
      const second = await plan("send-test-email", trial);
      const begun = await start("send-test-email", trial, first);
      expect(begun.status).toBe(200);
      const refused = await start("send-test-email", trial, second);
      expect(refused).toMatchObject({
        status: 409,
        body: { error: { code: "blocked", details: { blockers: [{ code: "sent_recently" }] } } },
      });
      // The same template to the same address, from the log.
      const email_id = await sent({ minutes: 60 });
      const again = await plan("resend-email", { email_id });
      expect(codes(again.blockers)).toEqual(["sent_recently"]);

      const item = await claim(begun.body.run.id);
      await session.query("select private.finish_item($1, $2, 'attention', '{}', null)", [
        item.id,
        item.lease,
      ]);
      expect(codes((await plan("send-test-email", trial)).blockers)).toEqual(["sent_recently"]);
    });

    test.each([
      ["published", { status: "published", changed: false }, [], []],
      ["a draft", { status: "draft", changed: false }, ["template_unpublished"], []],
      ["edited since", { status: "published", changed: true }, [], ["template_changed"]],
    ])("a template that is %s", async (_what, template, blockers, warnings) => {
      const seen = { [ZOE]: { subject: "[Test] Bienvenue", template, suppression: null } };
      const planned = await plan("send-test-email", trial, seen);
      expect(codes(planned.blockers)).toEqual(blockers);
      expect(codes(planned.warnings)).toEqual(warnings);
    });

    test("the preview writes nothing and shows what the run writes: the last e-mail of the address", async () => {
      await sent({ minutes: 60, template: "receipt" });
      const seen = {
        [ZOE]: {
          subject: "[Test] Bienvenue",
          template: { status: "published" },
          suppression: null,
        },
      };
      const before = await dump(session, ["private.audit"]);
      const planned = await plan("send-test-email", trial, seen);
      expect(await dump(session, ["private.audit"])).toEqual(before);
      expect(planned.changes).toEqual([
        {
          entity: "address",
          id: ZOE,
          field: "last_email",
          before: { subject: "Bienvenue sur Comptalyze", at: expect.any(String) },
          after: { subject: "[Test] Bienvenue" },
        },
      ]);
      const begun = await start("send-test-email", trial, { ...planned, observed: seen });
      const item = await claim(begun.body.run.id);
      await apply(item, { subject: "[Test] Bienvenue", sent: { id: "re_1", status: "delivered" } });
      const [row] = await session.query<{ changes: unknown }>(
        "select changes from private.run_items where id = $1",
        [item.id],
      );
      expect(row?.changes).toEqual(planned.changes);
      const log = () =>
        session.query(
          "select to_email, template, subject, status, provider_id, user_id from public.emails where provider_id = 're_1'",
        );
      const line = {
        to_email: ZOE,
        template: "welcome",
        subject: "[Test] Bienvenue",
        status: "delivered",
        provider_id: "re_1",
        user_id: await userId(session, ZOE),
      };
      expect(await log()).toEqual([line]);
      await apply(item, { subject: "[Test] Bienvenue", sent: { id: "re_1", status: "bounced" } });
      expect(await log()).toEqual([line]);
    });

    test("what the app's webhook wrote first is kept, with what only the console knows", async () => {
      const begun = await start("send-test-email", trial, await plan("send-test-email", trial));
      const item = await claim(begun.body.run.id);
      await session.query(
        `insert into public.emails (to_email, template, subject, status, provider_id)
        values ($1, 'unknown', '[Test] Bienvenue', 'opened', 're_2')`,
        [ZOE],
      );
      await apply(item, { subject: "[Test] Bienvenue", sent: { id: "re_2", status: "sent" } });
      expect(
        await session.query(
          "select status, template, user_id from public.emails where provider_id = 're_2'",
        ),
      ).toEqual([{ status: "opened", template: "welcome", user_id: await userId(session, ZOE) }]);
    });

    test("Resend moved between preview and run: stale", async () => {
      const seen = (subject: string) => ({
        [ZOE]: { subject, template: { status: "published" }, suppression: null },
      });
      const planned = await plan("send-test-email", trial, seen("[Test] Bienvenue"));
      const observed = seen("[Test] Bonjour");
      expect(await start("send-test-email", trial, { ...planned, observed })).toMatchObject({
        status: 409,
        body: { error: { code: "stale_plan" } },
      });
    });
  });

  describe("resend-email", () => {
    test.each([
      ["550 5.1.1 does not exist", true],
      ["554 5.7.1 refused by policy", true],
      [null, true],
      ["552 5.2.2 The recipient's inbox is out of storage space", false],
      ["421 4.7.0 Try again later", false],
      ["450 mailbox busy", false],
    ])("a bounce of %j is hard: %s", async (reason, hard) => {
      const email_id = await sent({ status: "bounced", reason });
      const { blockers } = await plan("resend-email", { email_id });
      expect(codes(blockers)).toEqual(hard ? ["hard_bounce"] : []);
      const [row] = await session.query<{ hard: boolean }>(
        "select private.is_hard_bounce('bounced', $1) as hard",
        [reason],
      );
      expect(row?.hard).toBe(hard);
    });

    test("a hard bounce or a complaint needs an override, until an e-mail arrived after it", async () => {
      const email_id = await sent({ minutes: 90, status: "bounced", reason: HARD });
      const blocked = await plan("resend-email", { email_id });
      expect(blocked.blockers).toMatchObject([{ code: "hard_bounce", args: { reason: HARD } }]);
      expect((await start("resend-email", { email_id }, blocked)).status).toBe(409);
      const overridden = await plan("resend-email", { email_id, override: true });
      expect(overridden.blockers).toEqual([]);
      expect(codes(overridden.warnings)).toEqual(["hard_bounce"]);
      // A plan with the override is no plan without it.
      expect(await start("resend-email", { email_id }, overridden)).toMatchObject({
        status: 409,
        body: { error: { code: "stale_plan" } },
      });

      await sent({ minutes: 80, template: "receipt", status: "complained" });
      expect(codes((await plan("resend-email", { email_id })).blockers)).toEqual(["complained"]);
      await sent({ minutes: 70, template: "receipt", status: "opened" });
      expect((await plan("resend-email", { email_id })).blockers).toEqual([]);
    });

    test.each([
      ["never went through Resend", { provider: null }, ["never_sent"], ["arrived"]],
      ["is still on its way", { status: "delivery_delayed" }, ["on_its_way"], []],
      ["arrived", { status: "opened" }, [], ["arrived"]],
      ["was sent and no more is known", { status: "sent" }, [], []],
      ["was sent a minute ago", { minutes: 1, status: "sent" }, ["sent_recently"], []],
    ])("an e-mail that %s", async (_what, email, blockers, warnings) => {
      const email_id = await sent(email);
      const planned = await plan("resend-email", { email_id });
      expect(codes(planned.blockers)).toEqual(blockers);
      expect(codes(planned.warnings)).toEqual(warnings);
    });

    test("one that Resend does not have any more, and one to an address of before", async () => {
      const email_id = await sent();
      const observed = { [email_id]: { found: false, subject: null, suppression: null } };
      const planned = await plan("resend-email", { email_id }, observed);
      expect(codes(planned.blockers)).toEqual(["gone_at_provider"]);
      expect(planned.changes).toEqual([]);
      await session.query("update public.emails set user_id = $2 where id = $1", [
        email_id,
        await userId(session, "hugo.perrin@example.fr"),
      ]);
      expect((await plan("resend-email", { email_id })).warnings).toMatchObject([
        { code: "arrived" },
        { code: "other_address", args: { email: "hugo.perrin@example.fr" } },
      ]);
    });

    test("an e-mail of nobody is not found", async () => {
      const answer = await call(session, support, "plan_run", {
        action: "resend-email",
        params: { email_id: randomUUID() },
      });
      expect(answer).toMatchObject({
        status: 404,
        body: { error: { details: { kind: "email" } } },
      });
    });

    test("a retry asks what stands against it again", async () => {
      const email_id = await sent({ status: "sent" });
      const begun = await start(
        "resend-email",
        { email_id },
        await plan("resend-email", { email_id }),
      );
      const item = await claim(begun.body.run.id);
      await session.query("select private.finish_item($1, $2, 'failed', '{}', null)", [
        item.id,
        item.lease,
      ]);
      await session.query("select private.close_runs()");
      await sent({ minutes: 2 });
      const retry = () =>
        call(session, support, "retry_run", {
          run_id: begun.body.run.id,
          reason: REASON,
          idempotency_key: randomUUID(),
        });
      expect(await retry()).toMatchObject({
        status: 409,
        body: { error: { details: { blockers: [{ code: "sent_recently" }] } } },
      });
      await session.query(
        "update public.emails set created_at = now() - interval '1 hour' where to_email = $1",
        [ZOE],
      );
      expect((await retry()).status).toBe(200);
    });
  });

  describe("suppressions", () => {
    const address = { email: ZOE };

    test("what the copy says blocks a send, and what Resend says now counts more", async () => {
      const email_id = await sent();
      await suppress(ZOE);
      expect((await plan("send-test-email", trial)).blockers).toMatchObject([
        { code: "suppressed", args: { origin: "bounce", email: ZOE } },
      ]);
      expect(codes((await plan("resend-email", { email_id })).blockers)).toEqual(["suppressed"]);
      const lifted = { [email_id]: { found: true, subject: "Bienvenue", suppression: null } };
      expect((await plan("resend-email", { email_id }, lifted)).blockers).toEqual([]);
      await session.query("delete from private.suppressions");
      const now = { origin: "complaint", since: "2026-11-01T08:00:00Z" };
      const listed = { [email_id]: { found: true, subject: "Bienvenue", suppression: now } };
      expect((await plan("resend-email", { email_id }, listed)).blockers).toMatchObject([
        { code: "suppressed", args: now },
      ]);
    });

    test("lifting is off where nothing is suppressed, as far as anybody knows", async () => {
      expect((await plan("lift-suppression", address)).blockers).toEqual([]);
      await read(120);
      expect((await plan("lift-suppression", address)).blockers).toEqual([]);
      await session.query("delete from private.vendor_reads");
      await read(5);
      expect(codes((await plan("lift-suppression", address)).blockers)).toEqual(["not_suppressed"]);
      await suppress(ZOE);
      expect((await plan("lift-suppression", address)).blockers).toEqual([]);
      const gone = { [ZOE]: { suppression: null } };
      expect(codes((await plan("lift-suppression", address, gone)).blockers)).toEqual([
        "not_suppressed",
      ]);
    });

    test("the warning says why it was suppressed", async () => {
      const warnings = async () => codes((await plan("lift-suppression", address)).warnings);
      await suppress(ZOE, "manual");
      expect(await warnings()).toEqual([]);
      await sent({ minutes: 90, status: "bounced", reason: HARD });
      expect(await warnings()).toEqual(["hard_bounce"]);
      await sent({ minutes: 80, status: "complained" });
      expect(await warnings()).toEqual(["complained"]);
    });

    test("a lift takes the address off the copy and tells what it was", async () => {
      await suppress(ZOE);
      const was = { origin: "bounce", since: "2026-11-01T08:00:00Z" };
      const observed = { [ZOE]: { suppression: was } };
      const planned = await plan("lift-suppression", address, observed);
      expect(planned.changes).toEqual([
        { entity: "address", id: ZOE, field: "suppression", before: was, after: null },
      ]);
      expect(await session.query("select from private.suppressions")).toHaveLength(1);
      const begun = await start("lift-suppression", address, { ...planned, observed });
      await apply(await claim(begun.body.run.id), { suppression: was });
      expect(await session.query("select from private.suppressions")).toEqual([]);
    });

    test("a reading replaces the copy; an older one, and what was lifted meanwhile, do not come back", async () => {
      const row = (email: string) => ({
        email,
        origin: "bounce",
        source_id: null,
        created_at: "2026-11-01T08:00:00Z",
      });
      const replace = async (emails: string[], minutesAgo: number) => {
        const [answer] = await session.query<{ answer: { kept: number | null } }>(
          "select private.replace_suppressions($1::jsonb, now() - make_interval(mins => $2)) as answer",
          [JSON.stringify(emails.map(row)), minutesAgo],
        );
        const left = await session.query<{ email: string }>(
          "select email from private.suppressions order by 1",
        );
        return { ...answer?.answer, left: left.map(({ email }) => email) };
      };
      expect(await replace(["A@example.fr", "b@example.fr"], 9)).toMatchObject({
        kept: 2,
        left: ["a@example.fr", "b@example.fr"],
      });
      expect(await replace(["b@example.fr", "c@example.fr"], 6)).toMatchObject({
        removed: 1,
        left: ["b@example.fr", "c@example.fr"],
      });
      expect(await replace(["a@example.fr"], 7)).toMatchObject({
        kept: null,
        left: ["b@example.fr", "c@example.fr"],
      });

      const lift = { email: "b@example.fr" };
      const begun = await start("lift-suppression", lift, await plan("lift-suppression", lift));
      await apply(await claim(begun.body.run.id), { suppression: null });
      expect((await replace(["b@example.fr", "c@example.fr"], 5)).left).toEqual(["c@example.fr"]);
      expect((await replace(["b@example.fr"], -5)).left).toEqual(["b@example.fr"]);
    });

    test("an address that Resend lists twice is in the copy once, as it is listed first", async () => {
      const rows = ["Zoe@example.fr", "b@example.fr", "zoe@example.fr"].map((email, place) => ({
        email,
        origin: place === 0 ? "complaint" : "bounce",
        source_id: null,
        created_at: "2026-11-01T08:00:00Z",
      }));
      await session.query("select private.replace_suppressions($1::jsonb, now())", [
        JSON.stringify(rows),
      ]);
      expect(
        await session.query("select email, origin from private.suppressions order by 1"),
      ).toEqual([
        { email: "b@example.fr", origin: "bounce" },
        { email: "zoe@example.fr", origin: "complaint" },
      ]);
    });

    test("the list tells the customer and the e-mail that did it", async () => {
      const provider = randomUUID();
      const email_id = await sent({ status: "bounced", reason: HARD, provider });
      await suppress(ZOE);
      await session.query("update private.suppressions set source_id = $1", [provider]);
      await read(1);
      const seen = await asPerson(session, support, async () => {
        const [line] = await session.query("select * from backoffice.suppressions");
        return line;
      });
      expect(seen).toMatchObject({
        email: ZOE,
        user_email: ZOE,
        email_id,
        bounce_reason: HARD,
        origin: "bounce",
        read_at: expect.anything(),
      });
    });
  });

  test("an e-mail's page is told of all that can be done with it and its address", async () => {
    const email_id = await sent({ status: "bounced", reason: HARD });
    await suppress(ZOE);
    await read(1);
    const { body } = await call<Record<string, { allowed: boolean; code: string | null }>>(
      session,
      support,
      "record_guards",
      { kind: "email", id: email_id },
    );
    expect(body).toMatchObject({
      "resend-email": { allowed: false, code: "suppressed" },
      "send-test-email": { allowed: false, code: "suppressed" },
      "lift-suppression": { allowed: true },
    });
    // An override is still to be chosen: it does not switch the button off.
    await session.query("delete from private.suppressions");
    const after = await call<Record<string, { allowed: boolean }>>(
      session,
      support,
      "record_guards",
      { kind: "email", id: email_id },
    );
    expect(after.body).toMatchObject({
      "resend-email": { allowed: true },
      "lift-suppression": { allowed: false, code: "not_suppressed" },
    });
  });
});
