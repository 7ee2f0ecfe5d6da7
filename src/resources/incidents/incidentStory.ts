import type { Step } from "../../display/StorySection";
import type { Formats } from "../../i18n/formats";
import type { Incident, IncidentEvent } from "./incident";

type Translate = (key: string, args?: Record<string, unknown>) => string;

const STATES: Record<IncidentEvent["kind"], Step["state"]> = {
  drafted: "doubtful",
  declared: "failed",
  taken: "moving",
  severity: "doubtful",
  resolved: "done",
  reopened: "failed",
};

/** An incident as a story: since when it is broken, each step with who took it, and what is still to come. */
export function incidentStory(
  incident: Incident,
  events: readonly IncidentEvent[],
  t: Translate,
  f: Formats,
): Step[] {
  const began: Step = {
    key: "began",
    state: "failed",
    title: t("incidents.story.began"),
    detail: [
      f.dateTime(incident.started_at),
      incident.alert_code ? t("incidents.story.alert", { code: incident.alert_code }) : null,
    ]
      .filter(Boolean)
      .join(" · "),
    at: incident.started_at,
  };
  const told = events.map(({ id, kind, actor_email, at, detail }): Step => {
    const what =
      kind === "severity"
        ? t("incidents.story.severity_detail", { from: detail.from ?? "", to: detail.to ?? "" })
        : null;
    return {
      key: String(id),
      state: STATES[kind],
      title: t(`incidents.story.${kind}`),
      detail: [f.dateTime(at), actor_email, what, detail.words].filter(Boolean).join(" · "),
      at,
    };
  });
  const ahead: Step[] =
    incident.status === "resolved"
      ? []
      : [
          {
            key: "ahead",
            state: "later",
            title: t(`incidents.story.ahead.${incident.status}`),
            detail: t(`incidents.story.ahead_detail.${incident.status}`),
            at: null,
          },
        ];
  return [began, ...told, ...ahead];
}
