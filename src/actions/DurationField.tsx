import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import InputAdornment from "@mui/material/InputAdornment";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useId } from "react";
import { labelSx } from "./formStyles";

type Quick = { value: string; words: string; name: string };

type Props = {
  label: string;
  unit: string;
  value: string;
  /** What one takes most of the time: what the button shows, and what it is called. */
  quick: readonly Quick[];
  error: string | undefined;
  disabled: boolean;
  onChange: (value: string) => void;
};

/** A number of days or hours, typed or taken from the usual ones. */
export function DurationField({ label, unit, value, quick, error, disabled, onChange }: Props) {
  const id = useId();
  return (
    <div>
      <Typography component="label" htmlFor={id} variant="caption" sx={labelSx}>
        {label}
      </Typography>
      <Box sx={{ display: "flex", gap: 0.75 }}>
        <TextField
          id={id}
          value={value}
          disabled={disabled}
          error={Boolean(error)}
          helperText={error}
          onChange={(event) => onChange(event.target.value)}
          sx={{ width: error ? 200 : 100 }}
          slotProps={{
            htmlInput: { inputMode: "numeric", autoComplete: "off" },
            input: {
              endAdornment: (
                <InputAdornment
                  position="end"
                  sx={{ "& p": { fontSize: 13, color: "text.muted" } }}
                >
                  {unit}
                </InputAdornment>
              ),
            },
          }}
        />
        {quick.map((one) => (
          <Button
            key={one.value}
            disabled={disabled}
            aria-label={one.name}
            aria-pressed={value === one.value}
            onClick={() => onChange(one.value)}
            sx={{
              px: 1,
              minWidth: 34,
              "&[aria-pressed=true]": {
                color: "primary.main",
                bgcolor: "primary.tint",
                borderColor: "primary.border",
              },
            }}
          >
            {one.words}
          </Button>
        ))}
      </Box>
    </div>
  );
}
