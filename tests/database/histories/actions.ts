import {
  type Access,
  DAY,
  edgesOf,
  entitlementAt,
  type Grant,
  MINUTE,
  parisDaysLater,
  quotaOf,
  rankOf,
  type Subscription,
  shownSubscription,
} from "./access.ts";

export type Role = "support" | "ops" | "admin";

/** What an action may change of a person, by field, as it is compared. */
export type Fields = Record<string, unknown>;

export type Person = {
  id: string;
  email: string;
  confirmed: boolean;
  staff: { role: Role; removed: boolean } | null;
  sessions: number;
  bannedUntil: number | null;
  grants: Grant[];
  subscriptions: Subscription[];
  /** What the customer app reads in the metadata. */
  metadata: { is_premium?: unknown; subscription_plan?: unknown; is_admin?: unknown };
  /** Whether the console was the last one to write access or the mirror. */
  consoleWroteLast: boolean;
  /** When the schedule has to look at the mirror again. */
  dueAt: number | null;
};

export type Params = { user_id: string; days?: number; plan?: string; hours?: number; role?: Role };

/** Everything that a rule may ask for besides the person. */
export type Circumstances = { params: Params; at: number; now: number; run: string };

type Snapshot = unknown;

export type Rule = {
  run: Role[];
  approve: Role[];
  typed: boolean;
  approval(params: Params): string | null;
  state(person: Person, now: number): Fields;
  blockers(person: Person, asked: Circumstances, caller: Person, everybody: Person[]): string[];
  /** Changes the person; gives what an undo needs. */
  effect(person: Person, asked: Circumstances): Snapshot;
  /** Puts the person back, or says why not. */
  undo(person: Person, snapshot: Snapshot, undone: string, asked: Circumstances): void;
  undoBlockers?(person: Person, snapshot: Snapshot, now: number, everybody: Person[]): string[];
};

export const roleOf = ({ staff }: Person): Role | null =>
  staff !== null && !staff.removed ? staff.role : null;

export const accessOf = ({ grants, subscriptions }: Person, at: number): Access =>
  entitlementAt(grants, subscriptions, at);

const json = (value: unknown) => value ?? null;

export const mirrorOf = ({ metadata }: Person) => ({
  is_premium: json(metadata.is_premium),
  subscription_plan: json(metadata.subscription_plan),
});

/** Access was written: the list's copy is made anew and knows when it has to be looked at again. */
export function refresh(person: Person, now: number): void {
  const later = edgesOf(person.grants, person.subscriptions).filter((edge) => edge > now);
  person.dueAt = later.length > 0 ? Math.min(...later) : null;
}

/** The console writes what the customer app reads. */
export function writeMirror(person: Person, now: number): Snapshot {
  const { is_premium, subscription_plan } = person.metadata;
  const prior = {
    ...("is_premium" in person.metadata ? { is_premium } : {}),
    ...("subscription_plan" in person.metadata ? { subscription_plan } : {}),
  };
  const { plan } = accessOf(person, now);
  Object.assign(person.metadata, { is_premium: plan === "premium", subscription_plan: plan });
  person.consoleWroteLast = true;
  return prior;
}

function putMirrorBack(person: Person, prior: Snapshot, now: number): void {
  const { is_premium: _premium, subscription_plan: _plan, ...others } = person.metadata;
  person.metadata = { ...others, ...(prior as object) };
  const { plan } = accessOf(person, now);
  const says = mirrorOf(person);
  // What was there before may have been somebody else's.
  person.consoleWroteLast =
    says.is_premium === (plan === "premium") && says.subscription_plan === plan;
}

