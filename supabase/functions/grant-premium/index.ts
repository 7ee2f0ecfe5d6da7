import { serveAction } from "../_shared/action.ts";
import { grantPremium } from "../_shared/contracts/grant-premium.ts";

export default serveAction(grantPremium);
