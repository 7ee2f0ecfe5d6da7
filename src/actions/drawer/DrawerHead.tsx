import Close from "@mui/icons-material/Close";
import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import type { Risk, RunStatus } from "../../../supabase/functions/_shared/contract";
import { StatusChip } from "../../display/StatusChip";
import { drawerHeadSx } from "../../forms/SideDrawer";
import { RunStatusChip } from "../../resources/runs/RunStatusChip";

type Props = {
  id: string;
  title: string;
  /** On whom or what; empty when nobody knows yet. */
  subject: string;
  risk: Risk;
  undoable: boolean;
  /** Once there is a run: how it ended. */
  status: RunStatus | null;
  /** And whether it was put back since. */
  undone?: boolean;
  /** A colleague was asked to approve. */
  requested?: boolean;
  locked: boolean;
  onClose: () => void;
};

/** What, on whom, how risky; once done, how it ended. */
export function DrawerHead(props: Props) {
  const { id, title, subject, risk, undoable, status, locked, onClose } = props;
  const { undone = false, requested = false } = props;
  const t = useTranslate();
  return (
    <Box sx={drawerHeadSx}>
      <Box sx={{ flexGrow: 1, minWidth: 0 }}>
        <Box sx={{ display: "flex", alignItems: "center", flexWrap: "wrap", gap: 1 }}>
          <Typography id={id} variant="h2">
            {title}
          </Typography>
          {status ? (
            <RunStatusChip status={status} undone={undone} />
          ) : requested ? (
            <StatusChip domain="approval" status="pending" />
          ) : (
            <>
              <Chip
                variant={risk === "high" ? "error" : risk === "medium" ? "warning" : "neutral"}
                label={t(`actions.risk.${risk}`)}
              />
              <Chip
                variant={undoable ? "neutral" : "error"}
                label={t(undoable ? "actions.undoable" : "actions.irreversible")}
              />
            </>
          )}
        </Box>
        <Typography variant="body2" sx={{ color: "text.secondary", overflowWrap: "anywhere" }}>
          {subject}
        </Typography>
      </Box>
      <IconButton aria-label={t("actions.footer.close")} disabled={locked} onClick={onClose}>
        <Close sx={{ fontSize: 20 }} />
      </IconButton>
    </Box>
  );
}
