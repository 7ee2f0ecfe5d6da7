import GroupOutlined from "@mui/icons-material/GroupOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";
import UserList from "./UserList";
import type { User } from "./user";

export default {
  name: "users",
  icon: GroupOutlined,
  // Where the console opens: part of the first load, so that its rows wait for nothing else.
  list: UserList,
  show: lazy(() => import("./UserShow")),
  recordRepresentation: (row: User) => row.email,
} satisfies ResourceProps;
