import Button from "@mui/material/Button";
import { useTranslate } from "react-admin";
import { Link } from "react-router";
import { useFormat } from "../i18n/useFormat";
import { useMe } from "../layout/useMe";
import { may } from "../providers/me";
import { ClockText } from "../resources/incidents/ClockText";
import { clocksOf } from "../resources/incidents/clocks";
import { incidentPath } from "../resources/incidents/incident";
import { TakeButton } from "../resources/incidents/TakeButton";
import { touchedBy } from "../resources/incidents/touched";
import { useSeconds } from "../resources/incidents/useSeconds";
import type { Home, OpenIncident } from "./home";
import { Strip, StripFact } from "./Strip";

/** A strip for each open P0 or P1 incident, the most urgent first; nothing while there is none. */
export function IncidentStrips({ home }: { home: Home }) {
  return home.incidents.map((incident, index) => (
    <IncidentStrip key={incident.id} incident={incident} home={home} first={index === 0} />
  ));
}

type Props = { incident: OpenIncident; home: Home; first: boolean };

function IncidentStrip({ incident, home, first }: Props) {
  const t = useTranslate();
  const f = useFormat();
  const now = useSeconds();
  const { data: me } = useMe();
  const { code, severity, title, declared_at, taken_at } = incident;
  const takable = taken_at === null && me !== undefined && may(me, "incidents", "edit");
  const touched = touchedBy(incident.metric, home.todo, t, f);
  const filled = first ? ({ variant: "contained", color: "primary" } as const) : {};
  const path = incidentPath(incident);
  return (
    <Strip
      label={t("incidents.strip.label", { severity, code })}
      severity={severity}
      title={`${code}, ${title}`}
      detail={
        taken_at
          ? t("incidents.strip.taken", { at: f.time(declared_at), taken: f.time(taken_at) })
          : t("incidents.strip.untaken", { at: f.time(declared_at) })
      }
      facts={
        <>
          {clocksOf(incident, now, t, f).map((clock) => (
            <StripFact key={clock.name} label={clock.label} value={<ClockText clock={clock} />} />
          ))}
          {touched && touched.number > 0 ? (
            <StripFact label={t("incidents.touched")} value={touched.words} />
          ) : null}
        </>
      }
    >
      {takable ? (
        <TakeButton incident={incident} {...filled} sx={{ flexGrow: 1, order: { xs: 0, md: 1 } }} />
      ) : (
        <Button
          component={Link}
          to={`${path}#playbook`}
          {...filled}
          sx={{ flexGrow: 1, order: { xs: 0, md: 1 } }}
        >
          {t("incidents.strip.follow")}
        </Button>
      )}
      <Button component={Link} to={path} sx={{ flexGrow: 1 }}>
        {t("incidents.draft.see")}
      </Button>
    </Strip>
  );
}
