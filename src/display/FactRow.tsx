import Box from "@mui/material/Box";
import type { ReactNode } from "react";

type Props = {
  label: ReactNode;
  children: ReactNode;
  /** Stands at the right end: a chip, a date. */
  aside?: ReactNode;
  /** Draw a line above, for rows that are steps of one thing. */
  divider?: boolean;
};

/** One fact: its name, its value. */
export function FactRow({ label, children, aside, divider = false }: Props) {
  return (
    <Box
      sx={{
        display: "grid",
        gridTemplateColumns: "minmax(88px, 110px) 1fr auto",
        columnGap: 1.5,
        alignItems: "baseline",
        // One line is 24 or 32 high; of more lines the label stands beside the first.
        py: divider ? "6px" : "2px",
        borderTop: divider ? 1 : 0,
        borderColor: "divider",
        fontSize: 13,
        lineHeight: "20px",
      }}
    >
      <Box sx={{ color: "text.muted" }}>{label}</Box>
      <Box sx={{ minWidth: 0, overflowWrap: "anywhere" }}>{children}</Box>
      {aside ? <Box>{aside}</Box> : null}
    </Box>
  );
}
