import Cancel from "@mui/icons-material/Cancel";
import CheckCircle from "@mui/icons-material/CheckCircle";
import Info from "@mui/icons-material/Info";
import Warning from "@mui/icons-material/Warning";

/** The chips' own signs, filled: the same meaning has the same shape everywhere. */
export const alertIcons = {
  success: <CheckCircle fontSize="inherit" />,
  info: <Info fontSize="inherit" />,
  warning: <Warning fontSize="inherit" />,
  error: <Cancel fontSize="inherit" />,
};
