import Box from "@mui/material/Box";
import { useTranslate } from "react-admin";
import { Section } from "../display/Section";
import { insideSentence } from "../i18n/insideSentence";
import type { StatusLine } from "./accessRuleRow";

/** The rule in plain words; statuses and days are those of the table. */
export function ShortRule({ lines }: { lines: readonly StatusLine[] }) {
  const t = useTranslate();
  const word = ({ status }: StatusLine) =>
    insideSentence(t(`status.subscription.${status}`, { _: status }));
  const opens = lines.filter(({ grace, answers }) => grace === 0 && answers[0]?.plan !== "free");
  const waits = lines.filter(({ grace, late }) => grace > 0 && !late);
  return (
    <Section title={t("access_rule.short.title")}>
      <Box
        component="ol"
        sx={{ m: 0, pl: 2.5, display: "grid", gap: 0.5, maxWidth: 760, lineHeight: "20px" }}
      >
        <li>{t("access_rule.short.opens", { statuses: opens.map(word).join(", ") })}</li>
        {waits.map((line) => (
          <li key={line.key}>
            {t("access_rule.short.grace", { status: word(line), days: line.grace })}
          </li>
        ))}
        <li>{t("access_rule.short.cancelling")}</li>
        <li>{t("access_rule.short.unknown")}</li>
        <li>{t("access_rule.short.collection", { status: t("status.subscription.paused") })}</li>
        <li>{t("access_rule.short.highest")}</li>
        <li>{t("access_rule.short.grant")}</li>
        <li>{t("access_rule.short.default")}</li>
      </Box>
    </Section>
  );
}
