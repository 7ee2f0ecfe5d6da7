import LockOpenOutlined from "@mui/icons-material/LockOpenOutlined";
import { type ActionDefinition, changeOf } from "./definition";
import { explanationForm } from "./explanationForm";

export const unblockUser: ActionDefinition = {
  name: "unblock-user",
  icon: LockOpenOutlined,
  dangerous: false,
  subject: "user",
  places: ["users"],
  initialValues: {},
  Form: explanationForm("unblock-user"),
  toParams: (_, [target]) => ({ user_id: target?.id }),
  fromParams: () => ({}),
  sentence: ({ label, t }) => t("actions.unblock-user.sentence", { email: label }),
  parameters: ({ t }) => t("actions.unblock-user.parameters"),
  // Without a change nothing was cleared: the words must not claim it.
  outcome: ({ changes, name, t }) =>
    t(
      `actions.unblock-user.${changeOf(changes, "limiter_entry") ? "outcome" : "outcome_waiting"}`,
      { name },
    ),
  fields: ["limiter_entry"],
  valueWords: {
    limiter_entry: (value, t) =>
      t(`actions.unblock-user.value.limiter.${String(value)}`, { _: String(value) }),
    limiter_window: (value, t, format) =>
      typeof value === "string"
        ? format.timeSeconds(value)
        : t("actions.unblock-user.value.limiter.confirmed"),
  },
  next: ({ target, t }) => ({
    title: t("actions.unblock-user.next.title"),
    body: t("actions.unblock-user.next.body"),
    label: t("actions.unblock-user.next.label"),
    resource: "runs",
    filter: { target_id: target?.id },
  }),
};
