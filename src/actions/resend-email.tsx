import ForwardToInboxOutlined from "@mui/icons-material/ForwardToInboxOutlined";
import Box from "@mui/material/Box";
import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import Typography from "@mui/material/Typography";
import { useId } from "react";
import { useTranslate } from "react-admin";
import type { ActionDefinition, FormProps } from "./definition";
import { emailValues } from "./emailWords";
import { Explanation } from "./explanationForm";

/** What an override answers, and nothing else does. */
const OVERRIDDEN = ["hard_bounce", "complained"];

function ResendForm({ name, values, blockers, onChange, disabled }: FormProps) {
  const t = useTranslate();
  const id = useId();
  const override = values.override === true;
  const asked = override || blockers.some((code) => OVERRIDDEN.includes(code));
  return (
    <Box sx={{ display: "grid", gap: 1 }}>
      <Explanation action="resend-email" name={name} />
      {asked ? (
        <div>
          <FormControlLabel
            disabled={disabled}
            control={
              <Checkbox
                size="small"
                checked={override}
                slotProps={{ input: { "aria-describedby": id } }}
                onChange={(_, checked) => onChange({ ...values, override: checked })}
              />
            }
            label={t("actions.resend-email.override")}
            slotProps={{ typography: { variant: "body2" } }}
            sx={{ ml: "-6px" }}
          />
          <Typography
            id={id}
            variant="caption"
            component="p"
            sx={{ m: 0, color: "text.secondary" }}
          >
            {t("actions.resend-email.override_help")}
          </Typography>
        </div>
      ) : null}
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
