import { useTheme } from "@mui/material/styles";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import { usePlotArea } from "recharts";
import { isStrong, type Mark } from "../chart";
import { placedMarks } from "../placedMarks";
import type { Row } from "../rows";

type Props = { marks: Mark[]; rows: Row[]; now: number };

/** Deployments and bulk runs, quiet; alerts and incidents, strong, with the time for which they were open. */
export function MarkLayer({ marks, rows, now }: Props) {
  const { chart, border, text, background } = useTheme().vars.palette;
  const plot = usePlotArea();
  if (!plot) return null;
  const bottom = plot.y + plot.height;
  return placedMarks(marks, rows, now, plot.width).map((mark) => {
    const { id, kind, from, to, named, label } = mark;
    const x = plot.x + from * plot.width;
    const strong = isStrong(mark);
    return (
      <g key={`${kind} ${id}`}>
        {strong ? (
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
          // Above the plot only beside its own words: it would go through another's.
          y1={strong && named ? plot.y - 18 : plot.y}
          y2={bottom}
          stroke={strong ? chart.threshold : border.input}
          strokeWidth={strong ? 1.5 : 1}
          strokeDasharray={strong ? undefined : "2 3"}
        />
        {named ? (
          <MarkLink record={mark.record}>
            <text
              x={x - 6}
              y={strong ? plot.y - 8 : plot.y + 18}
              textAnchor="end"
              fontSize={12}
              fontWeight={strong ? 600 : 400}
              fill={strong ? chart.threshold : text.secondary}
              // Stays readable on what is drawn there.
              stroke={background.paper}
              strokeWidth={3}
              paintOrder="stroke"
            >
              {label}
            </text>
          </MarkLink>
        ) : null}
      </g>
    );
  });
}

/** A new page only where the browser is asked for one; else the console goes there itself. */
function MarkLink({ record, children }: { record: Mark["record"]; children: ReactNode }) {
  const navigate = useNavigate();
  if (!record) return children;
  return (
    <a
      href={record.to}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        navigate(record.to);
      }}
    >
      {children}
    </a>
  );
}
