import { useTranslate } from "react-admin";
import { DateText } from "../../display/DateText";
import { RelativeTime } from "../../display/RelativeTime";
import { StatusChip } from "../../display/StatusChip";
import { ConsoleList } from "../../list/ConsoleList";
import type { Column } from "../../list/column";
import { presenceFilter } from "../../list/filters/listFilter";
import { RecordLink } from "../../list/RecordLink";
import { AlertTabs } from "../alerts/AlertTabs";
import { csvTime } from "../csvValues";
import { Muted } from "../customerCells";
import { NumberText } from "../NumberText";
import { DeliveryError } from "./DeliveryError";
import { aboutPath, type Delivery } from "./delivery";

const columns: Column<Delivery>[] = [
  {
    key: "created_at",
    label: "at",
    sortable: true,
    width: 152,
    skeleton: 110,
    cell: ({ created_at }) => <DateText at={created_at} time />,
    csv: ({ created_at }, format) => csvTime(created_at, format),
  },
  {
    key: "kind",
    label: "message",
    least: 220,
    skeleton: 180,
    cell: (row) => <MessageText delivery={row} />,
    csv: ({ kind }) => kind,
  },
  {
    key: "code",
    width: 96,
    skeleton: 56,
    cell: (row) => <AboutLink delivery={row} />,
    csv: ({ code }) => code,
  },
  {
    key: "status",
    width: 132,
    skeleton: 80,
    cell: ({ status }) => <StatusChip domain="delivery" status={status} />,
    csv: ({ status }) => status,
  },
  {
    key: "attempts",
    align: "right",
    width: 80,
    skeleton: 16,
    cell: ({ attempts }) => <NumberText value={attempts} />,
    csv: ({ attempts }) => attempts,
  },
  {
    key: "last_error",
    least: 220,
    skeleton: 0,
    cell: (row) => <DeliveryError delivery={row} />,
    csv: ({ last_error }) => last_error,
  },
  {
    key: "next_attempt_at",
    csvOnly: true,
    skeleton: 0,
    cell: () => null,
    csv: ({ next_attempt_at }, format) => csvTime(next_attempt_at, format),
  },
  {
    key: "delivered_at",
    align: "right",
    width: 156,
    skeleton: 100,
    cell: ({ delivered_at }) => (
      <Muted>
        <DateText at={delivered_at} time />
      </Muted>
    ),
    csv: ({ delivered_at }, format) => csvTime(delivered_at, format),
  },
];

const filters = [presenceFilter("delivered", "delivered_at")];

/** Every message to the team, with what became of it. */
export default function DeliveryList() {
  return (
    <ConsoleList<Delivery>
      resource="deliveries"
      sort={{ field: "created_at", order: "DESC" }}
      columns={columns}
      filters={filters}
      tabs={<AlertTabs current="deliveries" />}
      to={aboutPath}
      compact={(row) => ({
        lead: <MessageText delivery={row} />,
        leadAside: <StatusChip domain="delivery" status={row.status} />,
        detail: row.code ?? row.severity,
        detailAside: <RelativeTime at={row.created_at} />,
      })}
    />
  );
}

function MessageText({ delivery: { kind, metric, action } }: { delivery: Delivery }) {
  const t = useTranslate();
  const about = metric
    ? t(`metric.name.${metric}`, { _: metric })
    : action
      ? t(`actions.${action}.title`, { _: action })
      : null;
  return [t(`alerts.kind.${kind}`, { _: kind }), about].filter(Boolean).join(" · ");
}

function AboutLink({ delivery }: { delivery: Delivery }) {
  const path = aboutPath(delivery);
  if (!delivery.code) return null;
  return path ? <RecordLink to={path}>{delivery.code}</RecordLink> : delivery.code;
}
