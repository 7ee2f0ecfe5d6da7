import type { Subject } from "../../supabase/functions/_shared/contract";
import { type Drift, repairableUser } from "../resources/drifts/drift";
import type { Email } from "../resources/emails/email";
import type { ImportLog } from "../resources/importLogs/importLog";
import type { Integration } from "../resources/integrations/integration";
import type { StaffMember } from "../resources/staff/staffMember";
import type { Subscription } from "../resources/subscriptions/subscription";
import type { Suppression } from "../resources/suppressions/suppression";
import type { User } from "../resources/users/user";
import type { WebhookEvent } from "../resources/webhookEvents/webhookEvent";
import type { ActionTarget } from "./definition";

/** What a row of a list stands for when an action of some kind is opened from it. */
type RowTargets<Row> = Partial<Record<Subject, (row: Row) => Omit<ActionTarget, "kind"> | null>>;

type OfCustomer = { user_id: string | null; user_email: string | null };

/** The provider's own name, which no language changes. */
const providerName = (provider: string) => provider.charAt(0).toUpperCase() + provider.slice(1);

type OfIntegration = Pick<Integration, "user_id" | "user_email" | "provider">;

/** As a run names it: "zoe@example.fr · Stripe". */
export const integrationTarget = (
  id: string,
  { user_id, user_email, provider }: OfIntegration,
  facts: Record<string, string> = {},
) => ({
  id,
  label: `${user_email} · ${providerName(provider)}`,
  name: null,
  facts: { user_id, user_email, provider, ...facts },
});

const customer = ({ user_id: id, user_email }: OfCustomer) =>
  id ? { id, label: user_email ?? id, name: null } : null;

const rows = {
  users: {
    user: ({ id, email, name }) => ({ id, label: email, name }),
    address: ({ email }) => ({ id: email, label: email, name: null }),
  } as RowTargets<User>,
  subscriptions: { user: customer } as RowTargets<Subscription>,
  emails: {
    user: customer,
    email: ({ id, to_email, subject }) => ({ id, label: to_email, name: subject }),
    address: ({ to_email }) => ({ id: to_email, label: to_email, name: null }),
  } as RowTargets<Email>,
  suppressions: {
    user: customer,
    address: ({ email }) => ({ id: email, label: email, name: null }),
  } as RowTargets<Suppression>,
  import_logs: {
    user: customer,
    import: ({ id, user_email, provider, month }) => ({
      id,
      label: user_email,
      name: `${provider} ${month}`,
    }),
    integration: (row) =>
      row.integration_id ? integrationTarget(row.integration_id, row, { month: row.month }) : null,
  } as RowTargets<ImportLog>,
  integrations: {
    user: customer,
    integration: (row) => integrationTarget(row.id, row),
  } as RowTargets<Integration>,
  webhook_events: {
    event: ({ id, type, user_email, stripe_customer_id }) => ({
      id,
      label: `${type} · ${user_email ?? stripe_customer_id ?? id}`,
      name: null,
    }),
  } as RowTargets<WebhookEvent>,
  drifts: {
    user: (row) => (repairableUser(row) ? customer(row) : null),
  } as RowTargets<Drift>,
  staff: {
    user: ({ user_id, email }) => ({ id: user_id, label: email, name: null }),
  } as RowTargets<StaffMember>,
};

/** The record of an action of this kind that a row of a list stands for; null when it stands for none. */
export function targetOf(resource: string, subject: Subject, row: object): ActionTarget | null {
  const of = (rows as Record<string, RowTargets<object>>)[resource]?.[subject];
  const target = of?.(row) ?? null;
  return target && { kind: subject, ...target };
}

/** The record that the guards of a row's actions are asked about. */
export function guardedOf(resource: string, row: object): ActionTarget | null {
  const own = Object.keys(homes).find((kind) => homes[kind as Subject]?.resource === resource);
  return targetOf(resource, (own ?? "user") as Subject, row);
}

/** Every record that a row of a list stands for. */
export function targetsOf(resource: string, row: object): ActionTarget[] {
  const subjects = Object.keys((rows as Record<string, object>)[resource] ?? {}) as Subject[];
  return subjects.flatMap((subject) => targetOf(resource, subject, row) ?? []);
}

/** The list that holds the records of a kind, and whether each of them has a page. */
const homes: Partial<Record<Subject, { resource: string; hasPage: boolean }>> = {
  user: { resource: "users", hasPage: true },
  email: { resource: "emails", hasPage: true },
  address: { resource: "suppressions", hasPage: false },
  import: { resource: "import_logs", hasPage: true },
  integration: { resource: "integrations", hasPage: true },
  event: { resource: "webhook_events", hasPage: true },
};

export const homeOf = (subject: Subject): string | null => homes[subject]?.resource ?? null;

/** The page of a record; null when it has none. Takes any kind: a run can be about what we do not know. */
export function pathOf({ kind, id }: { kind: string; id: string }): string | null {
  const home = homes[kind as Subject];
  return home?.hasPage && id ? `/${home.resource}/${encodeURIComponent(id)}/show` : null;
}
