import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import { useTranslate } from "react-admin";
import { AgeText } from "../display/AgeText";
import { ErrorState } from "../display/ErrorState";
import { StaleBanner } from "../display/StaleBanner";
import { useNow } from "../display/useNow";
import { useFormat } from "../i18n/useFormat";
import { PageHead } from "../layout/PageHead";
import { AlertStrips } from "./AlertStrips";
import { HealthSheet } from "./HealthSheet";
import { HomeChart } from "./HomeChart";
import { HomeSkeleton } from "./HomeSkeleton";
import { IncidentStrips } from "./IncidentStrips";
import { MetricSheet } from "./MetricSheet";
import { TodoSheet } from "./TodoSheet";
import { useHome } from "./useHome";

/** A shift from top to bottom: what burns, what waits, what drifts, and why. */
export default function HomePage() {
  const t = useTranslate();
  const { data, error, refetch } = useHome();
  const retry = () => void refetch();
  return (
    <>
      <PageHead title={t("home.title")} note={<Note fetchedAt={data?.fetchedAt} />} />
      {error && !data ? (
        <Paper>
          <ErrorState error={error} title={t("home.failed")} onRetry={retry} />
        </Paper>
      ) : data ? (
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0, 1fr)" }}>
          {error ? (
            <Paper sx={{ overflow: "hidden" }}>
              <StaleBanner at={data.fetchedAt} onRetry={retry} />
            </Paper>
          ) : null}
          <TodoSheet
            home={data}
            strips={
              <>
                <IncidentStrips home={data} />
                <AlertStrips home={data} />
              </>
            }
          />
          <MetricSheet metrics={data.metrics} />
          <Box
            sx={{
              display: "grid",
              gap: 2,
              alignItems: "stretch",
              gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 1fr) 400px" },
            }}
          >
            <HomeChart home={data} />
            <HealthSheet health={data.health} />
          </Box>
        </Box>
      ) : (
        <HomeSkeleton />
      )}
    </>
  );
}

/** The day and the hour in Paris, and how old the page is. */
function Note({ fetchedAt }: { fetchedAt: number | undefined }) {
  const t = useTranslate();
  const format = useFormat();
  const now = useNow();
  return (
    <Box
      component="span"
      sx={{
        display: "flex",
        flexWrap: "wrap",
        justifyContent: "space-between",
        columnGap: 1,
        fontVariantNumeric: "tabular-nums",
      }}
    >
      <Box component="span" sx={{ display: { xs: "inline", md: "none" } }}>
        {format.dateTime(now)}
      </Box>
      <Box component="span" sx={{ display: { xs: "none", md: "inline" } }}>
        {t("home.now", { date: format.dayTime(now) })}
      </Box>
      {fetchedAt ? (
        <span>
          <Box component="span" aria-hidden sx={{ display: { xs: "none", md: "inline" }, mr: 1 }}>
            ·
          </Box>
          <AgeText at={fetchedAt} />
        </span>
      ) : null}
    </Box>
  );
}
