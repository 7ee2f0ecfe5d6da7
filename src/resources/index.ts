import type { ResourceProps } from "react-admin";
import alertRules from "./alertRules";
import alerts from "./alerts";
import approvals from "./approvals";
import audit from "./audit";
import deliveries from "./deliveries";
import drifts from "./drifts";
import emails from "./emails";
import grants from "./grants";
import importLogs from "./importLogs";
import incidents from "./incidents";
import integrations from "./integrations";
import probes from "./probes";
import revenueMovements from "./revenueMovements";
import runs from "./runs";
import simulations from "./simulations";
import staff from "./staff";
import subscriptions from "./subscriptions";
import suppressions from "./suppressions";
import users from "./users";
import webhookEvents from "./webhookEvents";

/** Every listed thing. */
export const resources: ResourceProps[] = [
  users,
  subscriptions,
  simulations,
  importLogs,
  integrations,
  webhookEvents,
  drifts,
  emails,
  suppressions,
  runs,
  approvals,
  grants,
  probes,
  revenueMovements,
  alerts,
  alertRules,
  deliveries,
  incidents,
  staff,
  audit,
];
