import TextField from "@mui/material/TextField";
import { useTranslate } from "react-admin";

type Props = {
  /** What has to be typed. */
  expected: string;
  value: string;
  onChange: (value: string) => void;
  disabled: boolean;
};

/** The target's address, typed by hand: nobody hits the wrong customer by habit. */
export function ConfirmField({ expected, value, onChange, disabled }: Props) {
  const t = useTranslate();
  return (
    <TextField
      fullWidth
      id="action-confirm"
      label={t("actions.confirm.label")}
      helperText={t("actions.confirm.help", { email: expected })}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ htmlInput: { autoComplete: "off", spellCheck: false, maxLength: 320 } }}
    />
  );
}
