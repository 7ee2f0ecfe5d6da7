import Chip, { type ChipProps } from "@mui/material/Chip";
import type { Severity } from "./metric";

const variants: Record<Severity, ChipProps["variant"]> = {
  P0: "solid",
  P1: "error",
  P2: "warning",
  P3: "neutral",
};

export function SeverityChip({ severity }: { severity: Severity }) {
  return <Chip variant={variants[severity]} label={severity} />;
}
