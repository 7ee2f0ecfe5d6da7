import type { FilterPayload } from "react-admin";
import { dayOf } from "../i18n/parisDay";
import { EMAIL_GROUPS } from "../resources/emails/email";
import { WEBHOOK_GROUPS } from "../resources/webhookEvents/webhookEvent";
import type { ChartName } from "./answer";
import type { Span } from "./chart";
import { addMonths } from "./range/range";

/** A list and its filter: as many rows as the point says. */
export type Behind = { resource: string; filter: FilterPayload };

function between(column: string, { at, until }: Span): FilterPayload {
  const iso = (moment: string) => new Date(moment).toISOString();
  return { [`${column}@gte`]: iso(at), [`${column}@lt`]: iso(until) };
}

/** How far a customer came, as backoffice.chart counts the cohort of those who signed up. */
export const FUNNEL = ["all", "verified", "simulated", "upgraded", "premium"] as const;

const REACHED: Record<string, FilterPayload> = {
  all: {},
  verified: { "email_confirmed_at@not": "is.null" },
  simulated: { simulated: "true" },
  upgraded: { upgraded: "true" },
  premium: {
    plan: "premium",
    stored_plan: "premium",
    plan_source: "subscription",
    stored_plan_source: "subscription",
  },
};

/** Answer times are counted in buckets: above a threshold is above the last bound that it covers. */
export function slowerThan(threshold: number): number {
  const width = threshold <= 1000 ? 10 : 100;
  return Math.floor(threshold / width) * width;
}

const ACTIONS_EXCEPT = "others";

type Details = {
  /** Of the p95: its threshold in ms. */
  threshold?: number | undefined;
  /** Of the actions that have no bar of their own: which they are. */
  actions?: string[];
  /** Older rows were removed; null when none were. */
  rowsSince?: string | null | undefined;
};

const isGone = ({ at }: Span, { rowsSince }: Details) =>
  Boolean(rowsSince) && Date.parse(at) < Date.parse(rowsSince ?? "");

/**
 * The rows behind a point of a chart, or behind one part of it; null where there is no list: the app
 * tells how many requests it had, not which ones, or the rows are too old to be there. `bad` is the part
 * of a metric that counts against it.
 */
export function behind(
  chart: ChartName,
  part: string | null,
  span: Span,
  details: Details = {},
): Behind | null {
  if (isGone(span, details)) return null;
  const created = between("created_at", span);
  const imports = { ...created, "dry_run@is": "false", ...(part && { status: part }) };
  switch (chart) {
    case "signups":
      return { resource: "users", filter: { ...created, ...REACHED[part ?? "all"] } };
    case "simulations":
      return { resource: "simulations", filter: created };
    case "imports":
      return { resource: "import_logs", filter: imports };
    case "monthly_import": {
      const month = addMonths(dayOf(span.at).slice(0, 7), -1);
      return { resource: "import_logs", filter: { ...imports, month } };
    }
    case "emails":
      return { resource: "emails", filter: { ...created, ...(part && EMAIL_GROUPS[part]) } };
    case "emails_bounced":
      return {
        resource: "emails",
        filter: { ...created, ...(part === "bad" ? { status: "bounced" } : EMAIL_GROUPS.left) },
      };
    case "webhooks":
      return {
        resource: "webhook_events",
        filter: { ...created, ...(part && WEBHOOK_GROUPS[part]) },
      };
    case "webhooks_failed":
      return {
        resource: "webhook_events",
        filter: { ...created, ...WEBHOOK_GROUPS[part === "bad" ? "given_up" : "judged"] },
      };
    case "runs":
      return {
        resource: "runs",
        filter: {
          ...between("started_at", span),
          ...(part === ACTIONS_EXCEPT
            ? { "action@in": `(${(details.actions ?? []).join(",")})` }
            : part && { action: part }),
        },
      };
    case "uptime":
      return { resource: "probes", filter: { ...created, ...(part && { "ok@is": "false" }) } };
    case "latency_p95":
      return {
        resource: "probes",
        filter: {
          ...created,
          ...(part
            ? { "latency_ms@gt": String(slowerThan(details.threshold ?? 0)) }
            : { "latency_ms@not": "is.null" }),
        },
      };
    case "revenue":
      return { resource: "revenue_movements", filter: { ...created, ...(part && { kind: part }) } };
    case "errors_5xx":
      return null;
  }
}
