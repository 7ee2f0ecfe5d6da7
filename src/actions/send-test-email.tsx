import SendOutlined from "@mui/icons-material/SendOutlined";
import Box from "@mui/material/Box";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useTranslate } from "react-admin";
import { ErrorState } from "../display/ErrorState";
import { useMe } from "../layout/useMe";
import { AddressField } from "./AddressField";
import type { ActionDefinition, ActionTarget, FormProps, Scene } from "./definition";
import { EmailSample } from "./EmailSample";
import { useEmailTemplates } from "./emailTemplates";
import { emailValues } from "./emailWords";
import { OverrideField } from "./OverrideField";

/** Where it goes: what was typed, else the record's own address. */
const addressOf = (values: Scene["values"], targets: readonly ActionTarget[]) =>
  typeof values.to === "string" ? values.to.trim() : (targets[0]?.label ?? "");

function SendTestForm({ targets, values, blockers, onChange, errors, disabled }: FormProps) {
  const t = useTranslate();
  const { data: me } = useMe();
  const { data: templates, error, refetch } = useEmailTemplates();
  const words = (key: string) => t(`actions.send-test-email.${key}`);
  const to = typeof values.to === "string" ? values.to : addressOf(values, targets);
  const quick = [
    ...targets.map(({ label }) => ({ address: label, words: words("to_record") })),
    ...(me ? [{ address: me.email, words: words("to_me") }] : []),
  ];
  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      <AddressField
        label={words("to")}
        help={words("to_help")}
        value={to}
        quick={quick}
        error={errors.to}
        disabled={disabled}
        onChange={(address) => onChange({ ...values, to: address })}
      />
      {error ? (
        <ErrorState
          error={error}
          title={words("templates_failed")}
          onRetry={() => void refetch()}
        />
      ) : (
        <TextField
          select
          fullWidth
          label={words("template")}
          value={templates ? String(values.template) : ""}
          disabled={disabled || !templates}
          helperText={errors.template && values.template !== "" ? errors.template : undefined}
          onChange={(event) => onChange({ ...values, template: event.target.value })}
          slotProps={{ inputLabel: { htmlFor: undefined } }}
        >
          {(templates ?? []).map(({ name, title }) => (
            <MenuItem key={name} value={name}>
              {t(`display.template.${name}`, { _: title })}
            </MenuItem>
          ))}
        </TextField>
      )}
      <OverrideField {...{ values, blockers, onChange, disabled }} />
      <EmailSample template={String(values.template)} />
    </Box>
  );
}

const templateWords = ({ values, t }: Scene) =>
  t(`display.template.${values.template}`, { _: values.template || "…" });

const argsOf = (scene: Scene) => ({
  email: addressOf(scene.values, scene.targets) || "…",
  template: templateWords(scene),
});

export const sendTestEmail: ActionDefinition = {
  name: "send-test-email",
  icon: SendOutlined,
  dangerous: false,
  subject: "address",
  places: ["users", "emails"],
  alone: true,
  wantsRecord: () => false,
  initialValues: { to: null, template: "", override: false },
  Form: SendTestForm,
  toParams: (values, targets) => ({
    to: addressOf(values, targets),
    template: values.template,
    override: values.override === true,
  }),
  fromParams: ({ to, template, override }) => ({
    to: String(to),
    template: String(template),
    override: override === true,
  }),
  sentence: (scene) => scene.t("actions.send-test-email.sentence", argsOf(scene)),
  parameters: (scene) =>
    scene.t(
      `actions.send-test-email.${scene.values.override ? "parameters_override" : "parameters"}`,
      argsOf(scene),
    ),
  outcome: (scene) => scene.t("actions.send-test-email.outcome", argsOf(scene)),
  fields: ["last_email"],
  valueWords: emailValues,
  remedies: { suppressed: "lift-suppression" },
  rereadable: true,
  next: (scene) => ({
    title: scene.t("actions.send-test-email.next.title"),
    body: scene.t("actions.send-test-email.next.body"),
    label: scene.t("actions.send-test-email.next.label"),
    resource: "emails",
    filter: { "to_email@ilike": addressOf(scene.values, scene.targets) },
  }),
};
