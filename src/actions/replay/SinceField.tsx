import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useId } from "react";
import { useTranslate } from "react-admin";
import { clockOf, momentOf } from "../../i18n/parisDay";
import { labelSx } from "../formStyles";

const HOUR = 3_600_000;
const QUICK = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR, month: 30 * 24 * HOUR };

type Props = {
  /** An ISO moment, or nothing yet. */
  value: string;
  disabled: boolean;
  onChange: (value: string) => void;
};

/** From when on: by the clocks of Paris, or one of the usual spans back from now. */
export function SinceField({ value, disabled, onChange }: Props) {
  const t = useTranslate();
  const id = useId();
  const words = (key: string) => t(`actions.replay-webhooks.since.${key}`);
  return (
    <div>
      <Typography component="label" htmlFor={id} variant="caption" sx={labelSx}>
        {words("label")}
      </Typography>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 0.75 }}>
        <TextField
          id={id}
          type="datetime-local"
          value={clockOf(value)}
          disabled={disabled}
          onChange={(event) => onChange(momentOf(event.target.value) ?? "")}
          sx={{ width: 220 }}
        />
        {Object.entries(QUICK).map(([name, span]) => (
          <Button
            key={name}
            disabled={disabled}
            aria-label={words(`pick.${name}`)}
            onClick={() => onChange(new Date(Date.now() - span).toISOString())}
            sx={{ px: 1, minWidth: 34 }}
          >
            {words(`quick.${name}`)}
          </Button>
        ))}
      </Box>
    </div>
  );
}
