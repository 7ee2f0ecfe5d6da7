import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Section } from "../../../display/Section";
import { useFormat } from "../../../i18n/useFormat";
import { ITEM_STATUSES, type ItemStatus, type Run } from "../run";
import { type Progress, progressOf } from "./progress";

const striped =
  "repeating-linear-gradient(45deg, transparent 0 4px, rgba(255,255,255,.35) 4px 8px)";

/** Told apart by order, colour and texture; the words stand beneath. */
const looks: Record<ItemStatus, { color: string; image?: string }> = {
  done: { color: "success.main" },
  skipped: { color: "text.disabled" },
  attention: { color: "warning.main" },
  failed: { color: "error.main" },
  running: { color: "primary.main", image: striped },
  pending: { color: "action.hover" },
  cancelled: { color: "action.disabledBackground", image: striped },
};

/** How far a run is, how fast, and until when; as it was read at a moment in milliseconds. */
export function RunProgress({ run, at }: { run: Run; at: number }) {
  const t = useTranslate();
  const format = useFormat();
  const progress = progressOf(run, at);
  const { total, ended, perMinute } = progress;
  return (
    <Section
      title={t("run.items.progress")}
      aside={
        <Typography variant="body2" sx={{ fontVariantNumeric: "tabular-nums", fontWeight: 600 }}>
          {t("run.items.of", { done: format.number(ended), total: format.number(total) })}
        </Typography>
      }
    >
      <Bar progress={progress} label={t("run.items.progress")} />
      <Typography
        variant="caption"
        component="p"
        aria-live="polite"
        sx={{ m: 0, mt: 1, color: "text.secondary", fontVariantNumeric: "tabular-nums" }}
      >
        {[
          when(run, progress, at, t, format),
          perMinute === null
            ? null
            : t("run.items.rate", { rate: format.number(Math.round(perMinute)) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </Typography>
    </Section>
  );
}

function when(
  run: Run,
  { leftMs }: Progress,
  now: number,
  t: ReturnType<typeof useTranslate>,
  format: ReturnType<typeof useFormat>,
): string {
  if (run.finished_at) {
    const spent = Date.parse(run.finished_at) - Date.parse(run.started_at);
    return t("run.items.ended", { duration: format.duration(spent) });
  }
  if (run.cancel_requested_at) return t("run.items.stopping");
  if (leftMs === null) return t("run.items.eta_unknown");
  return t("run.items.eta", {
    duration: format.duration(Math.ceil(leftMs / 1000) * 1000),
    at: format.time(now + leftMs),
  });
}

function Bar({ progress: { total, ended, counts }, label }: { progress: Progress; label: string }) {
  return (
    <Box
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={ended}
      sx={{
        display: "flex",
        height: 10,
        borderRadius: "5px",
        overflow: "hidden",
        bgcolor: "action.hover",
      }}
    >
      {ITEM_STATUSES.map((status) =>
        counts[status] > 0 ? (
          <Box
            key={status}
            sx={{
              flex: `${counts[status]} 0 2px`,
              bgcolor: looks[status].color,
              backgroundImage: looks[status].image,
            }}
          />
        ) : null,
      )}
    </Box>
  );
}
