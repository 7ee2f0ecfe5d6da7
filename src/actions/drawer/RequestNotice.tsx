import Schedule from "@mui/icons-material/Schedule";
import Button from "@mui/material/Button";
import type { ReactNode } from "react";
import { useTranslate } from "react-admin";
import { Link } from "react-router";
import { Notice } from "../Notice";

type Props = { id: string; title: string; children?: ReactNode };

/** A request that waits for a colleague, and the way to it. */
export function RequestNotice({ id, title, children }: Props) {
  const t = useTranslate();
  return (
    <Notice
      severity="info"
      role="status"
      icon={<Schedule fontSize="inherit" />}
      title={title}
      sx={{
        flexWrap: { xs: "wrap", sm: "nowrap" },
        "& .MuiAlert-message": { flex: { xs: "1 1 80%", sm: "1 1 0" } },
        "& .MuiAlert-action": { alignSelf: "center", pl: { xs: 0, sm: 2 }, ml: { sm: "auto" } },
      }}
      action={
        <Button component={Link} to={`/approvals/${id}/show`} variant="contained" color="primary">
          {t("actions.approval.open")}
        </Button>
      }
    >
      {children}
    </Notice>
  );
}
