import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import Typography from "@mui/material/Typography";
import { type ReactNode, useEffect } from "react";
import { useTranslate } from "react-admin";
import { EnvironmentBadge } from "../layout/EnvironmentBadge";
import { Mark } from "../layout/Mark";
import { settings } from "../providers/settings";

type Props = { title: string; detail?: ReactNode; children?: ReactNode; below?: ReactNode };

/** The frame of the pages before the console: one sheet in the middle. */
export function AuthSheet({ title, detail, children, below }: Props) {
  const translate = useTranslate();
  useEffect(() => {
    document.title = `${title} · Comptalyze`;
  }, [title]);
  return (
    <Box
      component="main"
      sx={{
        minHeight: "100vh",
        display: "grid",
        // From the top, not the middle: a message that comes must not move the fields.
        alignContent: "start",
        pt: { xs: 6, md: "16vh" },
        justifyItems: "center",
        gap: 2,
        px: 1.5,
        pb: 3,
      }}
    >
      <Box sx={{ display: "flex", alignItems: "center", gap: 1, fontSize: 14 }}>
        <Mark />
        <Box component="span" sx={{ fontWeight: 600 }}>
          Comptalyze
        </Box>
        <Box component="span" sx={{ color: "text.secondary", mr: 1 }}>
          {translate("layout.product")}
        </Box>
        <EnvironmentBadge environment={settings.environment} />
      </Box>
      <Paper sx={{ width: "100%", maxWidth: 400, p: 3 }}>
        <Typography variant="h1">{title}</Typography>
        {detail ? (
          <Typography variant="body2" sx={{ color: "text.secondary", mt: 0.5 }}>
            {detail}
          </Typography>
        ) : null}
        {children ? <Box sx={{ mt: 2.5, display: "grid", gap: 2 }}>{children}</Box> : null}
      </Paper>
      {below}
    </Box>
  );
}
