import { useTranslate } from "react-admin";
import { Section } from "../display/Section";
import { CHART_HEIGHT } from "./chartHeight";
import type { Home } from "./home";
import { chartedMetric } from "./metricStanding";
export function HomeChart({ home }: { home: Home }) {
  const t = useTranslate();
  const m = chartedMetric(home);
  return (
    <Section title={t(`metric.name.${m?.metric}`)}>
      <div style={{ height: CHART_HEIGHT }} />
    </Section>
  );
}
