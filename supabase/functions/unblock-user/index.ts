import { serveAction } from "../_shared/action.ts";
import { unblockUser } from "../_shared/contracts/unblock-user.ts";

export default serveAction(unblockUser);
