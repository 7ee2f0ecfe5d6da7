import BoltOutlined from "@mui/icons-material/BoltOutlined";
import InsightsOutlined from "@mui/icons-material/InsightsOutlined";
import PaymentsOutlined from "@mui/icons-material/PaymentsOutlined";
import RuleOutlined from "@mui/icons-material/RuleOutlined";
import SpeedOutlined from "@mui/icons-material/SpeedOutlined";
import type SvgIcon from "@mui/material/SvgIcon";
import approvals from "../resources/approvals";
import audit from "../resources/audit";
import drifts from "../resources/drifts";
import emails from "../resources/emails";
import grants from "../resources/grants";
import importLogs from "../resources/importLogs";
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
  name: "customers" | "operations" | "runbook" | "metrics" | "administration";
  entries: Entry[];
};

const entry = ({ name, icon }: Entry): Entry => ({ name, icon });

const actions: Entry = { name: "actions", icon: BoltOutlined };
const revenue: Entry = { name: "revenue", icon: PaymentsOutlined, subject: "metrics" };
const activity: Entry = { name: "activity", icon: InsightsOutlined, subject: "metrics" };
const reliability: Entry = { name: "reliability", icon: SpeedOutlined, subject: "metrics" };
const accessRule: Entry = { name: "access_rule", icon: RuleOutlined };

/** The pages in the order of the left side; a role sees those that it may read. */
export const navigation: Group[] = [
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
  { name: "metrics", entries: [revenue, activity, reliability] },
  { name: "administration", entries: [entry(staff), entry(audit)] },
];

/** Lists behind a tab or a chart of another page. */
const within: Record<string, string> = {
  suppressions: "emails",
  email_domains: "emails",
  revenue_movements: "revenue",
  probes: "reliability",
};

export function pageOf(pathname: string): Entry | undefined {
  const first = pathname.split("/")[1] ?? "";
  const name = within[first] ?? first;
  return navigation.flatMap((group) => group.entries).find((page) => page.name === name);
}
