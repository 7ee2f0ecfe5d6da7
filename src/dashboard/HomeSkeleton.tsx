import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { useTranslate } from "react-admin";
import { CHART_HEIGHT } from "./chartHeight";

/** As high as what comes. */
export function HomeSkeleton() {
  const t = useTranslate();
  return (
    <Box aria-busy role="status" aria-label={t("home.loading")} sx={{ display: "grid", gap: 2 }}>
      <Box sx={{ display: "grid", gap: 1 }}>
        <Skeleton width={120} height={20} />
        <Skeleton sx={{ height: { xs: 408, lg: 136 } }} />
      </Box>
      <Box sx={{ display: "grid", gap: 1 }}>
        <Skeleton width={160} height={20} />
        <Skeleton sx={{ height: { xs: 636, md: 318, lg: 212 } }} />
      </Box>
      <Skeleton height={CHART_HEIGHT + 46} />
    </Box>
  );
}
