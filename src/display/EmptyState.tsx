import SearchOutlined from "@mui/icons-material/SearchOutlined";
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";

type Props = {
  title: string;
  /** Why there is nothing. */
  detail?: ReactNode;
  /** The one way out. */
  action?: ReactNode;
  icon?: ReactNode;
};

/** Nothing to show, said with its reason and one way out. */
export function EmptyState({ title, detail, action, icon }: Props) {
  return (
    <Box
      sx={{
        display: "flex",
        flexDirection: "column",
        alignItems: "center",
        textAlign: "center",
        gap: 0.5,
        px: 2,
        py: 3,
      }}
    >
      <Box sx={{ color: "text.muted", lineHeight: 0, mb: 0.5 }} aria-hidden>
        {icon ?? <SearchOutlined sx={{ fontSize: 20 }} />}
      </Box>
      <Typography variant="subtitle2" component="p">
        {title}
      </Typography>
      {detail ? (
        <Typography variant="caption" component="p" sx={{ color: "text.secondary", maxWidth: 560 }}>
          {detail}
        </Typography>
      ) : null}
      {action ? <Box sx={{ mt: 1 }}>{action}</Box> : null}
    </Box>
  );
}
