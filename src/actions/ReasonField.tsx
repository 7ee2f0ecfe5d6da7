import Box from "@mui/material/Box";
import TextField from "@mui/material/TextField";
import { useTranslate } from "react-admin";
import { REASON_MAX, REASON_MIN } from "../../supabase/functions/_shared/contract";

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  disabled?: boolean;
  autoFocus?: boolean;
};

/** Why: 10 to 500 characters, counted as the server counts them. */
export function ReasonField({ label, value, onChange, disabled, autoFocus }: Props) {
  const t = useTranslate();
  const length = [...value.trim()].length;
  const help =
    length > REASON_MAX
      ? t("actions.reason.too_long")
      : length > 0 && length < REASON_MIN
        ? t("actions.reason.missing", { smart_count: REASON_MIN - length })
        : t("actions.reason.help", { min: REASON_MIN, max: REASON_MAX });
  return (
    <TextField
      fullWidth
      multiline
      minRows={2}
      maxRows={6}
      value={value}
      disabled={disabled}
      autoFocus={autoFocus}
      error={length > REASON_MAX}
      onChange={(event) => onChange(event.target.value)}
      helperText={
        <Box component="span" sx={{ display: "flex", justifyContent: "space-between" }}>
          <span>{help}</span>
          <span style={{ fontVariantNumeric: "tabular-nums" }}>
            {t("actions.reason.count", { count: length, max: REASON_MAX })}
          </span>
        </Box>
      }
      slotProps={{
        htmlInput: { "aria-label": label, sx: { p: 0 } },
        input: { sx: { p: "6px 10px" } },
      }}
    />
  );
}
