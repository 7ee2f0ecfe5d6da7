import Typography from "@mui/material/Typography";
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

/** What one side says of a fact, in the words of the fact. */
export function SideValue({ field, value }: Props) {
  const t = useTranslate();
  if (value === undefined) return <Muted>–</Muted>;
  if (value === null) return <Muted>{t("drifts.gist.none")}</Muted>;
  if (field === "amount_cents") {
    const { cents, currency } = value as Amount;
    return <EventAmount amount_cents={cents} currency={currency} />;
  }
  const text = String(value);
  switch (field) {
    case "subscription":
      return <StripeId kind="subscriptions" id={text} short />;
    case "customer":
      return <StripeId kind="customers" id={text} short />;
    case "plan":
      return <PlanChip plan={text} />;
    case "status":
      return <StatusChip domain="subscription" status={text} />;
    case "interval":
      return <IntervalText interval={text} />;
    case "current_period_start":
    case "current_period_end":
    case "cancel_at":
      return <DateText at={text} time />;
    case "livemode":
      return t(value ? "common.yes" : "common.no");
    case "email":
      return text;
    default:
      return <Typography variant="mono">{text}</Typography>;
  }
}
