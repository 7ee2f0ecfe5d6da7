import MarkEmailReadOutlined from "@mui/icons-material/MarkEmailReadOutlined";
import Box from "@mui/material/Box";
import { useTranslate } from "react-admin";
import { AddressField } from "./AddressField";
import type { ActionDefinition, ActionTarget, FormProps, Scene } from "./definition";
import { emailValues } from "./emailWords";
import { Explanation } from "./explanationForm";

/** The record's own address, else what was typed. */
const addressOf = (values: Scene["values"], targets: readonly ActionTarget[]) =>
  targets[0]?.label ?? String(values.email).trim();

function LiftForm({ targets, name, values, onChange, errors, disabled }: FormProps) {
  const t = useTranslate();
  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      {targets.length === 0 ? (
        <AddressField
          label={t("actions.lift-suppression.email")}
          help={t("actions.lift-suppression.email_help")}
          value={String(values.email)}
          error={errors.email}
          disabled={disabled}
          onChange={(email) => onChange({ ...values, email })}
        />
      ) : null}
      <Explanation action="lift-suppression" name={name} />
    </Box>
  );
}

const argsOf = ({ values, targets }: Scene) => ({ email: addressOf(values, targets) || "…" });

export const liftSuppression: ActionDefinition = {
  name: "lift-suppression",
  icon: MarkEmailReadOutlined,
  dangerous: false,
  subject: "address",
  places: ["emails", "suppressions", "users"],
  alone: true,
  wantsRecord: () => false,
  initialValues: { email: "" },
  Form: LiftForm,
  toParams: (values, targets) => ({ email: addressOf(values, targets) }),
  fromParams: ({ email }) => ({ email: String(email) }),
  sentence: (scene) => scene.t("actions.lift-suppression.sentence", argsOf(scene)),
  parameters: (scene) => scene.t("actions.lift-suppression.parameters", argsOf(scene)),
  outcome: (scene) => scene.t("actions.lift-suppression.outcome", argsOf(scene)),
  fields: ["suppression"],
  valueWords: emailValues,
  rereadable: true,
  next: (scene) => ({
    title: scene.t("actions.lift-suppression.next.title"),
    body: scene.t("actions.lift-suppression.next.body"),
    label: scene.t("actions.lift-suppression.next.label"),
    resource: "emails",
    filter: { "to_email@ilike": addressOf(scene.values, scene.targets) },
  }),
};
