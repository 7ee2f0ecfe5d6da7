import { useTranslate } from "react-admin";
import type { Formats } from "../i18n/formats";
import { useFormat } from "../i18n/useFormat";
import { useNow } from "./useNow";

const SOON = 45_000;
const HOUR = 3_600_000;

type Translate = ReturnType<typeof useTranslate>;

/** « il y a 6 min » while that helps, then « hier, 22:14 », then days, and after a week the date. */
export function relativeWords(at: number, now: number, format: Formats, translate: Translate) {
  const age = now - at;
  // A server's clock may run a little ahead of this one.
  if (age < SOON && age > -SOON) return translate("common.just_now");
  const days = format.daysUntil(at, now);
  if (days === 0 || Math.abs(age) < 12 * HOUR) return format.relative(at, now);
  if (days === -1) return translate("common.yesterday_at", { time: format.time(at) });
  if (Math.abs(days) < 7) return format.relativeDays(days);
  return format.date(at);
}

/** How long ago, or how soon. The exact time is on hover. */
export function RelativeTime({ at }: { at: string | number | null | undefined }) {
  const translate = useTranslate();
  const format = useFormat();
  const now = useNow();
  if (!at) return null;
  const moment = new Date(at);
  // Postgres knows moments that no Date can hold, such as infinity.
  if (Number.isNaN(moment.getTime())) return <span>{at}</span>;
  return (
    <time
      dateTime={moment.toISOString()}
      title={format.exact(moment)}
      style={{ whiteSpace: "nowrap", fontVariantNumeric: "tabular-nums" }}
    >
      {relativeWords(moment.getTime(), now, format, translate)}
    </time>
  );
}
