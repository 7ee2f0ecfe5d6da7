import BoltOutlined from "@mui/icons-material/BoltOutlined";
import HomeOutlined from "@mui/icons-material/HomeOutlined";
import InsightsOutlined from "@mui/icons-material/InsightsOutlined";
import PaymentsOutlined from "@mui/icons-material/PaymentsOutlined";
import RuleOutlined from "@mui/icons-material/RuleOutlined";
import SettingsOutlined from "@mui/icons-material/SettingsOutlined";
import SpeedOutlined from "@mui/icons-material/SpeedOutlined";
import type SvgIcon from "@mui/material/SvgIcon";
import alerts from "../resources/alerts";
import approvals from "../resources/approvals";
import audit from "../resources/audit";
import drifts from "../resources/drifts";
import emails from "../resources/emails";
import grants from "../resources/grants";
import importLogs from "../resources/importLogs";
import incidents from "../resources/incidents";
import integrations from "../resources/integrations";
import runs from "../resources/runs";
import simulations from "../resources/simulations";
import staff from "../resources/staff";
import subscriptions from "../resources/subscriptions";
import users from "../resources/users";
import webhookEvents from "../resources/webhookEvents";

type Entry = {
  name: string;
  icon: typeof SvgIcon;
  /** What one must be allowed to read, where it is not called like the page. */
  subject?: string;
};
type Group = {
  /** Null: stands above all groups, without a heading. */
  name: "customers" | "operations" | "runbook" | "incidents" | "metrics" | "administration" | null;
  entries: Entry[];
};

const entry = ({ name, icon }: Entry): Entry => ({ name, icon });

const home: Entry = { name: "home", icon: HomeOutlined, subject: "metrics" };
const settings: Entry = { name: "settings", icon: SettingsOutlined, subject: "metrics" };
const actions: Entry = { name: "actions", icon: BoltOutlined };
const revenue: Entry = { name: "revenue", icon: PaymentsOutlined, subject: "metrics" };
const activity: Entry = { name: "activity", icon: InsightsOutlined, subject: "metrics" };
const reliability: Entry = { name: "reliability", icon: SpeedOutlined, subject: "metrics" };
const accessRule: Entry = { name: "access_rule", icon: RuleOutlined };

/** The pages in the order of the left side; a role sees those that it may read. */
export const navigation: Group[] = [
  { name: null, entries: [home] },
  { name: "customers", entries: [entry(users), entry(subscriptions), entry(simulations)] },
  {
    name: "operations",
    entries: [
      entry(importLogs),
      entry(integrations),
      entry(webhookEvents),
      entry(drifts),
      entry(emails),
    ],
  },
  { name: "runbook", entries: [actions, entry(runs), entry(approvals), entry(grants), accessRule] },
  { name: "incidents", entries: [entry(incidents)] },
  { name: "metrics", entries: [revenue, activity, reliability, entry(alerts)] },
  { name: "administration", entries: [entry(staff), entry(audit), settings] },
];

/** Lists behind a tab or a chart of another page. */
const within: Record<string, string> = {
  suppressions: "emails",
  email_domains: "emails",
  alert_rules: "alerts",
  deliveries: "alerts",
  revenue_movements: "revenue",
  probes: "reliability",
};

/** Where a page is; the first one is where the console opens. */
export const pathOf = ({ name }: Entry) => (name === home.name ? "/" : `/${name}`);

export function pageOf(pathname: string): Entry | undefined {
  const first = pathname.split("/")[1] || home.name;
  const name = within[first] ?? first;
  return navigation.flatMap((group) => group.entries).find((page) => page.name === name);
}
