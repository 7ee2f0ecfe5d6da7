import Box from "@mui/material/Box";
import { useTheme } from "@mui/material/styles";
import { useTranslate } from "react-admin";
import { useFormat } from "../i18n/useFormat";
import type { Drawing } from "./drawing";
import { spanText } from "./timeAxis";
import { valueText } from "./unit";

type Props = {
  drawing: Drawing;
  index: number;
  /** The series that is meant. */
  named: string | null;
  /** What a click does. */
  hint: string | undefined;
};

/** The point that is looked at: a line through it, and a card with its time and values. */
export function PointCard({ drawing, index, named, hint }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const { chart } = useTheme().vars.palette;
  const { rows, series, unit, grain } = drawing;
  const row = rows[index];
  if (!row) return null;
  const place = ((index + 0.5) / rows.length) * 100;
  const left = place > 50;
  const some = series.filter(({ key }) => row.values[key] !== 0);
  // Parts that are nothing are left out, unless nothing is what there is to say.
  const shown = some.length > 0 ? some : series;
  const said = (value: number | null | undefined) =>
    value === null || value === undefined ? t("charts.no_data") : valueText(value, unit, format);
  return (
    <Box aria-hidden sx={{ position: "absolute", inset: 0, pointerEvents: "none" }}>
      <Box
        sx={{
          position: "absolute",
          top: 0,
          bottom: 0,
          left: `${place}%`,
          width: "1px",
          bgcolor: "border.input",
        }}
      />
      <Box
        sx={{
          position: "absolute",
          top: 8,
          ...(left
            ? { right: `calc(${100 - place}% + 12px)` }
            : { left: `calc(${place}% + 12px)` }),
          minWidth: 160,
          maxWidth: 280,
          px: 1.25,
          py: 1,
          bgcolor: "background.paper",
          border: 1,
          borderColor: "border.strong",
          borderRadius: "6px",
          boxShadow: (theme) => theme.vars.palette.shadow.float,
          fontSize: 12,
          lineHeight: "18px",
          zIndex: 1,
        }}
      >
        <Box sx={{ color: "text.secondary", mb: 0.5 }}>{spanText(row, grain, format)}</Box>
        {shown.map(({ key, name, color }) => (
          <Line
            key={key}
            color={chart[color]}
            name={name}
            value={said(row.values[key])}
            strong={key === named || series.length === 1}
          />
        ))}
        {row.before ? (
          <Line
            color={chart.comparison}
            name={`${t("charts.before")}, ${spanText(row.before, grain, format)}`}
            value={said(row.before.value)}
            strong={false}
          />
        ) : null}
        {hint ? <Box sx={{ color: "primary.main", mt: 0.5 }}>{hint}</Box> : null}
      </Box>
    </Box>
  );
}

type LineProps = { color: string; name: string; value: string; strong: boolean };

function Line({ color, name, value, strong }: LineProps) {
  return (
    <Box sx={{ display: "flex", gap: 1, alignItems: "baseline" }}>
      <Box sx={{ width: 8, height: 8, borderRadius: "2px", flexShrink: 0, bgcolor: color }} />
      <Box sx={{ flexGrow: 1, fontWeight: strong ? 600 : 400 }}>{name}</Box>
      <Box
        sx={{
          fontWeight: strong ? 600 : 400,
          whiteSpace: "nowrap",
          fontVariantNumeric: "tabular-nums",
        }}
      >
        {value}
      </Box>
    </Box>
  );
}
