import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useId } from "react";
import { dayOf } from "../i18n/parisDay";
import { useFormat } from "../i18n/useFormat";
import { labelSx } from "./formStyles";

const SHOWN = 24;

/** The month of a Paris day, "2026-11-23", and those before it, newest first. */
export function lastMonths(day: string, count = SHOWN): string[] {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return Array.from({ length: count }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7),
  );
}

type Props = {
  label: string;
  /** "2026-11" */
  value: string;
  error: string | undefined;
  disabled: boolean;
  onChange: (month: string) => void;
};

/** One of the last months in Paris; an older one is there when it is the value. */
export function MonthField({ label, value, error, disabled, onChange }: Props) {
  const format = useFormat();
  const id = useId();
  const months = lastMonths(dayOf(Date.now()));
  return (
    <div>
      <Typography component="label" htmlFor={id} variant="caption" sx={labelSx}>
        {label}
      </Typography>
      <TextField
        select
        value={value}
        disabled={disabled}
        error={Boolean(error)}
        helperText={error}
        onChange={(event) => onChange(event.target.value)}
        sx={{ width: 200 }}
        slotProps={{ htmlInput: { id } }}
      >
        {(months.includes(value) ? months : [...months, value]).map((month) => (
          <MenuItem key={month} value={month}>
            {format.month(month)}
          </MenuItem>
        ))}
      </TextField>
    </div>
  );
}
