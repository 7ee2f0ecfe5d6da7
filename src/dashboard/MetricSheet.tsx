import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Paper from "@mui/material/Paper";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useId } from "react";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { GroupHead } from "./GroupHead";
import type { HomeMetric } from "./home";
import { MetricCell } from "./MetricCell";
import { byUrgency, standings } from "./metricStanding";

/** The six thresholds of the runbook: in its order, on a phone those past theirs first. */
export function MetricSheet({ metrics }: { metrics: HomeMetric[] }) {
  const t = useTranslate();
  const id = useId();
  const narrow = useMediaQuery((theme) => theme.breakpoints.down("md"), { noSsr: true });
  const { breach, no_data, ok } = standings(metrics);
  const note = [
    breach > 0 ? t("home.metrics.breach", { smart_count: breach }) : null,
    no_data > 0 ? t("home.metrics.no_data", { smart_count: no_data }) : null,
    ok > 0 ? t("home.metrics.ok", { smart_count: ok }) : null,
  ]
    .filter(Boolean)
    .join(", ");
  return (
    <section aria-labelledby={id}>
      <GroupHead id={id} title={t("home.metrics.title")} note={note}>
        <Link component={RouterLink} to="/settings" variant="caption" sx={{ fontWeight: 500 }}>
          {t("home.metrics.edit")}
        </Link>
      </GroupHead>
      <Paper
        component="ul"
        sx={{
          m: 0,
          p: 0,
          listStyle: "none",
          overflow: "hidden",
          display: "grid",
          gridTemplateColumns: {
            xs: "minmax(0, 1fr)",
            md: "repeat(2, minmax(0, 1fr))",
            lg: "repeat(3, minmax(0, 1fr))",
          },
          "& > li": {
            borderRight: 1,
            borderBottom: 1,
            borderColor: "divider",
            mr: "-1px",
            mb: "-1px",
          },
        }}
      >
        {(narrow ? byUrgency(metrics) : metrics).map((metric) => (
          <Box component="li" key={metric.metric}>
            <MetricCell metric={metric} />
          </Box>
        ))}
      </Paper>
    </section>
  );
}
