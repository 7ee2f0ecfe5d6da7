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
    key: "code",
    width: 84,
    skeleton: 56,
    cell: (row) => <RecordLink to={driftPath(row)}>{row.code}</RecordLink>,
    csv: ({ code }) => code,
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
    cell: (row) => <PayerText {...row} />,
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
    key: "since",
    sortable: true,
    align: "right",
    width: 108,
    skeleton: 76,
    cell: ({ since }) => <RelativeTime at={since} />,
    csv: ({ since }, format) => csvTime(since, format),
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
    key: "stripe_customer_id",
    csvOnly: true,
    skeleton: 0,
    cell: ({ stripe_customer_id }) => stripe_customer_id,
    csv: ({ stripe_customer_id }) => stripe_customer_id,
  },
];

/** Whom it is about: our customer, else Stripe's. */
export function PayerText(drift: Drift) {
  const { user_id, user_email, there } = drift;
  if (user_id && user_email) {
    return (
      <RecordLink to={customerPath(user_id)} strong>
        <EmailText email={user_email} />
      </RecordLink>
    );
  }
  return (
    <Muted>
      {there.email ? (
        <EmailText email={there.email} />
      ) : (
        <Typography component="span" variant="mono">
          {nameOf(drift)}
        </Typography>
      )}
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