function accessFields(person: Person, now: number): Fields {
  const access = accessOf(person, now);
  const running = person.grants.filter(({ revokedBy, ends }) => revokedBy === null && ends > now);
  const shown = shownSubscription(person.subscriptions);
  const mirror = mirrorOf(person);
  return {
    plan: access.plan,
    decided_by: access.source,
    access_ends_at: access.ends,
    grant_ends_at: running.length > 0 ? Math.max(...running.map(({ ends }) => ends)) : null,
    quota_limit: quotaOf(access.plan),
    "mirror.is_premium": mirror.is_premium,
    "mirror.subscription_plan": mirror.subscription_plan,
    stripe_subscription: shown && { id: shown.id, plan: shown.plan, status: shown.status },
  };
}

const grantEnd = ({ params, at }: Circumstances) => parisDaysLater(at, params.days ?? 0);

const grant: Rule = {
  run: ["support", "ops", "admin"],
  approve: ["ops", "admin"],
  typed: false,
  approval: ({ days = 0 }) => (days > 90 ? "long_grant" : null),
  state: accessFields,
  blockers: ({ grants }, asked) =>
    grants.some(
      ({ revokedBy, starts, ends, plan }) =>
        revokedBy === null &&
        starts <= asked.at &&
        ends >= grantEnd(asked) &&
        rankOf(plan) >= rankOf(asked.params.plan ?? ""),
    )
      ? ["covered_by_grant"]
      : [],
  effect(person, asked) {
    person.grants.push({
      run: asked.run,
      plan: asked.params.plan ?? "premium",
      starts: asked.at,
      ends: grantEnd(asked),
      revokedBy: null,
    });
    refresh(person, asked.now);
    return writeMirror(person, asked.now);
  },
  undo(person, prior, undone, { now, run }) {
    for (const given of person.grants) {
      if (given.run === undone && given.revokedBy === null) given.revokedBy = run;
    }
    refresh(person, now);
    putMirrorBack(person, prior, now);
  },
};

const revoke: Rule = {
  run: ["support", "ops", "admin"],
  approve: [],
  typed: false,
  approval: () => null,
  state: accessFields,
  blockers: ({ grants }, { at }) =>
    grants.some(({ revokedBy, ends }) => revokedBy === null && ends > at)
      ? []
      : ["no_running_grant"],
  effect(person, { now, run }) {
    for (const given of person.grants) {
      if (given.revokedBy === null && given.ends > now) given.revokedBy = run;
    }
    refresh(person, now);
    return writeMirror(person, now);
  },
  undo(person, prior, undone, { now }) {
    for (const given of person.grants) if (given.revokedBy === undone) given.revokedBy = null;
    refresh(person, now);
    putMirrorBack(person, prior, now);
  },
};

const isBanned = ({ bannedUntil }: Person, at: number) => bannedUntil !== null && bannedUntil > at;

function writeBan(person: Person, until: number | null, now: number): Snapshot {
  const prior = person.bannedUntil;
  person.bannedUntil = until;
  if (until !== null && until > now) person.sessions = 0;
  return prior;
}

const banEnd = ({ params, at }: Circumstances) => at + (params.hours ?? 0) * 60 * MINUTE;

const banFields = (person: Person, now: number): Fields => ({
  banned_until: isBanned(person, now) ? person.bannedUntil : null,
  sessions: person.sessions,
});

const banUndo: Pick<Rule, "undo" | "undoBlockers"> = {
  undo(person, prior, _undone, { now }) {
    writeBan(person, prior as number | null, now);
  },
  // No colleague is kept out, by no path.
  undoBlockers: (person, prior, now) =>
    roleOf(person) !== null && prior !== null && (prior as number) > now ? ["target_is_staff"] : [],
};

const ban: Rule = {
  run: ["ops", "admin"],
  approve: [],
  typed: true,
  approval: () => null,
  state: banFields,
  blockers: (person, asked, caller) => [
    ...(person.id === caller.id
      ? ["target_is_caller"]
      : roleOf(person) !== null
        ? ["target_is_staff"]
        : []),
    ...(isBanned(person, asked.at) && (person.bannedUntil ?? 0) >= banEnd(asked)
      ? ["banned_longer"]
      : []),
  ],
  effect: (person, asked) => writeBan(person, banEnd(asked), asked.now),
  ...banUndo,
};

