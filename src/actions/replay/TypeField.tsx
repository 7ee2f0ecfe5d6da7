import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useId } from "react";
import { labelSx } from "../formStyles";

type Props = {
  label: string;
  /** What no choice means. */
  every: string;
  types: readonly string[];
  value: string;
  disabled: boolean;
  onChange: (value: string) => void;
};

/** One type of event, or all. */
export function TypeField({ label, every, types, value, disabled, onChange }: Props) {
  const id = useId();
  return (
    <div>
      <Typography id={id} component="div" variant="caption" sx={labelSx}>
        {label}
      </Typography>
      <TextField
        select
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
        sx={{ minWidth: 280 }}
        slotProps={{
          select: { displayEmpty: true, SelectDisplayProps: { "aria-labelledby": id } },
        }}
      >
        <MenuItem value="">{every}</MenuItem>
        {types.map((type) => (
          <MenuItem key={type} value={type}>
            {type}
          </MenuItem>
        ))}
      </TextField>
    </div>
  );
}
