import { useGetList, useGetOne } from "react-admin";
import type { WebhookCauseGroup, WebhookHealth } from "./webhookEvent";

const REFRESH_EVERY = 30_000;

/** How deliveries go, over the window of the limit. */
export const useWebhookHealth = () =>
  useGetOne<WebhookHealth>(
    "webhook_health",
    { id: 1 },
    { refetchInterval: REFRESH_EVERY, retry: false },
  );

/** What failed, by its cause, the largest group first. */
export const useWebhookCauses = () =>
  useGetList<WebhookCauseGroup>(
    "webhook_causes",
    { pagination: { page: 1, perPage: 20 }, sort: { field: "number", order: "DESC" } },
    { refetchInterval: REFRESH_EVERY, retry: false },
  );
