import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import type { ActionName } from "../../supabase/functions/_shared/contracts";
import { type FormProps, shortName } from "./definition";

/** The form of an action with nothing to choose: says what it reaches. */
export function explanationForm(action: ActionName) {
  return function ExplanationForm({ target }: FormProps) {
    const t = useTranslate();
    return (
      <Typography variant="body2" sx={{ color: "text.secondary" }}>
        {t(`actions.${action}.explanation`, { name: shortName(target) })}
      </Typography>
    );
  };
}
