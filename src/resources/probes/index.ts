import NetworkCheckOutlined from "@mui/icons-material/NetworkCheckOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";
import type { Probe } from "./probe";

export default {
  name: "probes",
  icon: NetworkCheckOutlined,
  list: lazy(() => import("./ProbeList")),
  recordRepresentation: (row: Probe) => row.at,
} satisfies ResourceProps;
