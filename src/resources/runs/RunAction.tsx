import UndoOutlined from "@mui/icons-material/UndoOutlined";
import { useTranslate } from "react-admin";
import { Word } from "../Word";
import type { Run } from "./run";

/** What a run did; one that took another back says so before the name of what it took back. */
export function RunAction({ run }: { run: Pick<Run, "action" | "undoes_run"> }) {
  const translate = useTranslate();
  return (
    <>
      {run.undoes_run ? (
        <UndoOutlined
          titleAccess={translate("resources.audit.event.undo")}
          sx={{ fontSize: 16, mr: 0.75, verticalAlign: "-3px", color: "text.secondary" }}
        />
      ) : null}
      <Word kind="action" value={run.action} />
    </>
  );
}
