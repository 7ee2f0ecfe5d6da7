import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import { useTranslate } from "react-admin";
import { ErrorState } from "../../display/ErrorState";

type Props = {
  /** Null: still on its way. */
  failed: { error: unknown; title: string } | null;
  onRetry: () => void;
  onClose: () => void;
};

/** The drawer before it knows what it is about, or when it cannot know. */
export function DrawerState({ failed, onRetry, onClose }: Props) {
  const t = useTranslate();
  return (
    <Box sx={{ p: 3, display: "grid", gap: 2 }}>
      {failed ? <ErrorState {...failed} onRetry={onRetry} /> : <Skeleton height={320} />}
      <Button onClick={onClose}>{t("actions.footer.close")}</Button>
    </Box>
  );
}
