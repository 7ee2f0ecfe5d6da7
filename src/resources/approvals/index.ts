import HowToRegOutlined from "@mui/icons-material/HowToRegOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";
import type { ApprovalRequest } from "./approval";

export default {
  name: "approvals",
  icon: HowToRegOutlined,
  list: lazy(() => import("./ApprovalList")),
  show: lazy(() => import("./ApprovalShow")),
  recordRepresentation: (request: ApprovalRequest) => request.code,
} satisfies ResourceProps;
