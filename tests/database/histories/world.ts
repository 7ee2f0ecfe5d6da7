import { accessEnd, edgesOf, type Grant, type Subscription } from "./access.ts";
import {
  type Action,
  APPROVAL_MS,
  accessOf,
  type Circumstances,
  type Fields,
  GLASS_MS,
  mirrorOf,
  type Params,
  type Person,
  PLAN_MS,
  type Role,
  refresh,
  roleOf,
  ruleOf,
  writeMirror,
} from "./actions.ts";

export type Change = { field: string; before: unknown; after: unknown };

/** What the plan of a preview says. */
export type Planned = {
  action: Action;
  actor: string;
  params: Params;
  at: number;
  before: Fields;
  after: Fields;
};

export type Run = {
  id: string;
  action: Action;
  params: Params;
  changes: Change[];
  snapshot: unknown;
  undoes: string | null;
  undone: boolean;
};

export type Approval = {
  id: string;
  code: string;
  action: Action;
  params: Params;
  requester: string;
  plan: Planned | null;
  undoes: string | null;
  status: "pending" | "approved" | "rejected" | "withdrawn" | "expired" | "stale";
  decidedBy: string | null;
  expires: number;
  brokenAt: number | null;
};

/** What people do, with everything chosen. */
export type Operation =
  | { kind: "run"; actor: string; planned: Planned; typed: boolean }
  | { kind: "undo"; actor: string; run: string }
  | { kind: "decide"; actor: string; approval: string; decision: Decision }
  | { kind: "break glass"; actor: string; approval: string };

export type Decision = "approve" | "reject" | "withdraw";

export type Refusal = { status: number; code: string };
export type Verdict =
  | (Refusal & { stale?: true })
  | { status: 200; code: null; changes: Change[] | null };

export type World = {
  people: Map<string, Person>;
  runs: Map<string, Run>;
  approvals: Map<string, Approval>;
};

const refuse = (status: number, code: string): Refusal => ({ status, code });

const found = <Value>(map: Map<string, Value>, id: string): Value => {
  const value = map.get(id);
  if (value === undefined) throw new Error(`the model does not know ${id}`);
  return value;
};

const everybodyIn = (world: World) => [...world.people.values()];

/** As text, whatever the order of the fields. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, held: unknown) =>
    typeof held === "object" && held !== null && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
      : held,
  );

export const same = (one: unknown, other: unknown) => canonical(one) === canonical(other);

const changesBetween = (before: Fields, after: Fields): Change[] =>
  Object.keys(before)
    .filter((field) => !same(before[field], after[field]))
    .map((field) => ({ field, before: before[field], after: after[field] }));

const circumstances = (planned: Planned, now: number, run: string): Circumstances => ({
  params: planned.params,
  at: planned.at,
  now,
  run,
});

/** The person after an action, and what it would change. */
function foresee(world: World, planned: Planned, now: number, run: string) {
  const rule = ruleOf(planned.action);
  const person = structuredClone(found(world.people, planned.params.user_id));
  const before = rule.state(person, now);
  const snapshot = rule.effect(person, circumstances(planned, now, run));
  const after = rule.state(person, now);
  return { person, before, after, snapshot, changes: changesBetween(before, after) };
}

/** What a preview promises: the state before and after. */
export const planOf = (
  world: World,
  action: Action,
  actor: string,
  params: Params,
  at: number,
): Planned => {
  const planned = { action, actor, params, at, before: {}, after: {} };
  const { before, after } = foresee(world, planned, at, "preview");
  return { ...planned, before, after };
};

/** Who may begin to ask for an action. */
export function mayRun(world: World, actor: string, action: Action): Refusal | null {
  const person = found(world.people, actor);
  const role = roleOf(person);
  if (role === null) return refuse(403, "not_staff");
  if (person.sessions === 0) return refuse(401, "unauthorized");
  return ruleOf(action).run.includes(role) ? null : refuse(403, "not_allowed");
}

const mayApprove = (role: Role | null, action: Action) =>
  role !== null && ruleOf(action).approve.includes(role);

const keptFrom = ({ requester, params }: Approval, person: string) =>
  person === requester || person === params.user_id;

/** How many colleagues could agree to a request. */
const approversOf = (world: World, approval: Approval, now: number) =>
  everybodyIn(world).filter(
    (person) =>
      mayApprove(roleOf(person), approval.action) &&
      !keptFrom(approval, person.id) &&
      (person.bannedUntil === null || person.bannedUntil <= now),
  ).length;

