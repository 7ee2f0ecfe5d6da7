import { actionFilter } from "../../actions/actionFilter";
import { RelativeTime } from "../../display/RelativeTime";
import { StatusChip } from "../../display/StatusChip";
import { ConsoleList } from "../../list/ConsoleList";
import type { Column } from "../../list/column";
import {
  choiceFilter,
  fixedFilter,
  linkedFilter,
  periodFilter,
} from "../../list/filters/listFilter";
import { actorSearch } from "../../list/filters/search";
import { RecordLink } from "../../list/RecordLink";
import { csvTime } from "../csvValues";
import { Muted, OneLine } from "../customerCells";
import { DurationText } from "../DurationText";
import { RunAction } from "./RunAction";
import { RunStatusChip } from "./RunStatusChip";
import { RunTarget } from "./RunTarget";
import { RUN_STATUSES, type Run } from "./run";

const path = ({ id }: Run) => `/runs/${id}/show`;

const columns: Column<Run>[] = [
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
    key: "action",
    width: 172,
    skeleton: 104,
    cell: (row) => <RunAction run={row} />,
    csv: ({ action }) => action,
  },
  {
    key: "target_label",
    width: 232,
    skeleton: 180,
    cell: (row) => <RunTarget run={row} />,
    csv: ({ target_label }) => target_label,
  },
  {
    key: "status",
    width: 120,
    skeleton: 64,
    cell: ({ status, undone_at }) => <RunStatusChip status={status} undone={undone_at !== null} />,
    csv: ({ status }) => status,
  },
  {
    key: "proof",
    width: 116,
    skeleton: 72,
    cell: ({ proof }) => (proof ? <StatusChip domain="proof" status={proof.status} /> : null),
    csv: ({ proof }) => proof?.status ?? null,
  },
  {
    key: "reason",
    least: 140,
    skeleton: 160,
    cell: ({ reason }) => <OneLine>{reason}</OneLine>,
    csv: ({ reason }) => reason,
  },
  {
    key: "actor_email",
    wide: true,
    width: 172,
    skeleton: 140,
    cell: ({ actor_email }) => <Muted>{actor_email}</Muted>,
    csv: ({ actor_email }) => actor_email,
  },
  {
    key: "duration_ms",
    // The page of the run tells it; here the reason needs the room.
    csvOnly: true,
    align: "right",
    width: 68,
    skeleton: 40,
    cell: ({ duration_ms }) => (
      <Muted>
        <DurationText ms={duration_ms} />
      </Muted>
    ),
    csv: ({ duration_ms }) => duration_ms,
  },
  {
    key: "started_at",
    sortable: true,
    align: "right",
    width: 116,
    skeleton: 76,
    cell: ({ started_at }) => (
      <Muted>
        <RelativeTime at={started_at} />
      </Muted>
    ),
    csv: ({ started_at }, format) => csvTime(started_at, format),
  },
];

const filters = [
  actionFilter("action"),
  choiceFilter("status", RUN_STATUSES, "status.run"),
  periodFilter("started_at", "at"),
  linkedFilter("actions", "action@in"),
  fixedFilter("target_user", "target_email"),
  fixedFilter("target_id", "target_label"),
];

export default function RunList() {
  return (
    <ConsoleList<Run>
      resource="runs"
      sort={{ field: "started_at", order: "DESC" }}
      columns={columns}
      filters={filters}
      search={actorSearch}
      to={path}
      compact={(row) => ({
        lead: <RunAction run={row} />,
        leadAside: <RunStatusChip status={row.status} undone={row.undone_at !== null} />,
        detail: <RunTarget plain run={row} />,
        detailAside: <RelativeTime at={row.started_at} />,
      })}
    />
  );
}
