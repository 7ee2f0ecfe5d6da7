import { useTheme } from "@mui/material/styles";
import { usePlotArea } from "recharts";
import type { Mark } from "../chart";
import { placedMarks } from "../placedMarks";
import type { Row } from "../rows";

type Props = { marks: Mark[]; rows: Row[]; now: number };

/** Deployments and bulk runs, quiet; alerts, strong, with the time for which they were open. */
export function MarkLayer({ marks, rows, now }: Props) {
  const { chart, border, text, background } = useTheme().vars.palette;
  const plot = usePlotArea();
  if (!plot) return null;
  const bottom = plot.y + plot.height;
  return placedMarks(marks, rows, now, plot.width).map(({ id, kind, from, to, named, label }) => {
    const x = plot.x + from * plot.width;
    const alert = kind === "alert";
    return (
      <g key={`${kind} ${id}`}>
        {alert ? (
          <rect
            x={x}
            y={plot.y}
            width={Math.max(0, (to - from) * plot.width)}
            height={plot.height}
            fill={chart.zone}
          />
        ) : null}
        <line
          x1={x}
          x2={x}
          y1={alert ? plot.y - 18 : plot.y}
          y2={bottom}
          stroke={alert ? chart.threshold : border.input}
          strokeWidth={alert ? 1.5 : 1}
          strokeDasharray={alert ? undefined : "2 3"}
        />
        {named ? (
          <text
            x={x - 6}
            y={alert ? plot.y - 8 : plot.y + 18}
            textAnchor="end"
            fontSize={12}
            fontWeight={alert ? 600 : 400}
            fill={alert ? chart.threshold : text.secondary}
            // Stays readable on what is drawn there.
            stroke={background.paper}
            strokeWidth={3}
            paintOrder="stroke"
          >
            {label}
          </text>
        ) : null}
      </g>
    );
  });
}
