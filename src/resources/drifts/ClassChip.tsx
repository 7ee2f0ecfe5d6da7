import Chip from "@mui/material/Chip";
import { useTranslate } from "react-admin";
import { StatusChip } from "../../display/StatusChip";
import type { Drift } from "./drift";

/** What kind of disagreement it is; without alarm once it is over. */
export function ClassChip({ drift }: { drift: Pick<Drift, "class" | "closed_at"> }) {
  const t = useTranslate();
  return drift.closed_at === null ? (
    <StatusChip domain="drift_class" status={drift.class} />
  ) : (
    <Chip variant="neutral" label={t(`status.drift_class.${drift.class}`, { _: drift.class })} />
  );
}
