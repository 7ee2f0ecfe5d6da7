import { serveAction } from "../_shared/action.ts";
import { refreshIntegration as contract } from "../_shared/contracts/refresh-integration.ts";
import { refreshIntegration } from "../_shared/runs/refresh-integration.ts";
import { runsItems } from "../_shared/runs/run.ts";

export default serveAction(contract, runsItems(contract, refreshIntegration));
