import Box from "@mui/material/Box";
import { useTranslate } from "react-admin";

/** Simulations of the month: a dot each, then « 2 / 3 »; « Sans limite » without a limit. */
export function Quota({ used, limit }: { used: number; limit: number | null }) {
  const translate = useTranslate();
  if (limit === null) {
    return (
      <Box component="span" sx={{ color: "text.muted", whiteSpace: "nowrap" }}>
        {translate("display.quota.unlimited")}
      </Box>
    );
  }
  const dots = Array.from({ length: limit }, (_, index) => index);
  return (
    <Box
      component="span"
      role="img"
      aria-label={translate("display.quota.used_label", { used, limit })}
      sx={{ display: "inline-flex", alignItems: "center", gap: "3px", whiteSpace: "nowrap" }}
    >
      {dots.map((dot) => (
        <Box
          key={dot}
          component="span"
          sx={{
            width: 6,
            height: 6,
            borderRadius: "2px",
            bgcolor: dot < used ? "text.secondary" : "divider",
          }}
        />
      ))}
      <Box component="span" sx={{ ml: "5px", fontVariantNumeric: "tabular-nums" }}>
        {translate("display.quota.used", { used, limit })}
      </Box>
    </Box>
  );
}
