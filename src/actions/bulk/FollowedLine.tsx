import Close from "@mui/icons-material/Close";
import IconButton from "@mui/material/IconButton";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";

type Props = {
  to: string;
  code: string;
  children: ReactNode;
  /** Null while there is something to wait for. */
  onDismiss: (() => void) | null;
};

/** What a list follows, at the end of its bar: its code with the way to its page, and how it stands. */
export function FollowedLine({ to, code, children, onDismiss }: Props) {
  const t = useTranslate();
  return (
    <Typography
      variant="caption"
      component="div"
      role="status"
      sx={{ display: "flex", alignItems: "center", gap: 1, whiteSpace: "nowrap" }}
    >
      <Link component={RouterLink} underline="always" to={to}>
        {code}
      </Link>
      {children}
      {onDismiss ? (
        <IconButton
          aria-label={t("actions.bulk.dismiss", { code })}
          onClick={onDismiss}
          sx={{ p: "3px" }}
        >
          <Close sx={{ fontSize: 16 }} />
        </IconButton>
      ) : null}
    </Typography>
  );
}
