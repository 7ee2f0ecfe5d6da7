import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AppSeed } from "../../stack/vendors/app.ts";
import type { DnsSeed } from "../../stack/vendors/dns.ts";
import type { FaultOrder } from "../../stack/vendors/faults.ts";
import type { VendorSet } from "../../stack/vendors/serve.ts";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";

const PATIENCE_MS = 2_500;
const SOURCES = ["app", "traffic", "vercel", "supabase", "stripe", "resend", "dns"] as const;
type Source = (typeof SOURCES)[number];
type Collected = Partial<Record<Source, string>>;

/** How everything ends when nothing is wrong. */
const KEPT: Collected = Object.fromEntries(SOURCES.map((source) => [source, "kept"]));

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend(await clonePostgres(), {
    vendors: true,
    env: { VENDOR_TIMEOUT_MS: String(PATIENCE_MS) },
  });
});
afterAll(() => backend?.close());

beforeEach(async () => {
  for (const name of ["vercel", "dns", "resend", "app"] as const)
    backend.vendors?.vendors[name].reset();
  await backend.database.exec(`
    update private.vendor_rates set per_second = 500, next_at = '-infinity';
    update private.sources set asked_at = null;
    update private.syncs set succeeded_at = now(), failed_at = null, failure = null;`);
});

async function post(vendor: keyof VendorSet, control: string, body: unknown): Promise<void> {
  const answer = await backend.vendors?.vendors[vendor].fetch(
    new Request(`http://vendor.test/_test/${control}`, {
      method: "POST",
      body: JSON.stringify(body),
    }),
  );
  if (!answer?.ok) throw new Error(`${vendor} ${control}: ${await answer?.text()}`);
}
const fault = (vendor: keyof VendorSet, order: FaultOrder) => post(vendor, "faults", order);
const seedApp = (seed: AppSeed) => post("app", "seed", seed);
const seedDns = (seed: DnsSeed) => post("dns", "seed", seed);

async function asked(vendor: keyof VendorSet): Promise<string[]> {
  const answer = await backend.vendors?.vendors[vendor].fetch(
    new Request("http://vendor.test/_test/requests"),
  );
  const { requests = [] } = ((await answer?.json()) ?? {}) as { requests?: { path: string }[] };
  return requests.map(({ path }) => path);
}

/** What the schedule does every minute. */
async function collect(): Promise<Collected> {
  const answer = await fetch(`${backend.functions?.address()}/functions/v1/collect`, {
    method: "POST",
    headers: { apikey: backend.keys.secretKey },
  });
  if (answer.status !== 200) throw new Error(`collect answered ${answer.status}`);
  return ((await answer.json()) as { collected: Collected }).collected;
}

async function again(): Promise<Collected> {
  await backend.database.query("update private.sources set asked_at = null");
  return collect();
}

async function row<Row extends Record<string, unknown>>(sql: string): Promise<Row | undefined> {
  return (await backend.database.query<Row>(sql))[0];
}

const service = (name: string) =>
  row(
    `select status, code, checked_at > now() - interval '30 seconds' as fresh from private.service_states() where service = '${name}'`,
  );
const states = async () =>
  Object.fromEntries(
    (
      await backend.database.query<{ service: string; status: string }>(
        "select service, status from private.service_states()",
      )
    ).map(({ service: name, status }) => [name, status]),
  );
const probe = () =>
  row("select ok, status, failure, latency_ms from private.probes order by at desc, id desc");

async function records(domain: string): Promise<string[]> {
  const rows = await backend.database.query<{ line: string }>(
    `select concat_ws(' ', record, type, private.record_status(status, checked_at)) as line from private.domain_records
    where domain = '${domain}' order by record desc, type`,
  );
  return rows.map(({ line }) => line);
}

test("everything is asked and kept once; asked again at once nobody is bothered", async () => {
  await backend.database.exec(
    "delete from private.service_checks; delete from private.deployments; delete from private.email_domains;",
  );
  const [before] = await backend.database.query<{ probes: number }>(
    "select count(*)::int as probes from private.probes",
  );
  expect(await collect()).toEqual(KEPT);
  const counts = await row(`select (select count(*)::int from private.probes) as probes,
    (select count(*)::int from private.deployments) as deployments,
    (select count(*)::int from private.domain_records) as records,
    (select max(at) > now() - interval '6 minutes' from private.traffic) as traffic`);
  expect(counts).toEqual({
    probes: (before?.probes ?? 0) + 1,
    deployments: 6,
    records: 12,
    traffic: true,
  });
  expect(await probe()).toMatchObject({ ok: true, status: 200, failure: null });
  expect((await probe())?.latency_ms).toEqual(expect.any(Number));
  expect(await states()).toEqual({
    app: "up",
    vercel: "up",
    supabase: "up",
    stripe: expect.stringMatching(/up|degraded/),
    resend: "degraded",
  });
  expect(await records("comptalyze.com")).toEqual([
    "SPF MX ok",
    "SPF TXT ok",
    "DMARC TXT missing",
    "DKIM TXT ok",
  ]);
  expect(await records("comptalyze.test")).toContain("DMARC TXT ok");
  expect(await records("actu.comptalyze.com")).toEqual(
    expect.arrayContaining(["DKIM TXT missing", "DMARC TXT missing"]),
  );

  expect(await collect()).toEqual({});
  expect((await asked("vercel")).length).toBe(1);
});

