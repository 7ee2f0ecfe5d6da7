import {
  choiceFilter,
  groupFilter,
  onlyFilter,
  periodFilter,
  presenceFilter,
} from "../../list/filters/listFilter";
import { PLAN_SOURCES, PLANS } from "../plan";
import { SEGMENTS } from "./segment";

/** Plan and source are filtered with their stored twins: those have the index. */
export const userFilters = [
  groupFilter("segment", SEGMENTS, "segments.name"),
  choiceFilter("plan", PLANS, "display.plan", "stored_plan"),
  choiceFilter("plan_source", PLAN_SOURCES, "display.plan_source", "stored_plan_source"),
  periodFilter("created_at"),
  periodFilter("last_active_at"),
  presenceFilter("email_confirmed", "email_confirmed_at"),
  onlyFilter("simulated"),
  onlyFilter("upgraded"),
];
