import type { CountPoint } from "../charts/answer";
import type { Series, SeriesColor } from "../charts/chart";

type Translate = (key: string, args?: Record<string, unknown>) => string;

const bar = (
  key: string,
  name: string,
  color: SeriesColor,
  read: Series<CountPoint>["read"] = ({ parts }) => parts[key] ?? 0,
): Series<CountPoint> => ({ key, name, color, kind: "bar", read });

/** Of a cohort's point the parts are how far it came: it is as high as all who signed up. */
export const signupSeries = (t: Translate) => [bar("all", t("activity.funnel.all"), "first")];

export const simulationSeries = (t: Translate) => [
  bar("all", t("resources.simulations.name", { smart_count: 2 }), "first"),
];

export const importSeries = (t: Translate) => [
  bar("success", t("status.import.success"), "good"),
  bar("error", t("status.import.error"), "bad"),
  bar("running", t("status.import.running"), "first"),
  bar("skipped", t("status.import.skipped"), "comparison"),
];

export const webhookSeries = (t: Translate) => [
  bar("ok", t("filters.webhook_group.ok"), "good"),
  bar("failed", t("filters.webhook_group.failed"), "bad"),
];

/** The statuses that each group of e-mails is made of. */
export const EMAIL_PARTS = {
  received: ["delivered", "opened", "clicked"],
  under_way: ["queued", "scheduled", "sent", "delivery_delayed"],
  refused: ["bounced", "complained"],
  unsent: ["failed", "canceled", "suppressed"],
} as const;

const COLORS = {
  received: "good",
  under_way: "first",
  refused: "bad",
  unsent: "attention",
} as const;

const sumOf = ({ parts }: CountPoint, keys: readonly string[]) =>
  keys.reduce((sum, key) => sum + (parts[key] ?? 0), 0);

export const emailSeries = (t: Translate) =>
  (Object.keys(EMAIL_PARTS) as (keyof typeof EMAIL_PARTS)[]).map((group) =>
    bar(group, t(`filters.email_group.${group}`), COLORS[group], (point) =>
      sumOf(point, EMAIL_PARTS[group]),
    ),
  );

const ACTION_COLORS: SeriesColor[] = ["first", "second", "third", "attention", "good"];
export const OTHERS = "others";

/** The actions of a range, the most frequent first: those with a bar of their own, and the others. */
export function actionsOf(points: CountPoint[]): { named: string[]; others: string[] } {
  const totals = new Map<string, number>();
  for (const { parts } of points) {
    for (const [action, number] of Object.entries(parts)) {
      totals.set(action, (totals.get(action) ?? 0) + number);
    }
  }
  const actions = [...totals]
    .sort(([one, many], [other, more]) => more - many || one.localeCompare(other))
    .map(([action]) => action);
  return {
    named: actions.slice(0, ACTION_COLORS.length),
    others: actions.slice(ACTION_COLORS.length),
  };
}

export function actionSeries({ named, others }: ReturnType<typeof actionsOf>, t: Translate) {
  const series = named.map((action, index) =>
    bar(action, t(`actions.${action}.title`, { _: action }), ACTION_COLORS[index] ?? "comparison"),
  );
  return others.length === 0
    ? series
    : [
        ...series,
        bar(OTHERS, t("activity.other_actions"), "comparison", (point) => sumOf(point, others)),
      ];
}
