import type { ButtonProps } from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { type ReactNode, useState } from "react";
import { useTranslate } from "react-admin";
import { REASON_MAX, REASON_MIN } from "../../supabase/functions/_shared/contract";
import { ReasonField } from "../actions/ReasonField";
import { useSubmission } from "../actions/useSubmission";
import { DrawerForm, type Refusal } from "./DrawerForm";

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
  refusal?: Refusal;
  children?: ReactNode;
};

/** Fields, why, and one button. */
export function ReasonedForm<Body>(props: Props<Body>) {
  const { body, send, sentence, color, editable, refusal, onClose, onDone, children } = props;
  const t = useTranslate();
  const [reason, setReason] = useState("");
  const { state, submit } = useSubmission(
    (sent: { body: Body; reason: string }) => send(sent.body, sent.reason),
    onDone,
  );
  const busy = state.phase === "sending";
  const length = [...reason.trim()].length;
  const off = !editable
    ? t("common.read_only")
    : body === null
      ? t("actions.footer.off.params")
      : length < REASON_MIN
        ? t("actions.footer.off.reason", { min: REASON_MIN })
        : length > REASON_MAX
          ? t("actions.footer.off.reason_long", { max: REASON_MAX })
          : null;
  return (
    <DrawerForm
      {...{ off, sentence, busy, refusal, onClose }}
      {...(color ? { color } : {})}
      failure={state.failure}
      onSubmit={() => {
        if (body !== null) submit({ body, reason: reason.trim() });
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
    </DrawerForm>
  );
}
