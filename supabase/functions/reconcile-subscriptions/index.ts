import { serveAction } from "../_shared/action.ts";
import { reconcileSubscriptions as contract } from "../_shared/contracts/reconcile-subscriptions.ts";
import { reconcileSubscriptions } from "../_shared/work/reconcile-subscriptions.ts";
import { runsItems } from "../_shared/work/run.ts";

export default serveAction(contract, runsItems(contract, reconcileSubscriptions));
