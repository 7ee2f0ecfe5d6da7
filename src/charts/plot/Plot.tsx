import { useTheme } from "@mui/material/styles";
import { memo } from "react";
import { useTranslate } from "react-admin";
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  DefaultZIndexes,
  Line,
  ReferenceArea,
  ReferenceLine,
  XAxis,
  YAxis,
  ZIndexLayer,
} from "recharts";
import { useFormat } from "../../i18n/useFormat";
import type { Drawing } from "../drawing";
import { isAlone, type Row } from "../rows";
import { axisLabels } from "../timeAxis";
import { tickText, valueText } from "../unit";
import { GapLayer } from "./GapLayer";
import { LastValue } from "./LastValue";
import { MarkLayer } from "./MarkLayer";

type Props = { drawing: Drawing; height: number; now: number };

/** The drawing itself. Brings recharts, and is only ever loaded when there is something to draw. */
function Plot({ drawing, height, now }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const { chart, divider, text } = useTheme().vars.palette;
  const { rows, series, unit, grain, threshold, scale, marks, compared, frame } = drawing;
  const labels = new Map(
    [...axisLabels(rows, grain, format)].map(([index, label]) => [rows[index]?.key ?? "", label]),
  );
  const bars = series.filter(({ kind }) => kind === "bar");
  const lines = series.filter(({ kind }) => kind === "line");
  const tick = { fontSize: 12, fill: text.muted };
  return (
    <ComposedChart
      responsive
      data={rows}
      accessibilityLayer={false}
      stackOffset="sign"
      barCategoryGap={rows.length > 100 ? 0 : rows.length > 60 ? 1 : "18%"}
      margin={{ top: frame.top, right: frame.right, bottom: 0, left: 0 }}
      style={{ width: "100%", height }}
    >
      <CartesianGrid vertical={false} stroke={divider} />
      <XAxis
        dataKey="key"
        type="category"
        scale="band"
        height={frame.bottom}
        ticks={[...labels.keys()]}
        tickFormatter={(key: string) => labels.get(key) ?? ""}
        interval="equidistantPreserveStart"
        minTickGap={16}
        tickLine={false}
        axisLine={{ stroke: divider }}
        tick={tick}
      />
      <YAxis
        width={frame.left}
        domain={[scale.low, scale.high]}
        ticks={scale.ticks}
        interval={0}
        tickFormatter={(value: number) => tickText(value, unit, format)}
        tickLine={false}
        axisLine={false}
        tick={tick}
      />
      {threshold ? (
        <ReferenceArea
          y1={threshold.bound === "max" ? threshold.value : scale.low}
          y2={threshold.bound === "max" ? scale.high : threshold.value}
          fill={chart.zone}
          fillOpacity={1}
          stroke="none"
        />
      ) : null}
      <GapLayer rows={rows} keys={series.map(({ key }) => key)} />
      {bars.map(({ key, color }) => (
        <Bar
          key={key}
          dataKey={({ values }: Row) => values[key] ?? null}
          name={key}
          stackId="bars"
          fill={chart[color]}
          isAnimationActive={false}
          maxBarSize={56}
        />
      ))}
      {threshold ? (
        <ReferenceLine
          y={threshold.value}
          stroke={chart.threshold}
          strokeWidth={1.5}
          strokeDasharray="4 4"
          label={{
            value: t(`charts.threshold.${threshold.bound}`, {
              value: valueText(threshold.value, unit, format),
            }),
            position: threshold.bound === "max" ? "insideBottomLeft" : "insideTopLeft",
            fill: chart.threshold,
            fontSize: 12,
            fontWeight: 500,
          }}
        />
      ) : null}
      {bars.length > 0 && scale.low < 0 ? <ReferenceLine y={0} stroke={text.muted} /> : null}
      {compared ? (
        <Line
          dataKey={({ before }: Row) => before?.value ?? null}
          type="linear"
          stroke={chart.comparison}
          strokeWidth={1.5}
          strokeDasharray="4 4"
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
      ) : null}
      {lines.map(({ key, color, dash }) => (
        <Line
          key={key}
          dataKey={({ values }: Row) => values[key] ?? null}
          type="linear"
          stroke={chart[color]}
          strokeWidth={2}
          strokeDasharray={dash}
          // A value between two gaps is no line: it is drawn as a dot.
          dot={({ cx, cy, index }: { cx?: number; cy?: number; index?: number }) =>
            isAlone(rows, index ?? -1, key) ? (
              <circle key={index} cx={cx} cy={cy} r={2.5} fill={chart[color]} />
            ) : (
              <g key={index} />
            )
          }
          activeDot={false}
          isAnimationActive={false}
        />
      ))}
      <ZIndexLayer zIndex={DefaultZIndexes.label}>
        <MarkLayer marks={marks} rows={rows} now={now} />
        {lines.map(({ key, color }) => (
          <LastValue
            key={key}
            rows={rows}
            name={key}
            unit={unit}
            fill={chart[color]}
            below={marks.length > 0 ? 44 : 20}
          />
        ))}
      </ZIndexLayer>
    </ComposedChart>
  );
}

export default memo(Plot);
