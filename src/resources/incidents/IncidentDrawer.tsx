import Close from "@mui/icons-material/Close";
import Box from "@mui/material/Box";
import Drawer from "@mui/material/Drawer";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import { type ReactNode, useId } from "react";
import { useTranslate } from "react-admin";

type Props = {
  open: boolean;
  title: string;
  detail: string;
  onClose: () => void;
  children: ReactNode;
};

/** What is done to an incident, beside the page that it is about. */
export function IncidentDrawer({ open, title, detail, onClose, children }: Props) {
  const t = useTranslate();
  const titleId = useId();
  return (
    <Drawer
      anchor="right"
      open={open}
      onClose={(_, how) => {
        if (how !== "backdropClick") onClose();
      }}
      slotProps={{
        paper: {
          role: "dialog",
          "aria-modal": true,
          "aria-labelledby": titleId,
          sx: { width: 600, border: 0, "@media (max-width: 719.95px)": { width: "100%" } },
        },
      }}
    >
      <Box
        sx={{
          display: "flex",
          alignItems: "flex-start",
          gap: 1,
          px: { xs: 2, sm: 3 },
          py: 1.75,
          borderBottom: 1,
          borderColor: "divider",
        }}
      >
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
