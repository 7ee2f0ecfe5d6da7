import Box from "@mui/material/Box";
import { memo } from "react";
import type { HomeMetric } from "./home";
import { type MonthBar, monthBars, SPARK, sparklineOf } from "./sparkline";

const { width, height } = SPARK;

/** The last values of a metric. What it shows stands in words beside it. */
export const Sparkline = memo(function Sparkline({ metric }: { metric: HomeMetric }) {
  const bars = metric.metric === "monthly_import";
  return (
    <Box
      component="svg"
      aria-hidden
      viewBox={`0 0 ${width} ${height}`}
      sx={{ width, height, display: "block", overflow: "visible", flexShrink: 0 }}
    >
      {bars ? (
        <Bars bars={monthBars(metric.points, metric.status === "breach")} />
      ) : (
        <Line metric={metric} />
      )}
    </Box>
  );
});

function Line({ metric: { points, threshold, bound, status } }: { metric: HomeMetric }) {
  const { path, thresholdY, zone, last, silentFrom } = sparklineOf(points, threshold, bound);
  const silent = status === "no_data";
  const color = silent
    ? "var(--mui-palette-chart-comparison)"
    : status === "breach"
      ? "var(--mui-palette-chart-bad)"
      : "var(--mui-palette-chart-first)";
  const rest = silentFrom ?? (silent && last ? last.x : null);
  return (
    <>
      <rect
        x={0}
        y={zone.y}
        width={width}
        height={zone.height}
        fill="var(--mui-palette-chart-zone)"
      />
      {rest !== null && rest < width ? (
        <rect
          x={rest}
          y={0}
          width={width - rest}
          height={height}
          fill="var(--mui-palette-surface-subtle)"
        />
      ) : null}
      <line
        x1={0}
        x2={width}
        y1={thresholdY}
        y2={thresholdY}
        stroke="var(--mui-palette-chart-threshold)"
        strokeWidth={1.5}
        strokeDasharray="3 3"
      />
      <path d={path} fill="none" stroke={color} strokeWidth={1.5} strokeLinejoin="round" />
      {last && !silent ? <circle cx={last.x} cy={last.y} r={2.5} fill={color} /> : null}
    </>
  );
}

const GAP = 3;

const fills: Record<MonthBar["state"], string> = {
  good: "var(--mui-palette-chart-good)",
  missed: "var(--mui-palette-chart-bad)",
  none: "var(--mui-palette-surface-subtle)",
};

function Bars({ bars }: { bars: MonthBar[] }) {
  const step = (width + GAP) / bars.length;
  return bars.map(({ month, state }) => {
    const x = month * step;
    const middle = x + (step - GAP) / 2;
    return (
      <g key={month}>
        <rect x={x} y={4} width={step - GAP} height={height - 8} rx={1.5} fill={fills[state]} />
        {state === "missed" ? (
          <path
            d={`M${middle - 2} ${height / 2 - 2}l4 4m0 -4l-4 4`}
            stroke="var(--mui-palette-background-paper)"
            strokeWidth={1.5}
          />
        ) : null}
      </g>
    );
  });
}
