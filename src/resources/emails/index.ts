import MailOutlined from "@mui/icons-material/MailOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";
import type { Email } from "./email";

export default {
  name: "emails",
  icon: MailOutlined,
  list: lazy(() => import("./EmailList")),
  show: lazy(() => import("./EmailShow")),
  recordRepresentation: (row: Email) => row.subject,
} satisfies ResourceProps;