const stateOf = (approval: Approval, now: number) =>
  approval.status === "pending" && approval.expires <= now ? "expired" : approval.status;

/** The run itself: what the plan promised must still be so, and nothing may block it. */
function judgeRun(world: World, planned: Planned, typed: boolean, now: number): Verdict {
  const rule = ruleOf(planned.action);
  if (rule.typed && !typed) return refuse(422, "invalid_input");
  const { before, after, changes } = foresee(world, planned, now, "judged");
  if (!same(before, planned.before) || !same(after, planned.after)) {
    return refuse(409, "stale_plan");
  }
  const person = found(world.people, planned.params.user_id);
  const caller = found(world.people, planned.actor);
  const blockers = rule.blockers(
    person,
    circumstances(planned, now, "judged"),
    caller,
    everybodyIn(world),
  );
  return blockers.length > 0 ? refuse(409, "blocked") : { status: 200, code: null, changes };
}

function undoneOf(world: World, run: Run, now: number, undo: string) {
  const rule = ruleOf(run.action);
  const person = structuredClone(found(world.people, run.params.user_id));
  const before = rule.state(person, now);
  rule.undo(person, run.snapshot, run.id, { params: run.params, at: now, now, run: undo });
  return { person, before, changes: changesBetween(before, rule.state(person, now)) };
}

function judgeUndo(world: World, id: string, now: number): Verdict {
  const run = found(world.runs, id);
  const rule = ruleOf(run.action);
  const { before, changes } = undoneOf(world, run, now, "judged");
  if (
    run.undone ||
    run.undoes !== null ||
    run.changes.some(({ field, after }) => !same(before[field], after))
  ) {
    return refuse(409, "not_undoable");
  }
  const person = found(world.people, run.params.user_id);
  const blockers = rule.undoBlockers?.(person, run.snapshot, now, everybodyIn(world)) ?? [];
  return blockers.length > 0 ? refuse(409, "blocked") : { status: 200, code: null, changes };
}

/** What a request would do when it is agreed to, whoever asked. */
function judgeAsked(world: World, approval: Approval, now: number): Verdict {
  if (approval.undoes !== null) return judgeUndo(world, approval.undoes, now);
  if (approval.plan === null) throw new Error("a request without a plan");
  return judgeRun(world, approval.plan, true, now);
}

/** The same in the name of who asked, who must still have the right. */
function judgeAgreed(world: World, approval: Approval, now: number): Verdict {
  const role = roleOf(found(world.people, approval.requester));
  return role !== null && ruleOf(approval.action).run.includes(role)
    ? judgeAsked(world, approval, now)
    : refuse(409, "blocked");
}

function judgeDecision(
  world: World,
  { actor, approval: id, decision }: Extract<Operation, { kind: "decide" }>,
  now: number,
): Verdict {
  const approval = found(world.approvals, id);
  if (decision === "withdraw") {
    if (approval.requester !== actor) return refuse(403, "not_allowed");
  } else {
    // Whom it is about may not agree, but may well object.
    const own = decision === "approve" ? keptFrom(approval, actor) : approval.requester === actor;
    if (own) return refuse(403, "self_approval");
    if (!mayApprove(roleOf(found(world.people, actor)), approval.action)) {
      return refuse(403, "not_allowed");
    }
  }
  const word = { approve: "approved", reject: "rejected", withdraw: "withdrawn" }[decision];
  if (approval.decidedBy === actor && approval.status === word) {
    return { status: 200, code: null, changes: null };
  }
  const state = stateOf(approval, now);
  if (state === "expired") return refuse(409, "approval_expired");
  if (state !== "pending") return refuse(409, "already_decided");
  if (decision !== "approve") return { status: 200, code: null, changes: null };
  const verdict = judgeAgreed(world, approval, now);
  return verdict.code === null ? verdict : { status: 409, code: verdict.code, stale: true };
}

function judgeGlass(
  world: World,
  { actor, approval: id }: Extract<Operation, { kind: "break glass" }>,
  now: number,
): Verdict {
  const approval = found(world.approvals, id);
  const role = roleOf(found(world.people, actor));
  if (approval.requester !== actor || !mayApprove(role, approval.action)) {
    return refuse(403, "not_allowed");
  }
  const state = stateOf(approval, now);
  if (state === "expired") return refuse(409, "approval_expired");
  if (state !== "pending") return refuse(409, "already_decided");
  if (approval.brokenAt === null && approversOf(world, approval, now) > 0) {
    return refuse(409, "blocked");
  }
  return { status: 200, code: null, changes: null };
}

