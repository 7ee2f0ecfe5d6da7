import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";

const HOUR_MINUTES = 60;

describe("alerts while Slack is down", () => {
  let backend: Backend;

  beforeAll(async () => {
    backend = await startBackend(await clonePostgres(), {
      vendors: true,
      env: { CONSOLE_URL: "https://console.example" },
    });
    // What the demo has open is not what this is about.
    await backend.database.exec(`
      delete from private.alerts;
      delete from private.notices;
      update private.alert_rules set enabled = metric = 'latency_p95', hold_minutes = 5, recover_minutes = 15;
      delete from private.probes;
    `);
  });
  afterAll(() => backend?.close());

  const control = async (path: string, body?: unknown) => {
    const { origin } = new URL(backend.vendors?.addresses.SLACK_WEBHOOK_URL ?? "");
    const answer = await fetch(`${origin}/_test/${path}`, {
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
    return answer.status === 204 ? null : answer.json();
  };
  const messages = async () =>
    ((await control("state")) as { messages: { text: string }[] }).messages.map(({ text }) => text);
  const asked = async () =>
    ((await control("requests")) as { requests: unknown[] }).requests.length;

  /** The database's turn of the schedule so many minutes from now; probes of the minute answer in so many ms. */
  async function tick(minute: number, latency: number): Promise<void> {
    await backend.database.exec(`
      begin;
      select set_config('comptalyze.clock_offset', '${minute} minutes', true);
      insert into private.probes (at, ok, status, latency_ms)
        select private.now() - n * interval '1 second', true, 200, ${latency} from generate_series(0, ${latency > 500 ? 9 : 299}) n on conflict do nothing;
      select private.tick();
      select private.turn_metrics();
      commit;
    `);
  }

  /** What the schedule does after it, once the back-off of what waits is over. */
  async function post(): Promise<void> {
    await backend.database.exec(
      "update private.notices set next_attempt_at = now() where delivered_at is null",
    );
    const answer = await fetch(`${backend.functions?.address()}/functions/v1/post-notices`, {
      method: "POST",
      headers: { apikey: backend.keys.secretKey },
    });
    expect(answer.status).toBe(200);
  }

  const waiting = () =>
    backend.database.query<{ kind: string; attempts: number; last_error: string | null }>(
      "select kind, attempts, last_error from private.notices where delivered_at is null order by id",
    );

  test("are kept, then told once each and in order; the turn of the schedule calls nobody", async () => {
    await control("faults", [{ match: "*", kind: "500", times: 1000 }]);
    // Past its threshold from the first minute on, well again from the 20th; both while nobody can be told.
    for (let minute = 0; minute < HOUR_MINUTES; minute += 5) {
      const before = await asked();
      await tick(minute, minute < 20 ? 900 : 100);
      // A turn that called Slack would wait for it, and all the others with it.
      expect(await asked()).toBe(before);
      await post();
    }
    const kept = await waiting();
    expect(kept.map(({ kind }) => kind)).toEqual(["alert_fired", "alert_recovered"]);
    expect(kept[0]?.attempts).toBeGreaterThan(5);
    expect(kept[0]?.last_error).toMatch(/^500/);
    expect(await messages()).toEqual([]);

    // What else the schedule does is not held up.
    const [work] = await backend.database.query<{ posted: boolean; measured: boolean }>(
      "select (select max(at) > now() - interval '1 minute' from private.metric_states) as measured",
    );
    expect(work?.measured).toBe(true);

    await control("reset", {});
    await post();
    await post();
    await post();
    const told = await messages();
    expect(told).toHaveLength(2);
    expect(told[0]).toMatch(/rotating_light.*Latence p95.*900\sms.*au plus 500\sms/);
    expect(told[0]).toContain("<https://console.example/reliability?metric=latency_p95|AL-");
    expect(told[1]).toMatch(/Rétabli.*Latence p95/);
    expect(await waiting()).toEqual([]);
  });

  test("once Slack takes a message again, the others do not wait for the end of their back-off", async () => {
    await control("reset", {});
    await backend.database.exec(`
      delete from private.notices;
      insert into private.notices (kind, args, attempts, last_error, next_attempt_at)
      select 'alert_test', jsonb_build_object('rule_id', n, 'metric', 'uptime', 'severity', 'P1', 'value', null, 'threshold', 99.5,
        'unit', 'percent', 'bound', 'min', 'window_hours', 720, 'by', n || '@comptalyze.test', 'environment', 'demo'),
        6, case n when 3 then '400 invalid_payload' else 'timeout' end, case n when 1 then now() else now() + interval '1 hour' end
      from generate_series(1, 4) n`);
    const answer = await fetch(`${backend.functions?.address()}/functions/v1/post-notices`, {
      method: "POST",
      headers: { apikey: backend.keys.secretKey },
    });
    expect(await answer.json()).toEqual({ posted: 3 });
    const told = await messages();
    expect(told.map((text) => /(\d)@comptalyze/.exec(text)?.[1])).toEqual(["1", "2", "4"]);
    // What Slack refused for good is not tried with every message that arrives.
    expect((await waiting()).map(({ last_error }) => last_error)).toEqual(["400 invalid_payload"]);
  });

  test("an end is never told before its beginning", async () => {
    await control("reset", {});
    await backend.database.exec(`
      delete from private.notices;
      insert into private.notices (kind, args, next_attempt_at)
      select kind, jsonb_build_object('alert_id', 'a1', 'code', 'AL-0001', 'rule_id', 1, 'metric', 'uptime', 'severity', 'P1', 'what', 'breach',
        'since', now(), 'recovered_at', now(), 'value', 98, 'threshold', 99.5, 'unit', 'percent', 'bound', 'min', 'window_hours', 720, 'environment', 'demo'), at
      from (values ('alert_fired', now() + interval '1 hour'), ('alert_recovered', now())) as v (kind, at)`);
    expect(await backend.database.query("select private.claim_notice() as claimed")).toEqual([
      { claimed: { notice: null } },
    ]);
    await post();
    expect((await messages()).map((text) => /Rétabli/.test(text))).toEqual([false, true]);
  });
});
