import Box from "@mui/material/Box";
import { useFormat } from "../i18n/useFormat";

/** Integer cents as euros, in figures that align. Zero steps back. */
export function Money({ cents }: { cents: number | null | undefined }) {
  const format = useFormat();
  if (cents === null || cents === undefined) return null;
  return (
    <Box
      component="span"
      sx={{
        fontVariantNumeric: "tabular-nums",
        whiteSpace: "nowrap",
        color: cents === 0 ? "text.muted" : "inherit",
      }}
    >
      {format.money(cents)}
    </Box>
  );
}
