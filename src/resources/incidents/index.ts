import CrisisAlertOutlined from "@mui/icons-material/CrisisAlertOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";
import type { Incident } from "./incident";

export default {
  name: "incidents",
  icon: CrisisAlertOutlined,
  list: lazy(() => import("./IncidentList")),
  show: lazy(() => import("./IncidentShow")),
  recordRepresentation: (incident: Incident) => incident.code,
} satisfies ResourceProps;
