import LockOpenOutlined from "@mui/icons-material/LockOpenOutlined";
import { type ActionDefinition, changeOf, shortName } from "./definition";
import { explanationForm } from "./explanationForm";

export const unblockUser: ActionDefinition = {
  name: "unblock-user",
  icon: LockOpenOutlined,
  dangerous: false,
  initialValues: {},
  Form: explanationForm("unblock-user"),
  toParams: (_, target) => ({ user_id: target.id }),
  fromParams: () => ({}),
  sentence: ({ target, t }) => t("actions.unblock-user.sentence", { email: target.email }),
  parameters: ({ t }) => t("actions.unblock-user.parameters"),
  // Without a change nothing was cleared: the words must not claim it.
  outcome: ({ changes, target, t }) =>
    t(
      `actions.unblock-user.${changeOf(changes, "limiter_entry") ? "outcome" : "outcome_waiting"}`,
      {
        name: shortName(target),
      },
    ),
  fields: ["limiter_entry"],
  next: ({ target, t }) => ({
    title: t("actions.unblock-user.next.title"),
    body: t("actions.unblock-user.next.body"),
    label: t("actions.unblock-user.next.label"),
    resource: "runs",
    filter: { target_id: target.id },
  }),
};
