import { serveAction } from "../_shared/action.ts";
import { signOutUser } from "../_shared/contracts/sign-out-user.ts";

export default serveAction(signOutUser);
