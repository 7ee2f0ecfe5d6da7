import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useTranslate } from "react-admin";
import { useFormat } from "../../i18n/useFormat";
import type { ActionDefinition } from "../definition";
import type { ActionFailure } from "../failure";
import { causeOf, movedOf } from "../failureDetails";
import { fieldWords } from "../fieldWords";
import { Notice } from "../Notice";
import { wordsOf } from "../wordsOf";

type Props = {
  definition: ActionDefinition;
  name: string;
  failure: ActionFailure | null;
  onAgain: () => void;
};

/** Why a plan is no good although nothing moved. */
const CAUSES = ["other_request", "plan_spent"] as const;

/** The target moved after the preview: first that nothing was written, then what moved, then a way on. */
export function StaleNotice({ definition, name, failure, onAgain }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const words = wordsOf(t, definition.name);
  const said = (field: string, value: unknown) =>
    fieldWords(field, value, t, format, definition.valueWords);
  const key =
    failure?.code === "plan_expired"
      ? "expired"
      : failure?.code === "blocked"
        ? "blocked"
        : (CAUSES.find((cause) => cause === causeOf(failure?.details)) ?? "title");
  return (
    <Box sx={{ display: "grid", gap: 1, justifyItems: "start" }}>
      <Notice severity="error" title={t(`actions.stale.${key}`, { name })} sx={{ width: "100%" }}>
        {movedOf(failure?.details).map(({ field, before, after }) => (
          <div key={field}>
            {t("actions.stale.moved", {
              field: words(`field.${field}`, { _: field }),
              before: said(field, before),
              after: said(field, after),
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
