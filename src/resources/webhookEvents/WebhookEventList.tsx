import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { StartActionButton } from "../../actions/StartActionButton";
import { RelativeTime } from "../../display/RelativeTime";
import { StatusChip } from "../../display/StatusChip";
import { ConsoleList } from "../../list/ConsoleList";
import {
  casesFilter,
  choiceFilter,
  fixedFilter,
  periodFilter,
} from "../../list/filters/listFilter";
import { EmailText } from "../../list/RecordLink";
import { RecordRowMenu } from "../../list/RecordRowMenu";
import { CauseSheet } from "./CauseSheet";
import { eventPath, webhookColumns } from "./columns";
import { EventAmount } from "./EventAmount";
import { EventType } from "./EventType";
import { HealthStrip } from "./HealthStrip";
import {
  WEBHOOK_CAUSES,
  WEBHOOK_GROUPS,
  WEBHOOK_STATUSES,
  WEBHOOK_TYPES,
  type WebhookEvent,
} from "./webhookEvent";

const filters = [
  choiceFilter("status", WEBHOOK_STATUSES, "status.webhook"),
  casesFilter("webhook_group", WEBHOOK_GROUPS, "filters.webhook_group"),
  choiceFilter("type", WEBHOOK_TYPES, (type) => type),
  choiceFilter("cause", WEBHOOK_CAUSES, (cause) => `webhooks.cause.${cause}.name`),
  periodFilter("created_at", "at"),
  fixedFilter("user_id", "user_email"),
];

/** On a phone the page of all actions has it. */
function ReplayFailures() {
  const translate = useTranslate();
  return (
    <Box component="span" sx={{ display: { xs: "none", md: "contents" } }}>
      <StartActionButton action="replay-webhooks">{translate("webhooks.replay")}</StartActionButton>
    </Box>
  );
}

export default function WebhookEventList() {
  return (
    <ConsoleList<WebhookEvent>
      resource="webhook_events"
      sort={{ field: "created_at", order: "DESC" }}
      columns={webhookColumns}
      filters={filters}
      search={{
        text: "user_email@ilike",
        uuidChip: "user_id",
        event: "id",
        customer: "stripe_customer_id",
        subscription: "stripe_subscription_id",
      }}
      to={eventPath}
      selectable={({ type, id }) => `${type} ${id}`}
      rowMenu={(row) => <RecordRowMenu name={row.type} row={row} to={eventPath(row)} />}
      actions={<ReplayFailures />}
      above={
        <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: "minmax(0, 1fr)" }}>
          <HealthStrip />
          <CauseSheet />
        </Box>
      }
      compact={(row) => ({
        lead: row.user_email ? <EmailText email={row.user_email} /> : <EventType type={row.type} />,
        leadAside: <StatusChip domain="webhook" status={row.status} />,
        detail: row.user_email ? (
          <EventType type={row.type} />
        ) : (
          <Typography variant="mono">{row.stripe_customer_id}</Typography>
        ),
        detailAside: (
          <>
            <EventAmount {...row} />
            {row.amount_cents === null ? null : " · "}
            <RelativeTime at={row.created_at} />
          </>
        ),
      })}
    />
  );
}
