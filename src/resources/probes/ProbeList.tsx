import { DateText } from "../../display/DateText";
import { StatusChip } from "../../display/StatusChip";
import { ConsoleList } from "../../list/ConsoleList";
import type { Column } from "../../list/column";
import {
  flagFilter,
  linkedFilter,
  periodFilter,
  presenceFilter,
} from "../../list/filters/listFilter";
import { csvTime } from "../csvValues";
import { Muted } from "../customerCells";
import { DurationText } from "../DurationText";
import { Word } from "../Word";
import type { Probe } from "./probe";

const statusOf = ({ ok }: Probe) => (ok ? "ok" : "failed");

const columns: Column<Probe>[] = [
  {
    key: "created_at",
    label: "at",
    sortable: true,
    width: 190,
    skeleton: 140,
    cell: ({ at }) => <DateText at={at} time />,
    csv: ({ at }, format) => csvTime(at, format),
  },
  {
    key: "ok",
    label: "outcome",
    width: 150,
    skeleton: 80,
    cell: (row) => <StatusChip domain="probe" status={statusOf(row)} />,
    csv: statusOf,
  },
  {
    key: "latency_ms",
    label: "latency",
    align: "right",
    width: 110,
    skeleton: 48,
    cell: ({ latency_ms }) => <DurationText ms={latency_ms} />,
    csv: ({ latency_ms }) => latency_ms,
  },
  {
    key: "status",
    label: "http_status",
    align: "right",
    width: 110,
    skeleton: 32,
    cell: ({ status }) => status,
    csv: ({ status }) => status,
  },
  {
    key: "failure",
    least: 200,
    skeleton: 0,
    cell: ({ failure }) =>
      failure ? (
        <Muted>
          <Word kind="probe_failure" value={failure} />
        </Muted>
      ) : null,
    csv: ({ failure }) => failure,
  },
];

const filters = [
  flagFilter("ok"),
  periodFilter("created_at", "at"),
  presenceFilter("answered", "latency_ms"),
  linkedFilter("slower_than", "latency_ms@gt"),
];

/** The questions to the app's health route. */
export default function ProbeList() {
  return (
    <ConsoleList<Probe>
      resource="probes"
      sort={{ field: "created_at", order: "DESC" }}
      columns={columns}
      filters={filters}
      to={() => null}
      compact={(row) => ({
        lead: <DateText at={row.at} time />,
        leadAside: <StatusChip domain="probe" status={statusOf(row)} />,
        detail: row.failure ? <Word kind="probe_failure" value={row.failure} /> : null,
        detailAside: <DurationText ms={row.latency_ms} />,
      })}
    />
  );
}
