import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Money } from "../../display/Money";
import { RelativeTime } from "../../display/RelativeTime";
import { StatusChip } from "../../display/StatusChip";
import { useFormat } from "../../i18n/useFormat";
import type { Column } from "../../list/column";
import { EmailText, RecordLink } from "../../list/RecordLink";
import { csvEuros, csvTime } from "../csvValues";
import { customerPath, Muted, OneLine } from "../customerCells";
import { ClassChip } from "./ClassChip";
import { type Drift, driftPath } from "./drift";
import { gistOf, nameOf } from "./driftWords";

export const driftColumns: Column<Drift>[] = [
  {
    key: "since",
    sortable: true,
    width: 108,
    skeleton: 76,
    cell: (row) => (
      <RecordLink to={driftPath(row)}>
        <RelativeTime at={row.since} />
      </RecordLink>
    ),
    csv: ({ since }, format) => csvTime(since, format),
  },
  {
    key: "class",
    width: 190,
    skeleton: 132,
    cell: (row) => <ClassChip drift={row} />,
    csv: (row) => row.class,
  },
  {
    key: "user_email",
    width: 222,
    skeleton: 180,
    cell: (row) => <CustomerCell drift={row} />,
    csv: nameOf,
  },
  {
    key: "differs",
    least: 220,
    skeleton: 220,
    cell: (row) => <Gist drift={row} />,
    csv: ({ cause }) => cause,
  },
  {
    key: "amount_cents",
    label: "at_stake",
    sortable: true,
    align: "right",
    width: 96,
    skeleton: 52,
    cell: ({ amount_cents }) => <Money cents={amount_cents} />,
    csv: ({ amount_cents }) => csvEuros(amount_cents),
  },
  {
    key: "status",
    wide: true,
    width: 96,
    skeleton: 48,
    cell: ({ status }) => <StatusChip domain="drift" status={status} />,
    csv: ({ status }) => status,
  },
  {
    key: "code",
    csvOnly: true,
    skeleton: 0,
    cell: ({ code }) => code,
    csv: ({ code }) => code,
  },
  {
    key: "stripe_customer_id",
    csvOnly: true,
    skeleton: 0,
    cell: ({ stripe_customer_id }) => stripe_customer_id,
    csv: ({ stripe_customer_id }) => stripe_customer_id,
  },
];

/** Whom it is about: our customer, else Stripe's. */
export function WhoText({ drift }: { drift: Drift }) {
  const email = drift.user_email ?? drift.there.email;
  return email ? (
    <EmailText email={email} />
  ) : (
    <Typography component="span" variant="mono">
      {nameOf(drift)}
    </Typography>
  );
}

/** The same, leading to the page of our customer. */
function CustomerCell({ drift }: { drift: Drift }) {
  return drift.user_id ? (
    <RecordLink to={customerPath(drift.user_id)} strong>
      <WhoText drift={drift} />
    </RecordLink>
  ) : (
    <Muted>
      <WhoText drift={drift} />
    </Muted>
  );
}

/** What differs, on one line. */
export function Gist({ drift }: { drift: Drift }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <Muted>
      <OneLine>{gistOf(drift, t, format)}</OneLine>
    </Muted>
  );
}
