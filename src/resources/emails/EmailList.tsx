import { RelativeTime } from "../../display/RelativeTime";
import { StatusChip } from "../../display/StatusChip";
import { ConsoleList } from "../../list/ConsoleList";
import type { Column } from "../../list/column";
import {
  casesFilter,
  choiceFilter,
  fixedFilter,
  periodFilter,
} from "../../list/filters/listFilter";
import { EmailText, RecordLink } from "../../list/RecordLink";
import { RecordRowMenu } from "../../list/RecordRowMenu";
import { csvTime } from "../csvValues";
import { customerPath, Muted, OneLine } from "../customerCells";
import { Word } from "../Word";
import { EmailTabs } from "./EmailTabs";
import { EMAIL_GROUPS, EMAIL_STATUSES, EMAIL_TEMPLATES, type Email } from "./email";

const path = ({ id }: Email) => `/emails/${id}/show`;

const columns: Column<Email>[] = [
  {
    key: "created_at",
    label: "at",
    sortable: true,
    width: 124,
    skeleton: 76,
    cell: (row) => (
      <RecordLink to={path(row)}>
        <RelativeTime at={row.created_at} />
      </RecordLink>
    ),
    csv: ({ created_at }, format) => csvTime(created_at, format),
  },
  {
    key: "to_email",
    width: 232,
    skeleton: 180,
    cell: ({ user_id, to_email }) =>
      user_id ? (
        <RecordLink to={customerPath(user_id)} strong>
          <EmailText email={to_email} />
        </RecordLink>
      ) : (
        <EmailText email={to_email} />
      ),
    csv: ({ to_email }) => to_email,
  },
  {
    key: "template",
    wide: true,
    width: 136,
    skeleton: 88,
    cell: ({ template }) => <Word kind="template" value={template} />,
    csv: ({ template }) => template,
  },
  {
    key: "subject",
    least: 200,
    skeleton: 200,
    cell: ({ subject }) => <OneLine>{subject}</OneLine>,
    csv: ({ subject }) => subject,
  },
  {
    key: "status",
    width: 176,
    skeleton: 64,
    cell: ({ status }) => <StatusChip domain="email" status={status} />,
    csv: ({ status }) => status,
  },
  {
    key: "bounce_reason",
    least: 150,
    skeleton: 0,
    cell: ({ bounce_reason }) =>
      bounce_reason ? (
        <Muted>
          <OneLine>{bounce_reason}</OneLine>
        </Muted>
      ) : null,
    csv: ({ bounce_reason }) => bounce_reason,
  },
];

const filters = [
  choiceFilter("status", EMAIL_STATUSES, "status.email"),
  casesFilter("email_group", EMAIL_GROUPS, "filters.email_group"),
  choiceFilter("template", EMAIL_TEMPLATES, "display.template"),
  periodFilter("created_at", "at"),
  fixedFilter("user_id", "user_email"),
];

export default function EmailList() {
  return (
    <ConsoleList<Email>
      resource="emails"
      sort={{ field: "created_at", order: "DESC" }}
      columns={columns}
      filters={filters}
      search={{ text: "to_email@ilike" }}
      tabs={<EmailTabs current="emails" />}
      to={path}
      rowMenu={(row) => <RecordRowMenu name={row.to_email} row={row} to={path(row)} />}
      compact={(row) => ({
        lead: <EmailText email={row.to_email} />,
        leadAside: <StatusChip domain="email" status={row.status} />,
        detail: row.subject,
        detailAside: <RelativeTime at={row.created_at} />,
      })}
    />
  );
}
