import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import Typography from "@mui/material/Typography";
import { type ReactNode, useId } from "react";

type Props = {
  title: string;
  /** Small and muted, after the title: over which time, of how many. */
  note?: ReactNode;
  /** Stands at the right of the title: a chip, a link, a count. */
  aside?: ReactNode;
  /** Closes the sheet under a divider. */
  footer?: ReactNode;
  /** Let the content touch the edges: tables and rows that bring their own padding. */
  flush?: boolean;
  children: ReactNode;
};

/** One subject on one bordered sheet. */
export function Section({ title, note, aside, footer, flush = false, children }: Props) {
  const id = useId();
  const heading = (
    <Typography id={id} variant="h3" component="h2" sx={{ flexGrow: note ? 0 : 1 }}>
      {title}
    </Typography>
  );
  return (
    <Paper component="section" aria-labelledby={id}>
      <Box
        sx={{
          display: "flex",
          alignItems: "center",
          gap: 1,
          minHeight: 44,
          px: 2,
          // Room around what wraps on a narrow screen.
          py: 0.75,
          flexWrap: "wrap",
        }}
      >
        {note ? (
          <Box
            sx={{
              display: "flex",
              flexWrap: "wrap",
              alignItems: "baseline",
              columnGap: 1,
              flex: "1 1 180px",
            }}
          >
            {heading}
            <Typography
              variant="caption"
              component="div"
              sx={{ color: "text.secondary", fontVariantNumeric: "tabular-nums" }}
            >
              {note}
            </Typography>
          </Box>
        ) : (
          heading
        )}
        {aside}
      </Box>
      <Box sx={flush ? undefined : { px: 2, pb: 2 }}>{children}</Box>
      {footer ? (
        <Box sx={{ borderTop: 1, borderColor: "divider", px: 2, py: 1 }}>{footer}</Box>
      ) : null}
    </Paper>
  );
}
