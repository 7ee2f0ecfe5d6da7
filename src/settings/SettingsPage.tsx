import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Paper from "@mui/material/Paper";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQueryClient } from "@tanstack/react-query";
import { useGetList, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { ErrorState } from "../display/ErrorState";
import { PageHead } from "../layout/PageHead";
import { useMe } from "../layout/useMe";
import type { Metric } from "../metrics/metric";
import { may } from "../providers/me";
import { MetricSettings } from "./MetricSettings";

const AUDIT = `/audit?filter=${encodeURIComponent(JSON.stringify({ event: "edited" }))}`;

/** What the team decided and may decide anew: the thresholds of the runbook. */
export default function SettingsPage() {
  const t = useTranslate();
  const { data: me } = useMe();
  // Home, charts and rules say the same number.
  const queryClient = useQueryClient();
  const { data, error, refetch } = useGetList<Metric>(
    "metrics",
    { sort: { field: "position", order: "ASC" }, pagination: { page: 1, perPage: 20 } },
    { retry: false },
  );
  const editable = me ? may(me, "metrics", "edit") : false;
  return (
    <Box sx={{ maxWidth: 600 }}>
      <PageHead title={t("resources.settings.name", { smart_count: 2 })} />
      <Typography variant="h2" sx={{ mb: 0.5 }}>
        {t("settings.thresholds")}
      </Typography>
      <Typography variant="body2" sx={{ color: "text.secondary", mb: 2 }}>
        {t(editable || !me ? "settings.about" : "settings.read_only")}{" "}
        <Link component={RouterLink} to={AUDIT} underline="always">
          {t("settings.history")}
        </Link>
      </Typography>
      <Box sx={{ display: "grid", gap: 2 }}>
        {data ? (
          data.map((metric) => (
            <MetricSettings
              // A value that somebody else saved is what the form starts from.
              key={`${metric.id} ${metric.threshold} ${metric.window_hours}`}
              metric={metric}
              editable={editable}
              onSaved={() => void queryClient.invalidateQueries()}
            />
          ))
        ) : error ? (
          <Paper>
            <ErrorState error={error} title={t("settings.failed")} onRetry={() => void refetch()} />
          </Paper>
        ) : (
          [0, 1, 2, 3, 4, 5].map((sheet) => <Skeleton key={sheet} height={148} />)
        )}
      </Box>
    </Box>
  );
}
