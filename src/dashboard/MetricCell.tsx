import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Link } from "react-router";
import { NoDataChip } from "../display/NoDataChip";
import { StatusChip } from "../display/StatusChip";
import { useNow } from "../display/useNow";
import { useFormat } from "../i18n/useFormat";
import { reliabilityPath } from "../metrics/metric";
import { sinceWords, thresholdWords } from "../metrics/metricWords";
import type { HomeMetric } from "./home";
import { figureWords, sourceWords, titleWords } from "./metricCellWords";
import { Sparkline } from "./Sparkline";

const line = {
  display: "flex",
  alignItems: "center",
  justifyContent: "space-between",
  columnGap: 1,
} as const;

/** One threshold: its value, whether it is kept and since when, how it went lately, where that is known from. */
export function MetricCell({ metric }: { metric: HomeMetric }) {
  const t = useTranslate();
  const f = useFormat();
  const now = useNow();
  const speech = { t, f, now };
  const figure = figureWords(metric, speech);
  return (
    <Box
      component={Link}
      to={reliabilityPath(metric.metric)}
      sx={{
        display: "grid",
        gridTemplateColumns: "minmax(0, 1fr)",
        alignContent: "space-between",
        gap: 0.5,
        // A long title takes a second line, and its row the height of it.
        height: "100%",
        minHeight: 106,
        px: 2,
        py: 1.25,
        color: "inherit",
        textDecoration: "none",
        "&:hover": { bgcolor: "action.hover" },
        "&:focus-visible": { outlineOffset: -2 },
      }}
    >
      <Box sx={line}>
        <Typography variant="body2" component="h3" sx={{ m: 0, color: "text.secondary" }}>
          {titleWords(metric, speech)}
        </Typography>
        <Standing metric={metric} />
      </Box>
      <Box sx={line}>
        <Typography variant="figure" component="p" sx={{ m: 0, whiteSpace: "nowrap" }}>
          {figure.value}
          {figure.unit ? (
            <Box
              component="span"
              sx={{ fontSize: 14, fontWeight: 500, letterSpacing: 0, color: "text.muted" }}
            >
              {`\u00a0${figure.unit}`}
            </Box>
          ) : null}
        </Typography>
        <Sparkline metric={metric} />
      </Box>
      <Box
        sx={{
          ...line,
          fontSize: 12,
          lineHeight: "16px",
          color: "text.muted",
          fontVariantNumeric: "tabular-nums",
          whiteSpace: "nowrap",
        }}
      >
        <span>
          {t("home.metrics.threshold", {
            threshold: thresholdWords(metric, metric.threshold, t, f),
          })}
        </span>
        <Box component="span" sx={{ overflow: "hidden", textOverflow: "ellipsis" }}>
          {sourceWords(metric, speech)}
        </Box>
      </Box>
    </Box>
  );
}

function Standing({ metric: { metric, status, since } }: { metric: HomeMetric }) {
  const t = useTranslate();
  const f = useFormat();
  const now = useNow();
  if (status === "no_data") return <NoDataChip label={t("home.metrics.unknown")} />;
  if (status === "breach" && since) {
    const words = metric === "monthly_import" ? "home.metrics.missed_since" : "home.metrics.since";
    const label = t(words, { at: sinceWords(since, now, t, f) });
    return <StatusChip domain="metric" status="breach" label={label} />;
  }
  const label = metric === "monthly_import" ? t("home.metrics.job_done") : undefined;
  return <StatusChip domain="metric" status={status} label={label} />;
}
