import Typography from "@mui/material/Typography";
import { createElement } from "react";
import { useTranslate } from "react-admin";
import type { ActionName } from "../../supabase/functions/_shared/contracts";
import { type FormProps, shortName } from "./definition";

function Explanation({ action, target }: Pick<FormProps, "target"> & { action: ActionName }) {
  const t = useTranslate();
  return (
    <Typography variant="body2" sx={{ color: "text.secondary" }}>
      {t(`actions.${action}.explanation`, { name: shortName(target) })}
    </Typography>
  );
}

/** The form of an action with nothing to choose: says what it reaches. */
export const explanationForm =
  (action: ActionName) =>
  ({ target }: FormProps) =>
    createElement(Explanation, { action, target });
