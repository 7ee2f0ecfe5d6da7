import { serveAction } from "../_shared/action.ts";
import { sendTestEmail as contract } from "../_shared/contracts/send-test-email.ts";
import { runsItems } from "../_shared/runs/run.ts";
import { sendTestEmail } from "../_shared/runs/send-test-email.ts";

export default serveAction(contract, runsItems(contract, sendTestEmail));
