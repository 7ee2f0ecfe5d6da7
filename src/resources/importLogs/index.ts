import CloudDownloadOutlined from "@mui/icons-material/CloudDownloadOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";
import type { ImportLog } from "./importLog";

export default {
  name: "import_logs",
  icon: CloudDownloadOutlined,
  list: lazy(() => import("./ImportLogList")),
  show: lazy(() => import("./ImportLogShow")),
  recordRepresentation: (row: ImportLog) => `${row.provider} ${row.month}`,
} satisfies ResourceProps;
