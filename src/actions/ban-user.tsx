import BlockOutlined from "@mui/icons-material/BlockOutlined";
import Box from "@mui/material/Box";
import { useTranslate } from "react-admin";
import { DurationField } from "./DurationField";
import { type ActionDefinition, changeOf, type FormProps, type Scene } from "./definition";
import { EndText } from "./EndText";
import { Explanation } from "./explanationForm";

const HOUR = 3_600_000;
const QUICK = [
  { hours: 24, key: "hours_pick", count: 24, words: "hours_short" },
  { hours: 168, key: "days_pick", count: 7, words: "days_short" },
  { hours: 720, key: "days_pick", count: 30, words: "days_short" },
] as const;

function BanUserForm({ name, values, onChange, errors, disabled, changes }: FormProps) {
  const t = useTranslate();
  const hours = String(values.hours);
  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      <Explanation action="ban-user" name={name} />
      <Box sx={{ display: "flex", flexWrap: "wrap", columnGap: 2, rowGap: 1.5 }}>
        <DurationField
          label={t("actions.ban-user.hours")}
          unit={t("actions.ban-user.hours_unit")}
          value={hours}
          quick={QUICK.map(({ hours, key, count, words }) => ({
            value: String(hours),
            words: t(`actions.ban-user.${words}`, { count }),
            name: t(`actions.ban-user.${key}`, { smart_count: count }),
          }))}
          error={errors.hours}
          disabled={disabled}
          onChange={(value) => onChange({ ...values, hours: value })}
        />
        <EndText end={errors.hours ? null : endOf({ values, changes })} />
      </Box>
    </Box>
  );
}

/** By our own clock, while the preview is on its way. */
const endIn = (hours: number): string | null =>
  hours > 0 && hours <= 8760 ? new Date(Date.now() + hours * HOUR).toISOString() : null;

function endOf({ values, changes }: Pick<Scene, "values" | "changes">): string | null {
  const end = changeOf(changes, "banned_until")?.after;
  return typeof end === "string" ? end : endIn(Number(values.hours));
}

export const banUser: ActionDefinition = {
  name: "ban-user",
  icon: BlockOutlined,
  dangerous: true,
  subject: "user",
  places: ["users"],
  initialValues: { hours: "24" },
  Form: BanUserForm,
  toParams: ({ hours }, [target]) => ({
    user_id: target?.id,
    hours: /^\d{1,5}$/.test(String(hours).trim()) ? Number(hours) : Number.NaN,
  }),
  fromParams: ({ hours }) => ({ hours: String(hours) }),
  sentence: (scene) => {
    const end = endOf(scene);
    return scene.t("actions.ban-user.sentence", {
      email: scene.label,
      end: end ? scene.format.dateTime(end) : "…",
    });
  },
  parameters: (scene) => {
    const end = endOf(scene);
    return scene.t("actions.ban-user.parameters", {
      smart_count: Number(scene.values.hours),
      end: end ? scene.format.dateTime(end) : "…",
    });
  },
  outcome: (scene) => {
    const end = endOf(scene);
    return scene.t("actions.ban-user.outcome", {
      name: scene.name,
      end: end ? scene.format.dateTime(end) : "…",
    });
  },
  fields: ["banned_until", "sessions"],
  next: ({ target, t }) => ({
    title: t("actions.ban-user.next.title"),
    body: t("actions.ban-user.next.body"),
    label: t("actions.ban-user.next.label"),
    resource: "subscriptions",
    filter: { user_id: target?.id },
  }),
};
