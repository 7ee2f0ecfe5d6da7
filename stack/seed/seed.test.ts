import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emptyPostgres } from "../../tests/support/backend.ts";
import type { Database } from "../database.ts";
import { keysIn } from "../keys.ts";
import { migrate } from "../migrate.ts";
import { openSupabase, type Supabase } from "../supabase.ts";
import { cleanDatabase } from "./clean.ts";
import { seedDatabase } from "./database.ts";

const keys = keysIn(null);
let database: Database;
let supabase: Supabase;

const AS_OF = "2026-11-23 14:00:00+01";
const seedAt = (users: number, at = AS_OF) => seedDatabase(database.exec, users, at);

async function values(sql: string): Promise<unknown[]> {
  return (await database.query<Record<string, unknown>>(sql)).map((row) => Object.values(row)[0]);
}

/** One hash of every table that the seed writes; passwords are salted and so never the same. */
async function fingerprint(): Promise<unknown> {
  const tables = [
    "auth.users",
    "auth.identities",
    "public.urssaf_records",
    "public.subscriptions",
    "public.import_logs",
    "public.integration_tokens",
    "public.emails",
    "public.access_logs",
    "public.stripe_events",
    "private.stripe_events",
    "private.staff",
    "private.grants",
    "private.probes",
    "private.traffic",
    "private.deployments",
    "private.service_checks",
    "private.email_domains",
    "private.domain_records",
  ];
  const hashes = await Promise.all(
    tables.map((table) =>
      values(
        `select count(*) || ' ' || md5(string_agg(md5((to_jsonb(t) - 'encrypted_password')::text), '' order by to_jsonb(t)::text collate "C")) from (select to_jsonb(x) - 'encrypted_password' as row from ${table} x) t`,
      ),
    ),
  );
  return Object.fromEntries(tables.map((table, i) => [table, hashes[i]]));
}

beforeAll(async () => {
  database = await emptyPostgres();
  supabase = await openSupabase(database, keys, "http://localhost", { send: async () => {} });
  await migrate(database);
  await seedAt(300);
}, 120_000);
afterAll(() => database.close());

