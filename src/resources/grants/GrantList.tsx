import { DateText } from "../../display/DateText";
import { PlanChip } from "../../display/PlanChip";
import { StatusChip } from "../../display/StatusChip";
import { ConsoleList } from "../../list/ConsoleList";
import type { Column } from "../../list/column";
import { fixedFilter } from "../../list/filters/listFilter";
import { customerSearch } from "../../list/filters/search";
import { EmailText, RecordLink } from "../../list/RecordLink";
import { csvTime } from "../csvValues";
import { customerColumn, customerPath, Muted, OneLine } from "../customerCells";
import { NamedDate } from "../NamedDate";
import type { Grant } from "./grant";

const columns: Column<Grant>[] = [
  customerColumn(232),
  {
    key: "plan",
    width: 96,
    skeleton: 48,
    cell: ({ plan }) => <PlanChip plan={plan} />,
    csv: ({ plan }) => plan,
  },
  {
    key: "state",
    width: 104,
    skeleton: 56,
    cell: ({ state }) => <StatusChip domain="grant" status={state} />,
    csv: ({ state }) => state,
  },
  {
    key: "ends_at",
    sortable: true,
    align: "right",
    width: 112,
    skeleton: 84,
    cell: ({ ends_at }) => <DateText at={ends_at} />,
    csv: ({ ends_at }, format) => csvTime(ends_at, format),
  },
  {
    key: "created_at",
    sortable: true,
    align: "right",
    width: 112,
    skeleton: 84,
    cell: ({ created_at }) => (
      <Muted>
        <DateText at={created_at} />
      </Muted>
    ),
    csv: ({ created_at }, format) => csvTime(created_at, format),
  },
  {
    key: "reason",
    least: 150,
    skeleton: 160,
    cell: ({ reason }) => <OneLine>{reason}</OneLine>,
    csv: ({ reason }) => reason,
  },
  {
    key: "granted_by_email",
    wide: true,
    width: 180,
    skeleton: 140,
    cell: ({ granted_by_email }) => <Muted>{granted_by_email}</Muted>,
    csv: ({ granted_by_email }) => granted_by_email,
  },
  {
    key: "code",
    label: "grant",
    width: 84,
    skeleton: 56,
    cell: ({ code, run_id }) =>
      run_id ? <RecordLink to={`/runs/${run_id}/show`}>{code}</RecordLink> : code,
    csv: ({ code }) => code,
  },
];

const filters = [fixedFilter("user_id", "user_email")];

export default function GrantList() {
  return (
    <ConsoleList<Grant>
      resource="grants"
      sort={{ field: "created_at", order: "DESC" }}
      columns={columns}
      filters={filters}
      search={customerSearch}
      to={({ user_id }) => customerPath(user_id)}
      compact={(row) => ({
        lead: <EmailText email={row.user_email} />,
        leadAside: <PlanChip plan={row.plan} />,
        detail: <StatusChip domain="grant" status={row.state} />,
        detailAside: <NamedDate field="ends_at" at={row.ends_at} />,
      })}
    />
  );
}
