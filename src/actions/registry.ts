import type { ActionName } from "../../supabase/functions/_shared/contracts";
import type { ActionDefinition } from "./definition";
import { grantPremium } from "./grant-premium";
import { revokePremium } from "./revoke-premium";

/** Every action as the console shows it: one line each. */
export const registry: Record<ActionName, ActionDefinition> = {
  "grant-premium": grantPremium,
  "revoke-premium": revokePremium,
};

export const isActionName = (name: string | null): name is ActionName =>
  name !== null && Object.hasOwn(registry, name);