describe("a console with something to show", () => {
  test("subscriptions in every status of Stripe, monthly and yearly, some ending", async () => {
    expect(await values("select distinct status from public.subscriptions order by 1")).toEqual(
      "active canceled incomplete incomplete_expired past_due paused trialing unpaid".split(" "),
    );
    const prices = `select distinct plan || ' ' || interval || ' ' || amount_cents from public.subscriptions order by 1`;
    expect(await values(prices)).toEqual([
      "premium month 1990",
      "premium year 19900",
      "pro month 990",
      "pro year 9900",
    ]);
    expect(
      await values("select count(*) > 3 from public.subscriptions where cancel_at is not null"),
    ).toEqual([true]);
  });

  test("the period that runs contains the present", async () => {
    const wrong = `select stripe_subscription_id from public.subscriptions
      where status in ('active', 'trialing', 'past_due')
        and not ('${AS_OF}'::timestamptz >= current_period_start and '${AS_OF}'::timestamptz < current_period_end)
         or created_at > current_period_start or current_period_start >= current_period_end`;
    expect(await values(wrong)).toEqual([]);
  });

  test("e-mails in every status of Resend, a bounce always with its reason", async () => {
    expect(await values("select distinct status from public.emails order by 1")).toEqual(
      "bounced canceled clicked complained delivered delivery_delayed failed opened queued scheduled sent suppressed".split(
        " ",
      ),
    );
    expect(
      await values(
        "select count(*)::int from public.emails where (status = 'bounced') <> (bounce_reason is not null)",
      ),
    ).toEqual([0]);
  });

  test("imports of all kinds; what failed says why", async () => {
    expect(await values("select distinct status from public.import_logs order by 1")).toEqual([
      "error",
      "running",
      "skipped",
      "success",
    ]);
    expect(
      await values("select distinct provider from public.import_logs where dry_run order by 1"),
    ).toEqual(["shopify", "stripe"]);
    expect(
      await values(
        "select count(*)::int from public.import_logs where status = 'error' and error_message is null",
      ),
    ).toEqual([0]);
  });

  test("tokens fresh, expiring and expired, and none that opens anything", async () => {
    const health = `select distinct case when expires_at <= '${AS_OF}' then 'expired'
      when expires_at <= '${AS_OF}'::timestamptz + interval '7 days' then 'expiring' else 'fresh' end
      from public.integration_tokens order by 1`;
    expect(await values(health)).toEqual(["expired", "expiring", "fresh"]);
    expect(
      await values(
        "select count(*)::int from public.integration_tokens where access_token not like '%no-real-token%'",
      ),
    ).toEqual([0]);
  });

  test("grants that run, end tomorrow, have ended and were revoked", async () => {
    const states = `select distinct case when revoked_at is not null then 'revoked'
      when ends_at <= '${AS_OF}' then 'expired'
      when ends_at < '${AS_OF}'::timestamptz + interval '36 hours' then 'tomorrow' else 'running' end
      from private.grants order by 1`;
    expect(await values(states)).toEqual(["expired", "revoked", "running", "tomorrow"]);
  });

  test("Free customers make at most three simulations a month, some of them three", async () => {
    const used = `select count(*)::int as used from public.urssaf_records r
      where created_at >= '2026-11-01 00:00+01' and not exists (
        select from public.subscriptions s where s.user_id = r.user_id and s.status in ('active', 'trialing'))
        and not exists (select from private.grants g where g.user_id = r.user_id)
      group by user_id order by used desc`;
    const counts = await values(used);
    expect(counts[0]).toBe(3);
    expect(counts.filter((count) => count === 3).length).toBeGreaterThan(5);
  });

  test("ninety days of the app's health: fast but for a few, one short outage, a handful of 5xx", async () => {
    const [health] = await database.query(
      `select count(*)::int as probes, count(*) filter (where not ok)::int as failed, max(at) - min(at) > interval '89 days' as long,
        count(distinct date_trunc('hour', at)) filter (where not ok)::int as hours,
        percentile_cont(0.95) within group (order by latency_ms) between 250 and 350 as usual,
        count(*) filter (where at > '${AS_OF}')::int as future
      from private.probes`,
    );
    expect(health).toEqual({
      probes: 8640,
      failed: 3,
      long: true,
      hours: 1,
      usual: true,
      future: 0,
    });
    const share = `select round(sum(errors_5xx) * 100 / sum(requests), 2)::float from private.traffic where errors_5xx * 20 < requests`;
    expect((await values(share))[0]).toBeGreaterThan(0.1);
    expect((await values(share))[0]).toBeLessThan(0.3);
    expect(await values("select count(*)::int from private.traffic")).toEqual([2160]);
    expect(
      await values(
        "select domain || ' ' || record from private.domain_records where known <> 'ok' order by 1",
      ),
    ).toEqual(["actu.comptalyze.com DKIM", "actu.comptalyze.com DMARC", "comptalyze.com DMARC"]);
  });

  test("nothing happens in the future, and today something did", async () => {
    for (const table of ["urssaf_records", "import_logs", "emails", "access_logs"]) {
      expect([
        table,
        ...(await values(
          `select count(*) filter (where created_at > '${AS_OF}')::int from public.${table}`,
        )),
      ]).toEqual([table, 0]);
    }
    expect(
      await values("select count(*) > 5 from public.access_logs where created_at > '2026-11-23'"),
    ).toEqual([true]);
  });
});

test("the app's mirror agrees with the entitlement, but for the two who wrote it themselves", async () => {
  const liars = `select u.email from auth.users u
    where private.mirror_keys(u.raw_user_meta_data)
        is distinct from private.mirror_of((private.entitlement(u.id, '${AS_OF}')).plan)
      or u.raw_user_meta_data ? 'is_admin'
    order by 1`;
  expect(await values(liars)).toEqual(["thomas.le-goff@example.fr", "yann.kerbrat@example.fr"]);
});

test("every account says that it is demo data and has an id that contracts accept", async () => {
  const odd = `select email from auth.users where not raw_app_meta_data @> '{"demo": true}'
    or id::text !~ '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$'
    or email !~ '^[a-z.-]+@(example\\.(fr|com)|comptalyze\\.test)$' and email !~ '^admin2@'`;
  expect(await values(odd)).toEqual([]);
  expect(await values("select count(*)::int from auth.users")).toEqual([305]);
});