/** By which rule a colleague has to agree, null when nobody has to. What only gives back less needs nobody. */
export function approvalRule(world: World, operation: Operation): string | null {
  if (operation.kind === "run") {
    return ruleOf(operation.planned.action).approval(operation.planned.params);
  }
  if (operation.kind !== "undo") return null;
  const run = found(world.runs, operation.run);
  return ruleOf(run.action).approval(run.params) === "staff" ? "staff" : null;
}

/**
 * What must hold where an effect was committed, whoever was at work beside it. Rights are asked for
 * before, without a lock: who loses them at the same moment may still have come through.
 */
export function judgeEffect(world: World, operation: Operation, now: number): Verdict {
  switch (operation.kind) {
    case "run":
      return judgeRun(world, operation.planned, operation.typed, now);
    case "undo":
      return judgeUndo(world, operation.run, now);
    case "decide":
      return judgeAsked(world, found(world.approvals, operation.approval), now);
    case "break glass":
      return { status: 200, code: null, changes: null };
  }
}

/** What an operation answers when nobody else is at work. */
export function foretell(world: World, operation: Operation, now: number): Verdict {
  const actor = found(world.people, operation.actor);
  if (operation.kind === "decide" || operation.kind === "break glass") {
    if (roleOf(actor) === null) return refuse(403, "not_staff");
    if (actor.sessions === 0) return refuse(401, "unauthorized");
    return operation.kind === "decide"
      ? judgeDecision(world, operation, now)
      : judgeGlass(world, operation, now);
  }
  const action =
    operation.kind === "run" ? operation.planned.action : found(world.runs, operation.run).action;
  const refused = mayRun(world, operation.actor, action);
  if (refused !== null) return refused;
  if (operation.kind === "run") {
    const { planned } = operation;
    if (planned.actor !== operation.actor) return refuse(409, "stale_plan");
    if (planned.at < now - PLAN_MS) return refuse(409, "plan_expired");
  }
  const verdict = judgeEffect(world, operation, now);
  return verdict.code === null && approvalRule(world, operation) !== null
    ? { ...verdict, changes: null }
    : verdict;
}

// What was accepted -------------------------------------------------------------------------

function keepRun(world: World, planned: Planned, now: number, id: string): void {
  const { person, changes, snapshot } = foresee(world, planned, now, id);
  world.people.set(person.id, person);
  const { action, params } = planned;
  world.runs.set(id, { id, action, params, changes, snapshot, undoes: null, undone: false });
}

function keepUndo(world: World, undone: string, now: number, id: string): void {
  const run = found(world.runs, undone);
  const { person, changes } = undoneOf(world, run, now, id);
  world.people.set(person.id, person);
  run.undone = true;
  const { action, params } = run;
  world.runs.set(id, {
    id,
    action,
    params,
    changes,
    snapshot: null,
    undoes: undone,
    undone: false,
  });
}

function keepAgreed(world: World, approval: Approval, now: number, run: string): void {
  if (approval.undoes !== null) keepUndo(world, approval.undoes, now, run);
  else if (approval.plan !== null) keepRun(world, approval.plan, now, run);
}

/** The names that the database gave to what an operation made. */
export type Made = { run: string | null; approval: { id: string; code: string } | null };

/** Writes what an accepted operation does. */
export function accept(world: World, operation: Operation, now: number, made: Made): void {
  switch (operation.kind) {
    case "run":
    case "undo": {
      if (made.run !== null && operation.kind === "run") {
        keepRun(world, operation.planned, now, made.run);
      } else if (made.run !== null && operation.kind === "undo") {
        keepUndo(world, operation.run, now, made.run);
      } else if (made.approval !== null) {
        const asked =
          operation.kind === "run" ? operation.planned : found(world.runs, operation.run);
        world.approvals.set(made.approval.id, {
          ...made.approval,
          action: asked.action,
          params: asked.params,
          requester: operation.actor,
          plan: operation.kind === "run" ? operation.planned : null,
          undoes: operation.kind === "undo" ? operation.run : null,
          status: "pending",
          decidedBy: null,
          expires: now + APPROVAL_MS,
          brokenAt: null,
        });
      }
      return;
    }
    case "decide": {
      const approval = found(world.approvals, operation.approval);
      if (approval.status !== "pending") return;
      approval.decidedBy = operation.actor;
      if (operation.decision === "reject") approval.status = "rejected";
      if (operation.decision === "withdraw") approval.status = "withdrawn";
      if (operation.decision === "approve") {
        approval.status = made.run === null ? "stale" : "approved";
        if (made.run !== null) keepAgreed(world, approval, now, made.run);
      }
      return;
    }
    case "break glass": {
      const approval = found(world.approvals, operation.approval);
      approval.brokenAt ??= now;
    }
  }
}

