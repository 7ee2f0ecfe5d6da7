import Button, { type ButtonProps } from "@mui/material/Button";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslate } from "react-admin";
import { useSubmission } from "../../actions/useSubmission";
import { moveIncident } from "./api";
import { IncidentFailure } from "./IncidentFailure";
import type { Incident } from "./incident";

type Props = Pick<ButtonProps, "variant" | "color" | "sx"> & {
  incident: Pick<Incident, "id" | "version">;
};

/** "I have it", in one click; whatever comes of it, the page is read again. */
export function TakeButton({ incident, ...look }: Props) {
  const t = useTranslate();
  const queryClient = useQueryClient();
  const { state, submit } = useSubmission(
    (version: number) =>
      moveIncident({ id: incident.id, version }, "take").finally(
        () => void queryClient.invalidateQueries(),
      ),
    () => undefined,
  );
  return (
    <>
      <Button
        {...look}
        aria-disabled={state.phase === "sending"}
        onClick={() => submit(incident.version)}
      >
        {t("incidents.move.take.do")}
      </Button>
      {state.failure ? <IncidentFailure failure={state.failure} /> : null}
    </>
  );
}
