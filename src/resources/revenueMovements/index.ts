import TrendingUpOutlined from "@mui/icons-material/TrendingUpOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";
import type { Movement } from "./movement";

export default {
  name: "revenue_movements",
  icon: TrendingUpOutlined,
  list: lazy(() => import("./MovementList")),
  recordRepresentation: (row: Movement) => row.stripe_customer_id,
} satisfies ResourceProps;
