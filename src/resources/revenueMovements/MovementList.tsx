import { DateText } from "../../display/DateText";
import { Money } from "../../display/Money";
import { StatusChip } from "../../display/StatusChip";
import { ConsoleList } from "../../list/ConsoleList";
import type { Column } from "../../list/column";
import { choiceFilter, fixedFilter, periodFilter } from "../../list/filters/listFilter";
import { customerSearch } from "../../list/filters/search";
import { EmailText } from "../../list/RecordLink";
import { csvEuros, csvTime } from "../csvValues";
import { customerColumn, customerPath } from "../customerCells";
import { StripeId } from "../StripeId";
import { MOVEMENTS, type Movement } from "./movement";

const columns: Column<Movement>[] = [
  {
    key: "created_at",
    label: "at",
    sortable: true,
    width: 190,
    skeleton: 140,
    cell: ({ created_at }) => <DateText at={created_at} time />,
    csv: ({ created_at }, format) => csvTime(created_at, format),
  },
  {
    key: "kind",
    width: 140,
    skeleton: 80,
    cell: ({ kind }) => <StatusChip domain="movement" status={kind} />,
    csv: ({ kind }) => kind,
  },
  customerColumn(),
  {
    key: "stripe_customer_id",
    wide: true,
    width: 200,
    skeleton: 120,
    cell: ({ stripe_customer_id }) => <StripeId short kind="customers" id={stripe_customer_id} />,
    csv: ({ stripe_customer_id }) => stripe_customer_id,
  },
  {
    key: "before_cents",
    label: "before",
    align: "right",
    width: 110,
    skeleton: 56,
    cell: ({ before_cents }) => <Money cents={before_cents} />,
    csv: ({ before_cents }) => csvEuros(before_cents),
  },
  {
    key: "after_cents",
    label: "after",
    align: "right",
    width: 110,
    skeleton: 56,
    cell: ({ after_cents }) => <Money cents={after_cents} />,
    csv: ({ after_cents }) => csvEuros(after_cents),
  },
  {
    key: "change_cents",
    label: "change",
    align: "right",
    width: 120,
    skeleton: 56,
    cell: ({ change_cents }) => <Money cents={change_cents} />,
    csv: ({ change_cents }) => csvEuros(change_cents),
  },
];

const filters = [
  choiceFilter("kind", MOVEMENTS, "status.movement"),
  periodFilter("created_at", "at"),
  fixedFilter("user_id", "user_email"),
];

const path = ({ user_id }: Movement) => (user_id ? customerPath(user_id) : null);

/** Every change of what a customer brings in a month. */
export default function MovementList() {
  return (
    <ConsoleList<Movement>
      resource="revenue_movements"
      sort={{ field: "created_at", order: "DESC" }}
      columns={columns}
      filters={filters}
      search={customerSearch}
      to={path}
      compact={(row) => ({
        lead: row.user_email ? <EmailText email={row.user_email} /> : row.stripe_customer_id,
        leadAside: <Money cents={row.change_cents} />,
        detail: <StatusChip domain="movement" status={row.kind} />,
        detailAside: <DateText at={row.created_at} />,
      })}
    />
  );
}
