import { serveAction } from "../_shared/action.ts";
import { unbanUser } from "../_shared/contracts/unban-user.ts";

export default serveAction(unbanUser);
