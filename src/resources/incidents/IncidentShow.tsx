import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import { useGetList, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { FactCell, FactStrip } from "../../display/FactStrip";
import { StatusChip } from "../../display/StatusChip";
import { StorySection } from "../../display/StorySection";
import { useFormat } from "../../i18n/useFormat";
import { REFRESH_EVERY } from "../../list/column";
import { reliabilityPath } from "../../metrics/metric";
import { thresholdWords, valueWords } from "../../metrics/metricWords";
import { SeverityChip } from "../../metrics/SeverityChip";
import { RecordPage } from "../RecordPage";
import { ClockText } from "./ClockText";
import { clocksOf } from "./clocks";
import { IncidentMoves } from "./IncidentMoves";
import type { Incident, IncidentEvent } from "./incident";
import { incidentStory } from "./incidentStory";
import { PlaybookSection } from "./PlaybookSection";
import { TouchedCell } from "./TouchedCell";
import { useSeconds } from "./useSeconds";

/** One incident: what is broken, who has it and its clocks, who is touched; then what to do, and its story. */
export default function IncidentShow() {
  return (
    <RecordPage<Incident>
      resource="incidents"
      title={(incident) => `${incident.code}, ${incident.title}`}
    >
      {(incident) => <Page incident={incident} />}
    </RecordPage>
  );
}

function Page({ incident }: { incident: Incident }) {
  const t = useTranslate();
  const f = useFormat();
  const { data: events = [] } = useGetList<IncidentEvent>(
    "incident_events",
    {
      filter: { incident_id: incident.id },
      sort: { field: "id", order: "ASC" },
      pagination: { page: 1, perPage: 100 },
    },
    { refetchInterval: REFRESH_EVERY, retry: false },
  );
  return (
    <>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, alignItems: "center" }}>
        <SeverityChip severity={incident.severity} />
        <StatusChip domain="incident" status={incident.status} />
      </Box>
      <IncidentMoves incident={incident} />
      <FactStrip cells={3}>
        <Broken incident={incident} />
        <Owner incident={incident} />
        <TouchedCell incident={incident} />
      </FactStrip>
      {incident.playbook ? <PlaybookSection playbook={incident.playbook} /> : null}
      <StorySection title={t("run.story.title")} steps={incidentStory(incident, events, t, f)} />
    </>
  );
}

/** What is broken: the alert's value against its threshold, or since when. */
function Broken({ incident }: { incident: Incident }) {
  const t = useTranslate();
  const f = useFormat();
  const { unit, bound, metric, alert_id, alert_code, alert_value, alert_threshold } = incident;
  const measured = unit && bound && alert_value !== null && alert_threshold !== null;
  const since = t("incidents.since", { at: f.dateTime(incident.started_at) });
  const over = incident.resolved_at
    ? t("incidents.over", {
        span: f.elapsed(Date.parse(incident.resolved_at) - Date.parse(incident.started_at)),
      })
    : null;
  return (
    <FactCell
      label={metric ? t(`metric.name.${metric}`) : t("incidents.broken")}
      tone={over ? "good" : "broken"}
      value={over ?? (measured ? valueWords({ unit }, Number(alert_value), t, f) : since)}
    >
      {over
        ? since
        : measured
          ? `${t("fields.threshold")} ${thresholdWords({ unit, bound }, Number(alert_threshold), t, f)}`
          : null}{" "}
      {alert_id && alert_code ? (
        <Link component={RouterLink} underline="always" to={`/alerts/${alert_id}/show`}>
          {alert_code}
        </Link>
      ) : metric ? (
        <Link component={RouterLink} to={reliabilityPath(metric)}>
          {t("home.alert.open")}
        </Link>
      ) : null}
    </FactCell>
  );
}

/** Who has it, and the two clocks of the runbook. */
function Owner({ incident }: { incident: Incident }) {
  const t = useTranslate();
  const f = useFormat();
  const now = useSeconds();
  const clocks = clocksOf(incident, now, t, f);
  return (
    <FactCell
      label={t("incidents.owner")}
      tone={incident.taken_by || incident.status !== "open" ? "fact" : "attention"}
      value={incident.taken_by ?? t(`incidents.nobody.${incident.status}`)}
    >
      {clocks.map((clock) => (
        <Box key={clock.name} component="span" sx={{ display: "flex", gap: 1, flexWrap: "wrap" }}>
          {clock.label} <ClockText clock={clock} />
        </Box>
      ))}
    </FactCell>
  );
}
