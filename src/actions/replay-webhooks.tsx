import ReplayOutlined from "@mui/icons-material/ReplayOutlined";
import Box from "@mui/material/Box";
import { useTranslate } from "react-admin";
import { WEBHOOK_TYPES } from "../resources/webhookEvents/webhookEvent";
import type { ActionDefinition, FormProps, Scene } from "./definition";
import { Explanation } from "./explanationForm";
import { reconcileFields } from "./reconcileFields";
import { ReplayPlan } from "./replay/ReplayPlan";
import { SinceField } from "./replay/SinceField";
import { TypeField } from "./replay/TypeField";

/** Opened on events it is about those; else about all that failed since a moment. */
function ReplayForm({ targets, name, values, onChange, disabled }: FormProps) {
  const t = useTranslate();
  const words = (key: string) => t(`actions.replay-webhooks.since.${key}`);
  if (targets.length > 0) return <Explanation action="replay-webhooks" name={name} />;
  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      <SinceField
        value={String(values.since)}
        disabled={disabled}
        onChange={(since) => onChange({ ...values, since })}
      />
      <TypeField
        label={words("type")}
        every={words("every_type")}
        types={WEBHOOK_TYPES}
        value={String(values.type)}
        disabled={disabled}
        onChange={(type) => onChange({ ...values, type })}
      />
    </Box>
  );
}

const listed = (type: unknown) => String(type).split(",").filter(Boolean);

/** A run of the past knows only how many it was about: the form tells which kind it was. */
const isSince = ({ values }: Scene) => values.since !== "";

function sinceWords({ values, label, count, format, t }: Scene) {
  const every = t("actions.replay-webhooks.since.every_type").toLowerCase();
  return {
    at: format.dateTime(String(values.since)),
    type: listed(values.type).join(", ") || every,
    ...(count > 0 ? { label } : {}),
  };
}

export const replayWebhooks: ActionDefinition = {
  name: "replay-webhooks",
  icon: ReplayOutlined,
  dangerous: false,
  subject: "event",
  places: ["webhook_events"],
  most: 500,
  alone: true,
  initialValues: { since: "", type: "" },
  Form: ReplayForm,
  Plan: ReplayPlan,
  toParams: ({ since, type }, targets) =>
    targets.length > 0
      ? { event_ids: targets.map(({ id }) => id) }
      : { since, ...(type === "" ? {} : { types: listed(type) }) },
  fromParams: ({ since = "", types = [] }) => ({ since, type: (types as string[]).join(",") }),
  sentence: (scene) =>
    isSince(scene)
      ? scene.t(
          `actions.replay-webhooks.${scene.count > 0 ? "sentence_since_counted" : "sentence_since"}`,
          sinceWords(scene),
        )
      : scene.t("actions.replay-webhooks.sentence", { label: scene.label }),
  parameters: (scene) =>
    isSince(scene)
      ? scene.t("actions.replay-webhooks.parameters_since", sinceWords(scene))
      : scene.t("actions.replay-webhooks.parameters"),
  outcome: ({ name, count, t }) =>
    t(`actions.replay-webhooks.${count > 1 ? "outcome_many" : "outcome"}`, { name }),
  fields: reconcileFields,
  next: ({ t }) => ({
    title: t("actions.replay-webhooks.next.title"),
    body: t("actions.replay-webhooks.next.body"),
    label: t("actions.replay-webhooks.next.label"),
    resource: "webhook_events",
    filter: { status: "failed" },
  }),
};
