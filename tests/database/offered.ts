import type { FilterPayload } from "react-admin";
import {
  casesFilter,
  choiceFilter,
  fixedFilter,
  flagFilter,
  groupFilter,
  type ListFilter,
  linkedFilter,
  monthFilter,
  onlyFilter,
  partFilter,
  periodFilter,
  presenceFilter,
} from "../../src/list/filters/listFilter.ts";
import { METRICS, SEVERITIES } from "../../src/metrics/metric.ts";
import { impliedFilter, impliedSort } from "../../src/providers/impliedFilter.ts";
import { filterParams, orderParam } from "../../src/providers/listQuery.ts";
import {
  searchFor,
  searchPage,
  sortsSearch,
  type UserSearchPage,
} from "../../src/providers/userSearch.ts";
import { ALERT_STATUSES } from "../../src/resources/alerts/alert.ts";
import { APPROVAL_STATUSES } from "../../src/resources/approvals/approval.ts";
import { AUDIT_EVENTS, AUDIT_OUTCOMES } from "../../src/resources/audit/auditEntry.ts";
import { DRIFT_CLASSES, DRIFT_STATUSES } from "../../src/resources/drifts/drift.ts";
import { EMAIL_GROUPS, EMAIL_STATUSES, EMAIL_TEMPLATES } from "../../src/resources/emails/email.ts";
import {
  FAILURE_CAUSES,
  IMPORT_PROVIDERS,
  IMPORT_STATUSES,
} from "../../src/resources/importLogs/importLog.ts";
import { INCIDENT_STATUSES } from "../../src/resources/incidents/incident.ts";
import { INTEGRATION_STATUSES } from "../../src/resources/integrations/integration.ts";
import { PLAN_SOURCES, PLANS } from "../../src/resources/plan.ts";
import { MOVEMENTS } from "../../src/resources/revenueMovements/movement.ts";
import { RUN_STATUSES } from "../../src/resources/runs/run.ts";
import { SUBSCRIPTION_STATUSES } from "../../src/resources/subscriptions/subscription.ts";
import { SUPPRESSION_ORIGINS } from "../../src/resources/suppressions/suppression.ts";
import { SEGMENTS } from "../../src/resources/users/segment.ts";
import {
  WEBHOOK_CAUSES,
  WEBHOOK_GROUPS,
  WEBHOOK_STATUSES,
  WEBHOOK_TYPES,
} from "../../src/resources/webhookEvents/webhookEvent.ts";
import { contracts } from "../../supabase/functions/_shared/contracts/index.ts";
import { pageSql, searchSql } from "./dataApiSql.ts";

/** What one list offers: every sort, every filter, and what its search box can turn into. */
export type OfferedList = {
  resource: string;
  sorts: string[];
  filters: ListFilter[];
  /** Entries of the filter that the search box writes; "text" ones take a part of a text. */
  searches: { key: string; sample: keyof Samples }[];
};

export type Samples = {
  text: string;
  userId: string;
  runId: string;
  customer: string;
  subscription: string;
  event: string;
  actor: string;
  /** A moment so many days ago, in ISO. */
  daysAgo: (days: number) => string;
  month: string;
};

/** Not from the console's own list of names: that one is made of words, which only Vite can load. */
const action = choiceFilter("action", Object.keys(contracts), "");
const customer = fixedFilter("user_id", "user_email");
const customerSearch: OfferedList["searches"] = [
  { key: "user_email@ilike", sample: "text" },
  { key: "user_id", sample: "userId" },
];
const actorSearch: OfferedList["searches"] = [
  { key: "actor_email@ilike", sample: "actor" },
  { key: "target_id", sample: "userId" },
];

