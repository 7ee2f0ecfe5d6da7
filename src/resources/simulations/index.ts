import CalculateOutlined from "@mui/icons-material/CalculateOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";
import type { Simulation } from "./simulation";

export default {
  name: "simulations",
  icon: CalculateOutlined,
  list: lazy(() => import("./SimulationList")),
  recordRepresentation: (row: Simulation) => row.month,
} satisfies ResourceProps;
