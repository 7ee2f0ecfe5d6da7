import RestartAltOutlined from "@mui/icons-material/RestartAltOutlined";
import { type ActionDefinition, changeOf, shortName } from "./definition";
import { explanationForm } from "./explanationForm";

export const resetQuota: ActionDefinition = {
  name: "reset-quota",
  icon: RestartAltOutlined,
  dangerous: false,
  initialValues: {},
  Form: explanationForm("reset-quota"),
  toParams: (_, target) => ({ user_id: target.id }),
  fromParams: () => ({}),
  sentence: ({ target, t }) => t("actions.reset-quota.sentence", { email: target.email }),
  parameters: ({ t }) => t("actions.reset-quota.parameters"),
  outcome: ({ changes, target, t }) =>
    t("actions.reset-quota.outcome", {
      name: shortName(target),
      smart_count: Number(changeOf(changes, "quota_used")?.before ?? 0),
    }),
  fields: ["quota_used", "set_aside", "simulations_kept", "quota_month"],
  next: ({ target, t }) => ({
    title: t("actions.reset-quota.next.title"),
    body: t("actions.reset-quota.next.body"),
    label: t("actions.reset-quota.next.label"),
    resource: "simulations",
    filter: { user_id: target.id },
  }),
};
