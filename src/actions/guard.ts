import type { ActionName } from "../../supabase/functions/_shared/contracts";

/** Whether an action makes sense here and now, and if not, why. */
export type Guard = {
  allowed: boolean;
  code: string | null;
  details: Record<string, unknown> | null;
};

/** By action; what is missing was not asked. */
export type Guards = Partial<Record<ActionName, Guard>>;
