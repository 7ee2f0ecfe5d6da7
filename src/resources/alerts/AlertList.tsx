import { DateText } from "../../display/DateText";
import { RelativeTime } from "../../display/RelativeTime";
import { StatusChip } from "../../display/StatusChip";
import { ConsoleList } from "../../list/ConsoleList";
import type { Column } from "../../list/column";
import { choiceFilter } from "../../list/filters/listFilter";
import { RecordLink } from "../../list/RecordLink";
import { METRICS, SEVERITIES } from "../../metrics/metric";
import { SeverityChip } from "../../metrics/SeverityChip";
import { csvTime } from "../csvValues";
import { Muted } from "../customerCells";
import { AlertTabs } from "./AlertTabs";
import { LastedText, MeasuredText, SubjectText, ToldText } from "./AlertText";
import { ALERT_STATUSES, type Alert, alertPath } from "./alert";

const columns: Column<Alert>[] = [
  {
    key: "code",
    width: 88,
    skeleton: 56,
    cell: (row) => (
      <RecordLink to={alertPath(row)} strong>
        {row.code}
      </RecordLink>
    ),
    csv: ({ code }) => code,
  },
  {
    key: "status",
    width: 136,
    skeleton: 88,
    cell: ({ status }) => <StatusChip domain="alert" status={status} />,
    csv: ({ status }) => status,
  },
  {
    key: "severity",
    width: 72,
    skeleton: 28,
    cell: ({ severity }) => <SeverityChip severity={severity} />,
    csv: ({ severity }) => severity,
  },
  {
    key: "metric",
    least: 190,
    skeleton: 140,
    cell: (row) => <SubjectText alert={row} />,
    csv: ({ metric, kind }) => (kind === "no_data" ? `${metric}, no_data` : metric),
  },
  {
    key: "value",
    align: "right",
    width: 84,
    skeleton: 48,
    cell: (row) => <MeasuredText alert={row} value={row.kind === "no_data" ? null : row.value} />,
    csv: ({ value }) => value,
  },
  {
    key: "threshold",
    align: "right",
    width: 80,
    skeleton: 40,
    cell: (row) => (
      <Muted>
        <MeasuredText alert={row} value={row.threshold} />
      </Muted>
    ),
    csv: ({ threshold }) => threshold,
  },
  {
    key: "worst_value",
    align: "right",
    wide: true,
    width: 84,
    skeleton: 48,
    cell: (row) => <MeasuredText alert={row} value={row.worst_value} />,
    csv: ({ worst_value }) => worst_value,
  },
  {
    key: "announced_at",
    width: 156,
    skeleton: 110,
    cell: (row) => (
      <Muted>
        <ToldText alert={row} />
      </Muted>
    ),
    csv: ({ announced_at }, format) => csvTime(announced_at, format),
  },
  {
    key: "lasted",
    align: "right",
    width: 72,
    skeleton: 40,
    cell: (row) => <LastedText alert={row} />,
    csv: ({ recovered_at }, format) => csvTime(recovered_at, format),
  },
  {
    key: "since",
    sortable: true,
    align: "right",
    width: 150,
    skeleton: 100,
    cell: ({ since }) => <DateText at={since} time />,
    csv: ({ since }, format) => csvTime(since, format),
  },
];

const filters = [
  choiceFilter("status", ALERT_STATUSES, "status.alert"),
  choiceFilter("severity", SEVERITIES, (severity) => severity),
  choiceFilter("metric", METRICS, "metric.name"),
];

/** Every time that a rule was past its threshold or without data, the last one first. */
export default function AlertList() {
  return (
    <ConsoleList<Alert>
      resource="alerts"
      sort={{ field: "since", order: "DESC" }}
      columns={columns}
      filters={filters}
      tabs={<AlertTabs current="alerts" />}
      to={alertPath}
      compact={(row) => ({
        lead: <SubjectText alert={row} />,
        leadAside: <StatusChip domain="alert" status={row.status} />,
        detail: (
          <>
            {row.severity} · {row.code}
          </>
        ),
        detailAside: <RelativeTime at={row.since} />,
      })}
    />
  );
}
