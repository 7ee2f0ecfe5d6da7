import { useTranslate } from "react-admin";
import { actionFilter } from "../../actions/actionFilter";
import { RelativeTime } from "../../display/RelativeTime";
import { StatusChip } from "../../display/StatusChip";
import { ConsoleList } from "../../list/ConsoleList";
import type { Column } from "../../list/column";
import { choiceFilter, fixedFilter } from "../../list/filters/listFilter";
import { RecordLink } from "../../list/RecordLink";
import { csvTime } from "../csvValues";
import { Muted, OneLine } from "../customerCells";
import { RunAction } from "../runs/RunAction";
import { RunTarget } from "../runs/RunTarget";
import { APPROVAL_STATUSES, type ApprovalRequest } from "./approval";

const path = ({ id }: ApprovalRequest) => `/approvals/${id}/show`;

const columns: Column<ApprovalRequest>[] = [
  {
    key: "code",
    width: 88,
    skeleton: 64,
    cell: (row) => (
      <RecordLink to={path(row)} strong>
        {row.code}
      </RecordLink>
    ),
    csv: ({ code }) => code,
  },
  {
    key: "status",
    width: 184,
    skeleton: 120,
    cell: ({ status }) => <StatusChip domain="approval" status={status} />,
    csv: ({ status }) => status,
  },
  {
    key: "action",
    width: 168,
    skeleton: 104,
    cell: (row) => <RunAction run={row} />,
    csv: ({ action }) => action,
  },
  {
    key: "target_label",
    width: 208,
    skeleton: 180,
    cell: (row) => <RunTarget run={row} />,
    csv: ({ target_label }) => target_label,
  },
  {
    key: "rule",
    // The page of the request tells it; here the reason needs the room.
    csvOnly: true,
    skeleton: 80,
    cell: ({ rule }) => <RuleText rule={rule} />,
    csv: ({ rule }) => rule,
  },
  {
    key: "reason",
    least: 128,
    skeleton: 160,
    cell: ({ reason }) => <OneLine>{reason}</OneLine>,
    csv: ({ reason }) => reason,
  },
  {
    key: "requested_by_email",
    wide: true,
    width: 172,
    skeleton: 140,
    cell: ({ requested_by_email }) => <Muted>{requested_by_email}</Muted>,
    csv: ({ requested_by_email }) => requested_by_email,
  },
  {
    key: "expires_at",
    align: "right",
    width: 92,
    skeleton: 76,
    cell: ({ status, expires_at }) =>
      status === "pending" ? <RelativeTime at={expires_at} /> : <Muted>–</Muted>,
    csv: ({ expires_at }, format) => csvTime(expires_at, format),
  },
  {
    key: "requested_at",
    sortable: true,
    align: "right",
    width: 116,
    skeleton: 76,
    cell: ({ requested_at }) => (
      <Muted>
        <RelativeTime at={requested_at} />
      </Muted>
    ),
    csv: ({ requested_at }, format) => csvTime(requested_at, format),
  },
];

const filters = [
  choiceFilter("status", APPROVAL_STATUSES, "status.approval", "stored_status"),
  actionFilter("action"),
  fixedFilter("target_user", "target_label"),
];

/** What waits for a second pair of eyes, and what became of the rest. */
export default function ApprovalList() {
  return (
    <ConsoleList<ApprovalRequest>
      resource="approvals"
      sort={{ field: "requested_at", order: "DESC" }}
      columns={columns}
      filters={filters}
      to={path}
      compact={(row) => ({
        lead: <RunAction run={row} />,
        leadAside: <StatusChip domain="approval" status={row.status} />,
        detail: <RunTarget run={row} plain />,
        detailAside: <RelativeTime at={row.requested_at} />,
      })}
    />
  );
}

function RuleText({ rule }: { rule: string }) {
  const translate = useTranslate();
  return <Muted>{translate(`approval.rule.${rule}`, { _: rule })}</Muted>;
}
