import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { Database } from "../../../stack/database.ts";
import { type Answered, call, REASON } from "../actions.ts";
import { type Person as Caller, openSession, type Session, signedIn } from "../session.ts";
import { DAY, MINUTE, type Subscription } from "./access.ts";
import {
  type Action,
  accessOf,
  type Fields,
  type Params,
  type Person,
  type Role,
  roleOf,
  ruleOf,
} from "./actions.ts";
import type { Choice, Deed, Step } from "./steps.ts";
import {
  accept,
  appMirror,
  brokenRules,
  edgesIn,
  foretell,
  hear,
  judgeEffect,
  type Made,
  mayRun,
  type Operation,
  type Planned,
  planOf,
  same,
  turn,
  type World,
} from "./world.ts";

const STAFF = ["support", "ops", "admin", "admin2"].map((name) => `${name}@comptalyze.test`);
const CONNECTIONS = 8;
/** No edge of a rule lies this close: a moment is the same for the model and for the server. */
const CLEAR_MS = 12 * MINUTE;

/** How often each answer was given: a code, or "done". */
export type Counts = Record<string, number>;

/** What somebody sent, and what came of it. */
type Attempt = {
  operation: Operation | null;
  looked: { actor: string; action: Action; params: Params } | null;
  status: number;
  code: string | null;
  body: Body | null;
  heard: {
    seq: number;
    order: number;
    target: string;
    subscription: Subscription;
    mirror: boolean;
  } | null;
};

type Body = {
  run: { id: string } | null;
  approval?: { id: string; code: string };
  changes?: { field: string; before: unknown; after: unknown }[];
};

type Line = {
  seq: number;
  actor: string | null;
  event: string;
  run: string | null;
  approval: string | null;
  code: string | null;
};

/** Moments as milliseconds, everything else as it is. */
const plain = (field: string, value: unknown) =>
  typeof value === "string" && /(_ends_at|banned_until)$/.test(field) ? Date.parse(value) : value;

const plainFields = (fields: Record<string, unknown>): Fields =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, plain(field, value)]));

function readPlan(plan: string): Planned {
  const text = Buffer.from(plan.split(".")[0] ?? "", "base64").toString();
  const { at, before, after, ...said } = JSON.parse(text) as Omit<Planned, "at"> & { at: string };
  return { ...said, at: Date.parse(at), before: plainFields(before), after: plainFields(after) };
}

/** A history on a database of its own, held against the model after every step. */
export class Play {
  readonly #database: Database;
  readonly #sessions: Session[];
  readonly #world: World;
  readonly #callers = new Map<string, Caller>();
  /** Plans that are kept open, with their text. */
  #kept: { planned: Planned; text: string }[] = [];
  #offset = 0;
  #seq = 0;
  readonly #counts: Counts;

  private constructor(database: Database, sessions: Session[], world: World, counts: Counts) {
    this.#database = database;
    this.#sessions = sessions;
    this.#world = world;
    this.#counts = counts;
  }

  static async open(database: Database, counts: Counts): Promise<Play> {
    const sessions = await Promise.all(
      Array.from({ length: CONNECTIONS }, () => openSession(database)),
    );
    await database.exec("create sequence public.history_order");
    const customers = await database.query<{ id: string; email: string; confirmed: boolean }>(
      `(select id::text, email, true as confirmed from private.users
        where plan = 'free' and email like '%@example.%' and email_confirmed_at is not null order by id limit 5)
      union all
      (select id::text, email, false from private.users
        where email like '%@example.%' and email_confirmed_at is null order by id limit 1)`,
    );
    const staff = await database.query<{
      id: string;
      email: string;
      role: Role;
      is_admin: unknown;
    }>(
      `select u.id::text, u.email, s.role, u.raw_user_meta_data -> 'is_admin' as is_admin
      from auth.users u join private.staff s on s.user_id = u.id where u.email = any ($1) order by u.email`,
      [STAFF],
    );
    const people = [
      ...staff.map((person) => ({ ...person, confirmed: true })),
      ...customers.map((person) => ({ ...person, role: null, is_admin: null })),
    ];
    const ids = people.map(({ id }) => id);
    await database.query("delete from public.subscriptions where user_id = any ($1)", [ids]);
    await database.query("delete from private.grants where user_id = any ($1)", [ids]);
    await database.query("delete from auth.sessions where user_id = any ($1)", [ids]);
    await database.query(
      `update auth.users set banned_until = null,
        raw_user_meta_data = raw_user_meta_data - 'is_premium' - 'subscription_plan' where id = any ($1)`,
      [ids],
    );
    const world: World = {
      people: new Map(
        people.map(({ id, email, confirmed, role, is_admin }): [string, Person] => [
          id,
          {
            id,
            email,
            confirmed,
            staff: role === null ? null : { role, removed: false },
            sessions: 0,
            bannedUntil: null,
            grants: [],
            subscriptions: [],
            metadata: is_admin === null ? {} : { is_admin },
            consoleWroteLast: false,
            dueAt: null,
          },
        ]),
      ),
      runs: new Map(),
      approvals: new Map(),
    };
    const play = new Play(database, sessions, world, counts);
    await play.#newLines();
    return play;
  }

