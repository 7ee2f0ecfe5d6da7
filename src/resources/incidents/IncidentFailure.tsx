import { useTranslate } from "react-admin";
import { FailureNotice } from "../../actions/FailureNotice";
import type { ActionFailure } from "../../actions/failure";
import { Notice } from "../../actions/Notice";
import { incidentFailure } from "./failureSentence";

/** Why a change of an incident was refused. */
export function IncidentFailure({ failure }: { failure: ActionFailure | null }) {
  const t = useTranslate();
  if (!failure) return null;
  const own = incidentFailure(failure, t);
  return own ? (
    <Notice severity="error" title={own} />
  ) : (
    <FailureNotice failure={failure} of={null} />
  );
}
