import CheckCircle from "@mui/icons-material/CheckCircle";
import ErrorOutlined from "@mui/icons-material/ErrorOutlined";
import Schedule from "@mui/icons-material/Schedule";
import Box from "@mui/material/Box";
import type { Clock } from "./clocks";

const looks = {
  kept: { Icon: CheckCircle, color: "success.main" },
  missed: { Icon: ErrorOutlined, color: "error.main" },
  running: { Icon: Schedule, color: "error.main" },
  late: { Icon: ErrorOutlined, color: "error.main" },
} satisfies Record<Clock["state"], unknown>;

/** A clock in words: kept, missed, what is left, how late. */
export function ClockText({ clock }: { clock: Clock }) {
  const { Icon, color } = looks[clock.state];
  return (
    <Box
      component="span"
      sx={{ display: "inline-flex", alignItems: "center", gap: 0.5, color, whiteSpace: "nowrap" }}
    >
      <Icon sx={{ fontSize: 14 }} />
      {clock.words}
    </Box>
  );
}
