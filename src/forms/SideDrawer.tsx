import Close from "@mui/icons-material/Close";
import Box from "@mui/material/Box";
import Drawer from "@mui/material/Drawer";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import { type ReactNode, useId } from "react";
import { useTranslate } from "react-admin";

/** The sheet of a drawer: 600 px wide, the whole width of a phone. */
export const drawerPaper = (titleId: string) => ({
  role: "dialog",
  "aria-modal": true,
  "aria-labelledby": titleId,
  sx: { width: 600, border: 0, "@media (max-width: 719.95px)": { width: "100%" } },
});

/** The line at the top of a drawer: what is done, and the way out. */
export const drawerHeadSx = {
  display: "flex",
  alignItems: "flex-start",
  gap: 1,
  px: { xs: 2, sm: 3 },
  py: 1.75,
  borderBottom: 1,
  borderColor: "divider",
} as const;

type Props = {
  open: boolean;
  title: ReactNode;
  /** On what. */
  detail: ReactNode;
  onClose: () => void;
  children: ReactNode;
};

/** Something that is done beside the page that it is about; a click beside it does not lose what was typed. */
export function SideDrawer({ open, title, detail, onClose, children }: Props) {
  const t = useTranslate();
  const titleId = useId();
  return (
    <Drawer
      anchor="right"
      open={open}
      onClose={(_, how) => {
        if (how !== "backdropClick") onClose();
      }}
      slotProps={{ paper: drawerPaper(titleId) }}
    >
      <Box sx={drawerHeadSx}>
        <Box sx={{ flexGrow: 1, minWidth: 0 }}>
          <Typography id={titleId} variant="h2">
            {title}
          </Typography>
          <Typography variant="body2" sx={{ color: "text.secondary" }}>
            {detail}
          </Typography>
        </Box>
        <IconButton aria-label={t("actions.footer.close")} onClick={onClose}>
          <Close sx={{ fontSize: 20 }} />
        </IconButton>
      </Box>
      {children}
    </Drawer>
  );
}
