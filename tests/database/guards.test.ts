import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { openSession, type Session } from "./session.ts";

const person = (place: number) => `00000000-0000-4000-8000-00000000000${place}`;

/** Nobody, a customer with nothing, a colleague who asks, another colleague, the only admin. */
const [NOBODY, CUSTOMER, CALLER, COLLEAGUE, ADMIN] = [0, 1, 2, 3, 4].map(person) as [
  string,
  string,
  string,
  string,
  string,
];
const ADDRESS = "cliente@example.fr";
/** The id of the one e-mail, the one integration, the one run. */
const THING = person(9);
const EVENT = "evt_guarded";

const SCENE = `
  delete from private.staff;
  delete from public.integration_tokens;
  insert into auth.users (id, email, email_confirmed_at) values
    ('${CUSTOMER}', '${ADDRESS}', now()), ('${CALLER}', 'qui.demande@example.fr', now()),
    ('${COLLEAGUE}', 'collegue@example.fr', now()), ('${ADMIN}', 'seule.admin@example.fr', now());
  insert into private.staff (user_id, role) values ('${CALLER}', 'ops'), ('${COLLEAGUE}', 'support'), ('${ADMIN}', 'admin');
`;

const grant = (plan: string, days: number) =>
  `insert into private.grants (user_id, plan, starts_at, ends_at, reason)
  values ('${CUSTOMER}', '${plan}', now() - interval '1 day', now() + interval '${days} days', 'un geste');`;
const SUBSCRIBED = `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents)
  values ('${CUSTOMER}', 'cus_1', 'sub_1', 'premium', 'active', 'month', 1900);`;
const away = (kind = "timeout", ago = "1 minute") =>
  `update private.syncs set succeeded_at = now() - interval '2 days', failed_at = now() - interval '${ago}', failure = '{"kind":"${kind}"}'
  where name = 'stripe_subscriptions';`;
const finding = (kind: string) =>
  `insert into private.drifts (class, subject, code, user_id, amount_cents, there, here, since, found_at, checked_at)
  values ('${kind}', '${CUSTOMER}', '${kind}', '${CUSTOMER}', 1990, '{"plan":"premium"}', '{}', now(), now(), now());`;
const banned = (id: string, hours: number) =>
  `update auth.users set banned_until = now() + interval '${hours} hours' where id = '${id}';`;
const signedIn = (id: string) =>
  `insert into auth.sessions (id, user_id) values (gen_random_uuid(), '${id}');`;
const SIMULATED = `insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents)
  values ('${CUSTOMER}', '2026-11', 'BNC', 100, 10);`;
const SHARED = `update private.settings set value = '"shared"' where key = 'limiter_store';`;
const email = (fields: {
  status?: string;
  provider?: string | null;
  age?: string;
  reason?: string;
}) =>
  `insert into public.emails (id, user_id, to_email, template, subject, status, provider_id, created_at, bounce_reason)
  values ('${THING}', '${CUSTOMER}', '${ADDRESS}', 'welcome', 'Bienvenue', '${fields.status ?? "delivered"}',
    ${fields.provider === null ? "null" : "'re_1'"}, now() - interval '${fields.age ?? "1 day"}', '${fields.reason ?? ""}');`;
const SUPPRESSED = `insert into private.suppressions (email, origin, created_at) values ('${ADDRESS}', 'bounce', now());`;
const READ = `insert into private.vendor_reads (name, read_at) values ('suppressions', now())
  on conflict (name) do update set read_at = excluded.read_at;`;
const token = (fields: { refresh?: string; ends?: string; error?: string } = {}) =>
  `insert into public.integration_tokens (id, user_id, provider, access_token, refresh_token, expires_at, last_error, created_at)
  values ('${THING}', '${CUSTOMER}', 'stripe', 'a', ${fields.refresh ?? "'r'"}, ${fields.ends ?? "now() - interval '1 day'"},
    ${fields.error ?? "null"}, '2026-01-01');`;
const running = (action: string) =>
  `insert into private.runs (id, action, status, target_kind, target_id, target_label, params, reason, actor_id, actor_email,
    actor_role, idempotency_key, request_hash, items)
  values ('${person(8)}', '${action}', 'running', 'integration', '${THING}', 'x', '{}', 'un motif', '${CALLER}', 'x', 'ops', 'a-key-of-it', '', 1);
  insert into private.run_items (run_id, position, target_kind, target_id, target_label)
  values ('${person(8)}', 1, 'integration', '${THING}', 'x');`;
