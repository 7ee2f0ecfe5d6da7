import Warning from "@mui/icons-material/Warning";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { useFormat } from "../i18n/useFormat";

/** The server no longer answers: what stays on the page, and from when it is. */
export function StaleBanner({ at, onRetry }: { at: string | number; onRetry: () => void }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Box
      role="status"
      sx={{
        display: "flex",
        alignItems: "center",
        gap: 1,
        minHeight: 36,
        px: 1.5,
        bgcolor: "warning.tint",
        borderBottom: 1,
        borderColor: "warning.border",
      }}
    >
      <Warning sx={{ fontSize: 16, color: "warning.main" }} />
      <Typography variant="body2" sx={{ flexGrow: 1 }}>
        <strong style={{ fontWeight: 600 }}>
          {translate("display.stale.title", { time: format.time(at) })}
        </strong>
        {translate("display.stale.detail")}
      </Typography>
      <Button variant="text" color="primary" onClick={onRetry} sx={{ height: 28 }}>
        {translate("common.retry")}
      </Button>
    </Box>
  );
}
