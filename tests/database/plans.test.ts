import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCrowd } from "../../bench/crowd.ts";
import type { UserSearchPage } from "../../src/providers/userSearch.ts";
import type { Database } from "../../stack/database.ts";
import { root } from "../../stack/options.ts";
import { emptyPostgres } from "../support/backend.ts";
import { inline } from "./dataApiSql.ts";
import { OFFERED, type OfferedQuery, offeredQueries } from "./offered.ts";
import { become, openSession, type Session, signedIn } from "./session.ts";

const BIG = 10_000;

type Node = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Index Cond"?: string;
  Plans?: Node[];
};

let database: Database;
let session: Session;
let queries: OfferedQuery[];
let big: Set<string>;

beforeAll(async () => {
  database = await emptyPostgres();
  await makeCrowd(database, 20_001);
  session = await openSession(database);

  const relations = await session.query<{ name: string }>(
    "select relname::text as name from pg_class where relkind in ('r', 'i') and reltuples > $1",
    [BIG],
  );
  big = new Set(relations.map((relation) => relation.name));
  const [payer] = await session.query<
    Record<"id" | "customer" | "subscription" | "event" | "run", string>
  >(
    `select u.id, stripe_customer_id as customer, stripe_subscription_id as subscription, r.id as run,
      (select e.id from private.stripe_events e limit 1) as event
    from private.users u, private.runs r where stripe_customer_id is not null limit 1`,
  );
  queries = offeredQueries({
    text: "lambert",
    userId: payer?.id ?? "",
    runId: payer?.run ?? "",
    customer: payer?.customer ?? "",
    subscription: payer?.subscription ?? "",
    event: payer?.event ?? "",
    actor: "support",
    daysAgo: (days) => new Date(Date.now() - days * 86_400_000).toISOString(),
    month: new Date().toISOString().slice(0, 7),
  });
  // As a colleague who may read every list: the gate speaks before the planner.
  const admin = await signedIn(database, "admin@comptalyze.test");
  await session.query("begin");
  await become(session, admin);
}, 120_000);
afterAll(async () => {
  await session?.close();
  await database?.close();
});

/** What a plan does that takes longer with every row of a big table. */
function flaws(node: Node, sorted = false): string[] {
  const table = node["Relation Name"] ?? "";
  const own: string[] = [];
  if (big.has(table)) {
    if (node["Node Type"] === "Seq Scan") own.push(`Seq Scan of ${table}`);
    // The whole table by way of an index, to be sorted afterwards: the same in disguise. Not so when
    // the index holds a few of its rows only.
    const all = node["Index Cond"] === undefined && big.has(node["Index Name"] ?? "");
    if (sorted && /^Index/.test(node["Node Type"]) && all) {
      own.push(`${node["Node Type"]} of all of ${table} by ${node["Index Name"]}`);
    }
  }
  const below = sorted || ["Sort", "Aggregate", "Hash"].includes(node["Node Type"]);
  return [...own, ...(node.Plans ?? []).flatMap((child) => flaws(child, below))];
}

async function flawsOfSql(sql: string): Promise<string[]> {
  const [row] = await session.query<{ "QUERY PLAN": { Plan: Node }[] }>(
    `explain (format json) ${sql}`,
  );
  return (row?.["QUERY PLAN"] ?? []).flatMap(({ Plan }) => flaws(Plan));
}

/** What a search for customers runs inside, for a text that none, some or most have, as its owner. */
async function flawsOfSearch({ search, filter, sort, descending, most }: UserSearchPage) {
  await session.query("set local role none");
  const ways = await session.query<{ sql: string }>(
    `select distinct unnest(private.search_ways($1, $2, $3, $4, $5, hits, 3000)) as sql
    from unnest('{0,200,2000}'::bigint[]) hits
    union select private.head_query($1, '{}', 'created_at', true, 3000, 3000)`,
    [search.split(" "), JSON.stringify(filter), sort, descending, most],
  );
  const found = [];
  for (const { sql } of ways) found.push(...(await flawsOfSql(sql)));
  await session.query("set local role authenticated");
  return found;
}

const flawsOf = ({ search, ...query }: Pick<OfferedQuery, "sql" | "values" | "search">) =>
  search ? flawsOfSearch(search) : flawsOfSql(inline(query));

test("the big tables and their indexes are big", () => {
  expect([...big]).toEqual(
    expect.arrayContaining([
      "users",
      "urssaf_records",
      "import_logs",
      "integration_tokens",
      "emails",
      "access_logs",
      "stripe_events",
      "audit",
      "users_created",
    ]),
  );
});

describe.each(OFFERED)("$resource", ({ resource }) => {
  test("every page 1 that the list can ask for is served by an index", async () => {
    const bad: Record<string, string[]> = {};
    for (const query of queries.filter((one) => one.resource === resource)) {
      const found = await flawsOf(query);
      if (found.length > 0) bad[query.name] = found;
    }
    expect(bad).toEqual({});
  });
});

test.each(["user_segments", "subscription_worklists"])(
  "the numbers of %s are counted by indexes",
  async (view) => {
    expect(await flawsOf({ sql: `select id, number from backoffice.${view}`, values: [] })).toEqual(
      [],
    );
  },
);

test("a customer's timeline is served by indexes", async () => {
  const user = queries.find((query) => query.name.startsWith("users?id=eq."));
  const sql =
    'select * from backoffice.timeline where "user_id" = $1 order by at desc, id desc limit 51';
  expect(await flawsOf({ sql, values: [user?.values[0] ?? ""] })).toEqual([]);
});

