import Cancel from "@mui/icons-material/Cancel";
import CheckCircle from "@mui/icons-material/CheckCircle";
import InfoOutlined from "@mui/icons-material/InfoOutlined";
import Warning from "@mui/icons-material/Warning";
import Alert, { type AlertProps } from "@mui/material/Alert";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";

const icons = {
  success: <CheckCircle fontSize="inherit" />,
  warning: <Warning fontSize="inherit" />,
  error: <Cancel fontSize="inherit" />,
  info: <InfoOutlined fontSize="inherit" />,
};

type Props = Omit<AlertProps, "title" | "severity"> & {
  severity: keyof typeof icons;
  /** The fact, in bold. */
  title: string;
  /** What follows from it. */
  children?: ReactNode;
};

/** A fact and what follows from it, on the ground of its severity. */
export function Notice({ title, children, severity, ...alert }: Props) {
  return (
    <Alert iconMapping={icons} severity={severity} {...alert}>
      <Typography variant="subtitle2" component="p" sx={{ m: 0 }}>
        {title}
      </Typography>
      {children ? (
        <Typography variant="body2" component="div" sx={{ color: "text.secondary" }}>
          {children}
        </Typography>
      ) : null}
    </Alert>
  );
}
