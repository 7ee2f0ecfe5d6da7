import Typography from "@mui/material/Typography";
import { useListContext, useTranslate } from "react-admin";
import { RelativeTime } from "../../display/RelativeTime";
import { StatusChip } from "../../display/StatusChip";
import { ConsoleList } from "../../list/ConsoleList";
import type { Column } from "../../list/column";
import { choiceFilter } from "../../list/filters/listFilter";
import { EmailText, RecordLink } from "../../list/RecordLink";
import { RecordRowMenu } from "../../list/RecordRowMenu";
import { csvTime } from "../csvValues";
import { customerPath, Muted, OneLine } from "../customerCells";
import { EmailTabs } from "../emails/EmailTabs";
import { SUPPRESSION_ORIGINS, type Suppression } from "./suppression";

const path = ({ email_id }: Suppression) => (email_id ? `/emails/${email_id}/show` : null);

const columns: Column<Suppression>[] = [
  {
    key: "email",
    width: 264,
    skeleton: 180,
    cell: ({ email, user_id }) =>
      user_id ? (
        <RecordLink to={customerPath(user_id)} strong>
          <EmailText email={email} />
        </RecordLink>
      ) : (
        <EmailText email={email} />
      ),
    csv: ({ email }) => email,
  },
  {
    key: "origin",
    width: 176,
    skeleton: 72,
    cell: ({ origin }) => <StatusChip domain="suppression" status={origin} />,
    csv: ({ origin }) => origin,
  },
  {
    key: "bounce_reason",
    least: 200,
    skeleton: 200,
    cell: ({ bounce_reason }) =>
      bounce_reason ? (
        <Muted>
          <OneLine>{bounce_reason}</OneLine>
        </Muted>
      ) : null,
    csv: ({ bounce_reason }) => bounce_reason,
  },
  {
    key: "created_at",
    label: "suppressed_at",
    sortable: true,
    align: "right",
    width: 124,
    skeleton: 76,
    cell: ({ created_at }) => <RelativeTime at={created_at} />,
    csv: ({ created_at }, format) => csvTime(created_at, format),
  },
];

const filters = [choiceFilter("origin", SUPPRESSION_ORIGINS, "status.suppression")];

/** The addresses that Resend sends nothing to, as it last told them. */
export default function SuppressionList() {
  return (
    <ConsoleList<Suppression>
      resource="suppressions"
      sort={{ field: "created_at", order: "DESC" }}
      columns={columns}
      filters={filters}
      search={{ text: "email@ilike" }}
      to={path}
      tabs={<EmailTabs current="suppressions" />}
      totals={<ReadAt />}
      rowMenu={(row) => <RecordRowMenu name={row.email} row={row} to={path(row)} />}
      compact={(row) => ({
        lead: <EmailText email={row.email} />,
        leadAside: <StatusChip domain="suppression" status={row.origin} />,
        detail: row.bounce_reason,
        detailAside: <RelativeTime at={row.created_at} />,
      })}
    />
  );
}

/** How old the list is: it is Resend's, read every few minutes. */
function ReadAt() {
  const t = useTranslate();
  const { data } = useListContext<Suppression>();
  const readAt = data?.[0]?.read_at;
  return readAt ? (
    <Typography
      variant="caption"
      component="p"
      sx={{ m: 0, px: { xs: 1.5, md: 1.25 }, py: 1, color: "text.muted" }}
    >
      {t("resources.suppressions.read", { age: "" })}
      <RelativeTime at={readAt} />
    </Typography>
  ) : null;
}
