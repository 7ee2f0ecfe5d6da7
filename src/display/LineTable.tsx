import Box from "@mui/material/Box";
import type { ReactNode } from "react";

type Props = {
  label: string;
  /** Of the columns from the left; on a narrow screen each value brings its own. */
  heads: readonly string[];
  /** Widths of the columns on a wide screen. */
  columns: string;
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  /** The last column is a sentence, which needs no label on a narrow screen. */
  endsInSentence?: boolean;
};

/** A table that is read in lines on a wide screen and in short sheets on a narrow one. */
export function LineTable({ label, heads, columns, rows, endsInSentence = true }: Props) {
  const grid = {
    display: "grid",
    columnGap: 2,
    px: 2,
    gridTemplateColumns: { xs: "minmax(0, 1fr)", md: columns },
  };
  return (
    <Box role="table" aria-label={label}>
      <Box
        role="row"
        sx={{
          ...grid,
          display: { xs: "none", md: "grid" },
          alignItems: "center",
          minHeight: 32,
          borderBottom: 1,
          borderColor: "divider",
          fontSize: 12,
          fontWeight: 500,
          color: "text.muted",
        }}
      >
        {heads.map((head) => (
          <Box key={head} role="columnheader">
            {head}
          </Box>
        ))}
      </Box>
      {rows.map(({ key, cells }) => (
        <Box
          key={key}
          role="row"
          sx={{
            ...grid,
            py: 1,
            rowGap: 0.5,
            alignItems: "baseline",
            "& + &": { borderTop: 1, borderColor: "divider" },
          }}
        >
          {heads.map((head, at) => (
            <Cell
              key={head}
              role={at === 0 ? "rowheader" : "cell"}
              // Nor does what the line is about.
              head={at === 0 || (endsInSentence && at === heads.length - 1) ? null : head}
            >
              {cells[at]}
            </Cell>
          ))}
        </Box>
      ))}
    </Box>
  );
}

type CellProps = { role: "rowheader" | "cell"; head: string | null; children: ReactNode };

function Cell({ role, head, children }: CellProps) {
  return (
    <Box
      role={role}
      sx={{
        // A column needs its place, a short sheet no empty line.
        display: { xs: children === null ? "none" : "grid", md: "grid" },
        columnGap: 1.5,
        minWidth: 0,
        gridTemplateColumns: {
          xs: head ? "112px minmax(0, 1fr)" : "minmax(0, 1fr)",
          md: "minmax(0, 1fr)",
        },
      }}
    >
      {head ? (
        <Box component="span" sx={{ display: { md: "none" }, color: "text.muted" }}>
          {head}
        </Box>
      ) : null}
      <Box sx={{ minWidth: 0, overflowWrap: "anywhere" }}>{children}</Box>
    </Box>
  );
}