/** Every list of the console. plans.test.ts fails when a list offers something that is not here. */
export const OFFERED: OfferedList[] = [
  {
    resource: "users",
    sorts: ["email", "mrr_cents", "created_at", "last_active_at"],
    filters: [
      groupFilter("segment", SEGMENTS, ""),
      choiceFilter("plan", PLANS, "", "stored_plan"),
      choiceFilter("plan_source", PLAN_SOURCES, "", "stored_plan_source"),
      periodFilter("created_at"),
      periodFilter("last_active_at"),
      presenceFilter("email_confirmed", "email_confirmed_at"),
      onlyFilter("simulated"),
      onlyFilter("upgraded"),
    ],
    searches: [
      { key: "search@ilike", sample: "text" },
      { key: "id", sample: "userId" },
      { key: "stripe_customer_id", sample: "customer" },
      { key: "stripe_subscription_id", sample: "subscription" },
    ],
  },
  {
    resource: "subscriptions",
    sorts: ["mrr_cents", "current_period_end", "created_at"],
    filters: [
      choiceFilter("status", SUBSCRIPTION_STATUSES, ""),
      choiceFilter("plan", ["pro", "premium"], ""),
      choiceFilter("interval", ["month", "year"], ""),
      onlyFilter("cancelling"),
      customer,
    ],
    searches: customerSearch,
  },
  {
    resource: "simulations",
    sorts: ["created_at"],
    filters: [monthFilter("month"), periodFilter("created_at"), customer],
    searches: customerSearch,
  },
  {
    resource: "import_logs",
    sorts: ["created_at"],
    filters: [
      choiceFilter("status", IMPORT_STATUSES, ""),
      choiceFilter("cause", FAILURE_CAUSES, ""),
      onlyFilter("open"),
      choiceFilter("provider", IMPORT_PROVIDERS, ""),
      monthFilter("month"),
      periodFilter("created_at"),
      partFilter("error_message"),
      flagFilter("dry_run"),
      customer,
      fixedFilter("integration_id", "user_email"),
    ],
    searches: customerSearch,
  },
  {
    resource: "integrations",
    sorts: ["ends_at"],
    filters: [
      choiceFilter("status", INTEGRATION_STATUSES, ""),
      choiceFilter("cause", FAILURE_CAUSES, ""),
      choiceFilter("provider", IMPORT_PROVIDERS, ""),
      customer,
    ],
    searches: customerSearch,
  },
  {
    resource: "emails",
    sorts: ["created_at"],
    filters: [
      choiceFilter("status", EMAIL_STATUSES, ""),
      casesFilter("email_group", EMAIL_GROUPS, ""),
      choiceFilter("template", EMAIL_TEMPLATES, ""),
      periodFilter("created_at"),
      customer,
    ],
    searches: [{ key: "to_email@ilike", sample: "text" }],
  },
  {
    resource: "webhook_events",
    sorts: ["created_at"],
    filters: [
      choiceFilter("status", WEBHOOK_STATUSES, ""),
      casesFilter("webhook_group", WEBHOOK_GROUPS, ""),
      choiceFilter("type", WEBHOOK_TYPES, ""),
      choiceFilter("cause", WEBHOOK_CAUSES, ""),
      periodFilter("created_at"),
      customer,
    ],
    searches: [
      ...customerSearch,
      { key: "id", sample: "event" },
      { key: "stripe_customer_id", sample: "customer" },
      { key: "stripe_subscription_id", sample: "subscription" },
    ],
  },
  {
    resource: "drifts",
    sorts: ["since", "amount_cents"],
    filters: [
      choiceFilter("status", DRIFT_STATUSES, ""),
      choiceFilter("class", DRIFT_CLASSES, ""),
      customer,
    ],
    searches: [...customerSearch, { key: "stripe_customer_id", sample: "customer" }],
  },
  {
    resource: "suppressions",
    sorts: ["created_at"],
    filters: [choiceFilter("origin", SUPPRESSION_ORIGINS, "")],
    searches: [{ key: "email@ilike", sample: "text" }],
  },
  {
    resource: "runs",
    sorts: ["started_at"],
    filters: [
      action,
      choiceFilter("status", RUN_STATUSES, ""),
      periodFilter("started_at"),
      linkedFilter("actions", "action@in"),
      fixedFilter("target_user", "target_email"),
      fixedFilter("target_id", "target_label"),
    ],
    searches: actorSearch,
  },
  {
    resource: "probes",
    sorts: ["created_at"],
    filters: [
      flagFilter("ok"),
      periodFilter("created_at"),
      presenceFilter("answered", "latency_ms"),
      linkedFilter("slower_than", "latency_ms@gt"),
    ],
    searches: [],
  },
  {
    resource: "revenue_movements",
    sorts: ["created_at"],
    filters: [choiceFilter("kind", MOVEMENTS, ""), periodFilter("created_at"), customer],
    searches: customerSearch,
  },
  {
    resource: "approvals",
    sorts: ["requested_at"],
    filters: [
      choiceFilter("status", APPROVAL_STATUSES, "", "stored_status"),
      action,
      fixedFilter("target_user", "target_label"),
    ],
    searches: [],
  },
  {
    resource: "grants",
    sorts: ["ends_at", "created_at"],
    filters: [customer],
    searches: customerSearch,
  },
  {
    resource: "audit",
    sorts: ["at"],
    filters: [
      choiceFilter("event", AUDIT_EVENTS, ""),
      choiceFilter("outcome", AUDIT_OUTCOMES, ""),
      action,
      fixedFilter("target_id", "target_label"),
      fixedFilter("run_id", "run_id"),
    ],
    searches: actorSearch,
  },
  {
    resource: "alerts",
    sorts: ["since"],
    filters: [
      choiceFilter("status", ALERT_STATUSES, ""),
      choiceFilter("severity", SEVERITIES, ""),
      choiceFilter("metric", METRICS, ""),
    ],
    searches: [],
  },
  {
    resource: "incidents",
    sorts: ["started_at"],
    filters: [
      choiceFilter("status", INCIDENT_STATUSES, ""),
      choiceFilter("severity", SEVERITIES, ""),
      choiceFilter("metric", METRICS, ""),
    ],
    searches: [],
  },
  {
    resource: "deliveries",
    sorts: ["created_at"],
    filters: [presenceFilter("delivered", "delivered_at")],
    searches: [],
  },
];

