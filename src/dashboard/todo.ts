import type { Formats } from "../i18n/formats";
import { insideSentence } from "../i18n/insideSentence";
import { COUNTED_UP_TO } from "../providers/total";
import type { HomeTodo } from "./home";

type Translate = (key: string, args?: Record<string, unknown>) => string;

export const COUNTERS = [
  "paid_without_access",
  "webhooks_failed",
  "imports_failed",
  "approvals",
  "grants_expiring",
] as const;
export type CounterName = (typeof COUNTERS)[number];

export type Speech = { t: Translate; f: Formats; now: number };

type Filter = Record<string, string>;

/** The list that a counter counts, as its address holds it. */
export function listOf(name: CounterName, todo: HomeTodo): { resource: string; filter: Filter } {
  switch (name) {
    case "paid_without_access":
      return { resource: "users", filter: { paid_without_access: "true" } };
    case "webhooks_failed":
      return { resource: "webhook_events", filter: { status: "failed" } };
    case "imports_failed":
      return {
        resource: "import_logs",
        filter: { open: "true", "created_at@gte": todo.imports_failed.since },
      };
    case "approvals":
      return { resource: "approvals", filter: { status: "pending", stored_status: "pending" } };
    case "grants_expiring":
      return { resource: "users", filter: { grant_expiring: "true" } };
  }
}

export function listPath(name: CounterName, todo: HomeTodo): string {
  const { resource, filter } = listOf(name, todo);
  return `/${resource}?filter=${encodeURIComponent(JSON.stringify(filter))}`;
}

/** A count as far as it is counted: « 12 », « 1 000+ ». */
export function countWords(number: number, f: Formats): string {
  return number > COUNTED_UP_TO ? `${f.number(COUNTED_UP_TO)}+` : f.number(number);
}

/** « aujourd’hui, 13:56 », « demain, 09:00 », « le 2 déc. ». */
function whenWords(at: string, { t, f, now }: Speech): string {
  const days = f.daysUntil(at, now);
  if (days > 1) return t("status.when.on_date", { date: f.shortDate(at) });
  const day = t(days === 1 ? "status.when.tomorrow" : "status.when.today");
  return t("home.todo.day_time", { day, time: f.time(at) });
}

/** What tells most about what is counted. */
export function detailWords(name: CounterName, todo: HomeTodo, speech: Speech): string {
  const { t, f, now } = speech;
  switch (name) {
    case "paid_without_access": {
      const { since, cents } = todo.paid_without_access;
      const amount = t("common.per_month", { amount: f.money(cents) });
      if (since === null) return amount;
      return t("home.todo.paid_without_access.detail", {
        wait: f.elapsed(now - Date.parse(since)),
        amount,
      });
    }
    case "webhooks_failed": {
      const { causes } = todo.webhooks_failed;
      const [first] = causes;
      const cause = first?.cause
        ? t(`webhooks.cause.${first.cause}.name`, { _: first.cause })
        : t("home.todo.webhooks_failed.unknown");
      return t("home.todo.webhooks_failed.detail", {
        smart_count: causes.length,
        count: f.number(causes.length),
        cause: insideSentence(cause),
        first: f.number(first?.number ?? 0),
      });
    }
    case "imports_failed": {
      const { month, cause, customers, number } = todo.imports_failed;
      const words = [
        month ? f.month(month) : null,
        cause ? t(`status.cause.${cause}`, { _: cause }).toLowerCase() : null,
        // Of a customer with several that failed.
        customers < number
          ? t("home.todo.imports_failed.customers", {
              smart_count: customers,
              count: f.number(customers),
            })
          : null,
      ]
        .filter(Boolean)
        .join(", ");
      return words.charAt(0).toUpperCase() + words.slice(1);
    }
    case "approvals": {
      const { actions, first_ends_at } = todo.approvals;
      const names = actions.map((action) => t(`actions.${action}.title`, { _: action }));
      const end = first_ends_at
        ? t("home.todo.approvals.first_ends", { when: whenWords(first_ends_at, speech) })
        : null;
      return [names.slice(0, 2).join(", "), end].filter(Boolean).join(" · ");
    }
    case "grants_expiring": {
      const { first_ends_at } = todo.grants_expiring;
      return first_ends_at
        ? t("home.todo.grants_expiring.detail", { when: whenWords(first_ends_at, speech) })
        : "";
    }
  }
}

/** How many subjects wait. */
export const subjectsOf = (todo: HomeTodo) =>
  COUNTERS.filter((name) => todo[name].number > 0).length;

/** Every disagreement that is open, also those that no counter counts. */
export const FINDINGS_PATH = `/drifts?filter=${encodeURIComponent(JSON.stringify({ status: "open" }))}`;
