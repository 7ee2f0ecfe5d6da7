import type { Formats } from "../../i18n/formats";
import type { Incident } from "./incident";

type Translate = (key: string, args?: Record<string, unknown>) => string;
type Clocked = Pick<
  Incident,
  "declared_at" | "taken_at" | "respond_by" | "resolve_by" | "respond_minutes" | "resolve_minutes"
> & { resolved_at?: string | null };

export type Clock = {
  name: "respond" | "resolve";
  /** « Réponse, 15 min » */
  label: string;
  /** kept and missed are over; running and late are not. */
  state: "kept" | "missed" | "running" | "late";
  words: string;
};

const MINUTE = 60_000;
const HOUR_MINUTES = 60;

const pad = (number: number) => String(number).padStart(2, "0");

/** « 21 min 14 s », « 3 h 05 min », « 6 j 4 h »: to the second within the last hour. */
export function spanWords(milliseconds: number, t: Translate): string {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < HOUR_MINUTES) {
    return t("incidents.span.minutes", { minutes, seconds: pad(seconds % 60) });
  }
  const hours = Math.floor(minutes / HOUR_MINUTES);
  return hours < 48
    ? t("incidents.span.hours", { hours, minutes: pad(minutes % HOUR_MINUTES) })
    : t("incidents.span.days", { days: Math.floor(hours / 24), hours: hours % 24 });
}

function clockOf(
  name: Clock["name"],
  minutes: number,
  begun: string,
  due: string,
  met: string | null,
  now: number,
  t: Translate,
  f: Formats,
): Clock {
  const label = t(`incidents.clock.${name}`, { within: f.elapsed(minutes * MINUTE) });
  const over = Date.parse(met ?? new Date(now).toISOString()) - Date.parse(due);
  if (met) {
    const took = f.elapsed(Date.parse(met) - Date.parse(begun));
    return over <= 0
      ? { name, label, state: "kept", words: t("incidents.clock.kept", { took }) }
      : { name, label, state: "missed", words: t("incidents.clock.missed", { took }) };
  }
  return over <= 0
    ? {
        name,
        label,
        state: "running",
        words: t("incidents.clock.left", { span: spanWords(over, t) }),
      }
    : {
        name,
        label,
        state: "late",
        words: t("incidents.clock.late", { span: spanWords(over, t) }),
      };
}

/** The runbook's two clocks of an incident, from its declaration on; none of a draft. */
export function clocksOf(incident: Clocked, now: number, t: Translate, f: Formats): Clock[] {
  const { declared_at, respond_by, resolve_by, taken_at, resolved_at = null } = incident;
  if (!declared_at || !respond_by || !resolve_by) return [];
  // What was resolved needed nobody to take it any more.
  const met = taken_at ?? resolved_at;
  return [
    clockOf("respond", incident.respond_minutes, declared_at, respond_by, met, now, t, f),
    clockOf("resolve", incident.resolve_minutes, declared_at, resolve_by, resolved_at, now, t, f),
  ];
}
