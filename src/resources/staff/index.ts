import BadgeOutlined from "@mui/icons-material/BadgeOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";
import type { StaffMember } from "./staffMember";

export default {
  name: "staff",
  icon: BadgeOutlined,
  list: lazy(() => import("./StaffList")),
  recordRepresentation: (row: StaffMember) => row.email,
} satisfies ResourceProps;
