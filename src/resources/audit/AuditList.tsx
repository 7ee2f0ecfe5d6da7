import { actionFilter } from "../../actions/actionFilter";
import { DateText } from "../../display/DateText";
import { RelativeTime } from "../../display/RelativeTime";
import { StatusChip } from "../../display/StatusChip";
import { ConsoleList } from "../../list/ConsoleList";
import type { Column } from "../../list/column";
import { choiceFilter, fixedFilter } from "../../list/filters/listFilter";
import { actorSearch } from "../../list/filters/search";
import { RecordLink } from "../../list/RecordLink";
import { csvTime } from "../csvValues";
import { Muted, OneLine } from "../customerCells";
import { Word } from "../Word";
import { AUDIT_EVENTS, AUDIT_OUTCOMES, type AuditEntry } from "./auditEntry";
import { ChainState } from "./ChainState";
import { EventText } from "./EventText";
import { TargetText } from "./TargetText";

const path = ({ id }: AuditEntry) => `/audit/${id}/show`;

const columns: Column<AuditEntry>[] = [
  {
    key: "at",
    sortable: true,
    width: 152,
    skeleton: 120,
    cell: (row) => (
      <RecordLink to={path(row)}>
        <DateText at={row.at} time />
      </RecordLink>
    ),
    csv: ({ at }, format) => csvTime(at, format),
  },
  {
    key: "actor_email",
    width: 180,
    skeleton: 140,
    cell: ({ actor_email, actor_role }) => actor_email ?? <Muted>{actor_role ?? "–"}</Muted>,
    csv: ({ actor_email, actor_role }) => actor_email ?? actor_role,
  },
  {
    key: "event",
    width: 156,
    skeleton: 72,
    cell: ({ event }) => <EventText event={event} />,
    csv: ({ event }) => event,
  },
  {
    key: "action",
    width: 160,
    skeleton: 96,
    cell: ({ action }) => <Word kind="action" value={action} />,
    csv: ({ action }) => action,
  },
  {
    key: "outcome",
    width: 88,
    skeleton: 48,
    cell: ({ outcome }) => <StatusChip domain="audit" status={outcome} />,
    csv: ({ outcome }) => outcome,
  },
  {
    key: "target_label",
    width: 232,
    skeleton: 180,
    cell: (row) => <TargetText of={row} />,
    csv: ({ target_label }) => target_label,
  },
  {
    key: "reason",
    wide: true,
    least: 150,
    skeleton: 160,
    cell: ({ reason }) =>
      reason ? (
        <Muted>
          <OneLine>{reason}</OneLine>
        </Muted>
      ) : null,
    csv: ({ reason }) => reason,
  },
];

const filters = [
  choiceFilter("event", AUDIT_EVENTS, "resources.audit.event"),
  choiceFilter("outcome", AUDIT_OUTCOMES, "status.audit"),
  actionFilter("action"),
  fixedFilter("target_id", "target_label"),
  fixedFilter("run_id", "run_id"),
];

export default function AuditList() {
  return (
    <ConsoleList<AuditEntry>
      resource="audit"
      sort={{ field: "at", order: "DESC" }}
      columns={columns}
      filters={filters}
      search={actorSearch}
      totals={<ChainState />}
      to={path}
      compact={(row) => ({
        lead: row.action ? (
          <Word kind="action" value={row.action} />
        ) : (
          <EventText event={row.event} />
        ),
        leadAside: <StatusChip domain="audit" status={row.outcome} />,
        detail: row.target_label ? <TargetText of={row} plain /> : row.actor_email,
        detailAside: <RelativeTime at={row.at} />,
      })}
    />
  );
}
