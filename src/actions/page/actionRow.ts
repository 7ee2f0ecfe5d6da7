import type { RunStatus } from "../../../supabase/functions/_shared/contract";
import type { ActionName } from "../../../supabase/functions/_shared/contracts";
import type { Role } from "../../resources/staff/staffMember";

/** A row of backoffice.actions. */
export type ActionRow = {
  /** The same as name: react-admin wants an id. */
  id: ActionName;
  name: ActionName;
  /** Those who may run it. */
  roles: Role[];
  /** The last run; null when there was none. */
  run_id: string | null;
  run_code: string | null;
  run_status: RunStatus | null;
  run_actor_email: string | null;
  run_started_at: string | null;
};
