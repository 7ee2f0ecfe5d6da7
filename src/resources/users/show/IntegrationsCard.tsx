import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { FactRow } from "../../../display/FactRow";
import { Section } from "../../../display/Section";
import { StatusChip } from "../../../display/StatusChip";
import { useFormat } from "../../../i18n/useFormat";
import type { UserOverview } from "../overview";

/** Health of the customer's tokens. */
export function IntegrationsCard({ integrations }: Pick<UserOverview, "integrations">) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <Section title={t("user.facts.integrations")}>
      {integrations.length === 0 ? (
        <Typography variant="body2" sx={{ color: "text.muted" }}>
          {t("user.facts.no_integration")}
        </Typography>
      ) : null}
      {integrations.map(({ id, provider, status, expires_at }) => (
        <FactRow
          key={id}
          label={t(`display.provider.${provider}`, { _: provider })}
          aside={
            expires_at ? (
              <Typography variant="caption" sx={{ color: "text.muted" }}>
                {t(`user.facts.${status === "expired" ? "expired" : "expires"}`, {
                  date: format.date(expires_at),
                })}
              </Typography>
            ) : null
          }
        >
          <StatusChip domain="integration" status={status} />
        </FactRow>
      ))}
    </Section>
  );
}
