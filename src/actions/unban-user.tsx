import LockOpenOutlined from "@mui/icons-material/LockOpenOutlined";
import type { ActionDefinition } from "./definition";
import { explanationForm } from "./explanationForm";

export const unbanUser: ActionDefinition = {
  name: "unban-user",
  icon: LockOpenOutlined,
  dangerous: false,
  subject: "user",
  places: ["users"],
  initialValues: {},
  Form: explanationForm("unban-user"),
  toParams: (_, [target]) => ({ user_id: target?.id }),
  fromParams: () => ({}),
  sentence: ({ label, t }) => t("actions.unban-user.sentence", { email: label }),
  parameters: ({ t }) => t("actions.unban-user.parameters"),
  outcome: ({ name, t }) => t("actions.unban-user.outcome", { name }),
  fields: ["banned_until", "sessions"],
  next: ({ target, t }) => ({
    title: t("actions.unban-user.next.title"),
    body: t("actions.unban-user.next.body"),
    label: t("actions.unban-user.next.label"),
    resource: "emails",
    filter: { user_id: target?.id },
  }),
};
