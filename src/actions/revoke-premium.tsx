import UndoOutlined from "@mui/icons-material/UndoOutlined";
import { type ActionDefinition, changeOf } from "./definition";
import { explanationForm } from "./explanationForm";

export const revokePremium: ActionDefinition = {
  name: "revoke-premium",
  icon: UndoOutlined,
  dangerous: false,
  subject: "user",
  places: ["users"],
  initialValues: {},
  Form: explanationForm("revoke-premium"),
  toParams: (_, [target]) => ({ user_id: target?.id }),
  fromParams: () => ({}),
  sentence: ({ label, t }) => t("actions.revoke-premium.sentence", { email: label }),
  parameters: ({ t }) => t("actions.revoke-premium.parameters"),
  outcome: ({ changes, name, t }) => {
    const plan = changeOf(changes, "plan")?.after;
    return t(`actions.revoke-premium.${plan ? "outcome" : "outcome_open"}`, {
      name,
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
    filter: { user_id: target?.id },
  }),
};
