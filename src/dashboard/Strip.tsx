import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import type { Severity } from "../metrics/metric";
import { SeverityChip } from "../metrics/SeverityChip";

type Props = {
  /** Names the strip for those who hear the page. */
  label: string;
  severity: Severity;
  title: string;
  detail: ReactNode;
  /** The facts, StripFact each. */
  facts: ReactNode;
  /** The buttons; the first one on a phone is the one to press. */
  children: ReactNode;
};

/** What burns, in one line: what, how it stands, what to do. */
export function Strip({ label, severity, title, detail, facts, children }: Props) {
  return (
    <Paper
      component="article"
      aria-label={label}
      sx={{
        display: "flex",
        flexWrap: "wrap",
        alignItems: "center",
        columnGap: 2,
        rowGap: 1.5,
        px: 2,
        py: 1.25,
        borderColor: "error.border",
        borderLeft: 4,
        borderLeftColor: "error.main",
      }}
    >
      <Box sx={{ display: "flex", gap: 1.5, alignItems: "center", flex: "1 1 260px", minWidth: 0 }}>
        <SeverityChip severity={severity} />
        <Box sx={{ minWidth: 0 }}>
          <Typography variant="subtitle2" component="h3" sx={{ m: 0 }}>
            {title}
          </Typography>
          <Typography variant="caption" component="p" sx={{ m: 0, color: "text.secondary" }}>
            {detail}
          </Typography>
        </Box>
      </Box>
      {facts}
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, flexGrow: { xs: 1, md: 0 } }}>
        {children}
      </Box>
    </Paper>
  );
}

type FactProps = { label: string; value: ReactNode; tone?: string };

export function StripFact({ label, value, tone = "text.primary" }: FactProps) {
  return (
    <Box
      sx={{
        borderLeft: { xs: 0, md: 1 },
        borderColor: { md: "divider" },
        pl: { xs: 0, md: 2 },
        fontVariantNumeric: "tabular-nums",
      }}
    >
      <Typography variant="caption" component="p" sx={{ m: 0, color: "text.secondary" }}>
        {label}
      </Typography>
      <Typography variant="body2" component="p" sx={{ m: 0, fontWeight: 500, color: tone }}>
        {value}
      </Typography>
    </Box>
  );
}
