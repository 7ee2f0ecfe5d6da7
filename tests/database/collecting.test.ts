import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { ENGINES, openSession, type Session } from "./session.ts";

type Kept = { kept: boolean };
type Service = { status: string; code: string | null; since: string; checked_at: string };

const DOMAIN = { domain: "a.fr", id: "1", status: "verified" };
const DMARC = {
  record: "DMARC",
  name: "_dmarc.a.fr",
  type: "TXT",
  host: "_dmarc",
  value: "v=DMARC1; p=none;",
};
const told = (...records: object[]) => ({ domains: [{ ...DOMAIN, records }] });
const seen = (status: string, found: string[] = [], value = DMARC.value) => ({
  records: [{ domain: "a.fr", ...DMARC, value, status, found, inherited_from: null }],
});

describe.each(ENGINES)("what is collected, on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let present: string;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });
  beforeEach(async () => {
    for (const table of ["probes", "traffic", "service_checks", "deployments", "email_domains"])
      await session.query(`delete from private.${table}`);
    await session.query(
      "update private.sources set asked_at = null, read_at = null, answered_at = null, failure = null",
    );
    await session.query("select set_config('comptalyze.clock_offset', '', false)");
    present = (await one<{ now: string }>("select now()::text as now"))?.now ?? "";
  });

  const at = (minutes: number) => `timestamptz '${present}' + interval '${minutes} minutes'`;
  /** As the worker keeps it; what was asked for so many minutes from now. */
  async function record(
    source: string,
    minutes: number,
    what: { answer?: object; failure?: object },
  ): Promise<boolean> {
    const json = (value: object | undefined) =>
      value === undefined ? null : JSON.stringify(value);
    const [row] = await session.query<{ said: Kept }>(
      `select private.record_source($1, ${at(minutes)}, $2, $3, 12) as said`,
      [source, json(what.answer), json(what.failure)],
    );
    return row?.said.kept ?? false;
  }
  const one = async <Row extends Record<string, unknown>>(sql: string) =>
    (await session.query<Row>(sql))[0];
  const service = (name: string) =>
    one<Service>(
      `select status, code, since, checked_at from private.service_states() where service = '${name}'`,
    );
  const claim = async () =>
    (await one<{ said: { sources: string[] } }>("select private.claim_sources() as said"))?.said
      .sources;
  const dmarc = () =>
    one("select status, known, found, since, checked_at from private.domain_records");

  test("each source is due again after its own time", async () => {
    const all = ["app", "dns", "resend", "stripe", "supabase", "traffic", "vercel"];
    const minute = ["app", "stripe", "supabase", "traffic"];
    const travel = (seconds: number) =>
      session.query("select set_config('comptalyze.clock_offset', $1, false)", [
        `${seconds} seconds`,
      ]);
    expect(await claim()).toEqual(all);
    expect(await claim()).toEqual([]);
    await travel(44);
    expect(await claim()).toEqual([]);
    await travel(58);
    expect(await claim()).toEqual(minute);
    await travel(299);
    expect(await claim()).toEqual(["app", "dns", "stripe", "supabase", "traffic", "vercel"]);
    await travel(899);
    expect(await claim()).toEqual(all);
  });

  test("a probe is kept once, and a late one as well; the state is that of the later question", async () => {
    const well = { answer: { failure: null, status: 200, latency_ms: 90 } };
    const silent = { answer: { failure: "timeout", status: null, latency_ms: null } };
    expect(await record("app", -2, well)).toBe(true);
    expect(await record("app", -1, silent)).toBe(true);
    expect(await record("app", -2, well)).toBe(false);
    expect(await record("app", -1, silent)).toBe(false);
    expect(await record("app", -1.5, well)).toBe(false);
    expect(
      await session.query("select ok, failure, latency_ms from private.probes order by at"),
    ).toEqual([
      { ok: true, failure: null, latency_ms: 90 },
      { ok: true, failure: null, latency_ms: 90 },
      { ok: false, failure: "timeout", latency_ms: null },
    ]);
    expect(await service("app")).toMatchObject({ status: "down", code: "timeout" });
  });

  test.each([
    ["unwell", "degraded"],
    ["status", "down"],
    ["garbage", "down"],
    ["unreachable", "down"],
  ])("an app that is %s is %s", async (failure, status) => {
    await record("app", 0, { answer: { failure, status: 503, latency_ms: 4 } });
    expect(await service("app")).toMatchObject({ status, code: failure });
  });

  test("a status holds since it is so; what was not asked lately is not known", async () => {
    const well = { answer: { failure: null, status: 200, latency_ms: 90 } };
    await record("app", -9, well);
    expect(await service("app")).toMatchObject({ status: "unknown", code: "stale" });
    await record("app", -4, well);
    const { since, checked_at, ...up } = (await service("app")) ?? {};
    expect(up).toEqual({ status: "up", code: null });
    expect(new Date(since ?? 0) < new Date(checked_at ?? 0)).toBe(true);
    await record("app", -1, { answer: { failure: "unwell", status: 503, latency_ms: 9 } });
    const ill = await service("app");
    expect(ill?.since).toEqual(ill?.checked_at);
    expect(await service("resend")).toMatchObject({ status: "unknown", code: "never_asked" });
  });

  test.each([
    ["timeout", "down"],
    ["broken", "down"],
    ["not_allowed", "degraded"],
    ["missing", "degraded"],
    ["not_configured", "unknown"],
  ])("a vendor whose question fails with %s is %s", async (kind, status) => {
    await record("vercel", 0, { failure: { kind } });
    expect(await service("vercel")).toMatchObject({ status, code: kind });
    expect(
      await one(
        "select failure ->> 'kind' as kind, answered_at from private.sources where name = 'vercel'",
      ),
    ).toEqual({ kind, answered_at: null });
  });

  test.each(["rate_limited", "busy"])("%s says nothing of it", async (kind) => {
    await record("vercel", -1, { answer: { deployments: [] } });
    await record("vercel", 0, { failure: { kind } });
    expect(await service("vercel")).toMatchObject({ status: "up", code: null });
  });

  test("what was kept by a clock that has been set back holds nothing up", async () => {
    const well = { answer: { failure: null, status: 200, latency_ms: 90 } };
    const travel = (offset: string) =>
      session.query("select set_config('comptalyze.clock_offset', $1, false)", [offset]);
    await travel("3 hours");
    await claim();
    await record("app", 180, { answer: { failure: "timeout", status: null, latency_ms: null } });
    await travel("");
    expect(await claim()).toHaveLength(7);
    expect(await record("app", 0, well)).toBe(true);
    expect(await service("app")).toMatchObject({ status: "up", code: null });
    const { since, checked_at } = (await service("app")) ?? {};
    expect(since).toEqual(checked_at);
  });

  test("an older answer brings nothing back", async () => {
    const deployment = (state: string) => ({
      deployments: [
        { id: "dpl_1", url: "x", state, target: "production", created_at: "2026-11-23T10:00:00Z" },
      ],
    });
    const slots = (requests: number) => ({
      slots: [{ at: "2026-11-23T10:00:00Z", requests, errors_5xx: 1 }],
    });
    for (const [source, newer, older] of [
      ["vercel", deployment("READY"), deployment("ERROR")],
      ["traffic", slots(20), slots(10)],
    ] as const) {
      expect(await record(source, -1, { answer: newer })).toBe(true);
      expect(await record(source, -2, { answer: older })).toBe(false);
      expect(await record(source, -2, { failure: { kind: "timeout" } })).toBe(false);
    }
    expect(await one("select state from private.deployments")).toEqual({ state: "READY" });
    expect(await one("select requests::int from private.traffic")).toEqual({ requests: 20 });
    expect(await service("vercel")).toMatchObject({ status: "up" });
  });

  test("a slot of the future is not taken", async () => {
    const answer = { slots: [{ at: "2099-01-01T00:00:00Z", requests: 1, errors_5xx: 0 }] };
    await record("traffic", 0, { answer });
    expect(await one("select count(*)::int as slots from private.traffic")).toEqual({ slots: 0 });
  });

  test("domains are as Resend told them last; what it does not have any more is gone", async () => {
    const other = { domain: "b.fr", id: "2", status: "pending", records: [] };
    await record("resend", -2, { answer: { domains: [...told(DMARC).domains, other] } });
    expect(await service("resend")).toMatchObject({
      status: "degraded",
      code: "domain_not_verified",
    });
    await record("resend", -1, { answer: told(DMARC) });
    expect(await session.query("select domain from private.email_domains")).toEqual([
      { domain: "a.fr" },
    ]);
    expect(await service("resend")).toMatchObject({ status: "up", code: null });
    await record("resend", 0, { answer: { domains: [] } });
    expect(await service("resend")).toMatchObject({ status: "degraded", code: "no_domain" });
    expect(await dmarc()).toBeUndefined();
  });

  test("a silent resolver makes a record unknown, and what it said last stays its last word", async () => {
    await record("resend", -9, { answer: told(DMARC) });
    expect(await dmarc()).toMatchObject({ status: "unknown", known: null, checked_at: null });
    await record("dns", -8, { answer: seen("missing") });
    const missing = await dmarc();
    expect(missing).toMatchObject({ status: "missing", known: "missing" });
    await record("dns", -7, { answer: seen("unknown"), failure: { kind: "timeout" } });
    expect(await dmarc()).toEqual({ ...missing, status: "unknown" });
    await record("dns", -6, { answer: seen("missing") });
    const still = await dmarc();
    expect(still).toMatchObject({ status: "missing", since: missing?.since });
    expect(still?.checked_at).not.toEqual(missing?.checked_at);
    await record("dns", -5, { answer: seen("ok", ["v=DMARC1; p=none;"]) });
    const ok = await dmarc();
    expect(ok).toMatchObject({ status: "ok", found: ["v=DMARC1; p=none;"] });
    expect(ok?.since).toEqual(ok?.checked_at);
  });

  test("what DNS said of another value is not taken for this one", async () => {
    await record("resend", -9, { answer: told(DMARC) });
    await record("dns", -8, { answer: seen("ok") });
    await record("resend", -7, { answer: told({ ...DMARC, value: "v=DMARC1; p=reject;" }) });
    expect(await dmarc()).toMatchObject({ status: "unknown", known: null });
    await record("dns", -6, { answer: seen("ok") });
    expect(await dmarc()).toMatchObject({ status: "unknown" });
    await record("dns", -5, { answer: seen("ok", [], "v=DMARC1; p=reject;") });
    expect(await dmarc()).toMatchObject({ status: "ok" });
  });

  test("an answer of DNS that has grown old is not known any more", async () => {
    const status = (minutes: number) =>
      one(`select private.record_status('ok', ${at(minutes)}) as status`);
    expect(await status(-29)).toEqual({ status: "ok" });
    expect(await status(-31)).toEqual({ status: "unknown" });
  });

  describe("Stripe, by our own reading", () => {
    const sync = (change: string) =>
      session.query(`update private.syncs set ${change} where name = 'stripe_events'`);
    let turn = 0;
    const stripe = async () => {
      turn += 1;
      await record("stripe", turn, { answer: {} });
      const { status, code } = (await service("stripe")) ?? {};
      return [status, code];
    };
    beforeEach(async () => {
      await session.query(
        "update private.syncs set succeeded_at = now(), failed_at = null, failure = null",
      );
      await session.query("delete from private.webhook_endpoints");
      await session.query(
        "insert into private.webhook_endpoints (id, url, enabled, types, checked_at) values ('we_1', 'x', true, '{*}', now())",
      );
      await session.query(
        "update private.metrics set threshold = 100 where metric = 'webhooks_failed'",
      );
    });

    test("is up", async () => expect(await stripe()).toEqual(["up", null]));

    test("is not known before it was read, and when that is long ago", async () => {
      await sync("succeeded_at = null");
      expect(await stripe()).toEqual(["unknown", "never_asked"]);
      await sync("succeeded_at = now() - interval '6 minutes'");
      expect(await stripe()).toEqual(["unknown", "stale"]);
    });

    test("is degraded past the limit of failed deliveries", async () => {
      await session.query(
        `insert into private.stripe_events (id, type, created_at, livemode, pending, checked_at)
        values ('evt_lost', 'invoice.paid', now() - interval '1 hour', true, 1, now()) on conflict do nothing`,
      );
      await session.query(
        "update private.metrics set threshold = 0.01 where metric = 'webhooks_failed'",
      );
      expect(await stripe()).toEqual(["degraded", "webhooks"]);
    });

    test("is degraded without an endpoint that is switched on", async () => {
      await session.query("update private.webhook_endpoints set enabled = false");
      expect(await stripe()).toEqual(["degraded", "endpoint_disabled"]);
    });

    test.each([
      ["timeout", ["down", "timeout"]],
      ["not_configured", ["unknown", "not_configured"]],
      ["not_allowed", ["degraded", "not_allowed"]],
      ["no_endpoint", ["degraded", "no_endpoint"]],
      ["rate_limited", ["up", null]],
    ])("whose last reading ended with %s", async (kind, state) => {
      await sync(
        `succeeded_at = now() - interval '9 minutes', failed_at = now(), failure = '{"kind":"${kind}"}'`,
      );
      expect(await stripe()).toEqual(state);
    });
  });

  test("probes go after ninety days, the oldest first, so many in a turn", async () => {
    await session.query(
      `insert into private.probes (at, ok) select now() - interval '90 days 1 hour' + n * interval '1 day', true from generate_series(-3, 1) n`,
    );
    await session.query("select private.turn_rollups(1000000)");
    const prune = async (most: number) => [
      (await one<{ gone: number }>(`select private.prune_probes(${most}) as gone`))?.gone,
      (
        await one<{ days: number[] }>(
          "select array_agg(round(extract(epoch from now() - at) / 86400)::int order by at) as days from private.probes",
        )
      )?.days,
    ];
    expect(await prune(2)).toEqual([2, [91, 90, 89]]);
    await session.query("select private.turn_rollups(1000000)");
    expect(await prune(10)).toEqual([2, [89]]);
    await session.query(
      "insert into private.probes (at, ok) values (now() - interval '100 days', true)",
    );
    // Counted in the first turn, removed in the second.
    await session.query("select private.turn_metrics()");
    await session.query("select private.turn_metrics()");
    expect(await prune(10)).toEqual([0, [89]]);
  });
});
