import { StatusChip } from "../../display/StatusChip";
import type { Run } from "./run";

type Props = Pick<Run, "status"> & { undone: boolean };

/** How a run ended; one that was taken back says that instead, as on the customer's page. */
export function RunStatusChip({ status, undone }: Props) {
  return undone ? (
    <StatusChip domain="grant" status="undone" />
  ) : (
    <StatusChip domain="run" status={status} />
  );
}
