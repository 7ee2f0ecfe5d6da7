import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useId, useState } from "react";
import { useTranslate } from "react-admin";
import { REASON_MAX, REASON_MIN } from "../../supabase/functions/_shared/contract";
import { rpc } from "../actions/api";
import { FailureNotice } from "../actions/FailureNotice";
import { ReasonField } from "../actions/ReasonField";
import { useSubmission } from "../actions/useSubmission";
import { Section } from "../display/Section";
import { useFormat } from "../i18n/useFormat";
import type { Metric } from "../metrics/metric";
import { thresholdWords, valueWords, windowWords } from "../metrics/metricWords";
import {
  badThreshold,
  defaultsOf,
  type ThresholdForm,
  thresholdChange,
  thresholdFormOf,
} from "./thresholdForm";

type Props = { metric: Metric; editable: boolean; onSaved: () => void };
type Sent = { metric: string; threshold: number; window_hours: number; reason: string };

/** The threshold and the window of one metric, saved by themselves and with a reason. */
export function MetricSettings({ metric, editable, onSaved }: Props) {
  const t = useTranslate();
  const f = useFormat();
  const offId = useId();
  const [form, setForm] = useState(thresholdFormOf(metric, f.locale));
  const [reason, setReason] = useState("");
  const { state, submit } = useSubmission((sent: Sent) => rpc("set_threshold", sent), onSaved);
  const bad = badThreshold(form, metric);
  const change = thresholdChange(form, metric);
  const typed = [...reason.trim()].length;
  const busy = state.phase === "sending";
  const name = t(`metric.name.${metric.metric}`, { _: metric.metric });
  const defaults = defaultsOf(metric, f.locale);
  const hours = t("metric.window.hours", { count: metric.default_window_hours });
  const window = windowWords(metric.default_window_hours, t);
  const usual = {
    threshold: valueWords(metric, Number(metric.default_threshold), t, f),
    // In the unit of the field, to be typed into it.
    window_hours: window === hours ? hours : `${hours} (${window})`,
  };

  if (metric.unit === "missed") {
    return (
      <Section title={name}>
        <Typography variant="body2" sx={{ color: "text.secondary" }}>
          {t("settings.job", { threshold: thresholdWords(metric, 0, t, f) })}
        </Typography>
      </Section>
    );
  }

  const field = (key: keyof ThresholdForm, label: string, unit: string) => (
    <div>
      <TextField
        fullWidth
        label={label}
        value={form[key]}
        disabled={!editable || busy}
        error={bad.includes(key)}
        onChange={(event) => setForm({ ...form, [key]: event.target.value })}
        helperText={bad.includes(key) ? t(`settings.refused.${key}`) : undefined}
        slotProps={{
          htmlInput: {
            inputMode: "decimal",
            "aria-label": t("settings.field_of", { label, name }),
          },
          input: { endAdornment: <Box sx={{ color: "text.muted", pl: 1 }}>{unit}</Box> },
        }}
      />
      <Typography
        variant="caption"
        component="p"
        sx={{
          m: 0,
          mt: 0.5,
          minHeight: 24,
          display: "flex",
          alignItems: "center",
          gap: 0.5,
          color: "text.muted",
        }}
      >
        {t("settings.usual", { value: usual[key] })}
        {form[key] !== defaults[key] && editable ? (
          <Button
            variant="text"
            color="primary"
            disabled={busy}
            aria-label={t("settings.restore_of", { label, name })}
            onClick={() => setForm({ ...form, [key]: defaults[key] })}
            sx={{ height: 24, fontSize: 12 }}
          >
            {t("settings.restore")}
          </Button>
        ) : null}
      </Typography>
    </div>
  );
  const off =
    typed < REASON_MIN
      ? t("actions.footer.off.reason", { min: REASON_MIN })
      : typed > REASON_MAX
        ? t("actions.footer.off.reason_long", { max: REASON_MAX })
        : null;
  return (
    <Section title={name}>
      <Box
        component="form"
        noValidate
        aria-label={name}
        onSubmit={(event) => {
          event.preventDefault();
          if (change && !off) submit({ ...change, reason: reason.trim() });
        }}
        sx={{ display: "grid", gap: 1.5 }}
      >
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "1fr 1fr", alignItems: "start" }}>
          {field(
            "threshold",
            t(`settings.bound.${metric.bound}`),
            metric.unit === "ms" ? "ms" : "%",
          )}
          {field("window_hours", t("settings.window"), "h")}
        </Box>
        {change ? (
          <>
            <ReasonField
              label={t("settings.reason_of", { name })}
              value={reason}
              onChange={setReason}
              disabled={busy}
            />
            {state.failure ? <FailureNotice failure={state.failure} of={null} typed /> : null}
            <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1 }}>
              <Button
                type="submit"
                variant="contained"
                color="primary"
                disabled={off !== null && !busy}
                aria-disabled={busy}
                aria-describedby={offId}
              >
                {busy
                  ? t("common.sending")
                  : t("settings.save", {
                      threshold: thresholdWords(metric, change.threshold, t, f),
                      window: windowWords(change.window_hours, t),
                    })}
              </Button>
              <Button disabled={busy} onClick={() => setForm(thresholdFormOf(metric, f.locale))}>
                {t("actions.footer.cancel")}
              </Button>
              <Typography id={offId} variant="caption" sx={{ color: "text.muted" }}>
                {off}
              </Typography>
            </Box>
          </>
        ) : null}
      </Box>
    </Section>
  );
}
