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
      <Box component="span" role="status" sx={{ color: "text.secondary", fontSize: 12 }}>
        {isError ? t("drifts.compare.failed") : whyOff(health, off, t)}
      </Box>
      <Button
        startIcon={<SyncOutlined />}
        disabled={!health || isPending || off !== null || isComparing(health)}
        onClick={() => mutate()}
      >
        {t("drifts.compare.now")}
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
