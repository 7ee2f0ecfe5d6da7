import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import type { ActionDefinition } from "../../../actions/definition";
import { UndoBox } from "../../../actions/UndoBox";
import { wordsOf } from "../../../actions/wordsOf";
import { Section } from "../../../display/Section";
import { useFormat } from "../../../i18n/useFormat";
import type { Run } from "../run";

type Props = {
  run: Run;
  /** How a sentence names what it was about. */
  name: string;
  definition: ActionDefinition | null;
  onUndone: () => void;
};

/** The way back from a run: open, done already, or none. */
export function RunUndo({ run, name, definition, onUndone }: Props) {
  const t = useTranslate();
  const format = useFormat();
  if (run.undoable && definition) {
    return (
      <UndoBox definition={definition} name={name} runId={run.id} undoable onUndone={onUndone} />
    );
  }
  return (
    <Section title={t("run.undo.title")}>
      <Typography variant="body2" sx={{ color: "text.secondary" }}>
        {run.undone_at
          ? t("run.undo.undone", { at: format.dateTime(run.undone_at) })
          : run.undoes_run
            ? t("run.undo.is_undo")
            : wordsOf(t, run.action)("cause.no_undo")}{" "}
        {run.undone_by_run ? (
          <Link underline="always" component={RouterLink} to={`/runs/${run.undone_by_run}/show`}>
            {t("run.undo.see")}
          </Link>
        ) : null}
      </Typography>
    </Section>
  );
}
