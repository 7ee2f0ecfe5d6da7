import { serveAction } from "../_shared/action.ts";
import { rerunImports as contract } from "../_shared/contracts/rerun-imports.ts";
import { rerunImports } from "../_shared/runs/rerun-imports.ts";
import { runsItems } from "../_shared/runs/run.ts";

export default serveAction(contract, runsItems(contract, rerunImports));
