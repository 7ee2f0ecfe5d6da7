import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useId } from "react";
import { labelSx } from "./formStyles";

type Props = {
  label: string;
  help: string;
  value: string;
  /** Addresses at hand: what their buttons say. */
  quick?: readonly { address: string; words: string }[];
  error: string | undefined;
  disabled: boolean;
  onChange: (value: string) => void;
};

/** An e-mail address, typed or taken from those at hand. */
export function AddressField({ label, help, value, quick = [], error, disabled, onChange }: Props) {
  const id = useId();
  return (
    <div>
      <Typography component="label" htmlFor={id} variant="caption" sx={labelSx}>
        {label}
      </Typography>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 0.75 }}>
        <TextField
          id={id}
          type="email"
          value={value}
          disabled={disabled}
          // An address that is still being typed is not a wrong one.
          error={Boolean(error) && value.includes("@")}
          helperText={error && value.includes("@") ? error : help}
          onChange={(event) => onChange(event.target.value)}
          sx={{ flex: "1 1 260px" }}
          slotProps={{ htmlInput: { autoComplete: "off", spellCheck: false } }}
        />
        {quick.map(({ address, words }) => (
          <Button
            key={address}
            disabled={disabled}
            aria-pressed={value === address}
            onClick={() => onChange(address)}
            sx={{
              "&[aria-pressed=true]": {
                color: "primary.main",
                bgcolor: "primary.tint",
                borderColor: "primary.border",
              },
            }}
          >
            {words}
          </Button>
        ))}
      </Box>
    </div>
  );
}
