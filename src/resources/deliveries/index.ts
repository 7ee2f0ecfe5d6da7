import SendOutlined from "@mui/icons-material/SendOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";

export default {
  name: "deliveries",
  icon: SendOutlined,
  list: lazy(() => import("./DeliveryList")),
} satisfies ResourceProps;
