import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { RelativeTime } from "../../display/RelativeTime";
import { StatusChip } from "../../display/StatusChip";
import type { Column } from "../../list/column";
import { EmailText, RecordLink } from "../../list/RecordLink";
import { csvEuros, csvTime } from "../csvValues";
import { customerPath, Muted } from "../customerCells";
import { EventAmount } from "./EventAmount";
import { EventType } from "./EventType";
import type { WebhookEvent } from "./webhookEvent";

export const eventPath = ({ id }: Pick<WebhookEvent, "id">) => `/webhook_events/${id}/show`;

export const webhookColumns: Column<WebhookEvent>[] = [
  {
    key: "created_at",
    label: "at",
    sortable: true,
    width: 108,
    skeleton: 76,
    cell: (row) => (
      <RecordLink to={eventPath(row)}>
        <RelativeTime at={row.created_at} />
      </RecordLink>
    ),
    csv: ({ created_at }, format) => csvTime(created_at, format),
  },
  {
    key: "user_email",
    width: 216,
    skeleton: 180,
    cell: (row) => <PayerText {...row} />,
    csv: ({ user_email }) => user_email,
  },
  {
    key: "type",
    width: 240,
    skeleton: 180,
    cell: ({ type }) => <EventType type={type} />,
    csv: ({ type }) => type,
  },
  {
    key: "status",
    width: 128,
    skeleton: 64,
    cell: ({ status }) => <StatusChip domain="webhook" status={status} />,
    csv: ({ status }) => status,
  },
  {
    key: "delivered",
    width: 64,
    skeleton: 28,
    cell: ({ delivered }) => <YesNo yes={delivered} />,
    csv: ({ delivered }) => String(delivered),
  },
  {
    key: "processed_at",
    width: 100,
    skeleton: 64,
    cell: ({ processed_at }) =>
      processed_at ? <RelativeTime at={processed_at} /> : <YesNo yes={false} />,
    csv: ({ processed_at }, format) => csvTime(processed_at, format),
  },
  {
    key: "amount_cents",
    align: "right",
    width: 84,
    skeleton: 52,
    cell: (row) => <EventAmount {...row} />,
    csv: ({ amount_cents }) => csvEuros(amount_cents),
  },
  {
    key: "cause",
    wide: true,
    least: 112,
    skeleton: 0,
    cell: ({ cause, status }) =>
      cause && status === "failed" ? (
        <Muted>
          <CauseName cause={cause} />
        </Muted>
      ) : null,
    csv: ({ cause }) => cause,
  },
  {
    key: "id",
    csvOnly: true,
    skeleton: 0,
    cell: ({ id }) => id,
    csv: ({ id }) => id,
  },
];

/** Whom it is about: our customer, else Stripe's. */
export function PayerText({ user_id, user_email, stripe_customer_id }: WebhookEvent) {
  if (user_id && user_email) {
    return (
      <RecordLink to={customerPath(user_id)} strong>
        <EmailText email={user_email} />
      </RecordLink>
    );
  }
  return (
    <Muted>
      <Typography component="span" variant="mono">
        {stripe_customer_id ?? "–"}
      </Typography>
    </Muted>
  );
}

/** No stands out: it is what one looks for. */
function YesNo({ yes }: { yes: boolean }) {
  const translate = useTranslate();
  return (
    <Box component="span" sx={{ color: yes ? "text.secondary" : "text.primary" }}>
      {translate(yes ? "common.yes" : "common.no")}
    </Box>
  );
}

export function CauseName({ cause }: { cause: string }) {
  const translate = useTranslate();
  return translate(`webhooks.cause.${cause}.name`, { _: cause });
}
