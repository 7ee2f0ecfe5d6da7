import ExtensionOutlined from "@mui/icons-material/ExtensionOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";
import type { Integration } from "./integration";

export default {
  name: "integrations",
  icon: ExtensionOutlined,
  list: lazy(() => import("./IntegrationList")),
  show: lazy(() => import("./IntegrationShow")),
  recordRepresentation: (row: Integration) => row.provider,
} satisfies ResourceProps;
