import PlayCircleOutlined from "@mui/icons-material/PlayCircleOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";
import type { Run } from "./run";

export default {
  name: "runs",
  icon: PlayCircleOutlined,
  list: lazy(() => import("./RunList")),
  show: lazy(() => import("./RunShow")),
  recordRepresentation: (row: Run) => row.code,
} satisfies ResourceProps;
