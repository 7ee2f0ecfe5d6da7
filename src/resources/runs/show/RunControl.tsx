import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { type RunReport, reasonText } from "../../../../supabase/functions/_shared/contract";
import { FailureNotice } from "../../../actions/FailureNotice";
import { ReasonField } from "../../../actions/ReasonField";
import { useSubmission } from "../../../actions/useSubmission";

type Props = {
  label: string;
  detail: string;
  /** Why it cannot be done now. */
  off?: string | null;
  send: (reason: string, key: string) => Promise<RunReport>;
  onDone: (answer: RunReport) => void;
};

/** Something done to a run itself: a button that asks why first. */
export function RunControl({ label, detail, off = null, send, onDone }: Props) {
  const t = useTranslate();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const { state, submit } = useSubmission(send, (answer) => {
    setOpen(false);
    setReason("");
    onDone(answer);
  });
  const busy = state.phase === "sending";
  return (
    <Box sx={{ display: "grid", gap: 1, py: 0.5 }}>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1.5, flexWrap: "wrap" }}>
        <Typography variant="caption" sx={{ flex: "1 1 200px", color: "text.muted" }}>
          {off ?? detail}
        </Typography>
        {open ? null : (
          <Button disabled={off !== null} onClick={() => setOpen(true)}>
            {label}
          </Button>
        )}
      </Box>
      {open ? (
        <>
          <ReasonField
            autoFocus
            label={t("run.items.reason")}
            value={reason}
            onChange={setReason}
            disabled={busy}
          />
          {state.failure ? <FailureNotice failure={state.failure} of={null} typed /> : null}
          <Box sx={{ display: "flex", gap: 1 }}>
            <Button
              variant="contained"
              disabled={!reasonText.safeParse(reason).success || busy}
              onClick={() => submit(reason.trim())}
            >
              {busy ? t("run.items.sending") : label}
            </Button>
            <Button disabled={busy} onClick={() => setOpen(false)}>
              {t("run.items.back")}
            </Button>
          </Box>
        </>
      ) : null}
    </Box>
  );
}