const event = (fields: { pending?: number; age?: string; processed?: boolean; user?: boolean }) =>
  `insert into private.stripe_events (id, type, created_at, livemode, pending, checked_at, processed_at, user_id)
  values ('${EVENT}', 'invoice.paid', now() - interval '${fields.age ?? "1 day"}', true, ${fields.pending ?? 1}, now(),
    ${fields.processed ? "now()" : "null"}, ${fields.user === false ? "null" : `'${CUSTOMER}'`});`;

type Line = {
  params: Record<string, unknown>;
  given?: string;
  /** Codes, or the kind of what is not found. */
  blockers?: string[];
  warnings?: string[];
  missing?: string;
};

const of = (id: string, more: Record<string, unknown> = {}) => ({ user_id: id, ...more });
const unknown = (more: Record<string, unknown> = {}): Line => ({
  params: of(NOBODY, more),
  missing: "user",
});
const MONTH = "2026-10";
const imported = (said: Record<string, unknown> | null) => ({
  month: MONTH,
  observed: said === null ? {} : { [THING]: said },
});

const LINES: Record<string, Line[]> = {
  guard_grant: [
    unknown({ days: 7, plan: "pro" }),
    { params: of(CUSTOMER) },
    { params: of(CUSTOMER, { days: 7, plan: "premium" }) },
    {
      params: of(CUSTOMER, { days: 7, plan: "pro" }),
      given: grant("premium", 8),
      blockers: ["covered_by_grant"],
      warnings: ["grant_running"],
    },
    {
      params: of(CUSTOMER, { days: 7, plan: "premium" }),
      given: grant("pro", 8) + grant("premium", 6),
      warnings: ["grant_running"],
    },
    {
      params: of(CUSTOMER, { days: 7, plan: "premium" }),
      given: `${grant("premium", 8)} update private.grants set revoked_at = now() where user_id = '${CUSTOMER}';`,
    },
    {
      params: of(CUSTOMER, { days: 7, plan: "premium" }),
      given: SUBSCRIBED + banned(CUSTOMER, 1),
      warnings: ["subscription_decides", "user_banned"],
    },
    {
      params: of(CUSTOMER, { days: 7, plan: "premium" }),
      given: finding("paid_without_access"),
      warnings: ["paid_at_stripe"],
    },
    {
      params: of(COLLEAGUE, { days: 7, plan: "premium" }),
      given: finding("paid_without_access"),
    },
    { params: of(CUSTOMER, { days: 7, plan: "premium" }), given: finding("mirror_behind") },
    {
      params: of(CUSTOMER, { days: 7, plan: "premium" }),
      given: `${finding("paid_without_access")} update private.drifts set closed_at = now();`,
    },
  ],
  guard_revoke: [
    unknown(),
    { params: of(CUSTOMER), blockers: ["no_running_grant"] },
    { params: of(CUSTOMER), given: grant("pro", 8) },
    { params: of(CUSTOMER), given: grant("pro", 8) + SUBSCRIBED, warnings: ["subscription_stays"] },
  ],
  guard_reset_quota: [
    unknown(),
    { params: of(CUSTOMER), blockers: ["nothing_to_reset"] },
    { params: of(CUSTOMER), given: SIMULATED },
    { params: of(CUSTOMER), given: SIMULATED + SUBSCRIBED, warnings: ["no_quota"] },
    {
      params: of(CUSTOMER),
      given: `${SIMULATED} create table public.invoices (record_id uuid references public.urssaf_records (id));`,
      blockers: ["records_referenced"],
    },
  ],
  guard_ban: [
    unknown({ hours: 3 }),
    { params: of(CUSTOMER, { hours: 3 }) },
    { params: of(CALLER, { hours: 3 }), blockers: ["target_is_caller"] },
    { params: of(COLLEAGUE, { hours: 3 }), blockers: ["target_is_staff"] },
    {
      params: of(COLLEAGUE, { hours: 3 }),
      given: `update private.staff set removed_at = now() where user_id = '${COLLEAGUE}';`,
    },
    {
      params: of(CUSTOMER, { hours: 3 }),
      given: banned(CUSTOMER, 3),
      blockers: ["banned_longer"],
    },
    {
      params: of(CUSTOMER, { hours: 3 }),
      given: banned(CUSTOMER, 2) + SUBSCRIBED,
      warnings: ["banned_already", "subscription_runs_on"],
    },
  ],
  guard_unban: [
    unknown(),
    { params: of(CUSTOMER), blockers: ["not_banned"] },
    { params: of(CUSTOMER), given: banned(CUSTOMER, -1), blockers: ["not_banned"] },
    { params: of(CUSTOMER), given: banned(CUSTOMER, 1) },
  ],
  guard_sign_out: [
    unknown(),
    { params: of(CUSTOMER), blockers: ["no_sessions"] },
    { params: of(CUSTOMER), given: signedIn(CUSTOMER), warnings: ["sessions_end"] },
    {
      params: of(CALLER),
      given: signedIn(CALLER),
      blockers: ["target_is_caller"],
      warnings: ["sessions_end"],
    },
    {
      params: of(COLLEAGUE),
      given: signedIn(COLLEAGUE),
      blockers: ["target_is_staff"],
      warnings: ["sessions_end"],
    },
    {
      params: of(COLLEAGUE),
      given: `${signedIn(COLLEAGUE)} update private.staff set removed_at = now() where user_id = '${COLLEAGUE}';`,
      warnings: ["sessions_end"],
    },
  ],
  guard_unblock: [
    unknown(),
    { params: of(CUSTOMER), warnings: ["limiter_in_memory"] },
    { params: of(CUSTOMER), given: SHARED, blockers: ["not_limited"] },
    {
      params: of(CUSTOMER),
      given: `${SHARED} insert into public.rate_limits (user_id) values ('${CUSTOMER}');`,
    },
  ],
  guard_add_staff: [
    unknown({ role: "ops" }),
    { params: of(CUSTOMER, { role: "ops" }) },
    { params: of(COLLEAGUE, { role: "support" }), blockers: ["already_staff"] },
    { params: of(COLLEAGUE, { role: "ops" }), warnings: ["role_changes"] },
    { params: of(ADMIN, { role: "ops" }), blockers: ["last_admin"] },
    {
      params: of(ADMIN, { role: "ops" }),
      given: `update private.staff set role = 'admin' where user_id = '${CALLER}';`,
      warnings: ["role_changes"],
    },
    {
      params: of(CUSTOMER, { role: "ops" }),
      given: banned(CUSTOMER, 1),
      blockers: ["target_is_banned"],
    },
    {
      params: of(CUSTOMER, { role: "ops" }),
      given: `update auth.users set email_confirmed_at = null where id = '${CUSTOMER}';`,
      blockers: ["email_unconfirmed"],
    },
    {
      params: of(CUSTOMER, { role: "ops" }),
      given: SIMULATED,
      warnings: ["target_is_customer"],
    },
  ],
  guard_remove_staff: [
    unknown(),
    { params: of(CUSTOMER), blockers: ["not_staff_member"] },
    { params: of(ADMIN), blockers: ["last_admin"] },
    {
      params: of(ADMIN),
      given: `update private.staff set role = 'admin' where user_id = '${CALLER}';`,
    },
    { params: of(CALLER), warnings: ["target_is_you"] },
    {
      params: of(COLLEAGUE),
      given: signedIn(COLLEAGUE),
      warnings: ["sessions_end"],
    },
  ],
  guard_reconcile: [
    unknown(),
    { params: of(CUSTOMER) },
    { params: { user_ids: [CUSTOMER, NOBODY] }, missing: "user" },
    { params: { user_ids: [CUSTOMER] } },
    { params: { all: true } },
    { params: { user_ids: [CUSTOMER] }, given: away(), blockers: ["stripe_away"] },
    { params: of(CUSTOMER), given: away("not_configured", "1 day"), blockers: ["stripe_key"] },
    // That was some time ago, that the next call waits for, and that is over.
    { params: { user_ids: [CUSTOMER] }, given: away("broken", "6 minutes") },
    { params: { user_ids: [CUSTOMER] }, given: away("rate_limited") },
    {
      params: { user_ids: [CUSTOMER] },
      given: `${away()} update private.syncs set succeeded_at = now();`,
    },
  ],
  guard_lift: [
    { params: { email: ADDRESS }, given: READ, blockers: ["not_suppressed"] },
    { params: { email: ADDRESS }, given: "delete from private.vendor_reads;" },
    { params: { email: ADDRESS }, given: READ + SUPPRESSED },
    {
      params: { email: ADDRESS, observed: { [ADDRESS]: { suppression: null } } },
      given: SUPPRESSED,
      blockers: ["not_suppressed"],
    },
    {
      params: { email: ADDRESS },
      given: SUPPRESSED + email({ status: "bounced" }),
      warnings: ["hard_bounce"],
    },
    {
      params: { email: ADDRESS },
      given: SUPPRESSED + email({ status: "complained" }),
      warnings: ["complained"],
    },
  ],
  guard_send_test: [
    { params: { to: "personne@example.fr", template: "welcome" }, blockers: ["unknown_address"] },
    { params: { to: ADDRESS, template: "welcome" } },
    { params: { to: ADDRESS, template: "welcome" }, given: SUPPRESSED, blockers: ["suppressed"] },
    {
      params: {
        to: ADDRESS,
        template: "welcome",
        observed: { [ADDRESS]: { template: { status: "draft" } } },
      },
      blockers: ["template_unpublished"],
    },
    {
      params: {
        to: ADDRESS,
        template: "welcome",
        observed: { [ADDRESS]: { template: { status: "published", changed: true } } },
      },
      warnings: ["template_changed"],
    },
    {
      params: { to: ADDRESS, template: "welcome" },
      given: email({ age: "9 minutes" }),
      blockers: ["sent_recently"],
    },
    { params: { to: ADDRESS, template: "welcome" }, given: email({ age: "11 minutes" }) },
    { params: { to: ADDRESS, template: "other" }, given: email({ age: "9 minutes" }) },
    {
      params: { to: ADDRESS, template: "welcome" },
      given: email({ status: "bounced" }),
      warnings: ["hard_bounce"],
    },
    {
      params: { to: ADDRESS, template: "welcome" },
      given: email({ status: "complained" }),
      warnings: ["complained"],
    },
    {
      params: { to: ADDRESS, template: "welcome", override: false },
      given: email({ status: "bounced" }),
      blockers: ["hard_bounce"],
    },
    {
      params: { to: ADDRESS, template: "welcome", override: false },
      given: email({ status: "complained" }),
      blockers: ["complained"],
    },
    {
      params: { to: ADDRESS, template: "welcome", override: true },
      given: email({ status: "bounced" }),
      warnings: ["hard_bounce"],
    },
  ],
  guard_resend: [
    { params: { email_id: NOBODY }, missing: "email" },
    { params: { email_id: THING }, given: email({}), warnings: ["arrived"] },
    {
      params: { email_id: THING },
      given: email({ provider: null, status: "failed" }),
      blockers: ["never_sent"],
    },
    {
      params: { email_id: THING, observed: { [THING]: { found: false } } },
      given: email({ status: "failed" }),
      blockers: ["gone_at_provider"],
    },
    {
      params: { email_id: THING },
      given: email({ status: "queued" }),
      blockers: ["on_its_way"],
    },
    {
      params: { email_id: THING },
      given: email({ status: "failed" }) + SUPPRESSED,
      blockers: ["suppressed"],
    },
    {
      params: { email_id: THING, observed: { [THING]: { suppression: null } } },
      given: email({ status: "failed" }) + SUPPRESSED,
    },
    {
      params: { email_id: THING },
      given: email({ age: "9 minutes" }),
      blockers: ["sent_recently"],
      warnings: ["arrived"],
    },
    {
      params: { email_id: THING, override: false },
      given: email({ status: "bounced" }),
      blockers: ["hard_bounce"],
    },
    {
      params: { email_id: THING, override: false },
      given: email({ status: "complained" }),
      blockers: ["complained"],
    },
    {
      params: { email_id: THING, override: true },
      given: email({ status: "bounced" }),
      warnings: ["hard_bounce"],
    },
    {
      params: { email_id: THING },
      given: `${email({ status: "failed" })} update auth.users set email = 'neuve@example.fr' where id = '${CUSTOMER}';`,
      warnings: ["other_address"],
    },
  ],
  guard_imports: [
    unknown({ month: MONTH }),
    { params: { month: MONTH }, blockers: ["nobody_connected"] },
    { params: of(CUSTOMER, { month: MONTH }), blockers: ["no_integration"] },
    { params: { month: MONTH, only_failed: true }, blockers: ["nothing_failed"] },
    { params: { integration_id: NOBODY }, missing: "integration" },
    { params: { integration_id: THING }, given: token() },
    { params: { month: MONTH }, given: token() },
    {
      params: { month: MONTH },
      given: token() + running("rerun-imports"),
      blockers: ["already_running"],
    },
    { params: { month: MONTH }, given: token() + running("refresh-integration") },
    {
      params: { month: MONTH },
      given: `${token()} update private.settings set value = '0' where key = 'targets_listed';`,
      blockers: ["too_many"],
    },
    {
      params: imported({ status: "error", error: "429 rate limit" }),
      given: token(),
      blockers: ["failed_rate_limited"],
    },
    { params: imported({ status: "success" }), given: token() },
    { params: imported(null), given: token(), warnings: ["not_in_dry_run"] },
    {
      params: imported({ status: "skipped", reason: "already_imported" }),
      given: token(),
      warnings: ["already_imported"],
    },
  ],
  guard_refresh: [
    { params: { integration_id: NOBODY }, missing: "integration" },
    { params: { integration_id: THING }, given: token() },
    {
      params: { integration_id: THING },
      given: token() + running("refresh-integration"),
      blockers: ["already_running"],
    },
    {
      params: { integration_id: THING },
      given: token({ refresh: "null" }),
      blockers: ["no_refresh_token"],
    },
    {
      params: { integration_id: THING },
      given: token({ ends: "now() + interval '8 days'" }),
      blockers: ["token_valid"],
    },
    { params: { integration_id: THING }, given: token({ ends: "null" }), blockers: ["never_ends"] },
    {
      params: { integration_id: THING },
      given: token({ ends: "now() + interval '6 days'", error: "'invalid_grant'" }),
      warnings: ["still_valid", "reconnect_likely"],
    },
  ],
  guard_replay: [
    { params: { event_ids: [EVENT] }, missing: "event" },
    { params: { event_id: EVENT }, missing: "event" },
    { params: { event_ids: [EVENT, "evt_other"] }, given: event({}), missing: "event" },
    { params: { event_ids: [EVENT] }, given: event({}) },
    { params: { event_ids: [EVENT] }, given: event({}) + away(), blockers: ["stripe_away"] },
    {
      params: { event_ids: [EVENT] },
      given: event({ processed: true }),
      blockers: ["already_processed"],
    },
    {
      params: { event_ids: [EVENT] },
      given: event({ age: "5 minutes" }),
      blockers: ["in_flight"],
    },
    {
      params: { event_ids: [EVENT] },
      given: `${event({ age: "31 days", user: false })} update private.webhook_endpoints set enabled = false;
        insert into private.webhook_endpoints (id, url, enabled, types, checked_at) values ('we_1', 'https://example.fr', false, '{*}', now());`,
      warnings: ["too_old", "unknown_user", "endpoint_disabled"],
    },
    {
      params: { since: new Date().toISOString() },
      blockers: ["nothing_to_replay"],
    },
  ],
};

