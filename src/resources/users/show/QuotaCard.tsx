import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Section } from "../../../display/Section";
import { useFormat } from "../../../i18n/useFormat";
import type { UserOverview } from "../overview";

/** The bars that ask for attention, stronger than the same colour as text. */
const FULL = { light: "#C77C0A", dark: "#E0A03A" };

/** Simulations of the month against the quota: a segment each. */
export function QuotaCard({ quota }: Pick<UserOverview, "quota">) {
  const t = useTranslate();
  const format = useFormat();
  const { used, limit } = quota;
  const full = limit !== null && used >= limit;
  return (
    <Section
      title={t("user.facts.quota")}
      aside={
        <Typography
          variant="subtitle2"
          component="span"
          sx={{ fontVariantNumeric: "tabular-nums" }}
        >
          {limit === null
            ? t("user.facts.quota_unlimited", { used })
            : t("user.facts.quota_used", { used, limit })}
        </Typography>
      }
    >
      {limit === null ? null : (
        <Box aria-hidden sx={{ display: "flex", gap: 0.5, mb: 0.75 }}>
          {Array.from({ length: limit }, (_, index) => index).map((segment) => (
            <Box
              key={segment}
              sx={(theme) => ({
                flex: 1,
                height: 6,
                borderRadius: "3px",
                bgcolor: segment >= used ? "divider" : full ? FULL.light : "text.secondary",
                ...(full && segment < used && theme.applyStyles("dark", { bgcolor: FULL.dark })),
              })}
            />
          ))}
        </Box>
      )}
      <Typography variant="caption" component="p" sx={{ m: 0, color: "text.muted" }}>
        {t("user.facts.quota_resets", {
          month: format.month(quota.month),
          date: format.dateTime(quota.resets_at),
        })}
      </Typography>
    </Section>
  );
}
