import { serveAction } from "../_shared/action.ts";
import { revokePremium } from "../_shared/contracts/revoke-premium.ts";

export default serveAction(revokePremium);