test("staff and the stranger sign in, demo customers cannot", async () => {
  const signIn = async (email: string) => {
    const response = await supabase.fetch(
      new Request("http://localhost/auth/v1/token?grant_type=password", {
        method: "POST",
        headers: { apikey: keys.publishableKey, "content-type": "application/json" },
        body: JSON.stringify({ email, password: "comptalyze-demo" }),
      }),
    );
    return response.status;
  };
  for (const who of ["support", "ops", "admin", "admin2", "cliente"]) {
    expect([who, await signIn(`${who}@comptalyze.test`)]).toEqual([who, 200]);
  }
  expect(await signIn("zoe.lambert@example.fr")).toBe(400);
  expect(
    await values(
      "select s.role || ' ' || u.email from private.staff s join auth.users u on u.id = s.user_id order by 1",
    ),
  ).toEqual([
    "admin admin2@comptalyze.test",
    "admin admin@comptalyze.test",
    "ops ops@comptalyze.test",
    "support support@comptalyze.test",
  ]);
});

describe("again and back", () => {
  beforeAll(() => seedAt(300));

  test("seeding twice gives the same rows", async () => {
    const before = await fingerprint();
    await seedAt(300);
    expect(await fingerprint()).toEqual(before);
  }, 30_000);

  test("a smaller seed takes the others away and keeps those it has", async () => {
    const zoe = () => values("select id::text from auth.users where email like 'zoe.lambert@%'");
    const before = await zoe();
    await seedAt(40);
    expect(await values("select count(*)::int from auth.users")).toEqual([45]);
    expect(await values("select count(*)::int from private.users")).toEqual([45]);
    expect(await zoe()).toEqual(before);
    await seedAt(300);
  }, 30_000);

  test("cleaning removes the demo rows and no real one, and says how many", async () => {
    await database.exec(`
      insert into auth.users (id, email, raw_app_meta_data, raw_user_meta_data) values
        ('0e0e0e0e-0e0e-4e0e-ae0e-0e0e0e0e0e0e', 'real@example.fr', '{"provider":"email"}', '{"demo": true}');
      insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents)
        values ('0e0e0e0e-0e0e-4e0e-ae0e-0e0e0e0e0e0e', '2026-11', 'BNC', 100, 26);
      insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, interval, amount_cents)
        values ('0e0e0e0e-0e0e-4e0e-ae0e-0e0e0e0e0e0e', 'cus_real', 'sub_real', 'pro', 'active', 'month', 990);
      insert into private.probes (at, ok, status, latency_ms) values ('2026-11-23 12:58:30+01', true, 200, 90);
      insert into private.traffic (at, requests, errors_5xx, read_at) values ('2026-11-23 12:55+01', 7, 0, '2026-11-23 13:00+01');
      insert into private.deployments (id, url, state, created_at, read_at) values ('dpl_real', 'x', 'READY', now(), now());
      insert into private.email_domains (domain, resend_id, provider_status, told_at) values ('example.fr', 'real', 'verified', now());
      insert into private.domain_records (domain, record, name, type, host, value)
        values ('example.fr', 'DMARC', '_dmarc.example.fr', 'TXT', '_dmarc', 'v=DMARC1; p=none;');`);
    await seedAt(300);
    expect(
      await values(
        "select sum(requests)::int from private.traffic where at >= '2026-11-23 12:00+01' and at < '2026-11-23 13:00+01'",
      ),
    ).toEqual([7]);
    const cleaned = await cleanDatabase(database);
    expect(cleaned).toMatchObject({ "auth.users": 305, "private.staff": 4 });
    for (const table of [
      "auth.users",
      "public.urssaf_records",
      "public.subscriptions",
      "private.probes",
      "private.traffic",
      "private.deployments",
      "private.email_domains",
      "private.domain_records",
    ]) {
      expect([table, ...(await values(`select count(*)::int from ${table}`))]).toEqual([table, 1]);
    }
    for (const table of [
      "auth.identities",
      "public.emails",
      "public.import_logs",
      "private.grants",
      "private.service_checks",
    ]) {
      expect([table, ...(await values(`select count(*)::int from ${table}`))]).toEqual([table, 0]);
    }
    expect(await values("select email from private.users")).toEqual(["real@example.fr"]);
    expect((await cleanDatabase(database))["auth.users"]).toBe(0);
  }, 60_000);
});