let database: Database;
let session: Session;

beforeAll(async () => {
  database = await clonePostgres();
  session = await openSession(database);
  await session.query(SCENE);
});
afterAll(async () => {
  await session?.close();
  await database?.close();
});

type Guard = Record<"warnings" | "blockers", { code: string; args: unknown }[]>;

async function answerOf(guard: string, { params, given = "" }: Line): Promise<unknown> {
  await session.query("begin");
  try {
    await session.query(`select set_config('request.jwt.claim.sub', '${CALLER}', true); ${given}`);
    const [row] = await session.query<{ said: Guard }>(
      `select private.${guard}($1, now()) as said`,
      [JSON.stringify(params)],
    );
    const codes = (list: Guard["blockers"] = []) =>
      list.map(({ code, args }) => {
        expect(args, code).toBeInstanceOf(Object);
        return code;
      });
    return { blockers: codes(row?.said.blockers), warnings: codes(row?.said.warnings) };
  } catch (error) {
    const { code, detail } = error as { code?: string; detail?: string };
    if (code !== "PT404") throw error;
    return { missing: (JSON.parse(detail ?? "{}") as { kind: string }).kind };
  } finally {
    await session.query("rollback");
  }
}

const wanted = ({ blockers = [], warnings = [], missing }: Line) =>
  missing === undefined ? { blockers, warnings } : { missing };

test.each(Object.keys(LINES))("%s blocks and warns", async (guard) => {
  const lines = LINES[guard] ?? [];
  const answers: unknown[] = [];
  for (const line of lines) answers.push(await answerOf(guard, line));
  const told = (list: unknown[]) => lines.map((line, place) => ({ line, said: list[place] }));
  expect(told(answers)).toEqual(told(lines.map(wanted)));
});

test("every guard of the registry has its lines, and every code that one can say is among them", async () => {
  const guards = await session.query<{ name: string; source: string }>(
    `select distinct p.proname::text as name, p.prosrc as source from private.actions a join pg_proc p on p.oid = a.guard order by 1`,
  );
  expect(Object.keys(LINES).sort()).toEqual(guards.map(({ name }) => name));
  for (const { name, source } of guards) {
    const said = LINES[name]?.flatMap(({ blockers = [], warnings = [] }) => [
      ...blockers,
      ...warnings,
    ]);
    const codes = [
      ...source.matchAll(/"code":"(\w+)"|'code', '(\w+)'|one_guard\('\w+', '(\w+)'/g),
    ].map(([, ...found]) => found.find((one) => one !== undefined));
    expect(said, name).toEqual(expect.arrayContaining(codes));
  }
});
