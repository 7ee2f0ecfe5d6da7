import Typography from "@mui/material/Typography";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { ReasonedForm } from "../../forms/ReasonedForm";
import type { Severity } from "../../metrics/metric";
import { type Move, moveIncident } from "./api";
import { incidentFailure } from "./failureSentence";
import type { Incident } from "./incident";
import { SeverityQuestion } from "./SeverityQuestion";

type Props = {
  incident: Incident;
  move: Exclude<Move, "take">;
  onClose: () => void;
  onDone: () => void;
};

/** Changes how grave an incident is, ends it, opens it again or discards its draft, with the reason. */
export function MoveForm({ incident, move, onClose, onDone }: Props) {
  const t = useTranslate();
  const [severity, setSeverity] = useState<Severity>(incident.severity);
  const changed = move !== "severity" || severity !== incident.severity;
  return (
    <ReasonedForm
      editable
      refusal={incidentFailure}
      body={changed ? { severity } : null}
      send={(body, reason) =>
        moveIncident(incident, move, { reason, ...(move === "severity" ? body : {}) })
      }
      sentence={t(`incidents.move.${move}.do`, { code: incident.code, severity })}
      color={move === "discard" ? "error" : "primary"}
      onClose={onClose}
      onDone={onDone}
    >
      {move === "severity" ? (
        <SeverityQuestion value={severity} onChange={setSeverity} />
      ) : (
        <Typography variant="body2">{t(`incidents.move.${move}.detail`)}</Typography>
      )}
    </ReasonedForm>
  );
}
