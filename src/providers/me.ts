import type { Role } from "../resources/staff/staffMember";
import { request } from "./request";
import type { Environment } from "./settings";
import { settings } from "./settings";
import { SCHEMA, supabaseClient } from "./supabaseClient";

export type Permission = { subject: string; verb: string };

/** Who is signed in, as the staff table knows them. */
export type Me = {
  user_id: string;
  email: string;
  name: string | null;
  role: Role;
  environment: Environment;
  permissions: Permission[];
};

const FRESH_FOR = 60_000;

let known: { answer: Promise<Me>; at: number } | undefined;

supabaseClient.auth.onAuthStateChange((event) => {
  if (event === "SIGNED_IN" || event === "SIGNED_OUT") known = undefined;
});

/** Asked once a minute at most. Throws with status 403 for someone who is not of the team. */
export function loadMe(): Promise<Me> {
  if (known && Date.now() - known.at < FRESH_FOR) return known.answer;
  const answer = request(`${settings.supabaseUrl}/rest/v1/rpc/me`, {
    method: "POST",
    headers: new Headers({ "Content-Profile": SCHEMA, "Accept-Profile": SCHEMA }),
    body: "{}",
  }).then(({ json }) => json as Me);
  known = { answer, at: Date.now() };
  // A failure is not worth keeping: the next question asks again.
  answer.catch(() => {
    known = undefined;
  });
  return answer;
}

export function forgetMe() {
  known = undefined;
}

/** What one must be allowed to read for a list that is not named after it. */
const SUBJECTS: Record<string, string> = {
  alert_rules: "alerts",
  deliveries: "alerts",
  incident_events: "incidents",
  probes: "metrics",
  revenue_movements: "metrics",
};

export const subjectOf = (resource: string) => SUBJECTS[resource] ?? resource;

export function may(me: Me, subject: string, verb: string): boolean {
  return me.permissions.some((held) => held.subject === subject && held.verb === verb);
}
