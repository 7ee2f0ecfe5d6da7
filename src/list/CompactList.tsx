import Box from "@mui/material/Box";
import type { ReactNode } from "react";
import type { RaRecord } from "react-admin";
import { Link as RouterLink } from "react-router";
import { skeletonBars } from "../display/skeletonBars";
import type { CompactRow } from "./column";

/** Two lines of 20, the room around them, and the line above. */
export const COMPACT_HEIGHT = 61;

const line = {
  display: "flex",
  alignItems: "center",
  justifyContent: "space-between",
  gap: 1,
  minHeight: 20,
} as const;

type Props<Row> = {
  rows: Row[];
  compact: (row: Row) => CompactRow;
  to: (row: Row) => string | null;
  /** Before each record, while records are selected. */
  check: ((row: Row) => ReactNode) | null;
};

/** The list on a narrow screen: each record on two lines. */
export function CompactList<Row extends RaRecord>({ rows, compact, to, check }: Props<Row>) {
  return (
    <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
      {rows.map((row) => {
        const { lead, leadAside, detail, detailAside } = compact(row);
        const target = to(row);
        const look = {
          display: "block",
          flexGrow: 1,
          minWidth: 0,
          color: "inherit",
          textDecoration: "none",
          minHeight: COMPACT_HEIGHT - 1,
          pl: check ? 0.5 : 1.5,
          pr: 1.5,
          py: 1,
        };
        const content = (
          <>
            <Box sx={line}>
              <Box sx={{ fontWeight: 500, minWidth: 0, overflowWrap: "anywhere" }}>{lead}</Box>
              <Box sx={{ flexShrink: 0 }}>{leadAside}</Box>
            </Box>
            <Box sx={{ ...line, mt: 0.5, color: "text.secondary", fontSize: 12 }}>
              <Box sx={{ minWidth: 0 }}>{detail}</Box>
              <Box sx={{ flexShrink: 0 }}>{detailAside}</Box>
            </Box>
          </>
        );
        return (
          <Box
            component="li"
            key={row.id}
            sx={{
              display: "flex",
              alignItems: "center",
              "&:not(:first-of-type)": { borderTop: 1, borderColor: "divider" },
            }}
          >
            {check?.(row)}
            {target ? (
              <Box component={RouterLink} to={target} sx={look}>
                {content}
              </Box>
            ) : (
              <Box sx={look}>{content}</Box>
            )}
          </Box>
        );
      })}
    </Box>
  );
}

export function CompactSkeleton({ count }: { count: number }) {
  const rows = Array.from({ length: count }, (_, index) => index);
  return (
    <Box aria-hidden sx={skeletonBars}>
      {rows.map((row) => (
        <Box
          key={row}
          sx={{
            height: row ? COMPACT_HEIGHT : COMPACT_HEIGHT - 1,
            px: 1.5,
            py: 1,
            borderTop: row ? 1 : 0,
            borderColor: "divider",
          }}
        >
          <Box sx={line}>
            <i style={{ width: 190 - ((row * 7) % 4) * 16 }} />
            <i style={{ width: 48 }} />
          </Box>
          <Box sx={{ ...line, mt: 0.5 }}>
            <i style={{ width: 110 }} />
            <i style={{ width: 64 }} />
          </Box>
        </Box>
      ))}
    </Box>
  );
}
