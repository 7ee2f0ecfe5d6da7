import Button from "@mui/material/Button";
import { useTranslate } from "react-admin";
import { Link } from "react-router";
import { useNow } from "../display/useNow";
import { useFormat } from "../i18n/useFormat";
import { reliabilityPath } from "../metrics/metric";
import { metricTitle, sinceWords, thresholdWords, valueWords } from "../metrics/metricWords";
import { DraftButton } from "../resources/incidents/DraftButton";
import type { Home, OpenAlert } from "./home";
import { burning } from "./metricStanding";
import { Strip, StripFact } from "./Strip";
import { listPath } from "./todo";

/** A strip for each open P0 or P1 alert that is no open incident, the most urgent first. */
export function AlertStrips({ home }: { home: Home }) {
  return burning(home.alerts).map((alert, index) => (
    <AlertStrip
      key={alert.id}
      alert={alert}
      home={home}
      first={index === 0 && home.incidents.length === 0}
    />
  ));
}

function AlertStrip({ alert, home, first }: { alert: OpenAlert; home: Home; first: boolean }) {
  const t = useTranslate();
  const f = useFormat();
  const now = useNow();
  const metric = home.metrics.find(({ metric }) => metric === alert.metric);
  if (!metric) return null;
  const replayable =
    alert.metric === "webhooks_failed" && home.todo.webhooks_failed.number > 0
      ? `${listPath("webhooks_failed", home.todo)}&action=replay-webhooks`
      : null;
  const silent = alert.kind === "no_data" || alert.value === null;
  const value = silent
    ? t("home.alert.no_data")
    : metric.unit === "missed"
      ? t("home.alert.missed")
      : valueWords(metric, Number(alert.value), t, f);
  const at = sinceWords(alert.since, now, t, f);
  const filled = { variant: "contained", color: "primary" } as const;
  const name = t(`metric.name.${alert.metric}`);
  return (
    <Strip
      label={t("home.alert.label", { severity: alert.severity, metric: name })}
      severity={alert.severity}
      // The rule's own window, which may be another than the metric's.
      title={metricTitle(alert.metric, alert.window_hours, t)}
      detail={t(alert.kind === "no_data" ? "home.alert.silent_since" : "home.alert.since", { at })}
      facts={
        <>
          <StripFact
            label={t("home.alert.value")}
            value={value}
            tone={silent ? "text.muted" : "error.main"}
          />
          <StripFact
            label={t("home.alert.threshold")}
            value={thresholdWords(metric, alert.threshold, t, f)}
          />
          <StripFact
            label={t("home.alert.lasts")}
            value={f.elapsed(now - Date.parse(alert.since))}
          />
        </>
      }
    >
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
      <DraftButton
        alertId={alert.id}
        title={name}
        incident={
          alert.incident_id && alert.incident_state
            ? { id: alert.incident_id, status: alert.incident_state }
            : null
        }
        sx={{ flexGrow: 1 }}
      />
    </Strip>
  );
}
