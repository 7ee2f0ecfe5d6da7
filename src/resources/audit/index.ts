import FactCheckOutlined from "@mui/icons-material/FactCheckOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";
import type { AuditEntry } from "./auditEntry";

export default {
  name: "audit",
  icon: FactCheckOutlined,
  list: lazy(() => import("./AuditList")),
  show: lazy(() => import("./AuditShow")),
  recordRepresentation: (row: AuditEntry) => String(row.id),
} satisfies ResourceProps;
