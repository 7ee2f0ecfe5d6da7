import RestartAltOutlined from "@mui/icons-material/RestartAltOutlined";
import { type ActionDefinition, changeOf } from "./definition";
import { explanationForm } from "./explanationForm";
import type { ValueWords } from "./fieldWords";

const count: ValueWords = (value, _, format) => format.number(Number(value));

export const resetQuota: ActionDefinition = {
  name: "reset-quota",
  icon: RestartAltOutlined,
  dangerous: false,
  subject: "user",
  places: ["users"],
  initialValues: {},
  Form: explanationForm("reset-quota"),
  toParams: (_, [target]) => ({ user_id: target?.id }),
  fromParams: () => ({}),
  sentence: ({ label, t }) => t("actions.reset-quota.sentence", { email: label }),
  parameters: ({ t }) => t("actions.reset-quota.parameters"),
  outcome: ({ changes, name, t }) =>
    t("actions.reset-quota.outcome", {
      name,
      smart_count: Number(changeOf(changes, "quota_used")?.before ?? 0),
    }),
  fields: ["quota_used", "set_aside", "simulations_kept", "quota_month"],
  valueWords: { quota_used: count, set_aside: count, simulations_kept: count },
  next: ({ target, t }) => ({
    title: t("actions.reset-quota.next.title"),
    body: t("actions.reset-quota.next.body"),
    label: t("actions.reset-quota.next.label"),
    resource: "simulations",
    filter: { user_id: target?.id },
  }),
};
