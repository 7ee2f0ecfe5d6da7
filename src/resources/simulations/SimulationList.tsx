import { Money } from "../../display/Money";
import { RelativeTime } from "../../display/RelativeTime";
import { ConsoleList } from "../../list/ConsoleList";
import type { Column } from "../../list/column";
import { fixedFilter, monthFilter, periodFilter } from "../../list/filters/listFilter";
import { customerSearch } from "../../list/filters/search";
import { EmailText } from "../../list/RecordLink";
import { csvEuros, csvTime } from "../csvValues";
import { customerColumn, customerPath, Muted } from "../customerCells";
import { MonthText } from "../MonthText";
import type { Simulation } from "./simulation";

const columns: Column<Simulation>[] = [
  customerColumn(),
  {
    key: "month",
    width: 152,
    skeleton: 96,
    cell: ({ month }) => <MonthText month={month} />,
    csv: ({ month }) => month,
  },
  {
    key: "activity",
    width: 176,
    skeleton: 80,
    cell: ({ activity }) => activity,
    csv: ({ activity }) => activity,
  },
  {
    key: "revenue_cents",
    align: "right",
    width: 148,
    skeleton: 72,
    cell: ({ revenue_cents }) => <Money cents={revenue_cents} />,
    csv: ({ revenue_cents }) => csvEuros(revenue_cents),
  },
  {
    key: "contributions_cents",
    align: "right",
    width: 136,
    skeleton: 64,
    cell: ({ contributions_cents }) => <Money cents={contributions_cents} />,
    csv: ({ contributions_cents }) => csvEuros(contributions_cents),
  },
  {
    key: "created_at",
    label: "at",
    sortable: true,
    align: "right",
    width: 132,
    skeleton: 76,
    cell: ({ created_at }) => (
      <Muted>
        <RelativeTime at={created_at} />
      </Muted>
    ),
    csv: ({ created_at }, format) => csvTime(created_at, format),
  },
];

const filters = [
  monthFilter("month"),
  periodFilter("created_at", "at"),
  fixedFilter("user_id", "user_email"),
];

export default function SimulationList() {
  return (
    <ConsoleList<Simulation>
      resource="simulations"
      sort={{ field: "created_at", order: "DESC" }}
      columns={columns}
      filters={filters}
      search={customerSearch}
      to={({ user_id }) => customerPath(user_id)}
      compact={(row) => ({
        lead: <EmailText email={row.user_email} />,
        leadAside: <Money cents={row.revenue_cents} />,
        detail: <MonthText month={row.month} />,
        detailAside: <RelativeTime at={row.created_at} />,
      })}
    />
  );
}
