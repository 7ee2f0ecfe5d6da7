import OpenInNewOutlined from "@mui/icons-material/OpenInNewOutlined";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import { useTranslate } from "react-admin";
import { CopyText } from "../display/CopyText";
import { inStripe } from "./stripeLinks";

type Props = {
  kind: "events" | "customers" | "subscriptions";
  id: string;
  /** Long ids in short, where there is little room. */
  short?: boolean;
};

/** "sub_1Pxx…9a3f" */
const SHORT = 12;

/** An id of Stripe, to copy, and the same thing in Stripe's own dashboard. */
export function StripeId({ kind, id, short = false }: Props) {
  const translate = useTranslate();
  const label = translate("resources.subscriptions.open_in_stripe", { id });
  return (
    <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 0.25 }}>
      <CopyText value={id} whole={!short} longest={SHORT} />
      <IconButton
        href={inStripe(kind, id)}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={label}
        title={label}
        sx={{ p: "3px", color: "text.muted", "&:hover": { color: "primary.main" } }}
      >
        <OpenInNewOutlined sx={{ fontSize: 14 }} />
      </IconButton>
    </Box>
  );
}
