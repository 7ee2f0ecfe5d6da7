import NotificationsOutlined from "@mui/icons-material/NotificationsOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";
import type { Alert } from "./alert";

export default {
  name: "alerts",
  icon: NotificationsOutlined,
  list: lazy(() => import("./AlertList")),
  show: lazy(() => import("./AlertShow")),
  recordRepresentation: (alert: Alert) => alert.code,
} satisfies ResourceProps;