test("several schedulers at once ask each source once", async () => {
  const answers = await Promise.all([collect(), collect(), collect(), collect()]);
  expect(answers.flatMap((collected) => Object.keys(collected)).sort()).toEqual(
    [...SOURCES].sort(),
  );
  expect((await asked("app")).filter((path) => path === "/api/health")).toHaveLength(1);
});

type Down = {
  source: Source;
  what: string;
  break: () => Promise<void>;
  said: string;
  after: () => Promise<unknown>;
  is: unknown;
};

const dnsUnknown = async () => (await records("comptalyze.com")).map((line) => line.split(" ")[2]);

const DOWN: Down[] = [
  {
    source: "app",
    what: "does not answer in time",
    break: () => seedApp({ health: { latency_ms: PATIENCE_MS * 3 } }),
    said: "kept",
    after: async () => [await probe(), await service("app")],
    is: [
      { ok: false, status: null, failure: "timeout", latency_ms: null },
      { status: "down", code: "timeout", fresh: true },
    ],
  },
  {
    source: "app",
    what: "breaks off",
    break: () => fault("app", { match: "/api/health", kind: "cut" }),
    said: "kept",
    after: async () => [await probe(), (await service("app"))?.status],
    is: [{ ok: false, status: null, failure: "unreachable", latency_ms: null }, "down"],
  },
  {
    source: "app",
    what: "says that it is unwell",
    break: () => seedApp({ checks: { database: "down" } }),
    said: "kept",
    after: async () => [
      (await probe())?.failure,
      await row("select status, code, detail from private.service_states() where service = 'app'"),
    ],
    is: [
      "unwell",
      {
        status: "degraded",
        code: "unwell",
        detail: { status: 503, checks: { database: "down", stripe: "ok", resend: "ok" } },
      },
    ],
  },
  {
    source: "app",
    what: "is hidden behind a page of its host, 502",
    break: () => seedApp({ health: { answer: "error_page" } }),
    said: "kept",
    after: async () => [(await probe())?.failure, (await service("app"))?.status],
    is: ["status", "down"],
  },
  {
    source: "app",
    what: "is hidden behind a page, 200",
    break: () => seedApp({ health: { answer: "page" } }),
    said: "kept",
    after: async () => [(await probe())?.failure, (await service("app"))?.status],
    is: ["garbage", "down"],
  },
  {
    source: "traffic",
    what: "is not counted by this app",
    break: () => seedApp({ counts: false }),
    said: "untold",
    after: async () => (await service("app"))?.status,
    is: "up",
  },
  {
    source: "traffic",
    what: "is asked for too often",
    break: () => fault("app", { match: "/api/admin/metrics", kind: "429", retry_after: 40 }),
    said: "rate_limited",
    after: () =>
      row(
        "select next_at > now() + interval '30 seconds' as rests from private.vendor_rates where service = 'app'",
      ),
    is: { rests: true },
  },
  {
    source: "vercel",
    what: "fails",
    break: () => fault("vercel", { kind: "500" }),
    said: "broken",
    after: () => service("vercel"),
    is: { status: "down", code: "broken", fresh: true },
  },
  {
    source: "vercel",
    what: "answers with somebody else's page",
    break: () => fault("vercel", { kind: "html" }),
    said: "garbage",
    after: () => service("vercel"),
    is: { status: "down", code: "garbage", fresh: true },
  },
  {
    source: "resend",
    what: "does not answer in time",
    break: () => fault("resend", { kind: "timeout_before" }),
    said: "timeout",
    after: () => service("resend"),
    is: { status: "down", code: "timeout", fresh: true },
  },
  {
    source: "dns",
    what: "breaks off every time",
    break: () => fault("dns", { kind: "cut", times: 50 }),
    said: "unreachable",
    after: dnsUnknown,
    is: ["unknown", "unknown", "unknown", "unknown"],
  },
  {
    source: "dns",
    what: "does not get through to the zone",
    break: () => seedDns({ lost: ["_dmarc.comptalyze.com"] }),
    said: "kept",
    after: () => records("comptalyze.com"),
    is: ["SPF MX ok", "SPF TXT ok", "DMARC TXT unknown", "DKIM TXT ok"],
  },
];

test.each(DOWN)("$source $what: the others are kept", async (down) => {
  await down.break();
  expect(await collect()).toEqual({ ...KEPT, [down.source]: down.said });
  expect(await down.after()).toEqual(down.is);
});

