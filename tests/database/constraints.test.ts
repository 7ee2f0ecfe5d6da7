import { afterAll, beforeAll, expect, test } from "vitest";
import { openRecords, RECORDS, type Records } from "./records.ts";

/** Once more the first row of a table, with these values instead. */
const again = (table: string, other: Record<string, unknown>) =>
  `select pg_temp.again('private.${table}', '${JSON.stringify(other)}')`;

const changed = (table: string, other: string) => `update private.${table} set ${other}`;

const subscribed = (columns: string, values: string) =>
  `insert into private.stripe_subscriptions (id, stripe_customer_id, status, "interval", amount_cents, currency, livemode, created_at, changed_at, checked_at, ${columns})
  values ('sub_1', 'cus_1', 'active', 'month', 1, 'eur', true, now(), now(), now(), ${values})`;

const moved = (kind: string, before: number, after: number) =>
  `insert into private.mrr_movements (at, stripe_customer_id, kind, before_cents, after_cents)
  values (now(), 'cus_1', '${kind}', ${before}, ${after})`;

const NEW = { id: "00000000-0000-4000-8000-000000000099", number: 9999 };
const APPROVAL = { ...NEW, idempotency_key: "another key" };

/** For each constraint, a statement that breaks it and no other. */
const BROKEN: Record<string, Record<string, string>> = {
  actions: {
    actions_check: changed("actions", "revert = guard where kind = 'vendor'"),
    actions_confirm_check: changed("actions", "confirm = 'maybe'"),
    actions_kind_check: changed("actions", "kind = 'other' where kind = 'vendor'"),
    actions_name_check: changed("actions", "name = 'Ban User' where name = 'ban-user'"),
    actions_risk_check: changed("actions", "risk = 'none'"),
    actions_subject_check: changed("actions", "subject = 'invoice'"),
  },
  alert_rules: {
    alert_rules_hold_minutes_check: changed("alert_rules", "hold_minutes = -1"),
    alert_rules_no_data_minutes_check: changed("alert_rules", "no_data_minutes = 1"),
    alert_rules_recover_minutes_check: changed("alert_rules", "recover_minutes = -1"),
    alert_rules_severity_check: changed("alert_rules", "severity = 'P9'"),
    alert_rules_threshold_check: changed("alert_rules", "threshold = -1"),
    alert_rules_window_hours_check: changed("alert_rules", "window_hours = 0"),
  },
  alerts: {
    alerts_kind_check: changed("alerts", "kind = 'mood'"),
    alerts_number_key: `insert into private.alerts (number, rule_id, kind, metric, severity, since, threshold, evaluated_at) overriding system value
      select number, rule_id, 'no_data', metric, severity, since, threshold, evaluated_at from private.alerts limit 1`,
  },
  approvals: {
    approvals_check: changed("approvals", "status = 'approved', decided_by = requested_by"),
    approvals_mode_check: again("approvals", { ...APPROVAL, mode: "retry" }),
    approvals_rule_check: again("approvals", { ...APPROVAL, rule: "mood" }),
    approvals_status_check: changed("approvals", "status = 'maybe'"),
    approvals_number_key: again("approvals", { ...APPROVAL, number: undefined }),
    approvals_requested_by_idempotency_key_key: again("approvals", NEW),
    approvals_run_id_key: `${changed("approvals", `run_id = '${RECORDS.ended}'`)}; ${again("approvals", APPROVAL)}`,
  },
  audit: {
    audit_event_check: again("audit", { id: 0, event: "other" }),
    audit_outcome_check: again("audit", { id: 0, outcome: "maybe" }),
    audit_seq_key: `alter table private.audit disable trigger link; ${again("audit", { id: 0 })}`,
  },
  incident_events: {
    incident_events_kind_check: changed("incident_events", "kind = 'mood'"),
  },
  incident_severities: {
    incident_severities_severity_check: `insert into private.incident_severities values ('P9', '1 hour', '2 hours')`,
  },
  incidents: {
    incidents_declared: changed("incidents", "declared_by = null"),
    incidents_number_key: `insert into private.incidents (id, number, title, severity, started_at, created_by) overriding system value
      select '${NEW.id}', number, title, severity, started_at, created_by from private.incidents limit 1`,
    incidents_resolved: changed("incidents", "resolution = null"),
    incidents_taken: changed("incidents", "taken_by = null"),
    incidents_title_check: changed("incidents", "title = 'x'"),
  },
  playbooks: {
    playbooks_position_key: `insert into private.playbooks values ('other', 1, 'P3', '{}')`,
  },
  audit_head: { audit_head_one_check: again("audit_head", { one: false }) },
  domain_records: {
    domain_records_known_check: changed("domain_records", "known = 'maybe'"),
    domain_records_record_check: changed("domain_records", "record = 'MX' where record = 'DMARC'"),
    domain_records_status_check: changed("domain_records", "status = 'maybe'"),
  },
  drift_classes: { drift_classes_rank_key: again("drift_classes", { class: "mood" }) },
  drifts: {
    drifts_number_key: `insert into private.drifts (number, class, subject, code, amount_cents, there, here, since, found_at, checked_at)
      overriding system value
      select number, class, 'another', code, 0, there, here, since, found_at, checked_at from private.drifts limit 1`,
  },
  email_domains: {
    email_domains_domain_check: again("email_domains", { domain: "Example.fr" }),
  },
  grants: {
    grants_check: changed("grants", "ends_at = starts_at"),
    grants_number_key: again("grants", { id: NEW.id }),
  },
  metric_states: {
    metric_states_known_status_check: changed("metric_states", "known_status = 'mood'"),
    metric_states_status_check: changed("metric_states", "status = 'mood'"),
  },
  metrics: {
    metrics_bound_check: changed("metrics", "bound = 'mood'"),
    metrics_check: changed("metrics", "threshold = 101 where metric = 'uptime'"),
    metrics_position_key: again("metrics", { metric: "mood" }),
    metrics_stale_minutes_check: changed("metrics", "stale_minutes = 0"),
    metrics_threshold_check: changed("metrics", "threshold = -1"),
    metrics_unit_check: changed("metrics", "unit = 'mood'"),
    metrics_window_hours_check: changed("metrics", "window_hours = 0"),
  },
  mrr_accounts: { mrr_accounts_cents_check: changed("mrr_accounts", "cents = -1") },
  mrr_movements: {
    mrr_movements_after_cents_check: moved("churn", 1, -1),
    mrr_movements_before_cents_check: moved("expansion", -1, 1),
    mrr_movements_check: moved("churn", 1, 2),
    mrr_movements_check1: moved("contraction", 1, 1),
  },
  permissions: {
    permissions_role_check: again("permissions", { role: "owner" }),
    permissions_verb_check: again("permissions", { verb: "own" }),
  },
  plans: { plans_rank_key: again("plans", { plan: "gold" }) },
  probes: {
    probes_failure_check: changed("probes", "ok = false, failure = 'mood'"),
    probes_once: again("probes", { id: 0 }),
    probes_why: changed("probes", "ok = not ok"),
  },
  run_items: {
    run_items_run_id_position_key: again("run_items", { id: NEW.id }),
    run_items_status_check: changed("run_items", "status = 'maybe'"),
  },
  run_proofs: { run_proofs_status_check: again("run_proofs", { id: 0, status: "maybe" }) },
  run_steps: {
    run_steps_item_id_name_key: again("run_steps", { id: NEW.id }),
    run_steps_status_check: changed("run_steps", "status = 'maybe'"),
  },
  runs: {
    runs_actor_id_idempotency_key_key: again("runs", NEW),
    runs_number_key: again("runs", { id: NEW.id, idempotency_key: "another key" }),
    runs_plan_spent: `${changed("runs", `plan_hash = '\\x01' where id = '${RECORDS.running}'`)};
      insert into private.runs overriding system value select (jsonb_populate_record(null::private.runs, to_jsonb(r)
        || '${JSON.stringify({ ...NEW, idempotency_key: "another key" })}')).* from private.runs r where id = '${RECORDS.running}'`,
    runs_status_check: changed("runs", "status = 'maybe' where finished_at is null"),
  },
  service_checks: { service_checks_status_check: changed("service_checks", "status = 'fine'") },
  sources: { sources_place_key: changed("sources", "place = 1") },
  staff: { staff_role_check: changed("staff", "role = 'owner'") },
  stripe_events: {
    stripe_events_cause_check: changed("stripe_events", "cause = 'mood'"),
    stripe_events_id_check: changed("stripe_events", "id = 'sub_1' where id = 'evt_kept'"),
    stripe_events_pending_check: changed("stripe_events", "pending = -1"),
  },
  stripe_subscriptions: {
    stripe_subscriptions_check: subscribed("plan, unreadable", "null, null"),
    stripe_subscriptions_owner_problem_check: subscribed("plan, owner_problem", "'pro', 'mood'"),
    stripe_subscriptions_unreadable_check: subscribed("plan, unreadable", "'pro', 'mood'"),
  },
  suppressions: { suppressions_email_check: changed("suppressions", "email = upper(email)") },
  traffic: { traffic_counts: changed("traffic", "errors_5xx = requests + 1") },
  vendor_rates: { vendor_rates_per_second_check: changed("vendor_rates", "per_second = 0") },
};

