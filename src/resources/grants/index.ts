import CardGiftcardOutlined from "@mui/icons-material/CardGiftcardOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";
import type { Grant } from "./grant";

export default {
  name: "grants",
  icon: CardGiftcardOutlined,
  list: lazy(() => import("./GrantList")),
  recordRepresentation: (row: Grant) => row.code,
} satisfies ResourceProps;
