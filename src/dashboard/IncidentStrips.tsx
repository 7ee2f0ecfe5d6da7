import Button from "@mui/material/Button";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslate } from "react-admin";
import { Link } from "react-router";
import { useSubmission } from "../actions/useSubmission";
import { useFormat } from "../i18n/useFormat";
import { useMe } from "../layout/useMe";
import { may } from "../providers/me";
import { moveIncident } from "../resources/incidents/api";
import { ClockText } from "../resources/incidents/ClockText";
import { clocksOf } from "../resources/incidents/clocks";
import { IncidentFailure } from "../resources/incidents/IncidentFailure";
import { incidentPath } from "../resources/incidents/incident";
import { useSeconds } from "../resources/incidents/useSeconds";
import type { Home, OpenIncident } from "./home";
import { Strip, StripFact } from "./Strip";
import { countWords } from "./todo";

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
  const queryClient = useQueryClient();
  const { state, submit } = useSubmission(
    () => moveIncident(incident, "take"),
    () => void queryClient.invalidateQueries(),
  );
  const { code, severity, title, declared_at, taken_at } = incident;
  const takable = taken_at === null && me !== undefined && may(me, "incidents", "edit");
  const { number, cents } = home.todo.paid_without_access;
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
          {incident.metric === "webhooks_failed" && number > 0 ? (
            <StripFact
              label={t("incidents.touched")}
              value={t("incidents.customers_mrr", {
                customers: t("incidents.customers", {
                  smart_count: number,
                  count: countWords(number, f),
                }),
                amount: f.money(cents),
              })}
            />
          ) : null}
        </>
      }
    >
      {takable ? (
        <Button
          {...filled}
          aria-disabled={state.phase === "sending"}
          onClick={() => submit(null)}
          sx={{ flexGrow: 1, order: { xs: 0, md: 1 } }}
        >
          {t("incidents.move.take.do")}
        </Button>
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
      {state.failure ? <IncidentFailure failure={state.failure} /> : null}
    </Strip>
  );
}
