import OpenInNewOutlined from "@mui/icons-material/OpenInNewOutlined";
import IconButton from "@mui/material/IconButton";
import { useTranslate } from "react-admin";
import { subscriptionInStripe } from "../stripeLinks";

export function StripeSubscriptionLink({ id }: { id: string }) {
  const translate = useTranslate();
  const label = translate("resources.subscriptions.open_in_stripe", { id });
  return (
    <IconButton
      href={subscriptionInStripe(id)}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={label}
      title={label}
      sx={{ p: "5px", color: "text.secondary", "&:hover": { color: "primary.main" } }}
    >
      <OpenInNewOutlined sx={{ fontSize: 16 }} />
    </IconButton>
  );
}
