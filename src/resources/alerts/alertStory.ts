import type { Step } from "../../display/StorySection";
import type { Formats } from "../../i18n/formats";
import type { Alert } from "./alert";
import { againstWords, lastedMs, measured, subjectWords } from "./alertWords";

type Translate = (key: string, args?: Record<string, unknown>) => string;

/** An alert as a story: since when, held to be one, told, over. */
export function alertStory(alert: Alert, now: number, t: Translate, f: Formats): Step[] {
  return [began(alert, t, f), held(alert, t, f), told(alert, t, f), ended(alert, now, t, f)];
}

function began(alert: Alert, t: Translate, f: Formats): Step {
  const worst =
    alert.kind === "breach" && alert.worst_value !== null
      ? t("alerts.story.worst", { value: measured(alert, alert.worst_value, t, f) })
      : null;
  return {
    key: "since",
    state: "failed",
    title: t(`alerts.story.since.${alert.kind}`, {
      metric: subjectWords({ ...alert, kind: "breach" }, t),
    }),
    detail: [f.dateTime(alert.since), againstWords(alert, t, f), worst].filter(Boolean).join(" · "),
    at: alert.since,
  };
}

function held({ fired_at, since, status }: Alert, t: Translate, f: Formats): Step {
  if (!fired_at) {
    return {
      key: "held",
      state: status === "pending" ? "moving" : "later",
      title: t("alerts.story.watched"),
      detail: t("alerts.story.watched_detail"),
      at: null,
    };
  }
  return {
    key: "held",
    state: "failed",
    title: t("alerts.story.held"),
    detail: t("alerts.story.held_detail", {
      at: f.dateTime(fired_at),
      after: f.elapsed(Date.parse(fired_at) - Date.parse(since)),
    }),
    at: fired_at,
  };
}

function told({ announced_at, fired_at, status }: Alert, t: Translate, f: Formats): Step {
  if (announced_at) {
    return {
      key: "told",
      state: "done",
      title: t("alerts.story.told"),
      detail: f.dateTime(announced_at),
      at: announced_at,
    };
  }
  const silent = fired_at !== null;
  return {
    key: "told",
    state: silent ? "doubtful" : "later",
    title: t(silent ? "alerts.story.muted" : "alerts.story.untold"),
    detail: t(
      silent && status === "open" ? "alerts.story.muted_detail" : "alerts.story.untold_detail",
    ),
    at: null,
  };
}

function ended(alert: Alert, now: number, t: Translate, f: Formats): Step {
  const lasted = f.elapsed(lastedMs(alert, now));
  if (alert.recovered_at) {
    return {
      key: "recovered",
      state: "done",
      title: t("alerts.story.recovered"),
      detail: t("alerts.story.recovered_detail", { at: f.dateTime(alert.recovered_at), lasted }),
      at: alert.recovered_at,
    };
  }
  return {
    key: "recovered",
    state: "later",
    title: t("alerts.story.open"),
    detail: t("alerts.story.open_detail", { lasted }),
    at: null,
  };
}
