import PersonRemoveOutlined from "@mui/icons-material/PersonRemoveOutlined";
import type { ActionDefinition } from "./definition";
import { explanationForm } from "./explanationForm";
import { roleWords } from "./roleWords";

export const removeStaff: ActionDefinition = {
  name: "remove-staff",
  icon: PersonRemoveOutlined,
  dangerous: true,
  subject: "user",
  places: ["staff"],
  initialValues: {},
  Form: explanationForm("remove-staff"),
  toParams: (_, [target]) => ({ user_id: target?.id }),
  fromParams: () => ({}),
  sentence: ({ label, t }) => t("actions.remove-staff.sentence", { email: label }),
  parameters: ({ t }) => t("actions.remove-staff.parameters"),
  outcome: ({ name, t }) => t("actions.remove-staff.outcome", { name }),
  fields: ["role", "mirror.is_admin"],
  valueWords: { role: roleWords, staff_role: roleWords },
  next: ({ target, t }) => ({
    title: t("actions.remove-staff.next.title"),
    body: t("actions.remove-staff.next.body"),
    label: t("actions.remove-staff.next.label"),
    resource: "audit",
    filter: { actor_id: target?.id },
  }),
};
