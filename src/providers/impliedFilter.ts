import type { FilterPayload, SortPayload } from "react-admin";

const DAY_MS = 24 * 60 * 60 * 1000;

/** A clock that is wrong by less than this loses no row: the condition itself still decides. */
const CLOCK_SLACK_MS = 6 * 60 * 60 * 1000;

/** Days before its end from which the view backoffice.integrations calls a token "expiring". */
const EXPIRING_DAYS = 7;

/** When a token of a status ends. */
function impliedEnd(status: unknown, at: (days: number, slack: number) => string): FilterPayload {
  switch (status) {
    case "expired":
      return { "ends_at@lte": at(0, CLOCK_SLACK_MS) };
    case "expiring":
      return {
        "ends_at@gte": at(0, -CLOCK_SLACK_MS),
        "ends_at@lte": at(EXPIRING_DAYS, CLOCK_SLACK_MS),
      };
    case "valid":
      return { "ends_at@gte": at(EXPIRING_DAYS, -CLOCK_SLACK_MS) };
    default:
      return {};
  }
}

/** The order that was asked for, by the column that has an index where the filter leaves few rows. */
export function impliedSort(
  resource: string,
  filter: FilterPayload,
  sort: SortPayload,
): SortPayload {
  const open = resource === "import_logs" && filter.open === "true";
  return open && sort.field === "created_at" ? { ...sort, field: "open_at" } : sort;
}

/**
 * What a filter implies about a column with an index, as further entries. They change no answer;
 * without them the database would walk the index of the sort through everybody else's rows.
 */
export function impliedFilter(
  resource: string,
  filter: FilterPayload,
  now = Date.now(),
): FilterPayload {
  const at = (days: number, slack: number) => new Date(now + days * DAY_MS + slack).toISOString();
  if (resource === "integrations") {
    return impliedEnd(filter.status, at);
  }
  if (resource === "webhook_events" && filter.status) {
    const open = filter.status === "failed" || filter.status === "in_flight";
    return {
      stored_status: open ? "open" : filter.status,
      // Stripe tries for a quarter of an hour before it counts as failed.
      ...(filter.status === "in_flight" && !filter["created_at@gte"]
        ? { "created_at@gte": at(0, -CLOCK_SLACK_MS) }
        : {}),
    };
  }
  if (resource === "drifts" && filter.status) {
    return {
      stored_status: filter.status === "closed" ? "closed" : "open",
      // As long as Stripe tells of it at its first attempts.
      ...(filter.status === "in_flight" ? { "since@gte": at(0, -CLOCK_SLACK_MS) } : {}),
    };
  }
  if (resource === "import_logs" && filter.open === "true") {
    const { "created_at@gte": since, "created_at@lt": until } = filter;
    return {
      ...(since ? { "open_at@gte": since } : {}),
      ...(until ? { "open_at@lt": until } : {}),
    };
  }
  if (resource === "users" && filter["created_at@gte"] && !filter["last_active_at@gte"]) {
    // Nobody was active before the day of signing up.
    return { "last_active_at@gte": filter["created_at@gte"] };
  }
  return {};
}
