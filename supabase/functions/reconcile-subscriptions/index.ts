import { serveAction } from "../_shared/action.ts";
import { reconcileSubscriptions as contract } from "../_shared/contracts/reconcile-subscriptions.ts";
import { reconcileSubscriptions } from "../_shared/runs/reconcile-subscriptions.ts";
import { runsItems } from "../_shared/runs/run.ts";

export default serveAction(contract, runsItems(contract, reconcileSubscriptions));
