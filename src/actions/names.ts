import type { ActionName } from "../../supabase/functions/_shared/contracts";
import { actionWords } from "../i18n/fr/actions";

// Out of the words, which every page has: the registry would bring all forms, the contracts their validator.
export const ACTION_NAMES = Object.keys(actionWords) as ActionName[];

export const isActionName = (name: string | null): name is ActionName =>
  name !== null && Object.hasOwn(actionWords, name);
