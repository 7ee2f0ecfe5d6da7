import { linkTo, moment, plain } from "./words.ts";

/** What private.declare_incident() keeps of an incident. */
export type IncidentArgs = {
  incident_id: string;
  code: string;
  title: string;
  severity: string;
  metric: string | null;
  started_at: string;
  declared_at: string;
  by: string;
  environment: string;
};

export const isIncident = (args: object): args is IncidentArgs => "incident_id" in args;

/** « P0 · Webhooks Stripe refusés, depuis le 23/11/2026 13:15. Déclaré par … ». */
export function incidentMessage({
  incident_id,
  code,
  title,
  severity,
  started_at,
  by,
  environment,
}: IncidentArgs): string {
  return `:rotating_light: *Incident ${severity}* · ${plain(title)}, depuis le ${moment.format(new Date(started_at))}. Déclaré par ${plain(by)}. ${linkTo(`/incidents/${incident_id}/show`, code)} (${environment})`;
}
