import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { behind } from "../charts/behind";
import type { RangeState } from "../charts/range/useChartRange";
import { useChart } from "../charts/useChart";
import { useRecords } from "../charts/useRecords";
import { AgeText } from "../display/AgeText";
import { EmptyState } from "../display/EmptyState";
import { ErrorState } from "../display/ErrorState";
import { Section } from "../display/Section";
import { useFormat } from "../i18n/useFormat";
import { funnelOf, type Step } from "./funnel";

const HEIGHT = 220;

/** How far those came who signed up in the range, step by step, each with the customers behind it. */
export function FunnelSheet({ state: { range } }: { state: RangeState }) {
  const t = useTranslate();
  const records = useRecords();
  const { data, error, refetch, dataUpdatedAt, isPlaceholderData } = useChart("signups", range);
  const steps = data ? funnelOf(data.points) : [];
  const whole = data?.points.length
    ? { at: data.points[0]?.at ?? "", until: data.points.at(-1)?.until ?? "" }
    : null;
  return (
    <Section
      title={t("activity.funnel.title")}
      note={t("activity.funnel.note")}
      aside={
        data ? (
          <Box component="span" sx={{ fontSize: 12, color: "text.muted" }}>
            <AgeText at={dataUpdatedAt} />
          </Box>
        ) : null
      }
    >
      <Box sx={{ minHeight: HEIGHT, opacity: isPlaceholderData ? 0.55 : 1 }}>
        {error && !data ? (
          <ErrorState
            error={error}
            title={t("charts.failed", { title: t("activity.funnel.title") })}
            onRetry={() => void refetch()}
          />
        ) : !data ? (
          <Skeleton height={HEIGHT} />
        ) : steps[0]?.number === 0 ? (
          <EmptyState title={t("activity.none.signups")} detail={t("activity.none_detail")} />
        ) : (
          <Box component="ol" sx={{ m: 0, p: 0, listStyle: "none" }}>
            {steps.map((step) => (
              <StepLine
                key={step.name}
                step={step}
                to={
                  whole
                    ? (records(behind("signups", step.name, whole), step.number)?.to ?? null)
                    : null
                }
              />
            ))}
          </Box>
        )}
      </Box>
    </Section>
  );
}

function StepLine({
  step: { name, number, ofAll, ofBefore },
  to,
}: {
  step: Step;
  to: string | null;
}) {
  const t = useTranslate();
  const format = useFormat();
  const words = t(`activity.funnel.${name}`);
  return (
    <Box
      component="li"
      sx={{
        display: "grid",
        gridTemplateColumns: { xs: "minmax(0, 1fr) auto", sm: "132px minmax(0, 1fr) 190px" },
        alignItems: "center",
        columnGap: 1.5,
        minHeight: 40,
        fontVariantNumeric: "tabular-nums",
      }}
    >
      <span>
        {to ? (
          <Link component={RouterLink} to={to}>
            {words}
          </Link>
        ) : (
          words
        )}
      </span>
      <Box
        sx={{
          display: { xs: "none", sm: "block" },
          bgcolor: "surface.subtle",
          borderRadius: "4px",
        }}
      >
        <Box
          sx={{
            width: `${(ofAll ?? 0) * 100}%`,
            minWidth: number > 0 ? 2 : 0,
            height: 20,
            borderRadius: "4px",
            bgcolor: (theme) => theme.vars.palette.chart.first,
          }}
        />
      </Box>
      <Box sx={{ textAlign: "right", whiteSpace: "nowrap" }}>
        <strong style={{ fontWeight: 600 }}>{format.number(number)}</strong>
        {ofBefore === null ? null : (
          <Box component="span" sx={{ color: "text.secondary", ml: 1 }}>
            {t("activity.funnel.rate", { rate: format.percent(ofBefore) })}
          </Box>
        )}
      </Box>
    </Box>
  );
}
