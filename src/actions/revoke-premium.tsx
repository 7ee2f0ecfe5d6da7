import UndoOutlined from "@mui/icons-material/UndoOutlined";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { type ActionDefinition, changeOf, type FormProps, shortName } from "./definition";

/** Nothing to choose: says what the action reaches. */
function RevokePremiumForm({ target }: FormProps) {
  const t = useTranslate();
  return (
    <Typography variant="body2" sx={{ color: "text.secondary" }}>
      {t("actions.revoke-premium.explanation", { name: shortName(target) })}
    </Typography>
  );
}

export const revokePremium: ActionDefinition = {
  name: "revoke-premium",
  icon: UndoOutlined,
  dangerous: false,
  initialValues: {},
  Form: RevokePremiumForm,
  toParams: (_, target) => ({ user_id: target.id }),
  fromParams: () => ({}),
  sentence: ({ target, t }) => t("actions.revoke-premium.sentence", { email: target.email }),
  parameters: ({ t }) => t("actions.revoke-premium.parameters"),
  outcome: ({ changes, target, t }) => {
    const plan = changeOf(changes, "plan")?.after;
    return t(`actions.revoke-premium.${plan ? "outcome" : "outcome_open"}`, {
      name: shortName(target),
      plan: t(`display.plan.${String(plan)}`),
    });
  },
  fields: [
    "plan",
    "decided_by",
    "access_ends_at",
    "grant_ends_at",
    "quota_limit",
    "mirror.is_premium",
    "mirror.subscription_plan",
    "stripe_subscription",
  ],
  next: ({ target, t }) => ({
    title: t("actions.revoke-premium.next.title"),
    body: t("actions.revoke-premium.next.body"),
    label: t("actions.revoke-premium.next.label"),
    resource: "subscriptions",
    filter: { user_id: target.id },
  }),
};
