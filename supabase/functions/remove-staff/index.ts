import { serveAction } from "../_shared/action.ts";
import { removeStaff } from "../_shared/contracts/remove-staff.ts";

export default serveAction(removeStaff);
