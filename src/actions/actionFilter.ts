import { choiceFilter } from "../list/filters/listFilter";
import { ACTION_NAMES } from "./names";

/** What an action did, in a list of runs or of the audit log; `column` holds its name. */
export const actionFilter = (column: string) =>
  choiceFilter(column, ACTION_NAMES, (name) => `actions.${name}.title`);
