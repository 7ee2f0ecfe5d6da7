import { DateText } from "../../display/DateText";
import { Money } from "../../display/Money";
import { PlanChip } from "../../display/PlanChip";
import { StatusChip } from "../../display/StatusChip";
import { ConsoleList } from "../../list/ConsoleList";
import { choiceFilter, fixedFilter, onlyFilter } from "../../list/filters/listFilter";
import { customerSearch } from "../../list/filters/search";
import { EmailText } from "../../list/RecordLink";
import { customerPath } from "../customerCells";
import { subscriptionColumns } from "./columns";
import { SubscriptionTotals } from "./SubscriptionTotals";
import { SUBSCRIPTION_STATUSES, type Subscription } from "./subscription";

const filters = [
  choiceFilter("status", SUBSCRIPTION_STATUSES, "status.subscription"),
  choiceFilter("plan", ["pro", "premium"], "display.plan"),
  choiceFilter("interval", ["month", "year"], "resources.subscriptions.interval"),
  onlyFilter("cancelling", "cancel_at"),
  fixedFilter("user_id", "user_email"),
];

export default function SubscriptionList() {
  return (
    <ConsoleList<Subscription>
      resource="subscriptions"
      sort={{ field: "created_at", order: "DESC" }}
      columns={subscriptionColumns}
      filters={filters}
      search={customerSearch}
      to={({ user_id }) => customerPath(user_id)}
      selectable={({ user_email }) => user_email}
      totals={<SubscriptionTotals />}
      compact={(row) => ({
        lead: <EmailText email={row.user_email} />,
        leadAside: <PlanChip plan={row.plan} />,
        detail: <StatusChip domain="subscription" status={row.status} />,
        detailAside: (
          <>
            <Money cents={row.mrr_cents} /> · <DateText at={row.current_period_end} />
          </>
        ),
      })}
    />
  );
}
