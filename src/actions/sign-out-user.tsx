import LogoutOutlined from "@mui/icons-material/LogoutOutlined";
import type { ActionDefinition } from "./definition";
import { explanationForm } from "./explanationForm";

export const signOutUser: ActionDefinition = {
  name: "sign-out-user",
  icon: LogoutOutlined,
  dangerous: false,
  subject: "user",
  places: ["users"],
  initialValues: {},
  Form: explanationForm("sign-out-user"),
  toParams: (_, [target]) => ({ user_id: target?.id }),
  fromParams: () => ({}),
  sentence: ({ label, t }) => t("actions.sign-out-user.sentence", { email: label }),
  parameters: ({ t }) => t("actions.sign-out-user.parameters"),
  outcome: ({ name, t }) => t("actions.sign-out-user.outcome", { name }),
  fields: ["sessions"],
  next: ({ label, t }) => {
    const text = new URLSearchParams({
      subject: t("actions.sign-out-user.mail.subject"),
      body: t("actions.sign-out-user.mail.body"),
    });
    return {
      title: t("actions.sign-out-user.next.title"),
      body: t("actions.sign-out-user.next.body"),
      label: t("actions.sign-out-user.next.label"),
      mailto: `${label}?${text.toString().replaceAll("+", "%20")}`,
    };
  },
};
