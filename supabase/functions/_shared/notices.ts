import type { ApprovalRule } from "./contract.ts";
import { type AlertArgs, alertMessage, isAlert } from "./notices/alerts.ts";
import { type IncidentArgs, incidentMessage, isIncident } from "./notices/incidents.ts";
import { linkTo, moment, plain } from "./notices/words.ts";

type ApprovalArgs = {
  approval_id: string;
  code: string;
  mode: "run" | "undo";
  action: string;
  rule: ApprovalRule;
  target: string;
  items: number | null;
  reason: string;
  because: string | null;
  requested_by: string;
  expires_at: string;
  runs_alone_at: string | null;
  environment: string;
};

export type Notice = {
  id: number;
  kind: string;
  args: ApprovalArgs | AlertArgs | IncidentArgs;
  at: string;
};

function subjectOf({ action, mode, target, items }: ApprovalArgs): string {
  const what = items !== null && items > 1 ? `${items} éléments` : plain(target);
  return `\`${action}\`${mode === "undo" ? " (annulation)" : ""} sur ${what}`;
}

const SENTENCES: Record<string, (args: ApprovalArgs) => string> = {
  approval_requested: (args) =>
    `${plain(args.requested_by)} demande une approbation : ${subjectOf(args)}. Motif : ${plain(args.reason)}. Expire le ${moment.format(new Date(args.expires_at))}.`,
  glass_broken: (args) =>
    `:rotating_light: ${plain(args.requested_by)} se passe d’approbation : ${subjectOf(args)} partira seul le ${moment.format(new Date(args.runs_alone_at ?? args.expires_at))}, sauf refus d’ici là. Motif : ${plain(args.because ?? args.reason)}.`,
  ran_alone: (args) =>
    `:rotating_light: Exécuté sans approbation, après le délai : ${subjectOf(args)}, demandé par ${plain(args.requested_by)}.`,
  ran_alone_failed: (args) =>
    `Non exécuté : ${subjectOf(args)}, demandé sans approbation par ${plain(args.requested_by)}, n’était plus possible.`,
};

/** What the team reads in Slack. */
export function messageOf({ kind, args }: Notice): string {
  if (isIncident(args)) return incidentMessage(args);
  if (isAlert(args)) return alertMessage(kind, args);
  const sentence = SENTENCES[kind]?.(args) ?? kind;
  return `${sentence} ${linkTo(`/approvals/${args.approval_id}/show`, args.code)} (${args.environment})`;
}
