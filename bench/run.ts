import { parseArgs } from "node:util";
import { searchPage } from "../src/providers/userSearch.ts";
import { pageSql, searchSql } from "../tests/database/dataApiSql.ts";
import { offeredQueries } from "../tests/database/offered.ts";
import { compare, type Subject } from "./measure.ts";
import { failures, type Line, machine, sentence, summary, writeReadme } from "./report.ts";
import { connect, type Query } from "./request.ts";
import { setStage } from "./stage.ts";

const { values: options } = parseArgs({
  options: {
    users: { type: "string", default: "1000000" },
    runs: { type: "string", default: "11" },
    data: { type: "string" },
    only: { type: "string", default: "" },
    readme: { type: "boolean", default: false },
  },
});
const users = Number(options.users);
const runs = Number(options.runs);

const ALLOWED = { page: 5, search: 10, denied: 3, scale: 2, counters: 20, raw: 0.01 };

/** From what everybody has to what nobody has; in the middle of names, across the @, a whole e-mail. */
const PARTS = [
  "example.fr",
  "lam",
  "martin",
  "lie.mart",
  "n8@ex",
  "zélie martin",
  "zelie.martin8@example.fr",
  "no such customer",
];

/** What a page shows beside its rows. */
const COUNTERS = {
  users: ["user_segments"],
  subscriptions: ["subscription_worklists"],
  drifts: ["drift_counts", "drift_totals", "drift_health"],
};

/** The lines of the first page as one would usually write them: over the rows, for the windows and days that they show. */
const FROM_ROWS = [
  "select created_at::date, status, count(*) from backoffice.emails where created_at > now() - interval '37 days' group by 1, 2",
  "select date_trunc('month', created_at), status, count(*) from backoffice.import_logs where created_at > now() - interval '12 months' and not dry_run group by 1, 2",
  "select date_trunc('hour', created_at), status, count(*) from backoffice.webhook_events where created_at > now() - interval '2 days' group by 1, 2",
  "select at::date, ok, count(*) from backoffice.probes where at > now() - interval '60 days' group by 1, 2",
  "select date_trunc('hour', at), percentile_disc(0.95) within group (order by latency_ms) from backoffice.probes where at > now() - interval '1 day' group by 1",
];

