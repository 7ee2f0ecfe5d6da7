import BlockOutlined from "@mui/icons-material/BlockOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";
import type { Suppression } from "./suppression";

export default {
  name: "suppressions",
  icon: BlockOutlined,
  list: lazy(() => import("./SuppressionList")),
  recordRepresentation: (row: Suppression) => row.email,
} satisfies ResourceProps;
