import Box from "@mui/material/Box";
import Button, { type ButtonProps } from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { type ReactNode, useId, useState } from "react";
import { useTranslate } from "react-admin";
import { REASON_MAX, REASON_MIN } from "../../../supabase/functions/_shared/contract";
import { FailureNotice } from "../../actions/FailureNotice";
import type { ActionFailure } from "../../actions/failure";
import { Notice } from "../../actions/Notice";
import { ReasonField } from "../../actions/ReasonField";
import { useSubmission } from "../../actions/useSubmission";
import type { Translate } from "../../actions/wordsOf";

type Props<Body> = {
  /** What is sent, without its reason; null while something in the form cannot be. */
  body: Body | null;
  send: (body: Body, reason: string) => Promise<unknown>;
  /** The full sentence on the button. */
  sentence: string;
  color?: ButtonProps["color"];
  editable: boolean;
  onClose: () => void;
  onDone: () => void;
  /** What a refusal means here, where it is not what it means for an action. */
  refusal?: (failure: ActionFailure, t: Translate) => string | null;
  children?: ReactNode;
};

/** Fields, why, and one button that says what it will do or what keeps it off. */
export function ReasonedForm<Body>(props: Props<Body>) {
  const { body, send, sentence, color = "primary", editable, onClose, onDone, children } = props;
  const t = useTranslate();
  const { refusal } = props;
  const offId = useId();
  const [reason, setReason] = useState("");
  const { state, submit } = useSubmission(
    (sent: { body: Body; reason: string }) => send(sent.body, sent.reason),
    onDone,
  );
  const refused = state.failure && refusal ? refusal(state.failure, t) : null;
  const busy = state.phase === "sending";
  const length = [...reason.trim()].length;
  const off = !editable
    ? t("alerts.read_only")
    : body === null
      ? t("actions.footer.off.params")
      : length < REASON_MIN
        ? t("actions.footer.off.reason", { min: REASON_MIN })
        : length > REASON_MAX
          ? t("actions.footer.off.reason_long", { max: REASON_MAX })
          : null;
  return (
    <Box
      component="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (body !== null && off === null) submit({ body, reason: reason.trim() });
      }}
      sx={{ display: "flex", flexDirection: "column", flexGrow: 1, minHeight: 0 }}
    >
      <Box
        sx={{
          flexGrow: 1,
          overflowY: "auto",
          px: { xs: 2, sm: 3 },
          py: 2,
          display: "grid",
          gap: 2,
          alignContent: "start",
        }}
      >
        {children}
        <div>
          <Typography
            variant="caption"
            component="p"
            sx={{ m: 0, mb: 0.5, fontWeight: 500, color: "text.secondary" }}
          >
            {t("actions.reason.label")}, {t("actions.reason.aside")}
          </Typography>
          <ReasonField
            label={t("actions.reason.label")}
            value={reason}
            onChange={setReason}
            disabled={busy || !editable}
          />
        </div>
        {refused ? (
          <Notice severity="error" title={refused} />
        ) : state.failure ? (
          <FailureNotice failure={state.failure} of={null} typed />
        ) : null}
      </Box>
      <Box sx={{ px: { xs: 2, sm: 3 }, pt: 1, pb: 1.5, borderTop: 1, borderColor: "divider" }}>
        <Typography
          id={offId}
          variant="caption"
          component="p"
          sx={{ m: 0, mb: 0.75, minHeight: 16, color: "text.muted" }}
        >
          {off}
        </Typography>
        <Box sx={{ display: "flex", gap: 1 }}>
          <Button
            type="submit"
            variant="contained"
            color={color}
            disabled={off !== null && !busy}
            aria-disabled={busy}
            aria-describedby={offId}
            sx={{ flexGrow: 1, minHeight: 36, height: "auto", py: 0.5, whiteSpace: "normal" }}
          >
            {busy ? t("alerts.sending") : sentence}
          </Button>
          <Button disabled={busy} onClick={onClose} sx={{ minHeight: 36, height: "auto" }}>
            {t("actions.footer.cancel")}
          </Button>
        </Box>
      </Box>
    </Box>
  );
}
