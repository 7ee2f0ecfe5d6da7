import { testsOf } from "./areas.ts";
import type { Source } from "./functionMutants.ts";
import type { Mutant } from "./mutant.ts";

/** Rules that are no statement of their own: a part of a function's text, and what stands there without the rule. */
type Chosen = { routine: string; what: string; from: string; to: string };

const CHOSEN: Chosen[] = [
  // Who is staff.
  {
    routine: "caller_role",
    what: "a former colleague keeps the role",
    from: "and s.removed_at is null",
    to: "",
  },
  {
    routine: "caller_role",
    what: "metadata gives a role",
    from: "select s.role from private.staff s",
    to: "select auth.jwt() -> 'user_metadata' ->> 'role' union all select s.role from private.staff s",
  },
  {
    routine: "require_staff",
    what: "a former colleague is staff",
    from: "and s.removed_at is null",
    to: "",
  },
  {
    routine: "require_session",
    what: "anybody's session will do",
    from: "and s.user_id = (select auth.uid())",
    to: "",
  },
  { routine: "can_read", what: "for any role", from: "p.role = private.caller_role() and", to: "" },
  {
    routine: "can_read",
    what: "the right to run is one to read",
    from: "p.verb = 'read' and",
    to: "",
  },
  // Requests and plans.
  {
    routine: "clean_reason",
    what: "a reason of one character",
    from: "between 10 and 500",
    to: "between 1 and 500",
  },
  {
    routine: "clean_reason",
    what: "a reason of any length",
    from: "between 10 and 500",
    to: "between 10 and 500000",
  },
  {
    routine: "clean_reason",
    what: "blanks are characters",
    from: "\\u00a0",
    to: "",
  },
  {
    routine: "seal",
    what: "a key that everybody knows",
    from: "private.setting('plan_key') #>> '{}'",
    to: "'known'",
  },
  {
    routine: "replayed_answer",
    what: "anybody's key",
    from: "r.actor_id = caller_id and",
    to: "",
  },
  {
    routine: "undoable",
    what: "what was undone",
    from: "run.undone_at is null and",
    to: "",
  },
  { routine: "undoable", what: "an undo", from: "run.undoes_run is null and", to: "" },
  {
    routine: "undoable",
    what: "an action without an undo",
    from: "and a.revert is not null",
    to: "",
  },
  {
    routine: "guard_run",
    what: "a finished run changes",
    from: "old.finished_at is null",
    to: "true",
  },
  {
    routine: "guard_approval",
    what: "a decided request changes",
    from: "old.status = 'pending'",
    to: "true",
  },
  {
    routine: "guard_approval",
    what: "the parameters change after the request",
    from: "and to_jsonb(new) -",
    to: "and true or to_jsonb(new) -",
  },
  {
    routine: "refuse_change",
    what: "records change",
    from: "begin",
    to: "begin if tg_op <> 'DELETE' then return new; end if;",
  },
  // Approvals.
  {
    routine: "kept_from",
    what: "the requester agrees",
    from: "array[requester]",
    to: "array[]::uuid[]",
  },
  {
    routine: "kept_from",
    what: "the person concerned agrees",
    from: "params ? 'user_id'",
    to: "false",
  },
  {
    routine: "approval_rule",
    what: "many at once need nobody",
    from: "then 'bulk'",
    to: "then null",
  },
  {
    routine: "approval_of_grant",
    what: "a long grant needs nobody",
    from: "then 'long_grant'",
    to: "then null",
  },
  {
    routine: "approval_of_staff",
    what: "staff needs nobody",
    from: "select 'staff'",
    to: "select null::text",
  },
  {
    routine: "undo_run",
    what: "an undo about staff needs nobody",
    from: "v_rule in ('staff', 'bulk')",
    to: "false",
  },
  {
    routine: "approval_state",
    what: "a request never expires",
    from: "approval.expires_at <= private.now()",
    to: "false",
  },
  {
    routine: "run_approved",
    what: "a requester who left",
    from: "and s.removed_at is null",
    to: "",
  },
  {
    routine: "approvers",
    what: "a former colleague could agree",
    from: "s.removed_at is null and",
    to: "",
  },
  {
    routine: "approvers",
    what: "a banned colleague could agree",
    from: "and coalesce(u.banned_until <= private.now(), true)",
    to: "",
  },
  {
    routine: "approvers",
    what: "the requester could agree",
    from: "and s.user_id <> all (but)",
    to: "",
  },
  {
    routine: "turn_approvals",
    what: "a broken glass without delay",
    from: "and private.runs_alone_at(a) <= private.now()",
    to: "",
  },
  {
    routine: "turn_approvals",
    what: "runs alone without a broken glass",
    from: "and a.glass_broken_at is not null and private.runs_alone_at(a) <= private.now()",
    to: "",
  },
  {
    routine: "turn_approvals",
    what: "an expired request runs alone",
    from: "and a.expires_at > private.now()",
    to: "",
  },
  {
    routine: "break_glass",
    what: "nobody is told",
    from: "perform private.announce('glass_broken', v_approval);",
    to: "",
  },
  {
    routine: "claim_run",
    what: "not marked",
    from: "claim_run.approval_id is not null and claim_run.approved_by_email is null",
    to: "false",
  },
  // The journal.
  {
    routine: "record_refusal",
    what: "403 is not told",
    from: "'PT403', ",
    to: "",
  },
  { routine: "record_refusal", what: "409 is not told", from: ", 'PT409'", to: "" },
  { routine: "record_refusal", what: "401 is not told", from: "'PT401', ", to: "" },
  {
    routine: "record_refusal",
    what: "a stranger fills the journal",
    from: "v_caller.role is not null or not exists",
    to: "true or not exists",
  },
  {
    routine: "refusal",
    what: "answered as a success",
    from: "'response.status'",
    to: "'response.none'",
  },
  {
    routine: "finish_run",
    what: "no line",
    from: "perform private.write_audit(",
    to: "perform concat(",
  },
  { routine: "entry_hash", what: "not over the reason", from: "(entry).reason, ", to: "" },
  { routine: "entry_hash", what: "not over the actor", from: "(entry).actor_id, ", to: "" },
  {
    routine: "entry_hash",
    what: "not over the line before",
    from: "((entry).prev_hash ||",
    to: "(",
  },
  { routine: "check_chain", what: "missing lines", from: "when l.seq <> l.due", to: "when false" },
  {
    routine: "check_chain",
    what: "another line before",
    from: "when l.prev_hash <> l.due_hash",
    to: "when false",
  },
  {
    routine: "check_chain",
    what: "changed lines",
    from: "when l.hash <> l.computed",
    to: "when false",
  },
  {
    routine: "check_chain",
    what: "a missing end",
    from: "where v.rows < check_chain.most",
    to: "where false and v.rows < check_chain.most",
  },
  {
    routine: "check_chain",
    what: "another head",
    from: "where v.until_seq = v.head_seq and",
    to: "where false and v.until_seq = v.head_seq and",
  },
  {
    routine: "check_chain",
    what: "lines beyond the ends",
    from: "where a.seq > v.head_seq or a.seq < 1",
    to: "where false",
  },
  {
    routine: "check_chain",
    what: "what was noted elsewhere",
    from: "where n.seq > 0 and",
    to: "where false and",
  },
  // Changes outside the console.
  {
    routine: "post_entries",
    what: "a refusal marks a change as the console's own",
    from: "and p.outcome <> 'denied'",
    to: "",
  },
  {
    routine: "post_entries",
    what: "a visit marks a change as the console's own",
    from: "('action', 'undo', 'approval', 'expired', 'repaired', 'edited')",
    to: "('action', 'undo', 'approval', 'expired', 'repaired', 'edited', 'opened')",
  },
  {
    routine: "writer_role",
    what: "the writer is always the owner",
    from: "coalesce(nullif(current_setting('role', true), 'none'), session_user)",
    to: "session_user",
  },
  {
    routine: "note_outside",
    what: "claims fill the journal",
    from: "if claim and exists",
    to: "if false and exists",
  },
  {
    routine: "on_outside_row",
    what: "secrets are told",
    from: "v_silent text[] := tg_argv[2]::text[] || tg_argv[3]::text[];",
    to: "v_silent text[] := tg_argv[2]::text[];",
  },
  {
    routine: "on_outside_row",
    what: "secret settings are told",
    from: "v_row ->> 'key' ~ '(key|secret|token|password)'",
    to: "false",
  },
  {
    routine: "on_outside_user",
    what: "bans are not told",
    from: "'{email,banned_until}'",
    to: "'{email}'",
  },
  {
    routine: "on_outside_user",
    what: "rights in the app's metadata are not told",
    from: "old.raw_app_meta_data - '{provider,providers}'::text[] is distinct from new.raw_app_meta_data - '{provider,providers}'::text[]",
    to: "false",
  },
  // Items and workers.
  {
    routine: "claim_items",
    what: "a worker that died at every attempt is tried again",
    from: "i.lease_until < clock_timestamp() and i.attempts >= (private.setting('item_attempts'))::integer",
    to: "false",
  },
  {
    routine: "claim_items",
    what: "an item under a lease is claimed",
    from: "or i.status = 'running' and i.lease_until < clock_timestamp())",
    to: "or i.status = 'running')",
  },
  {
    routine: "claim_items",
    what: "before its time",
    from: "i.status = 'pending' and i.not_before <= clock_timestamp()\n        or",
    to: "i.status = 'pending' or",
  },
  {
    routine: "begin_step",
    what: "another key at every attempt",
    from: "set attempts = s.attempts + 1,",
    to: "set attempts = s.attempts + 1, idempotency_key = gen_random_uuid()::text,",
  },
  {
    routine: "begin_step",
    what: "what was done is begun again",
    from: "case s.status when 'done' then 'done' else 'started' end",
    to: "'started'",
  },
  {
    routine: "apply_item",
    what: "twice",
    from: "if v_item.applied_at is not null then",
    to: "if false then",
  },
  {
    routine: "finish_item",
    what: "goes on after any number of errors",
    from: ">= (private.setting('stop_after_errors'))::integer",
    to: ">= 1000000",
  },
  {
    routine: "finish_item",
    what: "tries for ever",
    from: "v_item.attempts < (private.setting('item_attempts'))::integer",
    to: "true",
  },
  {
    routine: "take_turn",
    what: "everybody at once",
    from: "make_interval(secs => 1 / v.per_second)\n  where",
    to: "interval '0'\n  where",
  },
  {
    routine: "rest_vendor",
    what: "for as long as a vendor says",
    from: "least(seconds, 300)",
    to: "seconds",
  },
  {
    routine: "retry_run",
    what: "what succeeded as well",
    from: "where i.run_id = v_first.id and i.status = 'failed';\n  return",
    to: "where i.run_id = v_first.id;\n  return",
  },
  // Access, quota, bans.
  {
    routine: "decide_access",
    what: "a grant lowers a plan",
    from: "ORDER BY p.rank DESC, (s.source = 'subscription'::text) DESC",
    to: "ORDER BY (s.source = 'subscription'::text), p.rank DESC",
  },
  {
    routine: "decide_access",
    what: "an ended source decides",
    from: "(s.starts_at <= decide_access.at) AND (s.ends_at > decide_access.at)",
    to: "s.starts_at <= decide_access.at",
  },
  {
    routine: "undo_revoke",
    what: "opens what another run ended",
    from: "and g.revoked_by_run = run.undoes_run",
    to: "",
  },
  {
    routine: "write_ban",
    what: "sessions stay open",
    from: "delete from auth.sessions s where s.user_id = write_ban.user_id;",
    to: "null;",
  },
  {
    routine: "sign_out_user",
    what: "sessions stay open",
    from: "delete from auth.sessions s where s.user_id = (params ->> 'user_id')::uuid;",
    to: "",
  },
  {
    routine: "prove_sign_out",
    what: "takes a later session for one that was left",
    from: "and coalesce(s.created_at <= run.started_at, true)",
    to: "",
  },
  {
    routine: "prove_sign_out",
    what: "asks for nothing from before the run",
    from: "coalesce(s.created_at <= run.started_at, true)",
    to: "s.created_at > run.started_at",
  },
  {
    routine: "remove_staff",
    what: "sessions stay open",
    from: "delete from auth.sessions s where s.user_id = v_user;",
    to: "",
  },
  {
    routine: "add_staff",
    what: "the mirror claims admin for everybody",
    from: "case when params ->> 'role' = 'admin' then 'true'::jsonb",
    to: "case when true then 'true'::jsonb",
  },
  {
    routine: "limiter_entry",
    what: "memory is claimed to be read",
    from: "then 'unreadable'",
    to: "then 'none'",
  },
  // What customers' writes must not suffer.
  {
    routine: "on_customer_row",
    what: "a failure of the copy fails the customer",
    from: "exception when others then\n      perform private.note_repair(v_user, sqlerrm);",
    to: "exception when division_by_zero then\n      perform private.note_repair(v_user, sqlerrm);",
  },
  {
    routine: "on_auth_user",
    what: "a failure of the copy fails the sign-up",
    from: "exception when others then",
    to: "exception when division_by_zero then",
  },
];

const once = (text: string, part: string) => text.split(part).length === 2;

/** The rules that were chosen by hand. One whose text is not there (once) any more cannot be applied. */
export function chosenMutants(sources: Source[]): Mutant[] {
  return CHOSEN.map(({ routine, what, from, to }): Mutant => {
    const own = sources.filter(({ name }) => name === `private.${routine}`);
    const [source] = own.filter(({ definition }) => once(definition, from));
    return {
      name: `private.${routine}: ${what}`,
      kind: "rule",
      change: {
        sql: source
          ? source.definition.replace(from, () => to)
          : `do $$ begin raise 'private.${routine} does not have its text once'; end $$`,
      },
      tests: testsOf(routine),
    };
  });
}
