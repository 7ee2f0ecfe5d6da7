import CardGiftcardOutlined from "@mui/icons-material/CardGiftcardOutlined";
import Box from "@mui/material/Box";
import { useTranslate } from "react-admin";
import { customerPath } from "../resources/customerCells";
import { ChoiceField } from "./ChoiceField";
import { DurationField } from "./DurationField";
import {
  type ActionDefinition,
  type ActionTarget,
  changeOf,
  type FormProps,
  type Scene,
} from "./definition";
import { EndText } from "./EndText";

const QUICK_DAYS = [7, 14, 30];
const PLANS = ["pro", "premium"];
const DAY = 86_400_000;

function GrantPremiumForm({ values, onChange, errors, disabled, changes }: FormProps) {
  const t = useTranslate();
  const days = String(values.days);

  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", columnGap: 2, rowGap: 1.5 }}>
      <ChoiceField
        label={t("actions.grant-premium.plan")}
        value={String(values.plan)}
        choices={PLANS.map((plan) => ({ value: plan, words: t(`display.plan.${plan}`) }))}
        disabled={disabled}
        onChange={(plan) => onChange({ ...values, plan })}
      />
      <DurationField
        label={t("actions.grant-premium.days")}
        unit={t("actions.grant-premium.days_unit")}
        value={days}
        quick={QUICK_DAYS.map((quick) => ({
          value: String(quick),
          words: String(quick),
          name: t("actions.grant-premium.days_pick", { smart_count: quick }),
        }))}
        error={errors.days}
        disabled={disabled}
        onChange={(value) => onChange({ ...values, days: value })}
      />
      <EndText end={errors.days ? null : endOf({ values, changes })} />
    </Box>
  );
}

const planOf = ({ values, t }: Scene) => t(`display.plan.${String(values.plan)}`);

/** The end that was computed where it counts; by our own clock while there is none. */
function endOf({ values, changes }: Pick<Scene, "values" | "changes">): string | null {
  const end = changeOf(changes, "grant_ends_at")?.after;
  if (typeof end === "string") return end;
  const days = Number(values.days);
  return Number.isFinite(days) && days > 0 && days < 1000
    ? new Date(Date.now() + days * DAY).toISOString()
    : null;
}

const reconcilePath = ({ id }: ActionTarget) =>
  `${customerPath(id)}?action=reconcile-subscriptions`;

const nextWords = (step: "watch" | "reconcile", t: Scene["t"]) => ({
  title: t(`actions.grant-premium.next.${step}.title`),
  body: t(`actions.grant-premium.next.${step}.body`),
  label: t(`actions.grant-premium.next.${step}.label`),
});

export const grantPremium: ActionDefinition = {
  name: "grant-premium",
  icon: CardGiftcardOutlined,
  dangerous: false,
  subject: "user",
  places: ["users"],
  initialValues: { plan: "premium", days: "7" },
  Form: GrantPremiumForm,
  toParams: ({ plan, days }, [target]) => ({
    user_id: target?.id,
    days: /^\d{1,4}$/.test(String(days).trim()) ? Number(days) : Number.NaN,
    plan,
  }),
  fromParams: ({ plan, days }) => ({ plan, days: String(days) }),
  sentence: (scene) => {
    const end = endOf(scene);
    return scene.t("actions.grant-premium.sentence", {
      plan: planOf(scene),
      email: scene.label,
      day: end ? scene.format.shortDate(end) : "…",
    });
  },
  parameters: (scene) => {
    const end = endOf(scene);
    return scene.t("actions.grant-premium.parameters", {
      plan: planOf(scene),
      smart_count: Number(scene.values.days),
      end: end ? scene.format.dateTime(end) : "…",
    });
  },
  outcome: (scene) => {
    const opened = typeof changeOf(scene.changes, "access_ends_at")?.after === "string";
    const end = endOf(scene);
    return scene.t(`actions.grant-premium.${opened ? "outcome" : "outcome_open"}`, {
      name: scene.name,
      plan: planOf(scene),
      end: end ? scene.format.dateTime(end) : "…",
    });
  },
  afterWords: (field, after, { values, t }) =>
    field === "decided_by" && after === "grant"
      ? t("actions.grant-premium.decided_by", { smart_count: Number(values.days) })
      : null,
  fields: [
    "plan",
    "decided_by",
    "access_ends_at",
    "grant_ends_at",
    "quota_limit",
    "mirror.is_premium",
    "mirror.subscription_plan",
    "stripe_subscription",
  ],
  remedy: ({ code }, { target, t }) =>
    code === "paid_at_stripe" && target
      ? { label: t("actions.grant-premium.remedy.reconcile"), to: reconcilePath(target) }
      : null,
  next: ({ target, warned, t }) =>
    warned?.includes("paid_at_stripe") && target
      ? { ...nextWords("reconcile", t), to: reconcilePath(target) }
      : { ...nextWords("watch", t), resource: "grants", filter: { user_id: target?.id } },
};
