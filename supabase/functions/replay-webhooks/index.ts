import { serveAction } from "../_shared/action.ts";
import { replayWebhooks as contract } from "../_shared/contracts/replay-webhooks.ts";
import { replayWebhooks } from "../_shared/runs/replay-webhooks.ts";
import { runsItems } from "../_shared/runs/run.ts";

export default serveAction(contract, runsItems(contract, replayWebhooks));
