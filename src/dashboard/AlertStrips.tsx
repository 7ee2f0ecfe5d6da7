import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Link } from "react-router";
import { useNow } from "../display/useNow";
import { useFormat } from "../i18n/useFormat";
import { reliabilityPath } from "../metrics/metric";
import { metricTitle, sinceWords, thresholdWords, valueWords } from "../metrics/metricWords";
import { SeverityChip } from "../metrics/SeverityChip";
import type { Home, OpenAlert } from "./home";
import { burning } from "./metricStanding";
import { listPath } from "./todo";

/** What burns: a strip for each open P0 or P1, the most urgent first; nothing while there is none. */
export function AlertStrips({ home }: { home: Home }) {
  return burning(home.alerts).map((alert, index) => (
    <Strip key={alert.id} alert={alert} home={home} first={index === 0} />
  ));
}

function Strip({ alert, home, first }: { alert: OpenAlert; home: Home; first: boolean }) {
  const t = useTranslate();
  const f = useFormat();
  const now = useNow();
  const metric = home.metrics.find(({ metric }) => metric === alert.metric);
  if (!metric) return null;
  const replayable =
    alert.metric === "webhooks_failed" && home.todo.webhooks_failed.number > 0
      ? `${listPath("webhooks_failed", home.todo)}&action=replay-webhooks`
      : null;
  const silent = alert.kind === "no_data" || metric.value === null;
  const value = silent
    ? t("home.alert.no_data")
    : metric.unit === "missed"
      ? t("home.alert.missed")
      : valueWords(metric, metric.value ?? 0, t, f);
  const at = sinceWords(alert.since, now, t, f);
  const filled = { variant: "contained", color: "primary" } as const;
  return (
    <Paper
      component="article"
      aria-label={t("home.alert.label", {
        severity: alert.severity,
        metric: t(`metric.name.${alert.metric}`),
      })}
      sx={{
        display: "flex",
        flexWrap: "wrap",
        alignItems: "center",
        columnGap: 2,
        rowGap: 1.5,
        px: 2,
        py: 1.25,
        borderColor: "error.border",
        borderLeft: 4,
        borderLeftColor: "error.main",
      }}
    >
      <Box sx={{ display: "flex", gap: 1.5, alignItems: "center", flex: "1 1 260px", minWidth: 0 }}>
        <SeverityChip severity={alert.severity} />
        <Box sx={{ minWidth: 0 }}>
          <Typography variant="subtitle2" component="h3" sx={{ m: 0 }}>
            {metricTitle(alert.metric, metric.window_hours, t)}
          </Typography>
          <Typography variant="caption" component="p" sx={{ m: 0, color: "text.secondary" }}>
            {t(alert.kind === "no_data" ? "home.alert.silent_since" : "home.alert.since", { at })}
          </Typography>
        </Box>
      </Box>
      <Fact
        label={t("home.alert.value")}
        value={value}
        tone={silent ? "text.muted" : "error.main"}
      />
      <Fact
        label={t("home.alert.threshold")}
        value={thresholdWords(metric, alert.threshold, t, f)}
      />
      <Fact label={t("home.alert.lasts")} value={f.elapsed(now - Date.parse(alert.since))} />
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, flexGrow: { xs: 1, md: 0 } }}>
        {replayable ? (
          <Button
            component={Link}
            to={replayable}
            {...(first ? filled : {})}
            sx={{ flexGrow: 1, order: { xs: 0, md: 1 } }}
          >
            {t("home.alert.replay")}
          </Button>
        ) : null}
        <Button
          component={Link}
          to={reliabilityPath(alert.metric)}
          {...(first && !replayable ? filled : {})}
          sx={{ flexGrow: 1 }}
        >
          {t("home.alert.open")}
        </Button>
      </Box>
    </Paper>
  );
}

type FactProps = { label: string; value: string; tone?: string };

function Fact({ label, value, tone = "text.primary" }: FactProps) {
  return (
    <Box
      sx={{
        borderLeft: { xs: 0, md: 1 },
        borderColor: { md: "divider" },
        pl: { xs: 0, md: 2 },
        fontVariantNumeric: "tabular-nums",
      }}
    >
      <Typography variant="caption" component="p" sx={{ m: 0, color: "text.secondary" }}>
        {label}
      </Typography>
      <Typography variant="body2" component="p" sx={{ m: 0, fontWeight: 500, color: tone }}>
        {value}
      </Typography>
    </Box>
  );
}