  async close(): Promise<void> {
    await Promise.all(this.#sessions.map((session) => session.close()));
  }

  async step(step: Step): Promise<number> {
    if (step.kind === "wait") this.#offset += step.minutes * MINUTE;
    this.#clear();
    await this.#signIn();
    if (step.kind === "turn") await this.#turn();
    if (step.kind === "look") await this.#look(step.deed);
    if (step.kind === "deeds") await this.#deeds(step.deeds);
    await this.#check();
    return step.kind === "deeds" ? step.deeds.length : 1;
  }

  /** At the end: nothing waits, nothing is to be mended, and the journal is whole. */
  async end(): Promise<void> {
    const [left] = await this.#database.query(
      `select (select count(*)::int from private.audit_pending) as pending,
        (select count(*)::int from private.user_repairs) as repairs,
        (private.check_chain(0, private.known_hash(0), 1000000)).broken_seq as broken`,
    );
    expect(left).toEqual({ pending: 0, repairs: 0, broken: null });
  }

  get #now(): number {
    return Date.now() + this.#offset;
  }

  get #clock(): string {
    return `${this.#offset} milliseconds`;
  }

  get #everybody(): Person[] {
    return [...this.#world.people.values()];
  }

  /** Moves the clock on until no edge is near. */
  #clear(): void {
    const edges = edgesIn(
      this.#world,
      this.#kept.map(({ planned }) => planned),
    );
    while (edges.some((edge) => edge > this.#now - MINUTE && edge < this.#now + CLEAR_MS)) {
      this.#offset += CLEAR_MS;
    }
  }

  async #signIn(): Promise<void> {
    for (const person of this.#everybody) {
      if (roleOf(person) === null || person.sessions > 0) continue;
      this.#callers.set(person.id, await signedIn(this.#database, person.email));
      person.sessions = 1;
    }
  }

  #callerOf(id: string): Caller {
    const email = this.#world.people.get(id)?.email ?? "";
    return this.#callers.get(id) ?? { userId: id, email, sessionId: randomUUID() };
  }

  async #newLines(): Promise<Line[]> {
    const lines = await this.#database.query<Line>(
      `select seq::int, actor_id::text as actor, event, run_id::text as run,
        details ->> 'approval' as approval, details ->> 'code' as code
      from private.audit where seq > $1 and outcome <> 'denied' order by seq`,
      [this.#seq],
    );
    const [head] = await this.#database.query<{ seq: number }>(
      "select seq::int from private.audit_head",
    );
    this.#seq = head?.seq ?? 0;
    return lines;
  }

  // Choosing ---------------------------------------------------------------------------------

  #choose<Item>(items: Item[], { n, any }: Choice, fits: (item: Item) => boolean): Item | null {
    const fitting = any ? [] : items.filter(fits);
    const among = fitting.length > 0 ? fitting : items;
    return among[n % Math.max(among.length, 1)] ?? null;
  }

  #actor(choice: Choice, fits: (person: Person) => boolean): string {
    return this.#choose(this.#everybody, choice, fits)?.id ?? "";
  }

  #runner(choice: Choice, action: Action): string {
    return this.#actor(choice, (person) => mayRun(this.#world, person.id, action) === null);
  }

  #target(n: number): string {
    return this.#everybody[n % this.#everybody.length]?.id ?? "";
  }

  /** An action as it is asked for from its beginning. */
  #asked(deed: Deed): { actor: string; action: Action; params: Params; typed: boolean } | null {
    const ask = (action: Action, actor: Choice, params: Params, typed = true) => ({
      actor: this.#runner(actor, action),
      action,
      params,
      typed,
    });
    const now = this.#now;
    switch (deed.kind) {
      case "grant": {
        const { days, plan } = deed;
        const params = { user_id: this.#target(deed.target), days, plan };
        return ask("grant-premium", deed.actor, params);
      }
      case "revoke":
        return ask("revoke-premium", deed.actor, { user_id: this.#target(deed.target) });
      case "ban": {
        const params = { user_id: this.#target(deed.target), hours: deed.hours };
        return ask("ban-user", deed.actor, params, deed.typed);
      }
      case "unban": {
        const banned = (person: Person) => (person.bannedUntil ?? 0) > now;
        return ask("unban-user", deed.actor, { user_id: this.#actor(deed.target, banned) });
      }
      case "add staff": {
        const params = { user_id: this.#target(deed.target), role: deed.role };
        return ask("add-staff", deed.actor, params);
      }
      case "remove staff": {
        const user_id = this.#actor(deed.target, (person) => roleOf(person) !== null);
        return ask("remove-staff", deed.actor, { user_id }, deed.typed);
      }
      default:
        return null;
    }
  }

  /** What refers to something that there is already. */
  #referring(deed: Deed): { operation: Operation; text?: string } | null {
    if (deed.kind === "undo") {
      const run = this.#choose(
        [...this.#world.runs.values()].slice(-25),
        deed.run,
        ({ undone, undoes }) => !undone && undoes === null,
      );
      if (run === null) return null;
      const actor = this.#runner(deed.actor, run.action);
      return { operation: { kind: "undo", actor, run: run.id } };
    }
    if (deed.kind === "run later") {
      const kept = this.#kept[deed.plan % Math.max(this.#kept.length, 1)];
      if (kept === undefined) return null;
      const actor = this.#actor(deed.actor, ({ id }) => id === kept.planned.actor);
      const { planned, text } = kept;
      return { operation: { kind: "run", actor, planned, typed: deed.typed }, text };
    }
    if (deed.kind !== "decide" && deed.kind !== "break glass") return null;
    const approval = this.#choose(
      [...this.#world.approvals.values()].slice(-25),
      deed.approval,
      ({ status }) => status === "pending",
    );
    if (approval === null) return null;
    const own = deed.kind === "break glass" || deed.decision === "withdraw";
    const actor = this.#actor(deed.actor, (person) => {
      if (own) return person.id === approval.requester;
      const role = roleOf(person);
      const kept = [approval.requester, approval.params.user_id].includes(person.id);
      return !kept && role !== null && ruleOf(approval.action).approve.includes(role);
    });
    return deed.kind === "decide"
      ? {
          operation: { kind: "decide", actor, approval: approval.id, decision: deed.decision },
        }
      : { operation: { kind: "break glass", actor, approval: approval.id } };
  }

  // Doing ------------------------------------------------------------------------------------

  async #call(
    session: Session,
    actor: string,
    name: string,
    args: Record<string, unknown>,
  ): Promise<
    Pick<Attempt, "status" | "code" | "body"> & { answer: Answered<{ plan: string }> | null }
  > {
    try {
      const answer = await call<{ plan: string }>(session, this.#callerOf(actor), name, args, {
        clock: this.#clock,
      });
      const { status, body } = answer;
      return { status, code: body.error?.code ?? null, body: body as unknown as Body, answer };
    } catch (error) {
      // The rule of the last admin speaks when the transaction ends.
      const { code, message } = error as { code?: string; message: string };
      if (code !== "PT409") throw error;
      return { status: 409, code: message, body: null, answer: null };
    }
  }

  async #send(session: Session, operation: Operation, text: string): Promise<Attempt> {
    const key = { reason: REASON, idempotency_key: randomUUID() };
    const sent = (name: string, args: Record<string, unknown>) =>
      this.#call(session, operation.actor, name, args).then(({ answer: _answer, ...rest }) => ({
        ...rest,
        operation,
        looked: null,
        heard: null,
      }));
    switch (operation.kind) {
      case "run": {
        const { action, params } = operation.planned;
        const email = this.#world.people.get(params.user_id)?.email;
        const confirm = operation.typed ? email : "somebody@example.fr";
        return sent("run_action", { action, params, plan: text, confirm, ...key });
      }
      case "undo":
        return sent("undo_run", { run_id: operation.run, ...key });
      case "decide": {
        const comment = operation.decision === "reject" ? REASON : null;
        const { approval, decision } = operation;
        return sent("decide_approval", { approval_id: approval, decision, comment });
      }
      case "break glass":
        return sent("break_glass", { approval_id: operation.approval, reason: REASON });
    }
  }

  async #begin(session: Session, deed: Deed): Promise<Attempt | null> {
    if (deed.kind === "webhook") return this.#webhook(session, deed);
    const referring = this.#referring(deed);
    if (referring !== null) {
      return this.#send(session, referring.operation, referring.text ?? "");
    }
    const asked = this.#asked(deed);
    if (asked === null) return null;
    const { typed, ...looked } = asked;
    const { action, params, actor } = looked;
    const { answer, ...shown } = await this.#call(session, actor, "preview_action", {
      action,
      params,
    });
    if (shown.status !== 200) return { ...shown, operation: null, looked, heard: null };
    const text = answer?.body.plan ?? "";
    const planned = readPlan(text);
    const attempt = await this.#send(session, { kind: "run", actor, planned, typed }, text);
    return { ...attempt, looked };
  }

  /** What the app's webhook does: the row, mostly the mirror too, and nothing that the console would note. */
  async #webhook(
    session: Session,
    { target, slot, state }: Extract<Deed, { kind: "webhook" }>,
  ): Promise<Attempt> {
    const user = this.#target(target);
    const now = this.#now;
    const subscription: Subscription = {
      id: `sub_${user.slice(0, 8)}_${slot}`,
      plan: state.plan,
      status: state.status,
      periodStart: now - state.sinceDays * DAY - 5 * 60 * MINUTE,
      cancelAt:
        state.cancelInDays === null ? null : now + state.cancelInDays * DAY + 7 * 60 * MINUTE,
      createdAt: Date.UTC(2026, 0, 1 + slot),
    };
    const { id, plan, status, periodStart, cancelAt, createdAt } = subscription;
    const moment = (at: number | null) => (at === null ? null : new Date(at).toISOString());
    await session.query("begin");
    await session.query("select set_config('comptalyze.clock_offset', $1, true)", [this.#clock]);
    await session.query("select from auth.users where id = $1 for update", [user]);
    await session.query("set local role service_role");
    await session.query(
      `insert into public.subscriptions as s (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval",
        amount_cents, current_period_start, current_period_end, cancel_at, created_at)
      values ($1, 'cus_' || $2, $2, $3, $4, 'month', 1990, $5, $5::timestamptz + interval '30 days', $6, $7)
      on conflict (stripe_subscription_id) do update set plan = excluded.plan, status = excluded.status,
        current_period_start = excluded.current_period_start, current_period_end = excluded.current_period_end,
        cancel_at = excluded.cancel_at`,
      [user, id, plan, status, moment(periodStart), moment(cancelAt), moment(createdAt)],
    );
    await session.query("reset role");
    if (state.writesMirror) {
      await session.query(
        "update auth.users set raw_user_meta_data = raw_user_meta_data || $2::jsonb where id = $1",
        [user, JSON.stringify(appMirror(subscription, now))],
      );
    }
    // Under the lock of the customer: every earlier effect on her is in the chain, no later one is.
    const [place] = await session.query<{ seq: number; n: number }>(
      "select seq::int, nextval('public.history_order')::int as n from private.audit_head",
    );
    await session.query("commit");
    return {
      operation: null,
      looked: null,
      status: 200,
      code: null,
      body: null,
      heard: {
        seq: (place?.seq ?? 0) + 0.5,
        order: place?.n ?? 0,
        target: user,
        subscription,
        mirror: state.writesMirror,
      },
    };
  }

  async #deeds(deeds: Deed[]): Promise<void> {
    const attempts = await Promise.all(
      deeds.map((deed, index) => this.#begin(this.#sessions[index] as Session, deed)),
    );
    const made = attempts.filter((attempt) => attempt !== null);
    for (const { code } of made) {
      this.#counts[code ?? "done"] = (this.#counts[code ?? "done"] ?? 0) + 1;
    }
    if (deeds.length === 1 && made[0] !== undefined) this.#expectForetold(made[0]);
    await this.#acceptAll(made, deeds.length > 1);
  }

  /** Nobody else was at work: the answer is known before. */
  #expectForetold({ operation, looked, status, code, body }: Attempt): void {
    const said = { status, code };
    if (looked !== null) {
      const refused = mayRun(this.#world, looked.actor, looked.action);
      if (refused !== null) expect({ looked, ...said }).toEqual({ looked, ...refused });
      if (operation?.kind === "run") {
        const { action, actor, params, at } = operation.planned;
        expect(operation.planned).toEqual(planOf(this.#world, action, actor, params, at));
      }
    }
    if (operation === null) return;
    const foretold = foretell(this.#world, operation, this.#now);
    expect({ operation, ...said }).toEqual({
      operation,
      status: foretold.status,
      code: foretold.code,
    });
    if (foretold.code === null && foretold.changes !== null) {
      this.#expectChanges(operation, body, foretold.changes);
    }
  }

  #expectChanges(operation: Operation, body: Body | null, foretold: Body["changes"]): void {
    const told = (body?.changes ?? []).map(({ field, before, after }) => ({
      field,
      before: plain(field, before),
      after: plain(field, after),
    }));
    expect({ operation, told }).toEqual({ operation, told: foretold });
  }

  /** Which line of the journal an accepted operation wrote, and the names that it gave. */
  #lineOf(attempt: Attempt, lines: Line[]): { line: Line; made: Made } | null {
    const { operation, body } = attempt;
    if (operation === null) return null;
    const take = (fits: (line: Line) => boolean) => {
      const index = lines.findIndex(fits);
      return index < 0 ? null : (lines.splice(index, 1)[0] ?? null);
    };
    if (operation.kind === "run" || operation.kind === "undo") {
      if (body?.run) {
        const run = body.run.id;
        const line = take((one) => one.run === run && ["action", "undo"].includes(one.event));
        return line && { line, made: { run, approval: null } };
      }
      const approval = body?.approval ?? null;
      const line = take((one) => one.approval === approval?.code && one.code === "requested");
      return line && { line, made: { run: null, approval } };
    }
    const approval = this.#world.approvals.get(operation.approval)?.code;
    const words =
      operation.kind === "break glass"
        ? ["glass_broken"]
        : {
            approve: ["approved", "stale"],
            reject: ["rejected"],
            withdraw: ["withdrawn"],
          }[operation.decision];
    const line = take(
      (one) =>
        one.approval === approval &&
        one.actor === operation.actor &&
        words.includes(one.code ?? ""),
    );
    return (
      line && { line, made: { run: line.code === "approved" ? line.run : null, approval: null } }
    );
  }

  /** Writes what was accepted into the model, in the order in which it was committed. */
  async #acceptAll(attempts: Attempt[], together: boolean): Promise<void> {
    const lines = (await this.#newLines()).filter(({ event }) => event !== "outside");
    const accepted = attempts.flatMap((attempt) => {
      const told = this.#lineOf(attempt, lines);
      const place = { seq: attempt.heard?.seq ?? told?.line.seq, order: attempt.heard?.order ?? 0 };
      return place.seq === undefined ? [] : [{ attempt, told, seq: place.seq, order: place.order }];
    });
    accepted.sort((a, b) => a.seq - b.seq || a.order - b.order);
    for (const { attempt, told } of accepted) {
      const { operation, heard, body } = attempt;
      const made = told?.made ?? null;
      if (heard !== null) {
        const person = this.#world.people.get(heard.target);
        if (person) hear(person, heard.subscription, heard.mirror, this.#now);
      }
      if (operation === null || made === null) continue;
      if (together && made.run !== null) {
        const verdict = judgeEffect(this.#world, operation, this.#now);
        expect({ operation, code: verdict.code }).toEqual({ operation, code: null });
        if (verdict.code === null && verdict.changes !== null) {
          this.#expectChanges(operation, body, verdict.changes);
        }
      }
      accept(this.#world, operation, this.#now, made);
    }
    // What the run itself wrote beside the line of its request belongs to that.
    const known = new Set([...this.#world.runs.keys()]);
    expect(lines.filter(({ run }) => run !== null && !known.has(run))).toEqual([]);
  }

  async #look(deed: Deed): Promise<void> {
    const asked = this.#asked(deed);
    const [session] = this.#sessions;
    if (asked === null || session === undefined) return;
    const { action, params, actor } = asked;
    const shown = await this.#call(session, actor, "preview_action", { action, params });
    const refused = mayRun(this.#world, actor, action);
    expect({ action, code: shown.code }).toEqual({ action, code: refused?.code ?? null });
    if (shown.answer === null || refused !== null) return;
    const text = shown.answer.body.plan;
    const planned = readPlan(text);
    expect(planned).toEqual(planOf(this.#world, action, actor, params, planned.at));
    this.#kept = [...this.#kept.slice(-9), { planned, text }];
  }

  async #turn(): Promise<void> {
    const [session] = this.#sessions;
    await session?.query("begin");
    await session?.query("select set_config('comptalyze.clock_offset', $1, true)", [this.#clock]);
    await session?.query("select private.tick()");
    await session?.query("commit");
    const rows = await this.#database.query<{ id: string; run: string | null }>(
      "select id::text, run_id::text as run from private.approvals",
    );
    const runs = new Map(rows.map(({ id, run }) => [id, run]));
    expect(turn(this.#world, this.#now, ({ id }) => runs.get(id) ?? null)).toEqual([]);
    await this.#newLines();
  }

  // Comparing --------------------------------------------------------------------------------

  async #check(): Promise<void> {
    const now = this.#now;
    const [session] = this.#sessions;
    if (session === undefined) return;
    await session.query("begin");
    await session.query("select set_config('comptalyze.clock_offset', $1, true)", [this.#clock]);
    const rows = await session.query<Record<string, unknown>>(
      `select u.id::text, e.plan, e.source, e.ends_at, u.banned_until,
        case when c.plan_valid_until <= private.now() then e.plan else c.plan end as listed_plan,
        u.raw_user_meta_data - (select array_agg(k) from jsonb_object_keys(u.raw_user_meta_data) k
          where k not in ('is_premium', 'subscription_plan', 'is_admin')) as mirror,
        case when s.removed_at is null then s.role end as role,
        (select count(*)::int from auth.sessions a where a.user_id = u.id) as sessions,
        (select count(*)::int from private.grants g where g.user_id = u.id) as grants,
        (select count(*)::int from private.grants g where g.user_id = u.id and g.revoked_at is not null) as revoked
      from auth.users u join private.users c on c.id = u.id left join private.staff s on s.user_id = u.id
      cross join lateral private.entitlement(u.id) e
      where u.id = any ($1)`,
      [[...this.#world.people.keys()]],
    );
    const [records] = await session.query<{
      runs: number;
      admins: number;
      approvals: object | null;
    }>(
      `select (select count(*)::int from private.runs where target_user = any ($1)) as runs,
        (select count(*)::int from private.staff where role = 'admin' and removed_at is null) as admins,
        (select jsonb_object_agg(id, status) from private.approvals) as approvals`,
      [[...this.#world.people.keys()]],
    );
    await session.query("rollback");
    const at = (value: unknown) => (value === null ? null : new Date(value as string).getTime());
    const held = Object.fromEntries(
      rows.map(({ id, ends_at, banned_until, mirror, ...rest }) => [
        id,
        {
          ...rest,
          ends: at(ends_at),
          bannedUntil: at(banned_until),
          mirror: mirror ?? {},
        },
      ]),
    );
    const modelled = Object.fromEntries(
      this.#everybody.map((person) => {
        const { plan, source, ends } = accessOf(person, now);
        return [
          person.id,
          {
            plan,
            source,
            ends,
            listed_plan: plan,
            bannedUntil: person.bannedUntil,
            mirror: person.metadata,
            role: roleOf(person),
            sessions: person.sessions,
            grants: person.grants.length,
            revoked: person.grants.filter(({ revokedBy }) => revokedBy !== null).length,
          },
        ];
      }),
    );
    expect(held).toEqual(modelled);
    expect(records?.admins).toBeGreaterThan(0);
    expect(records?.runs).toBe(this.#world.runs.size);
    const approvals = Object.fromEntries(
      [...this.#world.approvals.values()].map(({ id, status }) => [id, status]),
    );
    expect(same(records?.approvals ?? {}, approvals)).toBe(true);
    expect(brokenRules(this.#world, now)).toEqual([]);
  }
}
