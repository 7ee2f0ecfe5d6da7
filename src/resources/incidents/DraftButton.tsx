import Button, { type ButtonProps } from "@mui/material/Button";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslate } from "react-admin";
import { Link, useNavigate } from "react-router";
import { FailureNotice } from "../../actions/FailureNotice";
import { useSubmission } from "../../actions/useSubmission";
import { useMe } from "../../layout/useMe";
import { may } from "../../providers/me";
import { draftIncident } from "./api";
import { type Incident, incidentPath } from "./incident";

type Props = Pick<ButtonProps, "variant" | "color" | "sx"> & {
  alertId: string;
  /** What the draft is called until somebody finds a better word. */
  title: string;
  /** The incident that the alert has already. */
  incident: Pick<Incident, "id" | "status"> | null;
};

/** From an alert to its incident: a draft of one, or the one that there is. */
export function DraftButton({ alertId, title, incident, ...look }: Props) {
  const t = useTranslate();
  const { data: me } = useMe();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { state, submit } = useSubmission(
    () => draftIncident(alertId, title),
    (drafted) => {
      void queryClient.invalidateQueries();
      navigate(incidentPath(drafted));
    },
  );
  // One that is over leaves room for the next.
  if (incident && incident.status !== "resolved") {
    return (
      <Button component={Link} to={incidentPath(incident)} {...look}>
        {t(incident.status === "draft" ? "incidents.draft.open" : "incidents.draft.see")}
      </Button>
    );
  }
  if (!me || !may(me, "incidents", "edit")) return null;
  return (
    <>
      <Button {...look} aria-disabled={state.phase === "sending"} onClick={() => submit(null)}>
        {t("incidents.draft.do")}
      </Button>
      {state.failure ? <FailureNotice failure={state.failure} of={null} /> : null}
    </>
  );
}