let session: Records["session"];
let close: Records["close"];

beforeAll(async () => {
  ({ session, close } = await openRecords());
  await session.query(`create function pg_temp.again(source regclass, other jsonb) returns void language plpgsql as $$
    begin
      execute format('insert into %1$s overriding system value
        select (jsonb_populate_record(null::%1$s, to_jsonb(t) || $1)).* from %1$s t limit 1', source) using other;
    end $$`);
});
afterAll(() => close?.());

test.each(Object.keys(BROKEN))("private.%s holds what its constraints say", async (table) => {
  for (const [name, sql] of Object.entries(BROKEN[table] ?? {})) {
    await session.query("begin");
    const broken = await session
      .query(sql)
      .then(() => "nothing")
      .catch(
        (error: { constraint?: string; message: string }) => error.constraint ?? error.message,
      );
    await session.query("rollback");
    expect(broken, sql).toBe(name);
  }
});

test("every constraint of schema private is broken once", async () => {
  const constraints = await session.query<{ relation: string; name: string }>(
    `select c.conrelid::regclass::text as relation, c.conname::text as name from pg_constraint c
    where c.connamespace = 'private'::regnamespace and c.contype in ('c', 'u')`,
  );
  const written = Object.entries(BROKEN).flatMap(([table, names]) =>
    Object.keys(names).map((name) => `private.${table} ${name}`),
  );
  expect(written.sort()).toEqual(
    constraints.map(({ relation, name }) => `${relation} ${name}`).sort(),
  );
});
