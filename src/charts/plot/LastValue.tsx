import { useTheme } from "@mui/material/styles";
import { usePlotArea, useYAxisScale } from "recharts";
import { useFormat } from "../../i18n/useFormat";
import type { Unit } from "../chart";
import { lastWithValue, type Row } from "../rows";
import { valueText } from "../unit";

type Props = {
  rows: Row[];
  name: string;
  unit: Unit;
  fill: string;
  /** So close to the upper edge the value stands below its point: other words are there. */
  below: number;
};

/** The last point of a line, with its value beside it. */
export function LastValue({ rows, name, unit, fill, below }: Props) {
  const format = useFormat();
  const { text, background } = useTheme().vars.palette;
  const plot = usePlotArea();
  const scale = useYAxisScale();
  const index = lastWithValue(rows, name);
  const value = rows[index]?.values[name] ?? null;
  const y = value === null ? undefined : scale?.(value);
  if (!plot || value === null || y === undefined) return null;
  const x = plot.x + ((index + 0.5) * plot.width) / rows.length;
  const high = y - plot.y < below;
  return (
    <g>
      <circle cx={x} cy={y} r={4} fill={fill} stroke={background.paper} strokeWidth={1.5} />
      <text
        x={x - 8}
        y={high ? y + 16 : y - 8}
        textAnchor="end"
        fontSize={12}
        fontWeight={600}
        fill={text.primary}
        // Stays readable where it crosses the line.
        stroke={background.paper}
        strokeWidth={3}
        paintOrder="stroke"
      >
        {valueText(value, unit, format)}
      </text>
    </g>
  );
}
