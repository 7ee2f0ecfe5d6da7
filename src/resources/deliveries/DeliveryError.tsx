import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { RelativeTime } from "../../display/RelativeTime";
import type { Delivery } from "./delivery";

const KNOWN = ["not_configured", "timeout", "unreachable"];

/** Why a message has not arrived, and when it is tried again; nothing once it has. */
export function DeliveryError({ delivery }: { delivery: Delivery }) {
  const t = useTranslate();
  const { last_error: error, next_attempt_at: next } = delivery;
  if (!error) return null;
  return (
    <Typography component="span" variant="caption" sx={{ color: "text.secondary" }}>
      {KNOWN.includes(error) ? t(`alerts.error.${error}`) : t("alerts.error.answered", { error })}
      {next ? (
        <>
          {" · "}
          {t("alerts.next_attempt")} <RelativeTime at={next} />
        </>
      ) : null}
    </Typography>
  );
}
