import { serveAction } from "../_shared/action.ts";
import { resetQuota } from "../_shared/contracts/reset-quota.ts";

export default serveAction(resetQuota);
