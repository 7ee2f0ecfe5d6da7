import { useTranslate } from "react-admin";
import { NoDataChip } from "../display/NoDataChip";
import { StatusChip } from "../display/StatusChip";
import { useNow } from "../display/useNow";
import { useFormat } from "../i18n/useFormat";
import { sinceWords } from "../metrics/metricWords";
import { type MeasuredMetric, standingOf } from "./measuredMetric";

/** « Tenu », « Dépassé depuis 13:15 », « Pas de données depuis le 26 nov. ». */
export function StandingChip({ metric }: { metric: MeasuredMetric }) {
  const t = useTranslate();
  const format = useFormat();
  const now = useNow();
  const { status, since } = standingOf(metric, now);
  if (status === "ok") return <StatusChip domain="metric" status="ok" />;
  const words = t(status === "breach" ? "status.metric.breach" : "charts.no_data");
  const label = since
    ? t("reliability.since", { words, since: sinceWords(since, now, t, format) })
    : words;
  return status === "breach" ? (
    <StatusChip domain="metric" status="breach" label={label} />
  ) : (
    <NoDataChip label={label} />
  );
}
