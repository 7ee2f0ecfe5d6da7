import Box from "@mui/material/Box";
import { useTheme } from "@mui/material/styles";
import { useTranslate } from "react-admin";
import type { SeriesColor } from "./chart";

type Drawn = {
  key: string;
  name: string;
  color: SeriesColor;
  kind: "line" | "bar" | "column";
  dash?: string | undefined;
};

type Props = { series: Drawn[]; compared: boolean };

/** Names what is drawn, where it is more than one thing. */
export function Legend({ series: all, compared }: Props) {
  const series = all.filter(({ kind }) => kind !== "column");
  const t = useTranslate();
  const { chart } = useTheme().vars.palette;
  if (series.length < 2 && !compared) return null;
  return (
    <Box
      component="ul"
      aria-hidden
      data-legend
      sx={{
        display: "flex",
        flexWrap: "wrap",
        columnGap: 2,
        m: 0,
        mb: 1,
        p: 0,
        listStyle: "none",
        fontSize: 12,
        lineHeight: "20px",
        color: "text.secondary",
      }}
    >
      {series.length > 1
        ? series.map(({ key, name, color, kind, dash }) => (
            <Entry key={key} name={name} color={chart[color]} bar={kind === "bar"} dash={dash} />
          ))
        : null}
      {compared ? (
        <Entry name={t("charts.before")} color={chart.comparison} bar={false} dash="4 4" />
      ) : null}
    </Box>
  );
}

type EntryProps = { name: string; color: string; bar: boolean; dash?: string | undefined };

function Entry({ name, color, bar, dash }: EntryProps) {
  return (
    <Box component="li" sx={{ display: "flex", alignItems: "center", gap: 0.75 }}>
      <svg width={bar ? 10 : 18} height={10} aria-hidden="true">
        {bar ? (
          <rect width={10} height={10} rx={2} fill={color} />
        ) : (
          <line
            x1={0}
            x2={18}
            y1={5}
            y2={5}
            stroke={color}
            strokeWidth={2}
            strokeDasharray={dash}
          />
        )}
      </svg>
      {name}
    </Box>
  );
}
