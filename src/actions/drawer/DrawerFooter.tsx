import Timelapse from "@mui/icons-material/Timelapse";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useId } from "react";
import { useTranslate } from "react-admin";
import { REASON_MAX, REASON_MIN } from "../../../supabase/functions/_shared/contract";
import type { Action } from "../useAction";

type Props = {
  action: Action;
  sentence: string;
  running: string;
  /** Something still runs: the drawer cannot be left. */
  locked: boolean;
  onClose: () => void;
};

/** The one filled button: says what it will do, or what keeps it off. */
export function DrawerFooter({ action, sentence, running, locked, onClose }: Props) {
  const t = useTranslate();
  const id = useId();
  const { phase } = action.state.run;

  if (phase === "done") {
    return <CloseFooter locked={locked} onClose={onClose} />;
  }
  const busy = phase === "sending";
  const { obstacle } = action;
  const off = obstacle === "reason" && action.reasonIsLong ? "reason_long" : obstacle;
  return (
    <Box sx={footerSx}>
      <Typography
        id={id}
        variant="caption"
        component="p"
        sx={{ m: 0, width: "100%", minHeight: 16, color: "text.muted" }}
      >
        {off && !busy ? t(`actions.footer.off.${off}`, { min: REASON_MIN, max: REASON_MAX }) : null}
      </Typography>
      <Button
        variant="contained"
        color="primary"
        disabled={obstacle !== null && !busy}
        // Stays in the tab order while it runs, so that the focus is not lost on the way.
        aria-disabled={busy}
        aria-describedby={id}
        startIcon={busy ? <Timelapse /> : undefined}
        onClick={action.confirm}
        sx={{ flex: "1 1 0", minHeight: 36, height: "auto", py: 0.5, whiteSpace: "normal" }}
      >
        {busy ? running : sentence}
      </Button>
      <Button disabled={busy} onClick={onClose} sx={{ height: 36 }}>
        {t("actions.footer.cancel")}
      </Button>
    </Box>
  );
}

/** Nothing is left to decide. */
export function CloseFooter({ locked, onClose }: Pick<Props, "locked" | "onClose">) {
  const t = useTranslate();
  return (
    <Box sx={{ ...footerSx, justifyContent: "flex-end" }}>
      <Button disabled={locked} onClick={onClose} sx={{ height: 36 }}>
        {t("actions.footer.close")}
      </Button>
    </Box>
  );
}

const footerSx = {
  display: "flex",
  flexWrap: "wrap",
  alignItems: "stretch",
  columnGap: 1,
  rowGap: 0.75,
  px: { xs: 2, sm: 3 },
  pt: 1,
  pb: 1.5,
  borderTop: 1,
  borderColor: "divider",
};