const unban: Rule = {
  run: ["ops", "admin"],
  approve: [],
  typed: false,
  approval: () => null,
  state: banFields,
  blockers: (person, { at }) => (isBanned(person, at) ? [] : ["not_banned"]),
  effect: (person, { now }) => writeBan(person, null, now),
  ...banUndo,
};

const staffFields = (person: Person): Fields => ({
  role: roleOf(person),
  "mirror.is_admin": person.metadata.is_admin ?? false,
});

const isLastAdmin = (person: Person, everybody: Person[]) =>
  roleOf(person) === "admin" &&
  !everybody.some((other) => other.id !== person.id && roleOf(other) === "admin");

type StaffSnapshot = { staff: Person["staff"]; isAdmin: unknown };

const staffSnapshot = ({ staff, metadata }: Person): StaffSnapshot => ({
  staff: staff && { ...staff },
  isAdmin: metadata.is_admin,
});

function writeAdminMirror({ metadata }: Person, isAdmin: unknown): void {
  if (isAdmin === undefined) delete metadata.is_admin;
  else metadata.is_admin = isAdmin;
}

const staffUndo: Pick<Rule, "undo" | "undoBlockers"> = {
  undo(person, snapshot) {
    const { staff, isAdmin } = snapshot as StaffSnapshot;
    person.staff = staff && { ...staff };
    if (staff === null) person.sessions = 0;
    writeAdminMirror(person, isAdmin);
  },
  undoBlockers(person, snapshot, now, everybody) {
    const { staff } = snapshot as StaffSnapshot;
    const role = staff !== null && !staff.removed ? staff.role : null;
    if (role !== "admin" && isLastAdmin(person, everybody)) return ["last_admin"];
    return role !== null && isBanned(person, now) ? ["target_is_banned"] : [];
  },
};

const addStaff: Rule = {
  run: ["admin"],
  approve: ["admin"],
  typed: false,
  approval: () => "staff",
  state: staffFields,
  blockers: (person, { params, at }, _caller, everybody) => [
    ...(roleOf(person) === params.role
      ? ["already_staff"]
      : params.role !== "admin" && isLastAdmin(person, everybody)
        ? ["last_admin"]
        : []),
    ...(isBanned(person, at) ? ["target_is_banned"] : []),
    ...(person.confirmed ? [] : ["email_unconfirmed"]),
  ],
  effect(person, { params }) {
    const prior = staffSnapshot(person);
    const role = params.role ?? "support";
    person.staff = { role, removed: false };
    writeAdminMirror(
      person,
      role === "admin" ? true : prior.isAdmin === true ? false : prior.isAdmin,
    );
    return prior;
  },
  ...staffUndo,
};

const removeStaff: Rule = {
  run: ["admin"],
  approve: ["admin"],
  typed: true,
  approval: () => "staff",
  state: staffFields,
  blockers: (person, _asked, _caller, everybody) =>
    roleOf(person) === null
      ? ["not_staff_member"]
      : isLastAdmin(person, everybody)
        ? ["last_admin"]
        : [],
  effect(person) {
    const prior = staffSnapshot(person);
    if (person.staff !== null) person.staff.removed = true;
    writeAdminMirror(person, prior.isAdmin === true ? false : prior.isAdmin);
    person.sessions = 0;
    return prior;
  },
  ...staffUndo,
};

export const RULES = {
  "grant-premium": grant,
  "revoke-premium": revoke,
  "ban-user": ban,
  "unban-user": unban,
  "add-staff": addStaff,
  "remove-staff": removeStaff,
} satisfies Record<string, Rule>;

export type Action = keyof typeof RULES;

export const ruleOf = (action: Action): Rule => RULES[action];

/** How long a plan, a request for approval and the delay of a broken glass last. */
export const PLAN_MS = 15 * MINUTE;
export const APPROVAL_MS = DAY;
export const GLASS_MS = 15 * MINUTE;
