import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { useGetList, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { FactRow } from "../../display/FactRow";
import { RelativeTime } from "../../display/RelativeTime";
import { Section } from "../../display/Section";
import { StatusChip } from "../../display/StatusChip";
import { StorySection } from "../../display/StorySection";
import { useNow } from "../../display/useNow";
import { useFormat } from "../../i18n/useFormat";
import { REFRESH_EVERY } from "../../list/column";
import { reliabilityPath } from "../../metrics/metric";
import { SeverityChip } from "../../metrics/SeverityChip";
import { DeliveryError } from "../deliveries/DeliveryError";
import type { Delivery } from "../deliveries/delivery";
import { DraftButton } from "../incidents/DraftButton";
import type { Incident } from "../incidents/incident";
import { RecordPage } from "../RecordPage";
import { LastedText, MeasuredText } from "./AlertText";
import type { Alert } from "./alert";
import { alertStory } from "./alertStory";
import { subjectWords } from "./alertWords";

/** One alert: the state in words first, then how it came to that, and what the team was told. */
export default function AlertShow() {
  const t = useTranslate();
  return (
    <RecordPage<Alert>
      resource="alerts"
      title={(alert) => t("alerts.record", { code: alert.code, subject: subjectWords(alert, t) })}
    >
      {(alert) => <Page alert={alert} />}
    </RecordPage>
  );
}

function Page({ alert }: { alert: Alert }) {
  const t = useTranslate();
  const f = useFormat();
  const now = useNow();
  return (
    <>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1 }}>
        <Button
          component={RouterLink}
          to={reliabilityPath(alert.metric)}
          variant="contained"
          color="primary"
        >
          {t("home.alert.open")}
        </Button>
        <Incidents alert={alert} />
        {alert.rule_id === null ? null : (
          <Button component={RouterLink} to={`/alert_rules?rule=${alert.rule_id}&do=edit`}>
            {t("alerts.open_rule")}
          </Button>
        )}
      </Box>
      <Section
        title={t("alerts.facts")}
        aside={
          <>
            <SeverityChip severity={alert.severity} />
            <StatusChip domain="alert" status={alert.status} />
          </>
        }
      >
        <FactRow label={t("fields.value")}>
          <MeasuredText alert={alert} value={alert.kind === "no_data" ? null : alert.value} />
          {alert.bad !== null && alert.total !== null && alert.kind === "breach"
            ? ` · ${t("home.chart.last", { bad: f.number(alert.bad), total: f.number(alert.total) })}`
            : null}
        </FactRow>
        <FactRow label={t("fields.threshold")}>
          <MeasuredText alert={alert} value={alert.threshold} />
        </FactRow>
        <FactRow label={t("fields.worst_value")}>
          <MeasuredText alert={alert} value={alert.worst_value} />
        </FactRow>
        <FactRow label={t("fields.lasted")}>
          <LastedText alert={alert} />
        </FactRow>
      </Section>
      <StorySection title={t("run.story.title")} steps={alertStory(alert, now, t, f)} />
      <Told alert={alert} />
    </>
  );
}

/** The way from an alert to its incident; of one that did not last there is none. */
function Incidents({ alert }: { alert: Alert }) {
  const t = useTranslate();
  const { data } = useGetList<Incident>("incidents", {
    filter: { alert_id: alert.id },
    sort: { field: "created_at", order: "DESC" },
    pagination: { page: 1, perPage: 1 },
  });
  if (!data || !alert.fired_at) return null;
  return (
    <DraftButton
      alertId={alert.id}
      title={t(`metric.name.${alert.metric}`)}
      incident={data[0] ?? null}
    />
  );
}

/** The messages about this alert, each with what became of it. */
function Told({ alert }: { alert: Alert }) {
  const t = useTranslate();
  const { data } = useGetList<Delivery>(
    "deliveries",
    {
      filter: { alert_id: alert.id },
      sort: { field: "created_at", order: "DESC" },
      pagination: { page: 1, perPage: 10 },
    },
    { refetchInterval: REFRESH_EVERY, retry: false },
  );
  return (
    <Section title={t("alerts.messages")}>
      {data?.length === 0 ? (
        <Typography variant="body2" sx={{ color: "text.secondary" }}>
          {t("alerts.no_message")}
        </Typography>
      ) : null}
      {data?.map((delivery) => (
        <FactRow
          key={delivery.id}
          label={<RelativeTime at={delivery.created_at} />}
          aside={<StatusChip domain="delivery" status={delivery.status} />}
        >
          {t(`alerts.kind.${delivery.kind}`, { _: delivery.kind })}{" "}
          <DeliveryError delivery={delivery} />
        </FactRow>
      ))}
      <Link component={RouterLink} to="/deliveries" variant="body2">
        {t("alerts.all_messages")}
      </Link>
    </Section>
  );
}
