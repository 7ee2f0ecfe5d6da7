import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import Typography from "@mui/material/Typography";
import { useId } from "react";
import { useTranslate } from "react-admin";
import type { FormProps } from "./definition";

/** What an override answers, and nothing else does. */
const OVERRIDDEN = ["hard_bounce", "complained"];

type Props = Pick<FormProps, "values" | "blockers" | "onChange" | "disabled">;

/** Sends to an address that had trouble all the same; only there once the server has told of the trouble. */
export function OverrideField({ values, blockers, onChange, disabled }: Props) {
  const t = useTranslate();
  const id = useId();
  const override = values.override === true;
  if (!override && !blockers.some((code) => OVERRIDDEN.includes(code))) return null;
  return (
    <div>
      <FormControlLabel
        disabled={disabled}
        control={
          <Checkbox
            size="small"
            checked={override}
            slotProps={{ input: { "aria-describedby": id } }}
            onChange={(_, checked) => onChange({ ...values, override: checked })}
          />
        }
        label={t("actions.override.label")}
        slotProps={{ typography: { variant: "body2" } }}
        sx={{ ml: "-6px" }}
      />
      <Typography id={id} variant="caption" component="p" sx={{ m: 0, color: "text.secondary" }}>
        {t("actions.override.help")}
      </Typography>
    </div>
  );
}
