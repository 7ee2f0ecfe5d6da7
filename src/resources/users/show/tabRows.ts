import type { StatusDomain } from "../../../display/statuses";
import type { Formats } from "../../../i18n/formats";

type Translate = (key: string, args?: Record<string, unknown>) => string;
export type Row = Record<string, unknown> & { id: string | number };

/** A row of any of the customer's lists, as a line. */
export type TabRow = {
  at: string;
  title: string;
  detail: string;
  status: { domain: StatusDomain; value: string } | null;
  /** A page of its own, when the record has one. */
  to: { resource: string; id: string | number } | null;
};

const text = (value: unknown) => (typeof value === "string" ? value : "");
const number = (value: unknown) => (typeof value === "number" ? value : 0);
const joined = (parts: string[]) => parts.filter(Boolean).join(" · ");
const status = (domain: StatusDomain, value: unknown) =>
  typeof value === "string" ? { domain, value } : null;

/** What the tab of a list says of one of its rows. */
export function tabRow(tab: string, row: Row, t: Translate, f: Formats): TabRow {
  const plan = t(`display.plan.${text(row.plan)}`, { _: text(row.plan) });
  const provider = t(`display.provider.${text(row.provider)}`, { _: text(row.provider) });
  const line = { at: text(row.created_at), detail: "", status: null, to: null };
  switch (tab) {
    case "simulations":
      return {
        ...line,
        title: t("user.row.simulation", { month: f.month(text(row.month)) }),
        detail: t("user.row.simulation_detail", {
          revenue: f.money(number(row.revenue_cents)),
          contributions: f.money(number(row.contributions_cents)),
        }),
      };
    case "imports":
      return {
        ...line,
        title: t(row.dry_run ? "user.row.dry_run" : "user.row.import", {
          provider,
          month: f.month(text(row.month)),
        }),
        detail:
          text(row.error_message) ||
          t("user.row.import_detail", {
            smart_count: number(row.rows_imported),
            revenue: f.money(number(row.revenue_cents)),
          }),
        status: status("import", row.status),
        to: { resource: "import_logs", id: row.id },
      };
    case "integrations":
      return {
        ...line,
        title: t("user.row.integration", { provider }),
        detail: expiry(row, t, f),
        status: status("integration", row.status),
        to: { resource: "integrations", id: row.id },
      };
    case "webhooks":
      return {
        ...line,
        title: text(row.type),
        detail: joined([
          text(row.id),
          typeof row.amount_cents === "number" && row.currency === "eur"
            ? f.money(row.amount_cents)
            : "",
          row.status === "failed" && row.cause ? t(`webhooks.cause.${text(row.cause)}.name`) : "",
        ]),
        status: status("webhook", row.status),
        to: { resource: "webhook_events", id: row.id },
      };
    case "emails":
      return {
        ...line,
        title: text(row.subject),
        detail: joined([
          t("user.row.email_template", {
            template: t(`display.template.${text(row.template)}`, { _: text(row.template) }),
          }),
          text(row.bounce_reason),
        ]),
        status: status("email", row.status),
        to: { resource: "emails", id: row.id },
      };
    case "subscriptions":
      return {
        ...line,
        title: t("user.row.subscription", { plan }),
        detail: joined([text(row.stripe_subscription_id), f.money(number(row.amount_cents))]),
        status: status("subscription", row.status),
      };
    case "grants":
      return {
        ...line,
        title: t("user.row.grant", {
          plan,
          start: f.date(text(row.starts_at)),
          end: f.date(text(row.ends_at)),
        }),
        detail: joined([text(row.code), text(row.granted_by_email), text(row.reason)]),
        status: status("grant", row.state),
        to: typeof row.run_id === "string" ? { resource: "runs", id: row.run_id } : null,
      };
    case "runs":
      return {
        ...line,
        at: text(row.started_at),
        title: t(`actions.${text(row.action)}.title`, { _: text(row.action) }),
        detail: joined([text(row.code), text(row.actor_email), text(row.reason)]),
        status: status("run", row.status),
        to: { resource: "runs", id: row.id },
      };
    default:
      return {
        ...line,
        at: text(row.at),
        title: t(`resources.audit.event.${text(row.event)}`, { _: text(row.event) }),
        detail: joined([
          row.action ? t(`actions.${text(row.action)}.title`, { _: text(row.action) }) : "",
          text(row.actor_email),
          text(row.reason),
        ]),
        status: status("audit", row.outcome),
        to:
          typeof row.run_id === "string"
            ? { resource: "runs", id: row.run_id }
            : { resource: "audit", id: row.id },
      };
  }
}

function expiry(row: Row, t: Translate, f: Formats) {
  if (!row.expires_at) return t("user.row.integration_forever");
  const key = row.status === "expired" ? "integration_since" : "integration_until";
  return joined([
    t(`user.row.${key}`, { date: f.date(text(row.expires_at)) }),
    text(row.last_error),
  ]);
}