/** What a link from a chart sets a filter to. */
const LINKED: Record<string, string> = {
  actions: "(grant-premium,reset-quota)",
  slower_than: "500",
};

/** The texts that a filter can be set to, as its editor offers them. */
function valuesOf({ id, editor }: ListFilter, samples: Samples): string[] {
  if (editor.kind === "choice") return editor.choices.map((choice) => choice.value);
  if (editor.kind === "period") return [1, 7, 30, 90].map((days) => `${samples.daysAgo(days)}..`);
  if (editor.kind === "month") return [samples.month];
  if (editor.kind === "fixed")
    return [LINKED[id] ?? (id === "run_id" ? samples.runId : samples.userId)];
  return ["429"];
}

export type OfferedQuery = {
  name: string;
  resource: string;
  kind: "sort" | "filter" | "search" | "search and filter";
  sql: string;
  values: string[];
  /** Customers by a text: the statement is a call, what it runs is in private.find_users(). */
  search?: UserSearchPage;
};

/** Page 1 of every list: each sort, alone and with each filter, with the search, and with both. */
export function offeredQueries(samples: Samples): OfferedQuery[] {
  return OFFERED.flatMap(({ resource, sorts, filters, searches }) => {
    const filtered = filters.flatMap((filter) =>
      valuesOf(filter, samples).map((value) => filter.write(value)),
    );
    const searched = searches.map(
      ({ key, sample }): FilterPayload => ({ [key]: String(samples[sample]) }),
    );
    const both = searched.flatMap((search) => filtered.map((filter) => ({ ...filter, ...search })));
    const kinds: [OfferedQuery["kind"], FilterPayload[]][] = [
      ["sort", [{}]],
      ["filter", filtered],
      ["search", searched],
      ["search and filter", both],
    ];
    return sorts.flatMap((field) =>
      (["DESC", "ASC"] as const).flatMap((order) =>
        kinds.flatMap(([kind, payloads]) =>
          payloads.flatMap((payload): OfferedQuery | OfferedQuery[] => {
            const asked = filterParams(payload);
            const by = orderParam({ field, order });
            const query = asked.map(([column, rest]) => `${column}=${rest}`).join("&");
            const name = `${resource}?${query}${query ? "&" : ""}order=${by.split(",")[0]}`;
            const found = searchFor(resource, payload);
            if (found && !sortsSearch(field)) return [];
            if (found) {
              const search = searchPage(found, { sort: { field, order } });
              return { name, resource, kind, search, ...searchSql(search) };
            }
            const params = filterParams({ ...payload, ...impliedFilter(resource, payload) });
            const sorted = orderParam(impliedSort(resource, payload, { field, order }));
            return { name, resource, kind, ...pageSql(resource, params, sorted) };
          }),
        ),
      ),
    );
  });
}