/** The app heard from Stripe. It may write the mirror by what it knows: the subscription alone. */
export function hear(
  person: Person,
  subscription: Subscription,
  writesMirror: boolean,
  now: number,
): void {
  person.subscriptions = [
    ...person.subscriptions.filter(({ id }) => id !== subscription.id),
    subscription,
  ];
  person.consoleWroteLast = false;
  refresh(person, now);
  if (writesMirror) Object.assign(person.metadata, appMirror(subscription, now));
}

export function appMirror(subscription: Subscription, now: number) {
  const plan = (accessEnd(subscription) ?? 0) > now ? subscription.plan : "free";
  return { is_premium: plan === "premium", subscription_plan: plan };
}

/** A turn of the schedule: mirrors that are due or lost, glasses whose delay is over, requests nobody decided. */
export function turn(
  world: World,
  now: number,
  runOf: (approval: Approval) => string | null,
): string[] {
  const wrong: string[] = [];
  for (const person of everybodyIn(world)) {
    if (person.dueAt === null || person.dueAt > now) continue;
    writeMirror(person, now);
    refresh(person, now);
  }
  // What a webhook took from somebody with a running grant comes back.
  for (const person of everybodyIn(world)) {
    const runs = ({ revokedBy, starts, ends }: Grant) =>
      revokedBy === null && starts <= now && ends > now;
    if (!person.grants.some(runs)) continue;
    const { consoleWroteLast } = person;
    if (same(writeMirror(person, now), mirrorOf(person))) {
      person.consoleWroteLast = consoleWroteLast;
    }
  }
  const pending = [...world.approvals.values()].filter(({ status }) => status === "pending");
  const broken = pending
    .filter(
      ({ brokenAt, expires }) => brokenAt !== null && brokenAt + GLASS_MS <= now && expires > now,
    )
    .sort((a, b) => (a.brokenAt ?? 0) - (b.brokenAt ?? 0));
  for (const approval of broken) {
    const verdict = judgeAgreed(world, approval, now);
    const run = runOf(approval);
    if ((verdict.code === null) !== (run !== null)) {
      wrong.push(
        `${approval.code} ran alone: ${run !== null}, by the rules ${verdict.code ?? "yes"}`,
      );
    }
    approval.status = run === null ? "stale" : "approved";
    if (run !== null) keepAgreed(world, approval, now, run);
  }
  for (const approval of pending) {
    if (approval.status === "pending" && approval.expires <= now) approval.status = "expired";
  }
  return wrong;
}

/** The moments at which a rule changes its answer by the clock alone. */
export const edgesIn = (world: World, kept: Planned[]): number[] => [
  ...everybodyIn(world).flatMap((person) => [
    ...edgesOf(person.grants, person.subscriptions),
    ...(person.bannedUntil === null ? [] : [person.bannedUntil]),
  ]),
  ...kept.map(({ at }) => at + PLAN_MS),
  ...[...world.approvals.values()]
    .filter(({ status }) => status === "pending")
    .flatMap(({ expires, brokenAt }) => [
      expires,
      ...(brokenAt === null ? [] : [brokenAt + GLASS_MS]),
    ]),
];

/** What must be so at every moment, whatever was done. */
export function brokenRules(world: World, now: number): string[] {
  const everybody = everybodyIn(world);
  return [
    ...(everybody.some((person) => roleOf(person) === "admin") ? [] : ["there is no admin"]),
    ...everybody
      .filter((person) => roleOf(person) !== null && (person.bannedUntil ?? 0) > now)
      .map(({ email }) => `${email} works here and is banned`),
    ...everybody
      .filter((person) => person.consoleWroteLast && (person.dueAt === null || person.dueAt > now))
      .filter((person) => {
        const { plan } = accessOf(person, now);
        const { is_premium, subscription_plan } = person.metadata;
        return is_premium !== (plan === "premium") || subscription_plan !== plan;
      })
      .map(({ email }) => `the mirror of ${email} is not what the console has to write`),
  ];
}
