import CardGiftcardOutlined from "@mui/icons-material/CardGiftcardOutlined";
import Box from "@mui/material/Box";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import Typography from "@mui/material/Typography";
import { useId } from "react";
import { useTranslate } from "react-admin";
import { DurationField } from "./DurationField";
import {
  type ActionDefinition,
  changeOf,
  type FormProps,
  type Scene,
  shortName,
} from "./definition";
import { EndText } from "./EndText";
import { labelSx } from "./formStyles";

const QUICK_DAYS = [7, 14, 30];
const PLANS = ["pro", "premium"];
const DAY = 86_400_000;

function GrantPremiumForm({ values, onChange, errors, disabled, endsAt }: FormProps) {
  const t = useTranslate();
  const id = useId();
  const days = String(values.days);
  const end =
    endsAt ?? (errors.days ? null : new Date(Date.now() + Number(days) * DAY).toISOString());

  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", columnGap: 2, rowGap: 1.5 }}>
      <div>
        <Typography id={`${id}-plan`} variant="caption" component="div" sx={labelSx}>
          {t("actions.grant-premium.plan")}
        </Typography>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={values.plan}
          disabled={disabled}
          aria-labelledby={`${id}-plan`}
          onChange={(_, plan: string | null) => plan && onChange({ ...values, plan })}
        >
          {PLANS.map((plan) => (
            <ToggleButton key={plan} value={plan} sx={toggleSx}>
              {t(`display.plan.${plan}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </div>
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
      <EndText end={end} />
    </Box>
  );
}

const toggleSx = {
  height: 32,
  px: 1.5,
  borderColor: "border.input",
  color: "text.primary",
  fontWeight: 500,
  fontSize: 13,
  textTransform: "none",
  "@media (pointer: coarse)": { height: 44 },
  "&.Mui-selected, &.Mui-selected:hover": { color: "primary.main", bgcolor: "primary.tint" },
} as const;

const planOf = ({ values, t }: Scene) => t(`display.plan.${String(values.plan)}`);

/** The end that was computed where it counts; by our own clock while there is none. */
function endOf({ values, changes }: Scene): string | null {
  const end = changeOf(changes, "grant_ends_at")?.after;
  if (typeof end === "string") return end;
  const days = Number(values.days);
  return Number.isFinite(days) && days > 0 && days < 1000
    ? new Date(Date.now() + days * DAY).toISOString()
    : null;
}

export const grantPremium: ActionDefinition = {
  name: "grant-premium",
  icon: CardGiftcardOutlined,
  dangerous: false,
  initialValues: { plan: "premium", days: "7" },
  Form: GrantPremiumForm,
  toParams: ({ plan, days }, target) => ({
    user_id: target.id,
    days: /^\d{1,4}$/.test(String(days).trim()) ? Number(days) : Number.NaN,
    plan,
  }),
  fromParams: ({ plan, days }) => ({ plan, days: String(days) }),
  sentence: (scene) => {
    const end = endOf(scene);
    return scene.t("actions.grant-premium.sentence", {
      plan: planOf(scene),
      email: scene.target.email,
      day: end ? scene.day(end) : "…",
    });
  },
  parameters: (scene) => {
    const end = endOf(scene);
    return scene.t("actions.grant-premium.parameters", {
      plan: planOf(scene),
      smart_count: Number(scene.values.days),
      end: end ? scene.dateTime(end) : "…",
    });
  },
  outcome: (scene) => {
    const opened = typeof changeOf(scene.changes, "access_ends_at")?.after === "string";
    const end = endOf(scene);
    return scene.t(`actions.grant-premium.${opened ? "outcome" : "outcome_open"}`, {
      name: shortName(scene.target),
      plan: planOf(scene),
      end: end ? scene.dateTime(end) : "…",
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
  next: ({ target, t }) => ({
    title: t("actions.grant-premium.next.title"),
    body: t("actions.grant-premium.next.body"),
    label: t("actions.grant-premium.next.label"),
    resource: "grants",
    filter: { user_id: target.id },
  }),
};
