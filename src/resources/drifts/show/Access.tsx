import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { FactRow } from "../../../display/FactRow";
import { PlanChip } from "../../../display/PlanChip";
import { Section } from "../../../display/Section";
import type { Drift } from "../drift";

/** What the customer may do, by which source, and what the app reads of it. */
export function Access({ drift: { class: kind, here } }: { drift: Drift }) {
  const t = useTranslate();
  const plan = here.access_plan ?? here.plan;
  const { decided_by, mirror } = here;
  if (!plan || !decided_by) return null;
  const said = (value: unknown) => (value == null ? t("user.facts.mirror_absent") : String(value));
  return (
    <Section title={t("drifts.access.title")}>
      <FactRow label={t("actions.field.plan")}>
        <Box component="span" sx={{ display: "inline-flex", gap: 1, alignItems: "center" }}>
          <PlanChip plan={plan} />
          {t(`drifts.access.by.${decided_by}`, { _: decided_by })}
        </Box>
      </FactRow>
      {/* Where it is what differs, it stands above. */}
      {mirror && kind !== "mirror_ahead" && kind !== "mirror_behind" ? (
        <FactRow label={t("user.facts.mirror")}>
          <Typography variant="mono">
            {t("user.facts.mirror_value", {
              plan: said(mirror.subscription_plan),
              premium: said(mirror.is_premium),
            })}
          </Typography>
        </FactRow>
      ) : null}
    </Section>
  );
}
