import type { StatusDomain } from "../../../display/statuses";
import type { Formats } from "../../../i18n/formats";
import type { TimelineEvent } from "./timelineEvent";

type Translate = (key: string, args?: Record<string, unknown>) => string;

export type TimelineWords = {
  title: string;
  /** Ids and particulars, second line. */
  details: string[];
};

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const number = (value: unknown): number => (typeof value === "number" ? value : 0);

/** What happened, in a sentence; its second line is for ids and particulars. */
export function timelineWords(event: TimelineEvent, t: Translate, f: Formats): TimelineWords {
  const args = event.title_args;
  const plan = t(`display.plan.${text(args.plan)}`, { _: text(args.plan) });
  switch (event.event) {
    case "simulation":
      return {
        title: t("user.timeline.simulation", { month: f.month(text(args.month)) }),
        details: [
          t("user.timeline.simulation_detail", { revenue: f.money(number(args.revenue_cents)) }),
          text(args.activity),
        ],
      };
    case "import":
      return importWords(event, t, f);
    case "email":
      return {
        title: t("user.timeline.email", { subject: text(args.subject) }),
        details: [
          t("user.timeline.template", {
            template: t(`display.template.${text(args.template)}`, { _: text(args.template) }),
          }),
          text(args.bounce_reason),
        ],
      };
    case "webhook":
      return {
        title: t("user.timeline.webhook", { type: text(args.type) }),
        details: [
          text(args.id),
          typeof args.amount_cents === "number" && args.currency === "eur"
            ? f.money(args.amount_cents)
            : "",
          event.status === "failed" && args.cause
            ? t(`webhooks.cause.${text(args.cause)}.name`)
            : "",
        ],
      };
    case "subscription_created":
      return {
        title: t("user.timeline.subscription_created", { plan, price: price(args, t, f) }),
        details: [text(args.id)],
      };
    case "subscription_canceled":
      return {
        title: t("user.timeline.subscription_canceled", { plan }),
        details: [
          text(args.id),
          args.cancel_at ? t("user.timeline.ends", { date: f.date(text(args.cancel_at)) }) : "",
        ],
      };
    case "grant_ended":
      return { title: t("user.timeline.grant_ended", { plan }), details: [text(args.code)] };
    case "run":
    case "undo":
      return runWords(event, t, f);
  }
  return {
    title: t(`user.timeline.${event.event}`, {
      _: t("user.timeline.access", { event: event.event }),
    }),
    details: [text(args.path), browserOf(text(args.user_agent))],
  };
}

function importWords({ title_args: args, status }: TimelineEvent, t: Translate, f: Formats) {
  const provider = t(`display.provider.${text(args.provider)}`, { _: text(args.provider) });
  const month = f.month(text(args.month));
  const key = args.dry_run ? "dry_run" : status === "success" ? "import_done" : "import";
  const error = text(args.error);
  return {
    title: t(`user.timeline.${key}`, {
      provider,
      month,
      revenue: f.money(number(args.revenue_cents)),
    }),
    details: [
      error || (args.rows ? t("user.timeline.rows", { smart_count: number(args.rows) }) : ""),
      typeof args.duration_ms === "number" ? f.duration(args.duration_ms) : "",
    ],
  };
}

function price(args: Record<string, unknown>, t: Translate, f: Formats) {
  const amount = f.money(number(args.amount_cents));
  return t(args.interval === "year" ? "common.per_year" : "common.per_month", { amount });
}

function runWords({ event, title_args: args }: TimelineEvent, t: Translate, f: Formats) {
  const action = text(args.action);
  const params = args.params as { plan?: unknown } | null | undefined;
  const title = t(`actions.${action}.title`, { _: action });
  const done = t(`actions.${action}.done`, {
    plan: t(`display.plan.${text(params?.plan)}`, { _: text(params?.plan) }),
    _: title,
  });
  const end = text(args.ends_at);
  return {
    title:
      event === "undo"
        ? t("user.timeline.undo", { title })
        : end
          ? t("user.timeline.run_until", { done, end: f.dateTime(end) })
          : done,
    details: [
      text(args.code),
      text(args.actor_email),
      args.reason ? t("user.timeline.quote", { text: text(args.reason) }) : "",
    ],
  };
}

const BROWSERS: [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const DEVICES: [RegExp, string][] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Mac OS X/, "Mac"],
  [/Windows/, "Windows"],
  [/Linux/, "Linux"],
];

/** "Safari, iPhone" out of a browser's long signature; nothing when it says neither. */
export function browserOf(userAgent: string): string {
  const known = (list: [RegExp, string][]) => list.find(([sign]) => sign.test(userAgent))?.[1];
  return [known(BROWSERS), known(DEVICES)].filter(Boolean).join(", ");
}

/** Whose words the status of an event is in; null when there is nothing to say. */
export function statusDomain({ kind, event, status }: TimelineEvent): StatusDomain | null {
  if (!status) return null;
  switch (kind) {
    case "import":
      return "import";
    case "email":
      return "email";
    case "webhook":
      return "webhook";
    case "payment":
      return "subscription";
    case "team":
      return event === "grant_ended" ? null : "run";
    default:
      return null;
  }
}

const BROKEN = new Set(["error", "failed", "bounced", "past_due", "unpaid"]);

/** Colour only for failures and money. */
export function toneOf({ kind, event, status }: TimelineEvent): "error" | "success" | null {
  if (status && BROKEN.has(status)) return "error";
  return kind === "payment" && event === "subscription_created" ? "success" : null;
}
