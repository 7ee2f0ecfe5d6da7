import Box from "@mui/material/Box";
import FormControlLabel from "@mui/material/FormControlLabel";
import MenuItem from "@mui/material/MenuItem";
import Switch from "@mui/material/Switch";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useGetList, useTranslate } from "react-admin";
import { ReasonedForm } from "../../forms/ReasonedForm";
import { useFormat } from "../../i18n/useFormat";
import { METRICS, type Metric, SEVERITIES } from "../../metrics/metric";
import { valueWords, windowWords } from "../../metrics/metricWords";
import {
  type AlertRule,
  badFields,
  fieldsOf,
  formOf,
  LIMITS,
  NEW_RULE,
  type RuleForm,
  thresholdLimit,
} from "./alertRule";
import { saveRule } from "./api";

type Props = {
  rule: AlertRule | null;
  editable: boolean;
  onClose: () => void;
  onDone: () => void;
};

/** What a rule watches, for how long, and how urgent it is; what is left empty is the metric's own. */
export function RuleFieldsForm({ rule, ...form }: Props) {
  const t = useTranslate();
  const f = useFormat();
  const [values, setValues] = useState<RuleForm>(rule ? formOf(rule, f.locale) : NEW_RULE);
  const { data: metrics } = useGetList<Metric>("metrics", {
    sort: { field: "position", order: "ASC" },
    pagination: { page: 1, perPage: 20 },
  });
  const metric = metrics?.find((one) => one.metric === values.metric);
  const unit = metric?.unit ?? rule?.unit ?? "percent";
  const job = values.metric === "monthly_import";
  const bad = badFields(values, unit);
  const set = (change: Partial<RuleForm>) => setValues({ ...values, ...change });

  const numberField = (name: "threshold" | keyof typeof LIMITS, own: string, adornment: string) => {
    const limit = name === "threshold" ? thresholdLimit(unit) : LIMITS[name];
    const wrong = bad.includes(name);
    return (
      <TextField
        label={t(`alerts.field.${name}`)}
        value={values[name]}
        placeholder={own}
        disabled={!form.editable}
        error={wrong}
        onChange={(event) => set({ [name]: event.target.value })}
        helperText={
          wrong
            ? t("alerts.field.between", { low: f.number(limit.low), high: f.number(limit.high) })
            : t(`alerts.field.${name}_help`)
        }
        slotProps={{
          htmlInput: { inputMode: "decimal" },
          input: { endAdornment: <Box sx={{ color: "text.muted", pl: 1 }}>{adornment}</Box> },
        }}
      />
    );
  };

  return (
    <ReasonedForm
      {...form}
      body={bad.length > 0 ? null : fieldsOf(values)}
      send={(fields, reason) => saveRule(rule?.id ?? null, fields, reason)}
      sentence={t(rule ? "alerts.rule.save" : "alerts.rule.add")}
    >
      <TextField
        select
        label={t("alerts.field.metric")}
        value={values.metric}
        disabled={!form.editable || rule?.standard === true}
        helperText={rule?.standard ? t("alerts.field.metric_fixed") : undefined}
        onChange={(event) =>
          set({
            metric: event.target.value as RuleForm["metric"],
            threshold: "",
            window_hours: "",
          })
        }
      >
        {METRICS.map((name) => (
          <MenuItem key={name} value={name}>
            {t(`metric.name.${name}`)}
          </MenuItem>
        ))}
      </TextField>
      {job ? null : (
        <Box sx={pair}>
          {numberField(
            "threshold",
            metric ? ownWords(valueWords(metric, Number(metric.threshold), t, f)) : "",
            unit === "ms" ? "ms" : "%",
          )}
          {numberField(
            "window_hours",
            metric ? ownWords(windowWords(metric.window_hours, t)) : "",
            "h",
          )}
        </Box>
      )}
      <Box sx={pair}>
        {numberField("hold_minutes", "", "min")}
        {numberField("recover_minutes", "", "min")}
      </Box>
      <Box sx={pair}>
        {numberField("no_data_minutes", t("alerts.field.never"), "min")}
        <TextField
          select
          label={t("alerts.field.severity")}
          value={values.severity}
          disabled={!form.editable}
          onChange={(event) => set({ severity: event.target.value as RuleForm["severity"] })}
          helperText={t("alerts.field.severity_help")}
        >
          {SEVERITIES.map((severity) => (
            <MenuItem key={severity} value={severity}>
              {severity}
            </MenuItem>
          ))}
        </TextField>
      </Box>
      <FormControlLabel
        control={
          <Switch
            size="small"
            checked={values.enabled}
            disabled={!form.editable}
            onChange={(event) => set({ enabled: event.target.checked })}
          />
        }
        label={t("alerts.field.enabled")}
        slotProps={{ typography: { variant: "body2" } }}
        sx={{ m: 0, gap: 1 }}
      />
    </ReasonedForm>
  );

  function ownWords(value: string) {
    return t("alerts.field.own", { value });
  }
}

const pair = {
  display: "grid",
  gap: 2,
  alignItems: "start",
  gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "minmax(0, 1fr) minmax(0, 1fr)" },
} as const;
