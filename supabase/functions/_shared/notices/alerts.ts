import { linkTo, moment, plain } from "./words.ts";

/** What private.announce_alert() and private.test_alert_rule() keep of an alert. */
export type AlertArgs = {
  rule_id: number;
  metric: string;
  severity: string;
  value: number | null;
  threshold: number;
  unit: string;
  bound: string;
  window_hours: number;
  environment: string;
  /** Of a test there is no alert. */
  alert_id?: string;
  code?: string;
  what?: "breach" | "no_data";
  since?: string;
  bad?: number | null;
  total?: number | null;
  recovered_at?: string | null;
  /** Who asked for the test. */
  by?: string;
};

export const isAlert = (args: object): args is AlertArgs => "metric" in args;

const NAMES: Record<string, string> = {
  uptime: "Disponibilité",
  latency_p95: "Latence p95",
  errors_5xx: "Erreurs 5xx",
  webhooks_failed: "Webhooks échoués",
  monthly_import: "Import CA mensuel",
  emails_bounced: "E-mails rejetés",
};

const number = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 2 });

function valueText(value: number, unit: string): string {
  if (unit === "percent") return `${number.format(value)}\u00a0%`;
  if (unit === "ms") return `${number.format(Math.round(value))}\u00a0ms`;
  return number.format(value);
}

const windowOf = (hours: number) =>
  hours % 24 === 0 && hours > 24 ? `${hours / 24}\u00a0j` : `${hours}\u00a0h`;

/** « 4,74 % sur 24 h (148 sur 3 122), seuil : au plus 1 % ». */
function measured({ value, threshold, unit, bound, window_hours, bad, total }: AlertArgs): string {
  if (unit === "missed" && value !== null) {
    return value > 0 ? "aucun succès à l’heure due" : "import réussi";
  }
  if (value === null && unit === "missed") return "pas de données";
  const limit = `seuil : ${bound === "min" ? "au moins" : "au plus"} ${valueText(threshold, unit)}`;
  if (value === null) return `pas de données, ${limit}`;
  const counted =
    typeof bad === "number" && typeof total === "number"
      ? ` (${number.format(bad)} sur ${number.format(total)})`
      : "";
  return `${valueText(value, unit)} sur ${windowOf(window_hours)}${counted}, ${limit}`;
}

/** The list or the chart where one sees what it is about. */
function pathOf(metric: string): string {
  const list = (resource: string, filter?: object) =>
    `/${resource}${filter ? `?filter=${encodeURIComponent(JSON.stringify(filter))}` : ""}`;
  switch (metric) {
    case "webhooks_failed":
      return list("webhook_events", { status: "failed" });
    case "emails_bounced":
      return list("emails", { status: "bounced" });
    case "monthly_import":
      return list("import_logs");
    default:
      return `/reliability?metric=${encodeURIComponent(metric)}`;
  }
}

function elapsed(from: string, to: string): string {
  const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
  if (minutes < 60) return `${minutes}\u00a0min`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return rest === 0 ? `${hours}\u00a0h` : `${hours}\u00a0h\u00a0${rest}\u00a0min`;
}

/** What the team reads of an alert: what, since when, the value against its threshold, where to look. */
export function alertMessage(kind: string, args: AlertArgs): string {
  const name = plain(NAMES[args.metric] ?? args.metric);
  const severity = plain(args.severity);
  const link = linkTo(pathOf(args.metric), args.code ? plain(args.code) : "Voir");
  const end = `${link} (${plain(args.environment)})`;
  if (kind === "alert_test") {
    const by = args.by ? ` demandé par ${plain(args.by)}` : "";
    return `:test_tube: Test d’alerte${by}, rien à faire. ${severity} ${name} : ${measured(args)}. ${end}`;
  }
  const since = args.since ? moment.format(new Date(args.since)) : "";
  const silent = args.what === "no_data";
  if (kind === "alert_recovered") {
    const lasted =
      args.since && args.recovered_at ? `, après ${elapsed(args.since, args.recovered_at)}` : "";
    const now = silent ? "les données sont revenues" : measured(args);
    return `:white_check_mark: Rétabli : ${severity} ${name}, ${silent ? "sans données" : "hors seuil"} depuis le ${since}${lasted}. ${now[0]?.toUpperCase()}${now.slice(1)}. ${end}`;
  }
  return silent
    ? `:rotating_light: ${severity} ${name} : plus de données depuis le ${since}. ${end}`
    : `:rotating_light: ${severity} ${name}, hors seuil depuis le ${since} : ${measured(args)}. ${end}`;
}
