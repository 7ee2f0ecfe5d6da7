import Box from "@mui/material/Box";
import { useTranslate } from "react-admin";
import { PlanChip } from "../display/PlanChip";
import type { AccessRuleRow } from "./accessRuleRow";

/** What opens, until when, and what comes next. */
export function ResultText({ row }: { row: AccessRuleRow }) {
  const t = useTranslate();
  const { plan, source, standing, grace_days, next_plan } = row;
  const until =
    source !== "default" && standing
      ? t(`access_rule.until.${standing}`, { days: grace_days ?? 0 })
      : null;
  const next = next_plan
    ? t("access_rule.next", { plan: t(`display.plan.${next_plan}`, { _: next_plan }) })
    : null;
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "baseline", columnGap: 1 }}>
      <PlanChip plan={plan} />
      {until ? <span>{[until, next].filter(Boolean).join(", ")}</span> : null}
    </Box>
  );
}
