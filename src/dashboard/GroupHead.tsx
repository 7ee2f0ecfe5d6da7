import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";

type Props = { id: string; title: string; note: ReactNode; children?: ReactNode };

/** The line above a group of sheets: its name, what it comes to, where it is changed. */
export function GroupHead({ id, title, note, children }: Props) {
  return (
    <Box
      sx={{
        display: "flex",
        flexWrap: "wrap",
        alignItems: "baseline",
        columnGap: 1,
        mb: 1,
        minHeight: 20,
      }}
    >
      <Typography id={id} variant="h3" component="h2">
        {title}
      </Typography>
      <Typography variant="caption" sx={{ color: "text.secondary", flexGrow: 1 }}>
        {note}
      </Typography>
      {children}
    </Box>
  );
}
