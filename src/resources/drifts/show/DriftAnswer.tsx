import Alert, { type AlertColor } from "@mui/material/Alert";
import AlertTitle from "@mui/material/AlertTitle";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { statuses } from "../../../display/statuses";
import { useFormat } from "../../../i18n/useFormat";
import { customerPath } from "../../customerCells";
import { customerInStripe, subscriptionInStripe } from "../../stripeLinks";
import type { Drift } from "../drift";

/** What it means and what to do about it, first; once it is over, since when. */
export function DriftAnswer({ drift }: { drift: Drift }) {
  const t = useTranslate();
  const format = useFormat();
  const { class: kind, cause, closed_at, status } = drift;
  if (closed_at !== null) {
    return (
      <Alert severity="success">
        <AlertTitle>{t("drifts.closed.title", { at: format.dateTime(closed_at) })}</AlertTitle>
        {t("drifts.closed.body")}
      </Alert>
    );
  }
  const severity: AlertColor =
    status === "in_flight" ? "info" : statuses.drift_class[kind] === "broken" ? "error" : "warning";
  return (
    <Alert severity={severity}>
      <AlertTitle>{t(`drifts.class.${kind}.title`)}</AlertTitle>
      <div>
        {t(`drifts.class.${kind}.meaning`)} {t(`drifts.cause.${kind}.${cause}.body`, { _: "" })}
      </div>
      <Box sx={{ mt: 0.5, fontWeight: 500 }}>{t(`drifts.class.${kind}.advice`)}</Box>
      {status === "in_flight" ? <Box sx={{ mt: 0.5 }}>{t("drifts.in_flight")}</Box> : null}
      {drift.repair === null ? <WayOut drift={drift} /> : null}
    </Alert>
  );
}

/** Where a person puts right what no action of ours does. */
function WayOut({ drift }: { drift: Drift }) {
  const t = useTranslate();
  const { class: kind, stripe_customer_id, stripe_subscription_id, user_id } = drift;
  const oneOfMany = kind === "two_live_subscriptions";
  const bySubscription = oneOfMany || kind === "unreadable";
  const atStripe =
    bySubscription && stripe_subscription_id
      ? subscriptionInStripe(stripe_subscription_id)
      : stripe_customer_id && customerInStripe(stripe_customer_id);
  const what = oneOfMany ? "surplus" : bySubscription ? "subscription" : "customer";
  return (
    <Box sx={{ mt: 1, display: "flex", flexWrap: "wrap", columnGap: 2 }}>
      {atStripe ? (
        <Link href={atStripe} target="_blank" rel="noopener noreferrer" underline="always">
          {t(`drifts.open_${what}`)}
        </Link>
      ) : null}
      {user_id ? (
        <Link component={RouterLink} to={customerPath(user_id)} underline="always">
          {t("drifts.open_user")}
        </Link>
      ) : null}
    </Box>
  );
}