const stage = await setStage(users, options.data ?? null);
const lines: Line[] = [];
try {
  const large = await connect(stage.large);
  const small = await connect(stage.small);
  const staff = await large.claimsOf("admin@comptalyze.test");
  const stranger = await large.claimsOf("cliente@comptalyze.test");
  const staffOfSmall = await small.claimsOf("admin@comptalyze.test");
  const customers = await large.customers(runs + 2);
  const by = (id: string): Query => ({
    sql: 'select * from "backoffice"."users" where "id" = $1 limit 1',
    values: [id],
  });
  const baseline: Subject = { connection: large, claims: staff, queries: customers.map(by) };

  const add = async (
    group: string,
    name: string,
    allowed: number,
    subject: Subject,
    base = baseline,
  ) => {
    if (!`${group} ${name}`.includes(options.only)) return;
    lines.push({ group, name, allowed, ...(await compare(subject, base, runs, allowed)) });
  };
  const asStaff = (queries: Query[]): Subject => ({ connection: large, claims: staff, queries });

  await add("lookup by primary key (the baseline itself)", "users?id", 1.5, baseline);
  for (const query of offeredQueries(await large.samples())) {
    const searched = query.kind.startsWith("search");
    const group = {
      sort: "list, page 1, each sort",
      filter: "list, page 1, each sort × filter",
      search: "list, search × sort",
      "search and filter": "list, search × filter × sort",
    }[query.kind];
    await add(group, query.name, searched ? ALLOWED.search : ALLOWED.page, asStaff([query]));
  }
  for (const text of PARTS) {
    for (const field of ["created_at", "mrr_cents", "last_active_at"]) {
      for (const order of ["DESC", "ASC"] as const) {
        const page = searchPage({ search: text, filter: {} }, { sort: { field, order } });
        await add(
          "users, any part of an e-mail or name",
          `${text}, by ${field} ${order.toLowerCase()}`,
          ALLOWED.search,
          asStaff([searchSql(page)]),
        );
      }
    }
  }
  for (const text of ["example.fr", "martin", "lie.mart"]) {
    for (const filter of [
      { plan: "premium", stored_plan: "premium" },
      { "email_confirmed_at@is": "null" },
    ]) {
      for (const field of ["created_at", "mrr_cents", "last_active_at"]) {
        const page = searchPage({ search: text, filter }, { sort: { field, order: "DESC" } });
        await add(
          "users, any part and a filter",
          `${text}, ${Object.keys(filter)[0]}, by ${field}`,
          ALLOWED.search,
          asStaff([searchSql(page)]),
        );
      }
    }
  }
  for (const query of offeredQueries(await small.samples()).filter(({ kind }) => kind === "sort")) {
    await add("caller without rights", query.name, ALLOWED.denied, {
      connection: large,
      claims: stranger,
      queries: [query],
      refused: true,
    });
    await add(
      `page 1 at ${users.toLocaleString("en")} users against 1,000`,
      query.name,
      ALLOWED.scale,
      asStaff([query]),
      { connection: small, claims: staffOfSmall, queries: [query] },
    );
  }
  // Support searches by a function: it refuses before it looks for anything.
  for (const search of ["lam", "no such customer"]) {
    const page = searchPage(
      { search, filter: {} },
      { sort: { field: "created_at", order: "DESC" } },
    );
    await add("caller without rights", `search_users ${search}`, ALLOWED.denied, {
      connection: large,
      claims: stranger,
      queries: [searchSql(page)],
      refused: true,
    });
  }
  const timeline = customers.map((id) =>
    pageSql("timeline", [["user_id", `eq.${id}`]], "at.desc,id.desc", { limit: 51 }),
  );
  await add("a customer's page", "timeline", ALLOWED.page, asStaff(timeline));
  const open = customers.map(
    (id): Query => ({ sql: "select backoffice.open_user(user_id => $1)", values: [id] }),
  );
  await add("a customer's page", "open_user", ALLOWED.page, asStaff(open));
  for (const [page, views] of Object.entries(COUNTERS)) {
    const sql = `select ${views.map((view) => `(select json_agg(v) from backoffice.${view} v)`).join(", ")}`;
    await add("all counters of a page", page, ALLOWED.counters, asStaff([{ sql, values: [] }]));
  }
  const home = asStaff([{ sql: "select backoffice.home()", values: [] }]);
  await add("the first page", "all that it reads", ALLOWED.counters, home);
  const rows = FROM_ROWS.map((sql) => `(select json_agg(v) from (${sql}) v)`).join(", ");
  await add(
    "the first page against its lines from the rows",
    "all that it reads",
    ALLOWED.raw,
    home,
    {
      connection: large,
      claims: staff,
      queries: [{ sql: `select ${rows}`, values: [] }],
    },
  );
  const year = [new Date(Date.now() - 365 * 86_400_000), new Date()].map((at) => at.toISOString());
  for (const name of [
    "imports",
    "emails",
    "webhooks",
    "signups",
    "revenue",
    "emails_bounced",
    "uptime",
  ]) {
    const sql = "select backoffice.chart($1, $2::timestamptz, $3::timestamptz, 'day')";
    await add(
      "a chart of a year, by day",
      name,
      ALLOWED.counters,
      asStaff([{ sql, values: [name, ...year] }]),
    );
  }
  await large.close();
  await small.close();
} finally {
  await stage.close();
}

const slow = failures(lines);
const report = [
  `PostgreSQL ${stage.version}, ${machine()}, ${users.toLocaleString("en")} users, medians of ${runs}.`,
  summary(lines),
].join("\n\n");
process.stdout.write(`${report}\n`);
if (options.readme) writeReadme(report);
if (slow.length > 0) {
  const items = slow.map(sentence).join("\n");
  process.stdout.write(`\n${slow.length} of ${lines.length} requests are too slow:\n${items}\n`);
  process.exitCode = 1;
}
