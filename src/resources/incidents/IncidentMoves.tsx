import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useNavigate } from "react-router";
import { SideDrawer } from "../../forms/SideDrawer";
import { useMe } from "../../layout/useMe";
import { may } from "../../providers/me";
import type { Move } from "./api";
import { DeclareForm } from "./DeclareForm";
import type { Incident } from "./incident";
import { MoveForm } from "./MoveForm";
import { TakeButton } from "./TakeButton";

type Asked = Exclude<Move, "take"> | "declare";

/** What can be done with an incident in the state that it is in, what we would do first. */
const ASKED: Record<Incident["status"], Asked[]> = {
  draft: ["declare", "discard"],
  open: ["resolve", "severity"],
  resolved: ["reopen"],
};

const FILLED = { variant: "contained", color: "primary" } as const;

/** The buttons of an incident; who may only read is told so. */
export function IncidentMoves({ incident }: { incident: Incident }) {
  const t = useTranslate();
  const { data: me } = useMe();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  // What slides out is still what was in it.
  const [shown, setShown] = useState<Asked>("declare");
  if (asked && asked !== shown) setShown(asked);
  const changed = () => void queryClient.invalidateQueries();
  const editable = me ? may(me, "incidents", "edit") : false;
  const mine = incident.taken_by === me?.email;
  const takable = incident.status === "open" && !mine;
  const close = () => setAsked(null);

  if (me && !editable) {
    return (
      <Typography variant="body2" sx={{ color: "text.secondary" }}>
        {t("incidents.read_only")}
      </Typography>
    );
  }
  return (
    <>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1 }}>
        {takable ? (
          // Of another owner it is another question: a click that was answered is not sent again.
          <TakeButton
            key={incident.taken_by}
            incident={incident}
            {...(incident.taken_at === null ? FILLED : {})}
          />
        ) : null}
        {ASKED[incident.status].map((move, index) => {
          // To open again what is over is possible, not what we would do.
          const first =
            index === 0 &&
            incident.status !== "resolved" &&
            (!takable || incident.taken_at !== null);
          return (
            <Button key={move} {...(first ? FILLED : {})} onClick={() => setAsked(move)}>
              {t(`incidents.move.${move}.open`)}
            </Button>
          );
        })}
      </Box>
      <SideDrawer
        open={asked !== null}
        title={t(`incidents.move.${shown}.open`)}
        detail={`${incident.code}, ${incident.title}`}
        onClose={close}
      >
        {shown === "declare" ? (
          <DeclareForm
            draft={incident}
            onClose={close}
            onDone={() => {
              close();
              changed();
            }}
          />
        ) : (
          <MoveForm
            key={shown}
            incident={incident}
            move={shown}
            onClose={close}
            onDone={() => {
              close();
              if (shown === "discard") navigate("/incidents");
              changed();
            }}
          />
        )}
      </SideDrawer>
    </>
  );
}
