import { serveAction } from "../_shared/action.ts";
import { liftSuppression as contract } from "../_shared/contracts/lift-suppression.ts";
import { liftSuppression } from "../_shared/runs/lift-suppression.ts";
import { runsItems } from "../_shared/runs/run.ts";

export default serveAction(contract, runsItems(contract, liftSuppression));
