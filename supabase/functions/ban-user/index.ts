import { serveAction } from "../_shared/action.ts";
import { banUser } from "../_shared/contracts/ban-user.ts";

export default serveAction(banUser);