test("what changed a customer's access is served by indexes", async () => {
  const user = queries.find((query) => query.name.startsWith("users?id=eq."));
  await session.query("savepoint inside");
  await session.query("set local role none");
  const moments = `select * from private.access_moments('${user?.values[0]}', now()) order by at desc limit 8`;
  const [row] = await session.query(`explain (format json) ${moments}`);
  expect(JSON.stringify(row)).toContain("audit_target");
  expect(await flawsOfSql(moments)).toEqual([]);
  await session.query("rollback to savepoint inside");
});

test("the failed imports by cause are served by an index, and so is what is not imported", async () => {
  const sheet = "select * from backoffice.import_failures order by open desc limit 11";
  expect(await flawsOf({ sql: sheet, values: [] })).toEqual([]);
  await session.query("savepoint inside");
  await session.query("reset role");
  const targets = `select * from private.import_targets('{"month":"2026-10","user_id":"$1"}', now())`;
  const user = queries.find((query) => query.name.startsWith("users?id=eq."));
  expect(await flawsOf({ sql: targets.replace("$1", user?.values[0] ?? ""), values: [] })).toEqual(
    [],
  );
  await session.query("rollback to savepoint inside");
});

test.each([
  ["import_logs", "created_at"],
  ["integrations", "ends_at"],
])("a cause that no row of %s has is known from an index", async (resource, order) => {
  const page = queries.find(
    ({ name }) => name === `${resource}?cause=eq.other&order=${order}.desc`,
  );
  const [row] = await session.query<{ "QUERY PLAN": string }>(
    `explain (format json) ${inline(page ?? { sql: "", values: [] })}`,
  );
  expect(JSON.stringify(row)).toMatch(/"Index Name":"(import_logs|integration_tokens)_cause"/);
});

test("without its index a page is found out", async () => {
  const page = queries.find((query) => query.name === "users?order=created_at.desc");
  const search = queries.find(
    (query) => query.name === "users?search=ilike.*lambert*&order=created_at.desc",
  );
  for (const [index, query] of [
    ["private.users_created", page],
    ["private.users_grams", search],
  ] as const) {
    if (query === undefined) throw new Error("the list of users offers something else");
    expect(await flawsOf(query)).toEqual([]);
    await session.query("savepoint dropped");
    await session.query("reset role");
    await session.query(`drop index ${index}`);
    await session.query("set local role authenticated");
    expect(await flawsOf(query)).not.toEqual([]);
    await session.query("rollback to savepoint dropped");
  }
});

test("the measurements, which Node runs by itself, can read what is offered", async () => {
  const offered = join(import.meta.dirname, "offered.ts");
  const script = `const { OFFERED } = await import(${JSON.stringify(offered)}); console.log(OFFERED.length)`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--input-type=module",
    "--eval",
    script,
  ]);
  expect(Number(stdout)).toBe(OFFERED.length);
});

/** What a list's own files offer, read from their text: they hold components and cannot be loaded here. */
const FILES: Record<string, string[]> = {
  users: ["users/columns.tsx", "users/filters.ts"],
  subscriptions: ["subscriptions/columns.tsx", "subscriptions/SubscriptionList.tsx"],
  simulations: ["simulations/SimulationList.tsx"],
  import_logs: ["importLogs/ImportLogList.tsx"],
  integrations: ["integrations/IntegrationList.tsx"],
  emails: ["emails/EmailList.tsx"],
  suppressions: ["suppressions/SuppressionList.tsx"],
  webhook_events: ["webhookEvents/columns.tsx", "webhookEvents/WebhookEventList.tsx"],
  drifts: ["drifts/columns.tsx", "drifts/DriftList.tsx"],
  probes: ["probes/ProbeList.tsx"],
  revenue_movements: ["revenueMovements/MovementList.tsx"],
  runs: ["runs/RunList.tsx"],
  grants: ["grants/GrantList.tsx"],
  audit: ["audit/AuditList.tsx"],
  approvals: ["approvals/ApprovalList.tsx"],
  alerts: ["alerts/AlertList.tsx"],
  deliveries: ["deliveries/DeliveryList.tsx"],
  incidents: ["incidents/IncidentList.tsx"],
};

/** Pages of a few rows, which nobody sorts or filters. */
const FEW = ["staff", "alert_rules"];

test("every list is here, but for those of a few rows", () => {
  const folder = join(root, "src/resources");
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readFileSync(join(folder, name, "index.ts"), "utf8"))
    .map((text) => /^ {2}name: "(\w+)"/m.exec(text)?.[1]);
  expect(names.sort()).toEqual([...OFFERED.map(({ resource }) => resource), ...FEW].sort());
});

test.each(OFFERED)("the list $resource offers what is checked here", ({ resource, ...offered }) => {
  const text = (FILES[resource] ?? [])
    .map((file) => readFileSync(join(root, "src/resources", file), "utf8"))
    .join("\n");
  const sorts = text
    .split(/^\s*key: /m)
    .filter((column) => /^\s*sortable: true/m.test(column))
    .map((column) => /^"(\w+)"/.exec(column)?.[1]);
  expect(sorts.sort()).toEqual([...offered.sorts].sort());
  const filters = [...text.matchAll(/\b\w+Filter\(\s*"(\w+)"/g)].map((match) => match[1]);
  expect(filters.sort()).toEqual(offered.filters.map((filter) => filter.id).sort());
});
