import Chip from "@mui/material/Chip";
import { useTranslate } from "react-admin";
import { StartActionButton } from "../../actions/StartActionButton";
import { Money } from "../../display/Money";
import { RelativeTime } from "../../display/RelativeTime";
import { StatusChip } from "../../display/StatusChip";
import { ConsoleList } from "../../list/ConsoleList";
import type { Column } from "../../list/column";
import {
  choiceFilter,
  fixedFilter,
  flagFilter,
  monthFilter,
  onlyFilter,
  partFilter,
  periodFilter,
} from "../../list/filters/listFilter";
import { customerSearch } from "../../list/filters/search";
import { EmailText, RecordLink } from "../../list/RecordLink";
import { RecordRowMenu } from "../../list/RecordRowMenu";
import { csvEuros, csvTime } from "../csvValues";
import { customerColumn, Muted, OneLine } from "../customerCells";
import { MonthText } from "../MonthText";
import { NumberText } from "../NumberText";
import { Word } from "../Word";
import { ImportFailures } from "./ImportFailures";
import { FAILURE_CAUSES, IMPORT_PROVIDERS, IMPORT_STATUSES, type ImportLog } from "./importLog";

const path = ({ id }: ImportLog) => `/import_logs/${id}/show`;

const columns: Column<ImportLog>[] = [
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
  customerColumn(232),
  {
    key: "provider",
    width: 84,
    skeleton: 48,
    cell: ({ provider }) => <Word kind="provider" value={provider} />,
    csv: ({ provider }) => provider,
  },
  {
    key: "month",
    width: 124,
    skeleton: 88,
    cell: ({ month }) => <MonthText month={month} />,
    csv: ({ month }) => month,
  },
  {
    key: "status",
    width: 176,
    skeleton: 64,
    cell: ({ status, dry_run }) => (
      <span style={{ whiteSpace: "nowrap" }}>
        <StatusChip domain="import" status={status} /> {dry_run ? <DryRunChip /> : null}
      </span>
    ),
    csv: ({ status }) => status,
  },
  {
    key: "rows_imported",
    wide: true,
    align: "right",
    width: 68,
    skeleton: 24,
    cell: ({ rows_imported }) => <NumberText value={rows_imported} />,
    csv: ({ rows_imported }) => rows_imported,
  },
  {
    key: "revenue_cents",
    wide: true,
    align: "right",
    width: 132,
    skeleton: 64,
    cell: ({ revenue_cents }) => <Money cents={revenue_cents} />,
    csv: ({ revenue_cents }) => csvEuros(revenue_cents),
  },
  {
    key: "error_message",
    least: 150,
    skeleton: 0,
    cell: ({ error_message }) =>
      error_message ? (
        <Muted>
          <OneLine>{error_message}</OneLine>
        </Muted>
      ) : null,
    csv: ({ error_message }) => error_message,
  },
];

const filters = [
  choiceFilter("status", IMPORT_STATUSES, "status.import"),
  choiceFilter("cause", FAILURE_CAUSES, "status.cause"),
  onlyFilter("open"),
  choiceFilter("provider", IMPORT_PROVIDERS, "display.provider"),
  monthFilter("month"),
  periodFilter("created_at"),
  partFilter("error_message"),
  flagFilter("dry_run"),
  fixedFilter("user_id", "user_email"),
  fixedFilter("integration_id", "user_email"),
];

export default function ImportLogList() {
  return (
    <ConsoleList<ImportLog>
      resource="import_logs"
      sort={{ field: "created_at", order: "DESC" }}
      columns={columns}
      actions={<StartActionButton inHead action="rerun-imports" />}
      above={<ImportFailures />}
      filters={filters}
      search={customerSearch}
      to={path}
      rowMenu={(row) => <RecordRowMenu name={row.user_email} row={row} to={path(row)} />}
      compact={(row) => ({
        lead: <EmailText email={row.user_email} />,
        leadAside: <StatusChip domain="import" status={row.status} />,
        detail: (
          <>
            <Word kind="provider" value={row.provider} /> · <MonthText month={row.month} />
          </>
        ),
        detailAside: <RelativeTime at={row.created_at} />,
      })}
    />
  );
}

function DryRunChip() {
  const translate = useTranslate();
  return <Chip variant="outlined" label={translate("fields.dry_run")} />;
}
