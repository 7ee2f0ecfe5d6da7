import SyncOutlined from "@mui/icons-material/SyncOutlined";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { type ActionDefinition, type FormProps, shortName } from "./definition";

/** Nothing to choose: says what is read and what is written. */
function ReconcileForm({ target }: FormProps) {
  const t = useTranslate();
  return (
    <Typography variant="body2" sx={{ color: "text.secondary" }}>
      {t("actions.reconcile-subscriptions.explanation", { name: shortName(target) })}
    </Typography>
  );
}

export const reconcileSubscriptions: ActionDefinition = {
  name: "reconcile-subscriptions",
  icon: SyncOutlined,
  dangerous: false,
  initialValues: {},
  Form: ReconcileForm,
  toParams: (_, target) => ({ user_ids: [target.id] }),
  fromParams: () => ({}),
  sentence: ({ target, t }) =>
    t("actions.reconcile-subscriptions.sentence", { email: target.email }),
  parameters: ({ t }) => t("actions.reconcile-subscriptions.parameters"),
  outcome: ({ target, t }) =>
    t("actions.reconcile-subscriptions.outcome", { name: shortName(target) }),
  fields: [
    "plan",
    "decided_by",
    "mirror.is_premium",
    "mirror.subscription_plan",
    "stripe_plan",
    "status",
    "interval",
    "amount_cents",
    "currency",
    "current_period_start",
    "current_period_end",
    "cancel_at",
    "canceled_at",
    "livemode",
  ],
  next: ({ target, t }) => ({
    title: t("actions.reconcile-subscriptions.next.title"),
    body: t("actions.reconcile-subscriptions.next.body"),
    label: t("actions.reconcile-subscriptions.next.label"),
    resource: "subscriptions",
    filter: { user_id: target.id },
  }),
};
