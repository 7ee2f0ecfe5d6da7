import { StatusChip } from "../../display/StatusChip";
import type { FailureCause } from "../importLogs/importLog";

/** What an error of a provider means: who has to mend it. */
export const CauseChip = ({ cause }: { cause: FailureCause }) => (
  <StatusChip domain="cause" status={cause} />
);
