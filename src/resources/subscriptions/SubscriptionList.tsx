import { useTranslate } from "react-admin";
import { DateText } from "../../display/DateText";
import { Money } from "../../display/Money";
import { PlanChip } from "../../display/PlanChip";
import { StatusChip } from "../../display/StatusChip";
import { useFormat } from "../../i18n/useFormat";
import { ConsoleList } from "../../list/ConsoleList";
import { choiceFilter, fixedFilter, onlyFilter } from "../../list/filters/listFilter";
import { customerSearch } from "../../list/filters/search";
import { EmailText } from "../../list/RecordLink";
import { Worklists } from "../../list/Worklists";
import { customerPath } from "../customerCells";
import { columnsUnder } from "./columns";
import { SubscriptionTotals } from "./SubscriptionTotals";
import {
  SUBSCRIPTION_STATUSES,
  type Subscription,
  WORKLIST_ORDER,
  WORKLISTS,
} from "./subscription";

const filters = [
  choiceFilter("status", SUBSCRIPTION_STATUSES, "status.subscription"),
  choiceFilter("plan", ["pro", "premium"], "display.plan"),
  choiceFilter("interval", ["month", "year"], "resources.subscriptions.interval"),
  onlyFilter("cancelling"),
  fixedFilter("user_id", "user_email"),
];

function UnpaidText({ since }: { since: string }) {
  const translate = useTranslate();
  const format = useFormat();
  return translate("resources.subscriptions.unpaid_since", { date: format.shortDate(since) });
}

export default function SubscriptionList() {
  return (
    <ConsoleList<Subscription>
      resource="subscriptions"
      sort={WORKLIST_ORDER.all}
      columns={columnsUnder}
      filters={filters}
      search={customerSearch}
      to={({ user_id }) => customerPath(user_id)}
      selectable={({ user_email }) => user_email}
      tabs={
        <Worklists
          counts="subscription_worklists"
          filters={WORKLISTS}
          words="worklists"
          order={WORKLIST_ORDER}
        />
      }
      totals={<SubscriptionTotals />}
      compact={(row) => ({
        lead: <EmailText email={row.user_email} />,
        leadAside: <PlanChip plan={row.plan} />,
        detail: <StatusChip domain="subscription" status={row.status} />,
        detailAside: (
          <>
            <Money cents={row.unpaid_since ? row.amount_cents : row.mrr_cents} /> ·{" "}
            {row.unpaid_since ? (
              <UnpaidText since={row.unpaid_since} />
            ) : (
              <DateText at={row.current_period_end} />
            )}
          </>
        ),
      })}
    />
  );
}
