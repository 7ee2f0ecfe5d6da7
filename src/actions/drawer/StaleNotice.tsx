import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useTranslate } from "react-admin";
import { useFormat } from "../../i18n/useFormat";
import { type ActionTarget, shortName } from "../definition";
import type { ActionFailure } from "../failure";
import { causeOf, movedOf } from "../failureDetails";
import { fieldWords } from "../fieldWords";
import { Notice } from "../Notice";

type Props = { target: ActionTarget; failure: ActionFailure | null; onAgain: () => void };

/** The target moved after the preview: first that nothing was written, then what moved, then a way on. */
export function StaleNotice({ target, failure, onAgain }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const name = shortName(target);
  const key =
    failure?.code === "plan_expired"
      ? "expired"
      : failure?.code === "blocked"
        ? "blocked"
        : causeOf(failure?.details) === "other_request"
          ? "other_request"
          : "title";
  return (
    <Box sx={{ display: "grid", gap: 1, justifyItems: "start" }}>
      <Notice severity="error" title={t(`actions.stale.${key}`, { name })} sx={{ width: "100%" }}>
        {movedOf(failure?.details).map(({ field, before, after }) => (
          <div key={field}>
            {t("actions.stale.moved", {
              field: t(`actions.field.${field}`, { _: field }),
              before: fieldWords(field, before, t, format),
              after: fieldWords(field, after, t, format),
            })}
          </div>
        ))}
      </Notice>
      <Button variant="contained" color="primary" autoFocus onClick={onAgain}>
        {t("actions.preview.redo")}
      </Button>
    </Box>
  );
}
