import Typography from "@mui/material/Typography";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useTranslate } from "react-admin";
import { DateText } from "../../../display/DateText";
import { PlanChip } from "../../../display/PlanChip";
import { StatusChip } from "../../../display/StatusChip";
import { Muted } from "../../customerCells";
import { StripeId } from "../../StripeId";
import { IntervalText } from "../../subscriptions/IntervalText";
import { EventAmount } from "../../webhookEvents/EventAmount";
import type { Amount } from "../comparison";

type Props = { field: string; value: unknown };

/** How a side says that it has none; elsewhere a dash is enough. */
const ABSENT: Record<string, string> = {
  subscription: "none",
  email: "none",
  named_user: "none",
  cancel_at: "not_planned",
  "mirror.is_premium": "absent",
  "mirror.subscription_plan": "absent",
};

/** What one side says of a fact, in the words of the fact. */
export function SideValue({ field, value }: Props) {
  const t = useTranslate();
  const narrow = useMediaQuery((theme) => theme.breakpoints.down("md"), { noSsr: true });
  const absent = ABSENT[field];
  if (value === null && absent) return <Muted>{t(`drifts.gist.${absent}`)}</Muted>;
  if (value === null || value === undefined) return <Muted>–</Muted>;
  if (field === "amount_cents") {
    const { cents, currency } = value as Amount;
    return <EventAmount amount_cents={cents} currency={currency} />;
  }
  const text = String(value);
  switch (field) {
    case "subscription":
      return <StripeId kind="subscriptions" id={text} short={narrow} />;
    case "customer":
      return <StripeId kind="customers" id={text} short={narrow} />;
    case "plan":
      return <PlanChip plan={text} />;
    case "status":
      return <StatusChip domain="subscription" status={text} />;
    case "interval":
      return <IntervalText interval={text} />;
    case "current_period_start":
    case "current_period_end":
    case "cancel_at":
      return <DateText at={text} time wraps />;
    case "livemode":
      return t(value ? "common.yes" : "common.no");
    case "email":
      return text;
    default:
      return <Typography variant="mono">{text}</Typography>;
  }
}
