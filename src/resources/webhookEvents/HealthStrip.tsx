import Cancel from "@mui/icons-material/Cancel";
import CheckCircle from "@mui/icons-material/CheckCircle";
import Warning from "@mui/icons-material/Warning";
import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import type { ReactElement, ReactNode } from "react";
import { useTranslate } from "react-admin";
import { RelativeTime } from "../../display/RelativeTime";
import { useFormat } from "../../i18n/useFormat";
import { useWebhookHealth } from "./useWebhooks";
import type { WebhookHealth } from "./webhookEvent";

/** Past its limit, how fresh, and whether Stripe sends at all: one line of facts above the list. */
export function HealthStrip() {
  const { data, error } = useWebhookHealth();
  if (error && !data) return null;
  return (
    <Paper
      sx={{
        display: "grid",
        gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "repeat(3, minmax(0, 1fr))" },
        "& > * + *": {
          borderStyle: "solid",
          borderColor: "divider",
          borderWidth: { xs: "1px 0 0", md: "0 0 0 1px" },
        },
      }}
    >
      {data ? (
        <>
          <Rate {...data} />
          <Freshness {...data} />
          <Endpoint {...data} />
        </>
      ) : (
        [0, 1, 2].map((cell) => (
          <Box key={cell} sx={cellSx}>
            <Skeleton width={120} height={12} />
          </Box>
        ))
      )}
    </Paper>
  );
}

/** Of one height before and after it is read: the list below stays where it is. */
const cellSx = { px: 2, py: 1, minHeight: 60, display: "grid", alignContent: "center" };

type Tone = "good" | "attention" | "broken" | "unknown";

const marks: Record<Tone, ReactElement | null> = {
  good: <CheckCircle sx={{ fontSize: 14, color: "success.main" }} />,
  attention: <Warning sx={{ fontSize: 14, color: "warning.main" }} />,
  broken: <Cancel sx={{ fontSize: 14, color: "error.main" }} />,
  unknown: null,
};
const colors: Record<Tone, string> = {
  good: "text.primary",
  attention: "warning.main",
  broken: "error.main",
  unknown: "text.secondary",
};

type CellProps = { label: string; tone: Tone; value: ReactNode; children: ReactNode };

function Cell({ label, tone, value, children }: CellProps) {
  return (
    <Box sx={cellSx}>
      <Typography variant="caption" component="p" sx={{ m: 0, color: "text.muted" }}>
        {label}
      </Typography>
      <Box
        sx={{
          display: "flex",
          flexWrap: "wrap",
          alignItems: "center",
          columnGap: 1,
          fontVariantNumeric: "tabular-nums",
        }}
      >
        <Box
          component="span"
          sx={{
            display: "inline-flex",
            alignItems: "center",
            gap: 0.5,
            fontWeight: 600,
            color: colors[tone],
          }}
        >
          {marks[tone]}
          {value}
        </Box>
        <Box component="span" sx={{ color: "text.secondary" }}>
          {children}
        </Box>
      </Box>
    </Box>
  );
}

function Rate({ window_hours, threshold_percent, total, failed, failure_percent }: WebhookHealth) {
  const translate = useTranslate();
  const format = useFormat();
  const limit = format.percent(threshold_percent / 100);
  const label = translate("webhooks.rate.label", { hours: window_hours });
  if (failure_percent === null) {
    return (
      <Cell label={label} tone="unknown" value="–">
        {translate("webhooks.rate.none", { limit })}
      </Cell>
    );
  }
  const broken = failure_percent > threshold_percent;
  return (
    <Cell
      label={label}
      tone={broken ? "broken" : "good"}
      value={format.percent(failure_percent / 100)}
    >
      {translate(broken ? "webhooks.rate.over" : "webhooks.rate.under", {
        failed: format.number(failed),
        total: format.number(total),
        limit,
      })}
    </Cell>
  );
}

function Freshness({ synced_at, sync_failure }: WebhookHealth) {
  const translate = useTranslate();
  return (
    <Cell
      label={translate("webhooks.sync.label")}
      tone={sync_failure ? "attention" : synced_at ? "good" : "unknown"}
      value={synced_at ? <RelativeTime at={synced_at} /> : translate("webhooks.sync.never")}
    >
      {sync_failure
        ? translate(`webhooks.sync.failure.${sync_failure.kind}`, {
            _: translate("webhooks.sync.failure.other"),
          })
        : translate("webhooks.sync.every")}
    </Cell>
  );
}

function Endpoint({ endpoint_enabled }: WebhookHealth) {
  const translate = useTranslate();
  const state = endpoint_enabled === null ? "unknown" : endpoint_enabled ? "on" : "off";
  return (
    <Cell
      label={translate("webhooks.endpoint.label")}
      tone={state === "on" ? "good" : state === "off" ? "broken" : "unknown"}
      value={translate(`webhooks.endpoint.${state}`)}
    >
      {translate(`webhooks.endpoint.${state}_detail`)}
    </Cell>
  );
}
