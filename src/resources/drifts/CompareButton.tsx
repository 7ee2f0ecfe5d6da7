import SyncOutlined from "@mui/icons-material/SyncOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useDataProvider, useTranslate } from "react-admin";
import type { ConsoleDataProvider } from "../../providers/dataProvider";
import type { DriftHealth } from "./drift";
import { isComparing, useDriftHealth, useRepairOff } from "./useDrifts";

/** Asks for a comparison of everything; off, and said why, while one waits or runs. */
export function CompareButton() {
  const t = useTranslate();
  const queryClient = useQueryClient();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { data: health } = useDriftHealth();
  const off = useRepairOff();
  const { mutate, isPending, isError } = useMutation({
    mutationFn: () => dataProvider.requestScan(),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["drift_health"] }),
  });
  return (
    <>
      <Box
        component="span"
        role="status"
        sx={{ color: "text.secondary", fontSize: 12, display: { xs: "none", md: "inline" } }}
      >
        {isError ? t("drifts.compare.failed") : whyOff(health, off, t)}
      </Box>
      <Button
        aria-label={t("drifts.compare.now")}
        disabled={!health || isPending || off !== null || isComparing(health)}
        onClick={() => mutate()}
        sx={{ gap: 0.75, minWidth: { xs: 44, md: 0 }, "& svg": { fontSize: 16, ml: "-2px" } }}
      >
        <SyncOutlined />
        <Box component="span" sx={{ display: { xs: "none", md: "inline" } }}>
          {t("drifts.compare.now")}
        </Box>
      </Button>
    </>
  );
}

function whyOff(
  health: DriftHealth | undefined,
  off: string | null,
  t: (key: string) => string,
): string | null {
  if (!health) return null;
  if (off !== null) return t("drifts.compare.off");
  if (health.walk_began_at !== null) return t("drifts.compare.running");
  return health.requested ? t("drifts.compare.requested") : null;
}
