import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { useTranslate } from "react-admin";

/** The page before its answer: the size of what comes. */
export function UserSkeleton() {
  const t = useTranslate();
  return (
    <Box aria-busy role="status" aria-label={t("user.loading")} sx={{ display: "grid", gap: 2 }}>
      <Skeleton width={220} height={16} />
      <Skeleton height={240} />
      <Skeleton width="60%" height={28} />
      <Box
        sx={{
          display: "grid",
          gap: 2,
          gridTemplateColumns: { xs: "1fr", lg: "minmax(0, 1fr) 400px" },
        }}
      >
        <Skeleton height={520} />
        <Box sx={{ display: "grid", gap: 2, alignContent: "start" }}>
          <Skeleton height={210} />
          <Skeleton height={96} />
          <Skeleton height={140} />
        </Box>
      </Box>
    </Box>
  );
}
