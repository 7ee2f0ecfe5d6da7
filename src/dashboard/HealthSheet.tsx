import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { NoDataChip } from "../display/NoDataChip";
import { relativeWords } from "../display/RelativeTime";
import { Section } from "../display/Section";
import { StatusChip } from "../display/StatusChip";
import { useNow } from "../display/useNow";
import { useFormat } from "../i18n/useFormat";
import { healthWords } from "./healthWords";
import type { ServiceHealth } from "./home";

/** What the app stands on, each by itself: one that is down says nothing of the others. */
export function HealthSheet({ health }: { health: ServiceHealth[] }) {
  const t = useTranslate();
  const f = useFormat();
  const now = useNow();
  const asked = health.flatMap(({ checked_at }) => (checked_at ? [Date.parse(checked_at)] : []));
  return (
    <Section
      flush
      title={t("home.health.title")}
      aside={
        asked.length > 0 ? (
          <Typography variant="caption" sx={{ color: "text.muted" }}>
            {t("home.health.asked", { age: relativeWords(Math.max(...asked), now, f, t) })}
          </Typography>
        ) : null
      }
    >
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
        {health.map((service) => (
          <Box
            component="li"
            key={service.service}
            sx={{
              display: "grid",
              gridTemplateColumns: "84px minmax(0, 1fr) auto",
              alignItems: "center",
              columnGap: 1,
              minHeight: 44,
              px: 2,
              py: 0.5,
              borderTop: 1,
              borderColor: "divider",
            }}
          >
            <Box component="span" sx={{ fontWeight: 500 }}>
              {t(`home.health.service.${service.service}`, { _: service.service })}
            </Box>
            <Typography
              variant="caption"
              sx={{ color: "text.secondary", fontVariantNumeric: "tabular-nums" }}
            >
              {healthWords(service, { t, f, now })}
            </Typography>
            {service.status === "unknown" ? (
              <NoDataChip
                label={t(
                  service.code === "not_configured"
                    ? "home.health.not_configured"
                    : "home.metrics.unknown",
                )}
              />
            ) : (
              <StatusChip domain="service" status={service.status} />
            )}
          </Box>
        ))}
      </Box>
    </Section>
  );
}
