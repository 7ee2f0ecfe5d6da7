import LockOpenOutlined from "@mui/icons-material/LockOpenOutlined";
import { type ActionDefinition, shortName } from "./definition";
import { explanationForm } from "./explanationForm";

export const unbanUser: ActionDefinition = {
  name: "unban-user",
  icon: LockOpenOutlined,
  dangerous: false,
  initialValues: {},
  Form: explanationForm("unban-user"),
  toParams: (_, target) => ({ user_id: target.id }),
  fromParams: () => ({}),
  sentence: ({ target, t }) => t("actions.unban-user.sentence", { email: target.email }),
  parameters: ({ t }) => t("actions.unban-user.parameters"),
  outcome: ({ target, t }) => t("actions.unban-user.outcome", { name: shortName(target) }),
  fields: ["banned_until", "sessions"],
  next: ({ target, t }) => ({
    title: t("actions.unban-user.next.title"),
    body: t("actions.unban-user.next.body"),
    label: t("actions.unban-user.next.label"),
    resource: "emails",
    filter: { user_id: target.id },
  }),
};
