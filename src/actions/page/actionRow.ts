import type { RunStatus } from "../../../supabase/functions/_shared/contract";
import type { ActionName } from "../../../supabase/functions/_shared/contracts";
import type { Role } from "../../resources/staff/staffMember";

export type RecentRun = {
  id: string;
  /** "RUN-1208" */
  code: string;
  status: RunStatus;
  undone: boolean;
  actor_email: string;
  started_at: string;
};

/** A row of backoffice.actions. */
export type ActionRow = {
  /** The same as name: react-admin wants an id. */
  id: ActionName;
  name: ActionName;
  /** Those who may run it. */
  roles: Role[];
  /** The last three, the newest first. */
  runs: RecentRun[];
};
