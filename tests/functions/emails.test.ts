import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { FaultOrder } from "../../stack/vendors/faults.ts";
import type { Email, LastEvent } from "../../stack/vendors/resend/emails.ts";
import type { Proof, RunReport } from "../../supabase/functions/_shared/contract.ts";
import type { ActionName } from "../../supabase/functions/_shared/contracts/index.ts";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { preview, prove, REASON, run } from "./premiumCalls.ts";
import { wakeWorker } from "./worker.ts";

const ZOE = "zoe.lambert@example.fr";
const HARD = "550 5.1.1 The email account that you tried to reach does not exist";

describe("e-mail actions", () => {
  let backend: Backend;
  let support: string;

  beforeAll(async () => {
    backend = await startBackend(await clonePostgres(), {
      vendors: true,
      env: { VENDOR_TIMEOUT_MS: "1500" },
    });
    // What is tested here is not Resend's rate.
    await backend.database.query("update private.vendor_rates set per_second = 500");
    support = await backend.signIn("support@comptalyze.test");
  });
  afterAll(() => backend?.close());
  beforeEach(async () => {
    await control("faults", []);
    await backend.database.query("delete from private.suppressions");
  });

  const control = (path: string, body?: unknown) =>
    fetch(`${backend.vendors?.addresses.RESEND_BASE_URL}/_test/${path}`, {
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
  const faults = (...orders: FaultOrder[]) => control("faults", orders);

  type State = { emails: Email[]; suppressions: { email: string }[] };
  const atResend = async () => (await (await control("state")).json()) as State;
  const sentTo = async (to: string) =>
    (await atResend()).emails.filter((email) => email.to.includes(to));

  /** A customer of the demo data whose address is this from now on; no e-mail went there yet. */
  async function customerAt(address: string): Promise<string> {
    await backend.database.query(
      `update auth.users set email = $1 where id = (
        select u.id from private.users u where u.email like '%@example.%' and u.email not like '%+%' and u.email <> $2
        order by u.created_at desc limit 1)`,
      [address, ZOE],
    );
    return address;
  }
  /** An address whose e-mails come to this end at Resend. */
  const addressOf = (fate: LastEvent | "zoe") =>
    customerAt(`${fate}+${randomUUID().slice(0, 8)}@example.fr`);

  /** An e-mail that the app sent a day ago, at Resend and in the log. */
  async function sent(to: string, { status = "delivered", reason = null as string | null } = {}) {
    const provider_id = randomUUID();
    const created_at = new Date(Date.now() - 86_400_000).toISOString();
    await control("seed", {
      emails: [
        {
          id: provider_id,
          from: "Comptalyze <factures@comptalyze.com>",
          to: [to],
          reply_to: ["aide@comptalyze.com"],
          subject: "Votre reçu de paiement",
          html: "<p>Bonjour, voici votre reçu.</p>",
          created_at,
          last_event: status,
        },
      ],
    });
    const [row] = await backend.database.query<{ id: string }>(
      `insert into public.emails (user_id, to_email, template, subject, status, bounce_reason, provider_id, created_at, last_event_at)
      values ((select id from private.users where email = $1), $1, 'receipt', 'Votre reçu de paiement', $2, $3, $4, $5, $5) returning id`,
      [to, status, reason, provider_id, created_at],
    );
    return { email_id: row?.id ?? "" };
  }

  async function go(action: ActionName, params: Record<string, unknown>, key?: string) {
    const planned = await preview(backend, support, action, params);
    expect(planned.body.error).toBeUndefined();
    const { status, body } = await run(backend, support, action, params, planned.body.plan, {
      ...(key ? { key } : {}),
    });
    return { planned: planned.body, status, done: body };
  }

  async function ended(runId: string) {
    const read = async () => {
      const [row] = await backend.database.query<{
        status: string;
        item: string;
        code: string;
        attempts: number;
      }>(
        `select r.status, i.status as item, i.outcome ->> 'code' as code, i.attempts
        from private.runs r join private.run_items i on i.run_id = r.id where r.id = $1`,
        [runId],
      );
      return row;
    };
    await expect.poll(async () => (await read())?.status, { timeout: 40_000 }).not.toBe("running");
    return read();
  }

  const proofsOf = async (runId: string) =>
    backend.database.query<Pick<Proof, "status">>(
      "select status from private.run_proofs where run_id = $1 order by id",
      [runId],
    );

  const proved = (action: ActionName, runId: string, token: string | null = support) =>
    prove(backend, token, action, runId);

  const logOf = (to: string) =>
    backend.database.query(
      "select template, subject, status, provider_id from public.emails where to_email = $1 order by created_at desc",
      [to],
    );

  describe("send-test-email", () => {
    test("sends the template with marked values, writes it into the log, and proves it", async () => {
      const to = await addressOf("zoe");
      const params = { to, template: "receipt" };
      const { planned, status, done } = await go("send-test-email", params);
      expect(planned.blockers).toEqual([]);
      expect([status, done.run.status]).toEqual([200, "succeeded"]);
      expect(done.changes).toEqual(planned.changes);
      expect(done.changes).toMatchObject([
        { field: "last_email", after: { subject: "[Test] Votre reçu de paiement" } },
      ]);
      expect(done.proof).toMatchObject({
        status: "verified",
        evidence: [{ code: "delivery", expected: "delivered", found: "delivered", ok: true }],
      });
      const [email, ...others] = await sentTo(to);
      expect(others).toEqual([]);
      expect(email).toMatchObject({
        subject: "[Test] Votre reçu de paiement",
        html: expect.stringContaining("Nous avons bien reçu [exemple MONTANT]"),
        tags: [
          { name: "source", value: "console" },
          { name: "template", value: "receipt" },
        ],
      });
      expect(await logOf(to)).toEqual([
        {
          template: "receipt",
          subject: "[Test] Votre reçu de paiement",
          status: "delivered",
          provider_id: email?.id,
        },
      ]);
      // A second click, with a key and a plan of its own.
      const again = await preview(backend, support, "send-test-email", params);
      expect(again.body.blockers).toMatchObject([{ code: "sent_recently" }]);
      const refused = await run(backend, support, "send-test-email", params, again.body.plan);
      expect(refused).toMatchObject({ status: 409, body: { error: { code: "blocked" } } });
      expect(await sentTo(to)).toHaveLength(1);
    });

    test("an unknown template is refused with 422, at the preview and at the run", async () => {
      const to = await addressOf("zoe");
      const known = await preview(backend, support, "send-test-email", { to, template: "welcome" });
      const params = { to, template: "nothing" };
      for (const answer of [
        await preview(backend, support, "send-test-email", params),
        await run(backend, support, "send-test-email", params, known.body.plan),
      ]) {
        expect(answer).toMatchObject({
          status: 422,
          body: {
            error: {
              code: "invalid_input",
              details: { issues: [{ path: ["params", "template"], code: "unknown_template" }] },
            },
          },
        });
      }
      expect(await sentTo(to)).toEqual([]);
    });

    test("to an address of nobody it is refused: this is no relay", async () => {
      const params = { to: "somebody@example.org", template: "welcome" };
      const planned = await preview(backend, support, "send-test-email", params);
      expect(planned.body.blockers).toMatchObject([{ code: "unknown_address" }]);
      const refused = await run(backend, support, "send-test-email", params, planned.body.plan);
      expect(refused.status).toBe(409);
      expect(await sentTo("somebody@example.org")).toEqual([]);
    });

    test.each([
      ["bounced", "failed"],
      ["failed", "failed"],
      ["queued", "unverified"],
      ["delivery_delayed", "unverified"],
      ["complained", "unverified"],
      ["sent", "verified"],
      ["opened", "verified"],
    ] as const)("Resend says %s: the run succeeded, the proof is %s", async (fate, proof) => {
      const to = await addressOf(fate);
      const { done } = await go("send-test-email", { to, template: "test" });
      expect(done.run.status).toBe("succeeded");
      expect(done.proof).toMatchObject({ status: proof, evidence: [{ found: fate }] });
      expect(await logOf(to)).toMatchObject([{ status: fate }]);
    });

    test("what is only known later is read again, and every reading is kept", async () => {
      const to = await addressOf("queued");
      const { done } = await go("send-test-email", { to, template: "test" });
      const [email] = await sentTo(to);
      await control("seed", { emails: [{ ...email, last_event: "delivered" }] });
      const again = await proved("send-test-email", done.run.id);
      expect(again).toMatchObject({ status: 200, body: { proof: { status: "verified" } } });
      await control("seed", { emails: [{ ...email, last_event: "bounced" }] });
      expect((await proved("send-test-email", done.run.id)).body.proof?.status).toBe("failed");
      expect(await proofsOf(done.run.id)).toEqual([
        { status: "unverified" },
        { status: "verified" },
        { status: "failed" },
      ]);

      await faults({ match: "GET /emails/*", kind: "500" });
      expect(await proved("send-test-email", done.run.id)).toMatchObject({
        status: 502,
        body: { error: { code: "vendor_failed" } },
      });
      expect((await proved("resend-email", done.run.id)).status).toBe(404);
      expect((await proved("send-test-email", done.run.id, null)).status).toBe(401);
      const stranger = await backend.signIn("cliente@comptalyze.test");
      expect((await proved("send-test-email", done.run.id, stranger)).status).toBe(403);
      expect(await proofsOf(done.run.id)).toHaveLength(3);
    });

    test("nobody knows whether it was sent: a second one is refused as if it had been", async () => {
      const to = await addressOf("zoe");
      const params = { to, template: "welcome" };
      await faults({ match: "POST /emails", kind: "cut_before", times: 5 });
      const { done } = await go("send-test-email", params);
      expect(await ended(done.run.id)).toMatchObject({ item: "attention", attempts: 5 });
      const again = await preview(backend, support, "send-test-email", params);
      expect(again.body.blockers.map(({ code }) => code)).toEqual(["sent_recently"]);
    });

    test("Resend refuses it: failed at once; refuses after a doubt: a person has to look", async () => {
      const state = await atResend();
      const domain = (status: string) => {
        const [found] = (
          state as unknown as { domains: { name: string; status: string }[] }
        ).domains.filter(({ name }) => name === "comptalyze.com");
        return control("seed", { domains: [{ ...found, status }] });
      };
      await domain("failed");
      try {
        const refused = await go("send-test-email", {
          to: await addressOf("zoe"),
          template: "welcome",
        });
        expect(await ended(refused.done.run.id)).toMatchObject({
          item: "failed",
          code: "vendor_refused",
          attempts: 1,
        });
        await faults({ match: "POST /emails", kind: "timeout_before", ms: 3000 });
        const doubtful = await go("send-test-email", {
          to: await addressOf("zoe"),
          template: "welcome",
        });
        expect(await ended(doubtful.done.run.id)).toMatchObject({
          item: "attention",
          code: "vendor_refused",
          attempts: 2,
        });
      } finally {
        await domain("verified");
      }
    });

    test("what Resend does not tell after the send is read later; it is never sent again", async () => {
      const to = await addressOf("zoe");
      const params = { to, template: "welcome" };
      const { body } = await preview(backend, support, "send-test-email", params);
      await faults({ match: "GET /emails/*", kind: "500" });
      const { body: done } = await run(backend, support, "send-test-email", params, body.plan);
      expect(done).toMatchObject({
        run: { status: "succeeded" },
        proof: { status: "unverified" },
      });
      expect(await logOf(to)).toMatchObject([{ status: "queued" }]);
      expect((await proved("send-test-email", done.run.id)).body.proof?.status).toBe("verified");
      expect(await sentTo(to)).toHaveLength(1);
    });
  });

  describe("resend-email", () => {
    test("sends the same e-mail to the same address, once within the window", async () => {
      const to = await addressOf("zoe");
      const params = await sent(to);
      const { planned, status, done } = await go("resend-email", params);
      expect(planned.warnings).toMatchObject([{ code: "arrived" }]);
      expect([status, done.run.status, done.proof?.status]).toEqual([200, "succeeded", "verified"]);
      expect(done.changes).toEqual(planned.changes);
      const [first, second, ...others] = await sentTo(to);
      expect(others).toEqual([]);
      const { id: _, created_at: __, tags: ___, last_event: ____, ...content } = second as Email;
      expect(first).toMatchObject(content);
      expect(await logOf(to)).toMatchObject([
        { template: "receipt", provider_id: second?.id },
        { template: "receipt", provider_id: first?.id },
      ]);
      // The new one and the old one are the same template to the same address.
      const [latest] = await backend.database.query<{ id: string }>(
        "select id from public.emails where provider_id = $1",
        [second?.id],
      );
      for (const email_id of [params.email_id, latest?.id]) {
        const again = await preview(backend, support, "resend-email", { email_id });
        expect(again.body.blockers).toMatchObject([{ code: "sent_recently" }]);
        const refused = await run(backend, support, "resend-email", { email_id }, again.body.plan);
        expect(refused.status).toBe(409);
      }
      const test = await preview(backend, support, "send-test-email", { to, template: "receipt" });
      expect(test.body.blockers).toMatchObject([{ code: "sent_recently" }]);
    });

    test("a hard bounce needs an override that one asks for", async () => {
      const to = await addressOf("zoe");
      const params = await sent(to, { status: "bounced", reason: HARD });
      const planned = await preview(backend, support, "resend-email", params);
      expect(planned.body.blockers).toMatchObject([{ code: "hard_bounce" }]);
      const refused = await run(backend, support, "resend-email", params, planned.body.plan);
      expect(refused.status).toBe(409);
      expect(await sentTo(to)).toHaveLength(1);
      const { done } = await go("resend-email", { ...params, override: true });
      expect(done.proof?.status).toBe("verified");
      expect(await sentTo(to)).toHaveLength(2);
    });

    test("a suppressed address is blocked, and nothing is sent by a forged look either", async () => {
      const to = await addressOf("zoe");
      const params = await sent(to, { status: "bounced", reason: HARD });
      await control("seed", {
        suppressions: [
          {
            id: randomUUID(),
            email: to,
            origin: "bounce",
            source_id: null,
            created_at: new Date().toISOString(),
          },
        ],
      });
      const wanted = { ...params, override: true };
      const planned = await preview(backend, support, "resend-email", wanted);
      expect(planned.body.blockers).toMatchObject([
        { code: "suppressed", args: { origin: "bounce", email: to } },
      ]);
      const refused = await run(backend, support, "resend-email", wanted, planned.body.plan);
      expect(refused.status).toBe(409);

      const observed = {
        [params.email_id]: { found: true, subject: "Votre reçu de paiement", suppression: null },
      };
      const forged = await backend.rpc<{ plan: string }>(
        "plan_run",
        { action: "resend-email", params: wanted, observed },
        support,
      );
      const started = await backend.rpc<RunReport>(
        "start_run",
        {
          action: "resend-email",
          params: wanted,
          observed,
          plan: forged.body.plan,
          reason: REASON,
          idempotency_key: randomUUID(),
        },
        support,
      );
      expect(started.status).toBe(200);
      await wakeWorker(backend);
      expect(await ended(started.body.run.id)).toMatchObject({
        item: "failed",
        code: "suppressed",
      });
      expect(await sentTo(to)).toHaveLength(1);
    });

    test("one that Resend does not have any more is blocked", async () => {
      const params = await sent(await addressOf("zoe"));
      await backend.database.query("update public.emails set provider_id = $2 where id = $1", [
        params.email_id,
        randomUUID(),
      ]);
      const planned = await preview(backend, support, "resend-email", params);
      expect(planned.body).toMatchObject({ changes: [], blockers: [{ code: "gone_at_provider" }] });
    });

    test.each([
      [{}, 422],
      [{ email_id: "x" }, 422],
      [{ email_id: randomUUID(), override: "yes" }, 422],
      [{ email_id: randomUUID() }, 404],
    ])("%j is refused with %i", async (params, status) => {
      expect((await preview(backend, support, "resend-email", params)).status).toBe(status);
    });

    test("it dies after the send: done by the next worker, sent once", async () => {
      const to = await addressOf("zoe");
      const params = await sent(to);
      const { body } = await preview(backend, support, "resend-email", params);
      await backend.database.query(
        "update private.settings set value = '2' where key = 'lease_seconds'",
      );
      await faults({ match: "POST /emails", kind: "timeout_after", ms: 60_000 });
      const pending = run(backend, support, "resend-email", params, body.plan).catch(() => null);
      await expect.poll(async () => (await sentTo(to)).length, { timeout: 20_000 }).toBe(2);
      const pid = backend.functions?.pid();
      if (pid !== undefined) process.kill(pid, "SIGKILL");
      await pending;
      await expect
        .poll(() => backend.functions?.pid() !== pid && backend.functions?.address(), {
          timeout: 20_000,
        })
        .toBeTruthy();
      const [begun] = await backend.database.query<{ id: string }>(
        "select id from private.runs where target_id = $1",
        [params.email_id],
      );
      await expect
        .poll(
          async () => {
            await wakeWorker(backend);
            const [row] = await backend.database.query<{ status: string }>(
              "select status from private.runs where id = $1",
              [begun?.id],
            );
            return row?.status;
          },
          { timeout: 40_000, interval: 500 },
        )
        .toBe("succeeded");
      expect(await sentTo(to)).toHaveLength(2);
      expect(await logOf(to)).toHaveLength(2);
    });
  });

  describe("lift-suppression", () => {
    const suppress = (email: string) =>
      fetch(`${backend.vendors?.addresses.RESEND_BASE_URL}/suppressions`, {
        method: "POST",
        headers: { authorization: "Bearer re_demo_comptalyze" },
        body: JSON.stringify({ email }),
      });
    const listed = async (email: string) =>
      (await atResend()).suppressions.some((one) => one.email === email);

    test("is verified when Resend does not list the address any more", async () => {
      const email = `${randomUUID().slice(0, 8)}@example.org`;
      await suppress(email);
      const { planned, status, done } = await go("lift-suppression", { email });
      expect(planned.changes).toMatchObject([
        { field: "suppression", before: { origin: "manual" }, after: null },
      ]);
      expect([status, done.run.status]).toEqual([200, "succeeded"]);
      expect(done.changes).toEqual(planned.changes);
      expect(done.proof).toMatchObject({
        status: "verified",
        evidence: [{ code: "suppression", expected: null, found: null, ok: true }],
      });
      expect(await listed(email)).toBe(false);
      const again = await preview(backend, support, "lift-suppression", { email });
      expect(again.body.blockers).toMatchObject([{ code: "not_suppressed" }]);
      const refused = await run(backend, support, "lift-suppression", { email }, again.body.plan);
      expect(refused.status).toBe(409);
    });

    test("Resend says OK and lists it all the same: not verified, until it is read again", async () => {
      const email = `${randomUUID().slice(0, 8)}@example.org`;
      await suppress(email);
      const { body } = await preview(backend, support, "lift-suppression", { email });
      // Three looks pass; the last one, which is the proof, waits until it is back on the list.
      const look = `GET /suppressions/*`;
      await faults(
        { match: look, kind: "latency", ms: 0, times: 2 },
        { match: look, kind: "latency", ms: 1200 },
      );
      const pending = run(backend, support, "lift-suppression", { email }, body.plan);
      await expect.poll(() => listed(email), { interval: 20, timeout: 20_000 }).toBe(false);
      await suppress(email);
      const { body: done } = await pending;
      expect(done).toMatchObject({
        run: { status: "succeeded" },
        proof: { status: "unverified", evidence: [{ found: { origin: "manual" }, ok: false }] },
      });
      await go("lift-suppression", { email });
      const again = await proved("lift-suppression", done.run.id);
      expect(again.body.proof?.status).toBe("verified");
    });

    test("the list is copied whole, and a lift takes effect on the copy at once", async () => {
      const job = () =>
        fetch(`${backend.functions?.address()}/functions/v1/sync-suppressions`, {
          method: "POST",
          headers: { apikey: backend.keys.secretKey },
        });
      const email = `${randomUUID().slice(0, 8)}@example.org`;
      await suppress(email);
      expect((await job()).status).toBe(200);
      const copied = await backend.database.query<{ email: string }>(
        "select email from private.suppressions order by email",
      );
      const there = (await atResend()).suppressions.map((one) => one.email).sort();
      expect(copied.map((one) => one.email).sort()).toEqual(there);
      expect(there.length).toBeGreaterThan(5);
      await go("lift-suppression", { email });
      expect(
        await backend.database.query("select from private.suppressions where email = $1", [email]),
      ).toEqual([]);
      await faults({ match: "GET /suppressions*", kind: "500" });
      expect((await job()).status).toBe(503);
    });
  });

  describe("email-templates", () => {
    const get = async (query: string, token: string | null, method = "GET") => {
      const answer = await backend.request(
        `/functions/v1/email-templates${query}`,
        { method },
        token,
      );
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };

    test("lists the names, and shows one as its test looks", async () => {
      const { status, body } = await get("", support);
      expect(status).toBe(200);
      expect(body.templates).toEqual(
        expect.arrayContaining([{ name: "welcome", title: "Bienvenue" }]),
      );
      expect(JSON.stringify(body)).not.toContain("<");
      expect((await get("?name=welcome", support)).body).toMatchObject({
        template: {
          name: "welcome",
          subject: "[Test] Bienvenue sur Comptalyze",
          html: expect.stringContaining("Bonjour [exemple PRENOM],"),
        },
      });
    });

    test("is for those who may send one", async () => {
      const stranger = await backend.signIn("cliente@comptalyze.test");
      for (const [token, status, code] of [
        [null, 401, "unauthorized"],
        ["garbage", 401, "unauthorized"],
        [stranger, 403, "not_staff"],
      ] as const) {
        for (const query of ["", "?name=welcome", "?name=nothing"]) {
          expect(await get(query, token)).toMatchObject({ status, body: { error: { code } } });
        }
      }
    });

    test("says what it does not have, what it does not take, and that Resend is away", async () => {
      for (const name of ["nothing", "..", "", "a/b"]) {
        const answer = await get(`?name=${encodeURIComponent(name)}`, support);
        expect(answer).toMatchObject({ status: 404, body: { error: { code: "not_found" } } });
      }
      expect((await get("", support, "POST")).status).toBe(405);
      await faults({ match: "GET /templates*", kind: "500" });
      expect(await get("", support)).toMatchObject({
        status: 502,
        body: { error: { code: "vendor_failed", details: { service: "resend" } } },
      });
    });
  });
});
