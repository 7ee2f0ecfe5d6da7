import { useTranslate } from "react-admin";
import { useFormat } from "../i18n/useFormat";
import { StatusChip } from "./StatusChip";
import { useNow } from "./useNow";

/** What is wrong with a customer now, with the date that goes with it. Nothing when all is well. */
export function SignalChip({ signal, at }: { signal: string | null; at?: string | null }) {
  const translate = useTranslate();
  const format = useFormat();
  const now = useNow();
  if (!signal) return null;

  const dated = translate(`status.signal_with_date.${signal}`, { _: "" });
  if (!at || !dated) return <StatusChip domain="signal" status={signal} />;

  const days = format.daysUntil(at, now);
  const when =
    days <= 0
      ? translate("status.when.today")
      : days === 1
        ? translate("status.when.tomorrow")
        : days <= 14
          ? translate("status.when.in_days", { count: days })
          : translate("status.when.on_date", { date: format.shortDate(at) });
  const label = translate(`status.signal_with_date.${signal}`, {
    date: format.shortDate(at),
    when,
  });
  return <StatusChip domain="signal" status={signal} label={label} />;
}
