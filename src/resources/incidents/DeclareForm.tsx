import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useSubmission } from "../../actions/useSubmission";
import { DrawerForm } from "../../forms/DrawerForm";
import { useFormat } from "../../i18n/useFormat";
import type { Severity } from "../../metrics/metric";
import { type Declared, declareIncident } from "./api";
import type { Incident } from "./incident";
import { SeverityQuestion } from "./SeverityQuestion";

const TITLE_MIN = 3;
const TITLE_MAX = 120;
const MINUTE = 60_000;
const AGO = [0, 15, 30, 60, 180, 720] as const;

type Props = {
  /** The draft that is declared; null for an incident that nobody drafted. */
  draft: Incident | null;
  onClose: () => void;
  onDone: (id: string) => void;
};

/** Declares an incident in three fields: what, how grave, since when. */
export function DeclareForm({ draft, onClose, onDone }: Props) {
  const t = useTranslate();
  const f = useFormat();
  const [title, setTitle] = useState(draft?.title ?? "");
  const [severity, setSeverity] = useState<Severity | null>(draft?.severity ?? null);
  const [ago, setAgo] = useState<number | null>(draft ? null : 0);
  const { state, submit } = useSubmission(
    (fields: Declared, key: string) => declareIncident(draft?.id ?? key, fields),
    ({ id }) => onDone(id),
  );
  const busy = state.phase === "sending";
  const length = [...title.trim()].length;
  const off =
    length < TITLE_MIN || length > TITLE_MAX
      ? t("incidents.declare.off_title", { min: TITLE_MIN, max: TITLE_MAX })
      : severity === null
        ? t("incidents.declare.off_severity")
        : null;
  return (
    <DrawerForm
      {...{ off, busy, onClose }}
      note={t("incidents.declare.told")}
      sentence={t(severity ? "incidents.declare.do" : "incidents.declare.do_any", { severity })}
      color="error"
      failure={state.failure}
      onSubmit={() => {
        if (severity === null) return;
        submit({
          title: title.trim(),
          severity,
          ...(ago === null
            ? {}
            : { started_at: new Date(Date.now() - ago * MINUTE - 1000).toISOString() }),
        });
      }}
    >
      <TextField
        label={t("incidents.declare.title")}
        value={title}
        disabled={busy}
        autoFocus
        onChange={(event) => setTitle(event.target.value)}
        helperText={t("incidents.declare.title_help")}
      />
      <SeverityQuestion value={severity} onChange={setSeverity} disabled={busy} />
      <TextField
        select
        label={t("incidents.declare.since")}
        value={ago === null ? "draft" : String(ago)}
        disabled={busy}
        onChange={(event) =>
          setAgo(event.target.value === "draft" ? null : Number(event.target.value))
        }
      >
        {draft ? (
          <MenuItem value="draft">
            {t("incidents.declare.since_alert", { at: f.dateTime(draft.started_at) })}
          </MenuItem>
        ) : null}
        {AGO.map((minutes) => (
          <MenuItem key={minutes} value={String(minutes)}>
            {minutes === 0
              ? t("incidents.declare.just_now")
              : t("incidents.declare.ago", { span: f.elapsed(minutes * MINUTE) })}
          </MenuItem>
        ))}
      </TextField>
    </DrawerForm>
  );
}
