import Button from "@mui/material/Button";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslate } from "react-admin";
import { useSubmission } from "../../actions/useSubmission";
import { moveIncident } from "./api";
import { IncidentFailure } from "./IncidentFailure";
import type { Incident } from "./incident";

/** "I have it", in one click; whatever comes of it, the page is read again. */
export function TakeButton({ incident }: { incident: Incident }) {
  const t = useTranslate();
  const queryClient = useQueryClient();
  const { state, submit } = useSubmission(
    (version: number) =>
      moveIncident({ ...incident, version }, "take").finally(
        () => void queryClient.invalidateQueries(),
      ),
    () => undefined,
  );
  const first = incident.taken_at === null;
  return (
    <>
      <Button
        variant={first ? "contained" : "outlined"}
        color={first ? "primary" : "inherit"}
        aria-disabled={state.phase === "sending"}
        onClick={() => submit(incident.version)}
      >
        {t("incidents.move.take.do")}
      </Button>
      {state.failure ? <IncidentFailure failure={state.failure} /> : null}
    </>
  );
}
