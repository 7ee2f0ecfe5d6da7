import CompareArrowsOutlined from "@mui/icons-material/CompareArrowsOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";
import type { Drift } from "./drift";

export default {
  name: "drifts",
  icon: CompareArrowsOutlined,
  list: lazy(() => import("./DriftList")),
  show: lazy(() => import("./DriftShow")),
  recordRepresentation: (row: Drift) => row.code,
} satisfies ResourceProps;
