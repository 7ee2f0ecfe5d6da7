import ShowChartOutlined from "@mui/icons-material/ShowChartOutlined";
import TableRowsOutlined from "@mui/icons-material/TableRowsOutlined";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useTranslate } from "react-admin";

type Props = {
  title: string;
  view: "chart" | "table";
  onChange: (view: "chart" | "table") => void;
};

/** A chart, or the table of its points. */
export function ViewSwitch({ title, view, onChange }: Props) {
  const t = useTranslate();
  return (
    <ToggleButtonGroup
      exclusive
      value={view}
      aria-label={`${t("charts.view")}, ${title}`}
      onChange={(_event, next: "chart" | "table" | null) => next && onChange(next)}
      sx={{
        "& .MuiToggleButton-root": {
          width: 32,
          height: 28,
          p: 0,
          borderColor: "border.strong",
          color: "text.secondary",
          "@media (pointer: coarse)": { width: 44, height: 44 },
        },
        "& .MuiToggleButton-root.Mui-selected": { color: "primary.main" },
        "& svg": { fontSize: 16 },
      }}
    >
      <ToggleButton value="chart" aria-label={t("charts.chart")} title={t("charts.chart")}>
        <ShowChartOutlined />
      </ToggleButton>
      <ToggleButton value="table" aria-label={t("charts.table")} title={t("charts.table")}>
        <TableRowsOutlined />
      </ToggleButton>
    </ToggleButtonGroup>
  );
}
