import Box from "@mui/material/Box";
import Button, { type ButtonProps } from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { type ReactNode, useId } from "react";
import { useTranslate } from "react-admin";
import { FailureNotice } from "../actions/FailureNotice";
import type { ActionFailure } from "../actions/failure";
import { Notice } from "../actions/Notice";
import type { Translate } from "../actions/wordsOf";

/** What a refusal means here, where it is not what it means for an action. */
export type Refusal = (failure: ActionFailure, t: Translate) => string | null;

type Props = {
  /** What keeps the button off; null when nothing does. */
  off: string | null;
  /** Stands in its place: what else will happen. */
  note?: string;
  /** The full sentence on the button. */
  sentence: string;
  color?: ButtonProps["color"];
  busy: boolean;
  failure: ActionFailure | null;
  refusal?: Refusal | undefined;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** The form in a drawer: fields that scroll, and at its end one button that says what it will do or what keeps it off. */
export function DrawerForm(props: Props) {
  const { off, note, sentence, color = "primary", busy, failure, refusal, children } = props;
  const { onSubmit, onClose } = props;
  const t = useTranslate();
  const offId = useId();
  const refused = failure && refusal ? refusal(failure, t) : null;
  return (
    <Box
      component="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (off === null) onSubmit();
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
        {refused ? (
          <Notice severity="error" title={refused} />
        ) : failure ? (
          <FailureNotice failure={failure} of={null} typed />
        ) : null}
      </Box>
      <Box sx={{ px: { xs: 2, sm: 3 }, pt: 1, pb: 1.5, borderTop: 1, borderColor: "divider" }}>
        <Typography
          id={offId}
          variant="caption"
          component="p"
          sx={{ m: 0, mb: 0.75, minHeight: 16, color: "text.muted" }}
        >
          {off ?? note}
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
            {busy ? t("common.sending") : sentence}
          </Button>
          <Button disabled={busy} onClick={onClose} sx={{ minHeight: 36, height: "auto" }}>
            {t("actions.footer.cancel")}
          </Button>
        </Box>
      </Box>
    </Box>
  );
}
