import Alert from "@mui/material/Alert";
import AlertTitle from "@mui/material/AlertTitle";
import { useTranslate } from "react-admin";
import type { WebhookEvent } from "../webhookEvent";

/** What is wrong with an event and what to do about it, first; nothing when all is well. */
export function EventAnswer({ event }: { event: WebhookEvent }) {
  const translate = useTranslate();
  const { status, cause, kept, delivered } = event;
  if (status === "processed" || status === "in_flight") return null;
  if (status === "failed") {
    const named = `webhooks.cause.${cause ?? "unknown"}`;
    return (
      <Alert severity="error">
        <AlertTitle>{translate(`${named}.name`)}</AlertTitle>
        {translate(`${named}.advice`)} {kept ? null : translate("webhooks.answer.old")}
      </Alert>
    );
  }
  return (
    <Alert severity="info">
      <AlertTitle>{translate(`webhooks.answer.${status}.title`)}</AlertTitle>
      {translate(`webhooks.answer.${status}.${delivered ? "body" : "body_undelivered"}`)}
    </Alert>
  );
}
