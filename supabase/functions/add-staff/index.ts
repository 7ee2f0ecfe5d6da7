import { serveAction } from "../_shared/action.ts";
import { addStaff } from "../_shared/contracts/add-staff.ts";

export default serveAction(addStaff);
