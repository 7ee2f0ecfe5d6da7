import SyncOutlined from "@mui/icons-material/SyncOutlined";
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { ChoiceField } from "./ChoiceField";
import type { ActionDefinition, FormProps, Scene } from "./definition";
import { Explanation } from "./explanationForm";
import { reconcileFields } from "./reconcileFields";

/** Everybody known to have paid, whatever a list shows or has selected. */
const isForAll = ({ reach }: Scene["values"]) => reach === "all";

/** Opened on one customer there is nothing to choose; else a selection, or everybody known to have paid. */
function ReconcileForm({ targets, free, name, values, onChange, disabled }: FormProps) {
  const t = useTranslate();
  const all = isForAll(values);
  const words = (key: string) => t(`actions.reconcile-subscriptions.${key}`);
  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      {targets.length === 1 && !free && !all ? null : (
        <ChoiceField
          label={words("reach.label")}
          value={all ? "all" : "chosen"}
          choices={[
            {
              value: "chosen",
              words: targets.length > 1 ? words("reach.selection") : words("reach.one"),
            },
            { value: "all", words: words("reach.all") },
          ]}
          disabled={disabled}
          onChange={(reach) => onChange({ ...values, reach })}
        />
      )}
      {all ? (
        <Typography variant="body2" sx={{ color: "text.secondary" }}>
          {words("explanation_all")}
        </Typography>
      ) : (
        <Explanation action="reconcile-subscriptions" name={name} />
      )}
    </Box>
  );
}

export const reconcileSubscriptions: ActionDefinition = {
  name: "reconcile-subscriptions",
  icon: SyncOutlined,
  dangerous: false,
  subject: "user",
  places: ["users", "subscriptions", "drifts"],
  most: 500,
  alone: true,
  wantsRecord: (values) => !isForAll(values),
  initialValues: { reach: "chosen" },
  Form: ReconcileForm,
  toParams: (values, targets) =>
    isForAll(values) ? { all: true } : { user_ids: targets.map(({ id }) => id) },
  fromParams: ({ all }) => ({ reach: all ? "all" : "chosen" }),
  sentence: ({ values, label, count, t }) =>
    isForAll(values)
      ? count > 0
        ? t("actions.reconcile-subscriptions.sentence_counted", { label })
        : t("actions.reconcile-subscriptions.sentence_all")
      : t("actions.reconcile-subscriptions.sentence", { email: label }),
  parameters: ({ values, t }) =>
    t(`actions.reconcile-subscriptions.${isForAll(values) ? "parameters_all" : "parameters"}`),
  outcome: ({ name, count, t }) =>
    t(`actions.reconcile-subscriptions.${count > 1 ? "outcome_many" : "outcome"}`, { name }),
  fields: reconcileFields,
  next: ({ target, count, t }) => ({
    title: t("actions.reconcile-subscriptions.next.title"),
    body: t("actions.reconcile-subscriptions.next.body"),
    label: t("actions.reconcile-subscriptions.next.label"),
    resource: "subscriptions",
    filter: count === 1 && target ? { user_id: target.id } : {},
  }),
};
