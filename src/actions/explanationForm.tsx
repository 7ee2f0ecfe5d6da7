import Typography from "@mui/material/Typography";
import { createElement } from "react";
import { useTranslate } from "react-admin";
import type { ActionName } from "../../supabase/functions/_shared/contracts";
import type { FormProps } from "./definition";

type Props = Pick<FormProps, "name"> & { action: ActionName };

/** What an action reaches, in a sentence of its form. */
export function Explanation({ action, name }: Props) {
  const t = useTranslate();
  return (
    <Typography variant="body2" sx={{ color: "text.secondary" }}>
      {t(`actions.${action}.explanation`, { name })}
    </Typography>
  );
}

/** The form of an action with nothing to choose. */
export const explanationForm =
  (action: ActionName) =>
  ({ name }: FormProps) =>
    createElement(Explanation, { action, name });