test("Vercel asks to wait: what was known stays, and it is left alone so long", async () => {
  await collect();
  const before = await row(
    "select status, since, checked_at from private.service_checks where service = 'vercel'",
  );
  await fault("vercel", { kind: "429", retry_after: 50 });
  expect((await again()).vercel).toBe("rate_limited");
  const calls = (await asked("vercel")).length;
  expect((await again()).vercel).toBe("busy");
  expect(await asked("vercel")).toHaveLength(calls);
  expect(
    await row(
      "select status, since, checked_at from private.service_checks where service = 'vercel'",
    ),
  ).toEqual(before);
});

test("a deployment that failed makes Vercel degraded until the next one", async () => {
  const deployment = {
    uid: "dpl_new",
    url: "x.vercel.app",
    created: Date.now() - 60_000,
    ready: null,
    state: "ERROR",
    target: "production",
    commit: { sha: "abc", ref: "main", message: "Casse la page d’accueil" },
  };
  await post("vercel", "seed", { deployments: [deployment] });
  await collect();
  expect(await service("vercel")).toMatchObject({ status: "degraded", code: "deployment_failed" });
  const building = { ...deployment, uid: "dpl_next", created: Date.now(), state: "BUILDING" };
  await post("vercel", "seed", { deployments: [building] });
  await again();
  expect(await service("vercel")).toMatchObject({ status: "degraded" });
  await post("vercel", "seed", { deployments: [{ ...building, state: "READY" }] });
  await again();
  expect(await service("vercel")).toMatchObject({ status: "up", code: null });
});

test("NUL and half an emoji in what others wrote are kept as a sign, and stop nothing", async () => {
  await post("vercel", "seed", {
    deployments: [
      {
        uid: "dpl_odd",
        url: "x.vercel.app",
        created: Date.now() + 60_000,
        ready: null,
        state: "READY",
        target: "production",
        commit: { sha: "abc", ref: "main", message: "Nul \0, moitié \ud83d" },
      },
    ],
  });
  await seedDns({
    zone: [{ name: "_dmarc.comptalyze.com", type: "TXT", data: ["v=DMARC1; \0"] }],
  });
  expect(await again()).toMatchObject({ vercel: "kept", dns: "kept" });
  expect(await row("select message from private.deployments where id = 'dpl_odd'")).toEqual({
    message: "Nul \uFFFD, moitié \uFFFD",
  });
});

test("the slot that was growing is told again, with what the app says now", async () => {
  const at = new Date(Math.floor(Date.now() / 300_000) * 300_000).toISOString();
  const count = async (requests: number) => {
    await seedApp({ traffic: [{ at, requests, errors_5xx: 3 }] });
    await again();
    return row(
      `select requests::int, errors_5xx::int from private.traffic where at = '${at}'::timestamptz`,
    );
  };
  expect(await count(10)).toEqual({ requests: 10, errors_5xx: 3 });
  expect(await count(25)).toEqual({ requests: 25, errors_5xx: 3 });
});

test("a record that was entered is found, and one that differs is told from one that is missing", async () => {
  await collect();
  await seedDns({
    zone: [
      { name: "_dmarc.comptalyze.com", type: "TXT", data: ["v=DMARC1; p=none;"] },
      {
        name: "send.comptalyze.com",
        type: "TXT",
        data: ["v=spf1 include:amazonses.com ~all", "v=spf1 include:_spf.google.com ~all"],
      },
      { name: "resend._domainkey.comptalyze.com", type: "TXT", data: [`p=${"A".repeat(390)}`] },
    ],
  });
  await again();
  expect(await records("comptalyze.com")).toEqual([
    "SPF MX ok",
    "SPF TXT wrong",
    "DMARC TXT ok",
    "DKIM TXT wrong",
  ]);
  // Now the domain above answers for the one for news; a long key comes back whole.
  const found = await backend.database.query(
    `select domain, found, inherited_from from private.domain_records
    where record = 'DMARC' and domain = 'actu.comptalyze.com' or record = 'DKIM' and domain = 'comptalyze.com' order by domain`,
  );
  expect(found).toEqual([
    {
      domain: "actu.comptalyze.com",
      found: ["v=DMARC1; p=none;"],
      inherited_from: "_dmarc.comptalyze.com",
    },
    { domain: "comptalyze.com", found: [`p=${"A".repeat(390)}`], inherited_from: null },
  ]);
});

test("the database fails for one source: the job says so, the others are kept", async () => {
  await backend.database.exec(
    `create function private.refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
    create trigger refuse before insert or update on private.deployments for each row execute function private.refuse();`,
  );
  try {
    await expect(collect()).rejects.toThrow("503");
    const kept = await backend.database.query<{ name: string }>(
      "select name from private.sources where read_at = asked_at order by name",
    );
    expect(kept.map(({ name }) => name)).toEqual(
      SOURCES.filter((source) => source !== "vercel").sort(),
    );
  } finally {
    await backend.database.exec("drop function private.refuse() cascade");
  }
});
