import WebhookOutlined from "@mui/icons-material/WebhookOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";
import type { WebhookEvent } from "./webhookEvent";

export default {
  name: "webhook_events",
  icon: WebhookOutlined,
  list: lazy(() => import("./WebhookEventList")),
  show: lazy(() => import("./WebhookEventShow")),
  recordRepresentation: (row: WebhookEvent) => row.id,
} satisfies ResourceProps;
