import { rpc } from "../../actions/api";
import type { Severity } from "../../metrics/metric";
import type { Incident } from "./incident";

export type Declared = { title: string; severity: Severity; started_at?: string };
export const MOVES = ["take", "severity", "resolve", "reopen", "discard"] as const;
export type Move = (typeof MOVES)[number];

/** A draft from an alert, or the incident that it has already. Throws ActionFailure. */
export const draftIncident = async (alert_id: string, title: string) =>
  (await rpc("draft_incident", { alert_id, title })) as Pick<Incident, "id">;

/** Declares a draft, or a new incident under an id of the caller's choice: the same again is the same one. Throws ActionFailure. */
export const declareIncident = async (id: string, fields: Declared) =>
  (await rpc("declare_incident", { id, fields })) as Pick<Incident, "id">;

/** Takes, judges, ends or discards an incident as the caller read it. Throws ActionFailure. */
export const moveIncident = (
  { id, version }: Pick<Incident, "id" | "version">,
  move: Move,
  more: { severity?: Severity; reason?: string } = {},
) => rpc("move_incident", { id, version, move, ...more });
