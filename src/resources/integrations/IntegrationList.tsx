import { DateText } from "../../display/DateText";
import { RelativeTime } from "../../display/RelativeTime";
import { ConsoleList } from "../../list/ConsoleList";
import type { Column } from "../../list/column";
import { choiceFilter, fixedFilter } from "../../list/filters/listFilter";
import { customerSearch } from "../../list/filters/search";
import { EmailText, RecordLink } from "../../list/RecordLink";
import { RecordRowMenu } from "../../list/RecordRowMenu";
import { csvTime } from "../csvValues";
import { customerColumn, Muted, OneLine } from "../customerCells";
import { FAILURE_CAUSES, IMPORT_PROVIDERS } from "../importLogs/importLog";
import { NamedDate } from "../NamedDate";
import { Word } from "../Word";
import { INTEGRATION_STATUSES, type Integration } from "./integration";
import { TokenChip } from "./TokenChip";

const path = ({ id }: Integration) => `/integrations/${id}/show`;

const columns: Column<Integration>[] = [
  customerColumn(232),
  {
    key: "provider",
    width: 88,
    skeleton: 48,
    cell: (row) => (
      <RecordLink to={path(row)}>
        <Word kind="provider" value={row.provider} />
      </RecordLink>
    ),
    csv: ({ provider }) => provider,
  },
  {
    key: "status",
    width: 200,
    skeleton: 64,
    cell: (row) => <TokenChip token={row} />,
    csv: ({ status }) => status,
  },
  {
    // The same moment, "never" being the latest of all, so that an index has it in order.
    key: "ends_at",
    label: "expires_at",
    sortable: true,
    align: "right",
    width: 120,
    skeleton: 84,
    cell: ({ expires_at }) => <DateText at={expires_at} />,
    csv: ({ expires_at }, format) => csvTime(expires_at, format),
  },
  {
    key: "last_refreshed_at",
    align: "right",
    width: 120,
    skeleton: 76,
    cell: ({ last_refreshed_at }) => (
      <Muted>
        <RelativeTime at={last_refreshed_at} />
      </Muted>
    ),
    csv: ({ last_refreshed_at }, format) => csvTime(last_refreshed_at, format),
  },
  {
    key: "created_at",
    wide: true,
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
    key: "last_error",
    least: 150,
    skeleton: 96,
    cell: ({ last_error }) =>
      last_error ? (
        <Muted>
          <OneLine>{last_error}</OneLine>
        </Muted>
      ) : null,
    csv: ({ last_error }) => last_error,
  },
];

const filters = [
  choiceFilter("status", INTEGRATION_STATUSES, "status.integration"),
  choiceFilter("cause", FAILURE_CAUSES, "status.cause"),
  choiceFilter("provider", IMPORT_PROVIDERS, "display.provider"),
  fixedFilter("user_id", "user_email"),
];

export default function IntegrationList() {
  return (
    <ConsoleList<Integration>
      resource="integrations"
      sort={{ field: "ends_at", order: "ASC" }}
      columns={columns}
      filters={filters}
      search={customerSearch}
      to={path}
      rowMenu={(row) => <RecordRowMenu name={row.user_email} row={row} to={path(row)} />}
      compact={(row) => ({
        lead: <EmailText email={row.user_email} />,
        leadAside: <TokenChip token={row} />,
        detail: <Word kind="provider" value={row.provider} />,
        detailAside: <NamedDate field="expires_at" at={row.expires_at} />,
      })}
    />
  );
}
