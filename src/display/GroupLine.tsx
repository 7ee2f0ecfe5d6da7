import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";

type Props = {
  title: string;
  /** How many, whom, how much, since when. */
  facts: ReactNode;
  advice: ReactNode;
  /** What one can do about it. */
  children: ReactNode;
};

/** The inset and the edge above each line of an unfolded sheet. */
export const groupLineSx = { px: 2, py: 1, borderTop: 1, borderColor: "divider" } as const;

/** What is alike, in one line of a sheet: its facts, what to do first, and the buttons for it. */
export function GroupLine({ title, facts, advice, children }: Props) {
  return (
    <Box
      component="li"
      sx={{
        display: "grid",
        gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "minmax(0, 1fr) auto" },
        gap: 1.5,
        alignItems: "center",
        ...groupLineSx,
      }}
    >
      <div>
        <Box sx={{ display: "flex", flexWrap: "wrap", columnGap: 1, alignItems: "baseline" }}>
          <Typography variant="subtitle2" component="h3">
            {title}
          </Typography>
          <Box
            component="span"
            sx={{ color: "text.secondary", fontVariantNumeric: "tabular-nums" }}
          >
            {facts}
          </Box>
        </Box>
        <Typography
          variant="caption"
          component="p"
          sx={{ m: 0, color: "text.secondary", maxWidth: 760 }}
        >
          {advice}
        </Typography>
      </div>
      <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1 }}>{children}</Box>
    </Box>
  );
}
