import RuleFolderOutlined from "@mui/icons-material/RuleFolderOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";

export default {
  name: "alert_rules",
  icon: RuleFolderOutlined,
  list: lazy(() => import("./AlertRuleList")),
} satisfies ResourceProps;
