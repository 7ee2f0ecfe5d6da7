import type { UserOverview } from "../overview";

/** The long lists of a customer: where their rows are, and what makes them this customer's. */
export type Tab = {
  name: string;
  resource: string;
  sort: string;
  filterKey: "user_id" | "target_id" | "target_user";
  count: number;
};

const tab = (
  name: string,
  resource: string,
  sort: string,
  count: number | null,
  filterKey: Tab["filterKey"] = "user_id",
): Tab[] => (count === null ? [] : [{ name, resource, sort, filterKey, count }]);

/** In the order of the page; a list that the role does not read is not there. */
export function tabsOf(counts: UserOverview["counts"]): Tab[] {
  return [
    tab("simulations", "simulations", "created_at", counts.simulations),
    tab("imports", "import_logs", "created_at", counts.imports),
    tab("integrations", "integrations", "created_at", counts.integrations),
    tab("webhooks", "webhook_events", "created_at", counts.webhooks),
    tab("emails", "emails", "created_at", counts.emails),
    tab("subscriptions", "subscriptions", "created_at", counts.subscriptions),
    tab("grants", "grants", "created_at", counts.grants),
    tab("runs", "runs", "started_at", counts.runs, "target_user"),
    tab("audit", "audit", "at", counts.audit, "target_id"),
  ].flat();
}
