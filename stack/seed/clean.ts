import { ownDomains } from "../vendors/resend/domains.ts";

/** What a cleaning or a seeding needs of a database. */
export type SeedDatabase = {
  exec(script: string): Promise<unknown>;
  query<T extends Record<string, unknown>>(sql: string, params?: unknown[]): Promise<T[]>;
};

export type Cleaned = Record<string, number>;

const DEMO_USERS = `(select id from auth.users where raw_app_meta_data @> '{"demo": true}')`;

/** What hangs on a demo customer and would otherwise stay behind without an owner. */
const OWNED = [
  "public.urssaf_records",
  "private.set_aside",
  "public.rate_limits",
  "public.import_logs",
  "public.integration_tokens",
  "public.emails",
  "public.access_logs",
  "private.grants",
  "private.staff",
];

/** Domains as the demo's Resend knows them; a real one of the same name has another id. */
const DEMO_DOMAINS = `(select domain from private.email_domains where resend_id in (${ownDomains()
  .map(({ id }) => `'${id}'`)
  .join(", ")}))`;

const DEMO_INCIDENT = "00000000-0000-4000-8000-0000000000e1";

const conditions: [table: string, condition: string][] = [
  ...OWNED.map((table): [string, string] => [table, `user_id in ${DEMO_USERS}`]),
  [
    "public.subscriptions",
    `user_id in ${DEMO_USERS} or (user_id is null and stripe_subscription_id like 'sub\\_demo\\_%')`,
  ],
  ["public.stripe_events", `user_id in ${DEMO_USERS} or id like 'evt\\_demo\\_%'`],
  ["private.stripe_events", `user_id in ${DEMO_USERS} or id like 'evt\\_demo\\_%'`],
  ["private.drifts", `user_id in ${DEMO_USERS} or stripe_customer_id like 'cus\\_demo\\_%'`],
  ["private.stripe_subscriptions", "id like 'sub\\_demo\\_%'"],
  ["private.stripe_customers", "id like 'cus\\_demo\\_%'"],
  // Measured moments of the demo have numbers below zero, or were read when they began.
  ["private.probes", "id < 0"],
  ["private.traffic", "read_at = at"],
  ["private.service_checks", `detail @> '{"demo": true}'`],
  ["private.deployments", "id like 'dpl\\_demo\\_%'"],
  ["private.domain_records", `domain in ${DEMO_DOMAINS}`],
  ["private.email_domains", `domain in ${DEMO_DOMAINS}`],
  ["private.incident_events", `incident_id = '${DEMO_INCIDENT}'`],
  ["private.incidents", `id = '${DEMO_INCIDENT}'`],
  ["auth.users", `raw_app_meta_data @> '{"demo": true}'`],
];

/**
 * Removes the demo accounts with all that is theirs, and nothing else; gives how many rows of
 * each table. The journal and the runs stay: they are never removed.
 */
export async function cleanDatabase({ exec, query }: SeedDatabase): Promise<Cleaned> {
  const counts = conditions.map(
    ([table, condition]) => `'${table}', (select count(*) from ${table} where ${condition})`,
  );
  const [row] = await query<{ cleaned: Cleaned }>(
    `select jsonb_build_object(${counts.join(", ")}) as cleaned`,
  );
  const removals = conditions.map(([table, condition]) =>
    // The triggers of what the customers own rest; those of the accounts clear what is left.
    [
      `set session_replication_role = ${table === "auth.users" ? "origin" : "replica"};`,
      `delete from ${table} where ${condition};`,
    ].join("\n"),
  );
  // Several statements in one call are one transaction: all of it happens or nothing.
  await exec(
    [
      // The journal tells it once, not account by account.
      `select private.write_audit(null, 'repaired', 'done', null, details => '{"code":"demo_data"}');`,
      ...removals,
      `update private.settings set value = '"production"', updated_at = now() where key = 'environment';`,
      "set session_replication_role = origin;",
    ].join("\n"),
  );
  return row?.cleaned ?? {};
}
