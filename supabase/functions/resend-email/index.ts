import { serveAction } from "../_shared/action.ts";
import { resendEmail as contract } from "../_shared/contracts/resend-email.ts";
import { resendEmail } from "../_shared/runs/resend-email.ts";
import { runsItems } from "../_shared/runs/run.ts";

export default serveAction(contract, runsItems(contract, resendEmail));
