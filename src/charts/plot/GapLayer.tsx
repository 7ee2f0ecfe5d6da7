import { useTheme } from "@mui/material/styles";
import { useTranslate } from "react-admin";
import { usePlotArea } from "recharts";
import { gapsOf, type Row } from "../rows";

const ROOM_FOR_WORDS = 120;

/** Where there is no data: a quiet ground, never a line and never zero. */
export function GapLayer({ rows, keys }: { rows: Row[]; keys: string[] }) {
  const t = useTranslate();
  const { surface, text } = useTheme().vars.palette;
  const plot = usePlotArea();
  if (!plot) return null;
  const band = plot.width / rows.length;
  return gapsOf(rows, keys).map(({ first, last }) => {
    const width = (last - first + 1) * band;
    const x = plot.x + first * band;
    return (
      <g key={first}>
        <rect x={x} y={plot.y} width={width} height={plot.height} fill={surface.subtle} />
        {width > ROOM_FOR_WORDS ? (
          <text
            x={x + width / 2}
            y={plot.y + plot.height / 2}
            textAnchor="middle"
            fontSize={12}
            fill={text.muted}
          >
            {t("charts.no_data")}
          </text>
        ) : null}
      </g>
    );
  });
}
