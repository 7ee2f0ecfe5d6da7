import HelpOutlined from "@mui/icons-material/HelpOutlined";
import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { useMemo, useState } from "react";
import { useTranslate } from "react-admin";
import type { MetricPoint } from "../charts/answer";
import { behind } from "../charts/behind";
import { RangeControl } from "../charts/range/RangeControl";
import { rangeOf } from "../charts/range/range";
import { useChartRange } from "../charts/range/useChartRange";
import { loadPlot, TimeChart } from "../charts/TimeChart";
import { useChart } from "../charts/useChart";
import { useMarks } from "../charts/useMarks";
import { useRecords } from "../charts/useRecords";
import { ViewSwitch } from "../charts/ViewSwitch";
import { EmptyState } from "../display/EmptyState";
import { ErrorState } from "../display/ErrorState";
import { Section } from "../display/Section";
import { StaleBanner } from "../display/StaleBanner";
import { useNow } from "../display/useNow";
import { useFormat } from "../i18n/useFormat";
import { windowWords } from "../metrics/metricWords";
import { metricSeries } from "../reliability/metricSeries";
import { CHART_HEIGHT } from "./chartHeight";
import type { Home, HomeMetric } from "./home";
import { HOME_RANGES, YEAR } from "./homeRange";
import { chartedMetric } from "./metricStanding";

// Comes while the answers do: there is always a chart here.
void loadPlot();

/** Why: the most urgent metric past its threshold, else the webhooks, over time. */
export function HomeChart({ home }: { home: Home }) {
  const metric = chartedMetric(home);
  return metric ? <MetricOverTime key={metric.metric} metric={metric} /> : null;
}

function MetricOverTime({ metric }: { metric: HomeMetric }) {
  const t = useTranslate();
  const f = useFormat();
  const now = useNow();
  const records = useRecords();
  const { metric: name, unit, window_hours, threshold, bound, bad, total } = metric;
  const state = useChartRange(HOME_RANGES);
  const [view, setView] = useState<"chart" | "table">("chart");
  const monthly = name === "monthly_import";
  const known = metric.status !== "no_data";
  const span = monthly
    ? rangeOf({ range: null, since: null, until: null }, YEAR, now)
    : state.range;
  const { data, error, isPlaceholderData, dataUpdatedAt, refetch } = useChart(name, span);
  const marks = useMarks(span, name);
  const series = useMemo(() => metricSeries(name, known, t), [name, known, t]);
  const limit = useMemo(
    () => (monthly ? null : { value: threshold, bound }),
    [monthly, threshold, bound],
  );
  const filled = Boolean(
    data?.points.some((point) =>
      series.some(({ kind, read }) => kind !== "column" && read(point) !== null),
    ),
  );
  const counted =
    known && bad !== null && total !== null
      ? t("home.chart.last", { bad: f.number(bad), total: f.number(total) })
      : null;
  const over =
    monthly || name === "latency_p95"
      ? null
      : t("home.chart.window", { window: windowWords(window_hours, t) });
  const title = t(`metric.name.${name}`, { _: name });
  const place = { minHeight: CHART_HEIGHT, display: "grid", alignContent: "center" } as const;
  const retry = () => void refetch();

  const recordsOf = (point: MetricPoint, key: string | null) => {
    const wrong = monthly ? key === "error" : point.bad > 0;
    const part = monthly ? key : wrong ? "bad" : null;
    const count = monthly && key === "success" ? (point.value ?? 0) : point.total;
    return records(
      behind(name, part, point, { threshold, rowsSince: data?.rows_since }),
      wrong ? point.bad : count,
    );
  };

  return (
    <Section
      title={title}
      note={[over, counted].filter(Boolean).join(", ")}
      aside={
        <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
          {data && filled ? <ViewSwitch title={title} view={view} onChange={setView} /> : null}
          {monthly ? null : <RangeControl state={state} comparable={false} />}
        </Box>
      }
    >
      {error && data ? (
        <Box sx={{ mx: -2, mb: 1 }}>
          <StaleBanner at={dataUpdatedAt} onRetry={retry} />
        </Box>
      ) : null}
      <Box
        sx={{ minHeight: CHART_HEIGHT, opacity: isPlaceholderData ? 0.55 : 1 }}
        aria-busy={!data && !error}
      >
        {data && filled ? (
          <TimeChart<MetricPoint>
            title={title}
            unit={monthly ? "count" : unit === "ms" ? "ms" : "percent"}
            grain={span.grain}
            points={data.points}
            series={series}
            threshold={limit}
            marks={marks}
            height={CHART_HEIGHT}
            view={view}
            recordsOf={recordsOf}
          />
        ) : data ? (
          <Box sx={place}>
            <EmptyState
              title={t("charts.no_data")}
              detail={t(`reliability.no_data.${name}`)}
              icon={<HelpOutlined sx={{ fontSize: 20 }} />}
            />
          </Box>
        ) : error ? (
          <Box sx={place}>
            <ErrorState error={error} title={t("home.chart.failed")} onRetry={retry} />
          </Box>
        ) : (
          <Skeleton height={CHART_HEIGHT} />
        )}
      </Box>
    </Section>
  );
}
