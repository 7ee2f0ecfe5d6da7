import KeyOutlined from "@mui/icons-material/KeyOutlined";
import type { ActionDefinition, NextStep, Scene } from "./definition";
import { explanationForm } from "./explanationForm";
import { fieldWords } from "./fieldWords";

const words = (key: string) => `actions.refresh-integration.${key}`;

/** Only the customer can give the access back: he is written to. */
function reconnect({ target, t }: Scene): NextStep {
  const [email = ""] = target?.label.split(" · ") ?? [];
  const provider = target?.label.split(" · ").at(-1) ?? "";
  const text = new URLSearchParams({
    subject: t(words("mail.subject"), { provider }),
    body: t(words("mail.body"), { provider }),
  });
  return {
    title: t(words("reconnect.title"), { provider }),
    body: t(words("reconnect.body"), { provider }),
    label: t(words("reconnect.label")),
    mailto: `${email}?${text.toString().replaceAll("+", "%20")}`,
  };
}

export const refreshIntegration: ActionDefinition = {
  name: "refresh-integration",
  icon: KeyOutlined,
  dangerous: false,
  subject: "integration",
  places: ["integrations", "import_logs"],
  initialValues: {},
  Form: explanationForm("refresh-integration"),
  toParams: (_, [target]) => ({ integration_id: target?.id }),
  fromParams: () => ({}),
  sentence: ({ label, t }) => t(words("sentence"), { label }),
  parameters: ({ t }) => t(words("parameters")),
  outcome: ({ label, t }) => t(words("outcome"), { label }),
  fields: ["token_status", "last_error"],
  valueWords: {
    token_status: (value, t) => t(`status.integration.${String(value)}`, { _: String(value) }),
    last_error: (value, t, format) =>
      value === null ? t("actions.value.none") : fieldWords("", value, t, format),
    token_accepted: (value, t) => t(words(value === true ? "accepted" : "refused")),
  },
  rereadable: true,
  next: (scene) =>
    scene.outcome?.code === "reconnect"
      ? reconnect(scene)
      : {
          title: scene.t(words("next.title")),
          body: scene.t(words("next.body")),
          label: scene.t(words("next.label")),
          resource: "import_logs",
          filter: { integration_id: scene.target?.id },
        },
};
