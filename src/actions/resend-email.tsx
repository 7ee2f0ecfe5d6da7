import ForwardToInboxOutlined from "@mui/icons-material/ForwardToInboxOutlined";
import Box from "@mui/material/Box";
import type { ActionDefinition, FormProps } from "./definition";
import { emailValues } from "./emailWords";
import { Explanation } from "./explanationForm";
import { OverrideField } from "./OverrideField";

function ResendForm({ name, ...form }: FormProps) {
  return (
    <Box sx={{ display: "grid", gap: 1 }}>
      <Explanation action="resend-email" name={name} />
      <OverrideField {...form} />
    </Box>
  );
}

export const resendEmail: ActionDefinition = {
  name: "resend-email",
  icon: ForwardToInboxOutlined,
  dangerous: false,
  subject: "email",
  places: ["emails"],
  initialValues: { override: false },
  Form: ResendForm,
  toParams: ({ override }, [target]) => ({ email_id: target?.id, override: override === true }),
  fromParams: ({ override }) => ({ override: override === true }),
  sentence: ({ label, t }) => t("actions.resend-email.sentence", { email: label }),
  parameters: ({ values, t }) =>
    t(`actions.resend-email.${values.override ? "parameters_override" : "parameters"}`),
  outcome: ({ label, t }) => t("actions.resend-email.outcome", { email: label }),
  fields: ["last_email"],
  valueWords: emailValues,
  remedies: { suppressed: "lift-suppression" },
  rereadable: true,
  next: ({ target, t }) => ({
    title: t("actions.resend-email.next.title"),
    body: t("actions.resend-email.next.body"),
    label: t("actions.resend-email.next.label"),
    resource: "emails",
    filter: { "to_email@ilike": target?.label },
  }),
};
