import Cancel from "@mui/icons-material/Cancel";
import CheckCircle from "@mui/icons-material/CheckCircle";
import Timelapse from "@mui/icons-material/Timelapse";
import Warning from "@mui/icons-material/Warning";
import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import type { ReactElement, ReactNode } from "react";

type StripProps = {
  cells: number;
  /** The facts, one FactCell each; null while they are being read. */
  children: ReactNode;
};

/** One line of facts above a list, of one height before and after it is read: the rows below stay where they are. */
export function FactStrip({ cells, children }: StripProps) {
  return (
    <Paper
      sx={{
        display: "grid",
        gridTemplateColumns: { xs: "minmax(0, 1fr)", md: `repeat(${cells}, minmax(0, 1fr))` },
        "& > * + *": {
          borderStyle: "solid",
          borderColor: "divider",
          borderWidth: { xs: "1px 0 0", md: "0 0 0 1px" },
        },
      }}
    >
      {children ??
        Array.from({ length: cells }, (_, cell) => cell).map((cell) => (
          <Box key={cell} sx={cellSx}>
            <Skeleton width={120} height={12} />
          </Box>
        ))}
    </Paper>
  );
}

// The names stand on one line, also beside a cell whose detail takes another one.
const cellSx = { px: 2, py: 1.5, minHeight: 60, display: "grid", alignContent: "start" };

type Tone = "good" | "attention" | "broken" | "moving" | "fact" | "unknown";

const marks: Record<Tone, ReactElement | null> = {
  good: <CheckCircle sx={{ fontSize: 14, color: "success.main" }} />,
  attention: <Warning sx={{ fontSize: 14, color: "warning.main" }} />,
  broken: <Cancel sx={{ fontSize: 14, color: "error.main" }} />,
  moving: <Timelapse sx={{ fontSize: 14, color: "primary.main" }} />,
  fact: null,
  unknown: null,
};
const colors: Record<Tone, string> = {
  good: "text.primary",
  attention: "warning.main",
  broken: "error.main",
  moving: "text.primary",
  fact: "text.primary",
  unknown: "text.secondary",
};

type CellProps = { label: string; tone: Tone; value: ReactNode; children: ReactNode };

/** A fact: its name, its value with what it means, and a detail. */
export function FactCell({ label, tone, value, children }: CellProps) {
  return (
    <Box sx={cellSx}>
      <Typography variant="caption" component="p" sx={{ m: 0, color: "text.muted" }}>
        {label}
      </Typography>
      <Box
        sx={{
          display: "flex",
          flexWrap: "wrap",
          alignItems: "center",
          columnGap: 1,
          fontVariantNumeric: "tabular-nums",
        }}
      >
        <Box
          component="span"
          sx={{
            display: "inline-flex",
            alignItems: "center",
            gap: 0.5,
            fontWeight: 600,
            color: colors[tone],
          }}
        >
          {marks[tone]}
          {value}
        </Box>
        <Box component="span" sx={{ color: "text.secondary" }}>
          {children}
        </Box>
      </Box>
    </Box>
  );
}
