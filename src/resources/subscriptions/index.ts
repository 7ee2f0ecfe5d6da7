import CreditCardOutlined from "@mui/icons-material/CreditCardOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";
import type { Subscription } from "./subscription";

export default {
  name: "subscriptions",
  icon: CreditCardOutlined,
  list: lazy(() => import("./SubscriptionList")),
  recordRepresentation: (row: Subscription) => row.stripe_subscription_id,
} satisfies ResourceProps;
