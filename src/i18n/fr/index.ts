import ra from "ra-language-french";
import { withFrenchSpacing } from "../frenchSpacing";
import access_rule from "./accessRule";
import action_page from "./actionPage";
import actions from "./actions";
import activity from "./activity";
import alerts from "./alerts";
import approval from "./approval";
import auth from "./auth";
import charts from "./charts";
import common from "./common";
import display from "./display";
import drifts from "./drifts";
import email_domains from "./emailDomains";
import fields from "./fields";
import filters from "./filters";
import home from "./home";
import incidents from "./incidents";
import layout from "./layout";
import list from "./list";
import metric from "./metric";
import reliability from "./reliability";
import resources from "./resources";
import revenue from "./revenue";
import run from "./run";
import segments from "./segments";
import settings from "./settings";
import status from "./status";
import user from "./user";
import webhooks from "./webhooks";
import worklists from "./worklists";

/** The console's own words, one file a domain. */
export const messages = {
  access_rule,
  action_page,
  actions,
  activity,
  alerts,
  approval,
  auth,
  charts,
  common,
  display,
  drifts,
  email_domains,
  fields,
  filters,
  home,
  incidents,
  layout,
  list,
  metric,
  reliability,
  resources,
  revenue,
  run,
  segments,
  settings,
  status,
  user,
  webhooks,
  worklists,
};

export default { ...ra, ...withFrenchSpacing(messages) };
