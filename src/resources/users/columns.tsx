import { DateText } from "../../display/DateText";
import { Money } from "../../display/Money";
import { PlanChip } from "../../display/PlanChip";
import { Quota } from "../../display/Quota";
import { RelativeTime } from "../../display/RelativeTime";
import { SignalChip } from "../../display/SignalChip";
import type { Column } from "../../list/column";
import { EmailText, RecordLink } from "../../list/RecordLink";
import { csvEuros, csvTime } from "../csvValues";
import { customerPath, Muted, OneLine } from "../customerCells";
import { Word } from "../Word";
import { firstSignal, type User } from "./user";

/** What decides comes first: who, which plan and why, what is wrong. */
export const userColumns: Column<User>[] = [
  {
    key: "email",
    sortable: true,
    skeleton: 190,
    cell: ({ id, email }) => (
      <RecordLink to={customerPath(id)} strong>
        <EmailText email={email} />
      </RecordLink>
    ),
    csv: ({ email }) => email,
  },
  {
    key: "name",
    wide: true,
    width: 126,
    skeleton: 96,
    cell: ({ name }) => (name ? <OneLine>{name}</OneLine> : null),
    csv: ({ name }) => name,
  },
  {
    key: "plan",
    width: 90,
    skeleton: 48,
    cell: ({ plan }) => <PlanChip plan={plan} />,
    csv: ({ plan }) => plan,
  },
  {
    key: "plan_source",
    width: 70,
    skeleton: 44,
    cell: ({ plan_source }) =>
      plan_source === "default" ? (
        <Muted>
          <Word kind="plan_source" value={plan_source} />
        </Muted>
      ) : (
        <Word kind="plan_source" value={plan_source} />
      ),
    csv: ({ plan_source }) => plan_source,
  },
  {
    key: "signal",
    width: 162,
    skeleton: 0,
    cell: (user) => <SignalChip {...firstSignal(user)} />,
    csv: (user) => firstSignal(user).signal,
  },
  {
    key: "quota",
    width: 94,
    skeleton: 64,
    cell: ({ quota_used, quota_limit }) => <Quota used={quota_used} limit={quota_limit} />,
    csv: ({ quota_used }) => quota_used,
  },
  {
    key: "mrr_cents",
    sortable: true,
    align: "right",
    width: 78,
    skeleton: 52,
    cell: ({ mrr_cents }) => <Money cents={mrr_cents} />,
    csv: ({ mrr_cents }) => csvEuros(mrr_cents),
  },
  {
    key: "created_at",
    label: "signed_up_at",
    sortable: true,
    align: "right",
    width: 110,
    skeleton: 84,
    cell: ({ created_at }) => (
      <Muted>
        <DateText at={created_at} />
      </Muted>
    ),
    csv: ({ created_at }, format) => csvTime(created_at, format),
  },
  {
    key: "last_active_at",
    sortable: true,
    align: "right",
    width: 112,
    skeleton: 76,
    cell: ({ last_active_at }) => (
      <Muted>
        <RelativeTime at={last_active_at} />
      </Muted>
    ),
    csv: ({ last_active_at }, format) => csvTime(last_active_at, format),
  },
];
