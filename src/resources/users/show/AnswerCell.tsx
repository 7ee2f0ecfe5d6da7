import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";

type Props = {
  label: string;
  title: ReactNode;
  children: ReactNode;
  /** Where it stands on a phone: the problem before the plan. */
  order?: number;
  tint?: string;
};

/** One of the three answers of a phone call. */
export function AnswerCell({ label, title, children, order = 0, tint }: Props) {
  return (
    <Box
      sx={{
        px: 2,
        py: 1.5,
        minWidth: 0,
        order: { xs: order, md: 0 },
        borderTop: { xs: 1, md: 0 },
        borderLeft: { md: 1 },
        "&:first-of-type": { borderLeft: { md: 0 } },
        "&&": { borderColor: "divider" },
        bgcolor: { xs: tint ?? "transparent", md: "transparent" },
      }}
    >
      <Typography variant="caption" component="h2" sx={{ m: 0, mb: 0.5, color: "text.secondary" }}>
        {label}
      </Typography>
      <Box
        sx={{
          display: "flex",
          alignItems: "center",
          gap: 1,
          fontSize: 13,
          lineHeight: "20px",
          fontWeight: 600,
          mb: 0.25,
        }}
      >
        {title}
      </Box>
      <Typography variant="body2" component="div" sx={{ color: "text.secondary" }}>
        {children}
      </Typography>
    </Box>
  );
}
