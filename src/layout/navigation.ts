import BoltOutlined from "@mui/icons-material/BoltOutlined";
import RuleOutlined from "@mui/icons-material/RuleOutlined";
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

type Entry = { name: string; icon: typeof SvgIcon };
type Group = { name: "customers" | "operations" | "runbook" | "administration"; entries: Entry[] };

const entry = ({ name, icon }: Entry): Entry => ({ name, icon });

const actions: Entry = { name: "actions", icon: BoltOutlined };
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
  { name: "administration", entries: [entry(staff), entry(audit)] },
];

/** Pages behind a tab of another one. */
const within: Record<string, string> = { suppressions: "emails", email_domains: "emails" };

export function pageOf(pathname: string): Entry | undefined {
  const first = pathname.split("/")[1] ?? "";
  const name = within[first] ?? first;
  return navigation.flatMap((group) => group.entries).find((page) => page.name === name);
}
