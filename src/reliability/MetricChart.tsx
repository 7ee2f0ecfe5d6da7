import Box from "@mui/material/Box";
import { useMemo } from "react";
import { useTranslate } from "react-admin";
import type { MetricPoint } from "../charts/answer";
import { behind } from "../charts/behind";
import { ChartSheet } from "../charts/ChartSheet";
import { type ChartSpan, rangeOf } from "../charts/range/range";
import type { RangeState } from "../charts/range/useChartRange";
import { useChart } from "../charts/useChart";
import { useMarks } from "../charts/useMarks";
import { useRecords } from "../charts/useRecords";
import { useNow } from "../display/useNow";
import { useFormat } from "../i18n/useFormat";
import type { MetricName } from "../metrics/metric";
import { metricTitle, thresholdWords, windowWords } from "../metrics/metricWords";
import { type MeasuredMetric, standingOf } from "./measuredMetric";
import { metricSeries } from "./metricSeries";
import { StandingChip } from "./StandingChip";

type Props = { name: MetricName; metric: MeasuredMetric | undefined; state: RangeState };

const YEAR = { names: ["12m"], fallback: "12m", hourly: false } as const;
const ASKED = { range: "12m", since: null, until: null };

/** The import runs once a month: it is always seen over twelve of them. */
function useSpan(name: MetricName, { range }: RangeState): { span: ChartSpan; before: ChartSpan } {
  const now = useNow();
  if (name !== "monthly_import") return { span: range, before: range.before };
  const year = rangeOf(ASKED, YEAR, now);
  return { span: year, before: year.before };
}

/** One of the six, over time, with its threshold and what happened meanwhile. */
export function MetricChart({ name, metric, state }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const records = useRecords();
  const now = useNow();
  const { span, before } = useSpan(name, state);
  const query = useChart(name, span);
  const earlier = useChart(name, before, state.compare);
  const marks = useMarks(span, name);
  const monthly = name === "monthly_import";
  const known = metric === undefined || standingOf(metric, now).status !== "no_data";
  const series = useMemo(() => metricSeries(name, known, t), [name, known, t]);
  const measured = query.data?.metric;
  const threshold = useMemo(
    () => (measured && !monthly ? { value: measured.threshold, bound: measured.bound } : null),
    [measured, monthly],
  );

  const recordsOf = (point: MetricPoint, key: string | null) => {
    if (monthly) {
      const part = key === "success" || key === "error" ? key : null;
      const counts = { success: point.value ?? 0, error: point.bad };
      return records(behind(name, part, point), part ? counts[part] : point.total);
    }
    // What went wrong is what one looks for; where nothing did, everything there was.
    const bad = key === "bad" || (key !== "total" && point.bad > 0);
    return records(
      behind(name, bad ? "bad" : null, point, {
        threshold: measured?.threshold,
        rowsSince: query.data?.rows_since,
      }),
      bad ? point.bad : point.total,
    );
  };
  const title = metric ? metricTitle(name, metric.window_hours, t) : t(`metric.name.${name}`);
  const rolling = !monthly && name !== "latency_p95" && span.grain !== "month";
  const over = rolling
    ? t("reliability.rolling", { window: windowWords(metric?.window_hours ?? 24, t) })
    : t(`reliability.each.${span.grain}`);
  const drawn = t(`reliability.drawn.${name}`, { over });

  return (
    <Box id={`metric-${name}`} sx={{ scrollMarginTop: 60 }}>
      <ChartSheet<MetricPoint>
        name={name}
        title={title}
        note={
          metric
            ? t("reliability.note", {
                drawn,
                threshold: thresholdWords(metric, metric.threshold, t, format),
              })
            : drawn
        }
        status={metric ? <StandingChip metric={metric} /> : null}
        source={t(`metric.source.${metric?.source ?? "app"}`)}
        unit={monthly ? "count" : name === "latency_p95" ? "ms" : "percent"}
        grain={span.grain}
        series={series}
        threshold={threshold}
        marks={marks}
        query={query}
        before={state.compare ? earlier : undefined}
        view={state.viewOf(name)}
        onView={(view) => state.setView(name, view)}
        recordsOf={recordsOf}
        empty={{ title: t("charts.no_data"), detail: t(`reliability.no_data.${name}`) }}
      />
    </Box>
  );
}
