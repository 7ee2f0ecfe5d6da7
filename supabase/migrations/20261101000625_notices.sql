-- What the team is told in Slack: kept here in the transaction of what it tells, delivered afterwards.

create table private.notices (
  id bigint generated always as identity primary key,
  kind text not null,
  args jsonb not null,
  created_at timestamptz not null default private.now(),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default private.now(),
  last_error text,
  delivered_at timestamptz
);
create index notices_waiting on private.notices (next_attempt_at, id) where delivered_at is null;
comment on table private.notices is
  'Messages for the team, in the order in which they were due, with every attempt to deliver them. No secrets.';

create function private.announce(kind text, args jsonb) returns void
language sql security definer set search_path = '' as $$
  insert into private.notices (kind, args)
  values (announce.kind, announce.args || jsonb_build_object('environment', private.setting('environment')))
$$;
comment on function private.announce(text, jsonb) is 'Has the team told something once the transaction commits.';

create function private.claim_notice() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_notice private.notices;
begin
  select * into v_notice from private.notices n
  where n.delivered_at is null and n.next_attempt_at <= private.now()
    -- What ended must not be told before it began.
    and not exists (select from private.notices o where o.delivered_at is null and o.id < n.id
      and coalesce(o.args ->> 'alert_id', o.args ->> 'approval_id') = coalesce(n.args ->> 'alert_id', n.args ->> 'approval_id'))
  order by n.id limit 1 for update skip locked;
  if v_notice.id is not null then
    -- Doubled from half a minute to an hour; a poster that dies leaves the notice for the next one.
    update private.notices n set attempts = n.attempts + 1,
      next_attempt_at = private.now() + make_interval(secs => least(3600, 30 * 2 ^ least(n.attempts, 10)))
    where n.id = v_notice.id;
  end if;
  return jsonb_build_object('notice', case when v_notice.id is not null then
    jsonb_build_object('id', v_notice.id, 'kind', v_notice.kind, 'args', v_notice.args, 'at', v_notice.created_at) end);
end $$;
comment on function private.claim_notice is 'The oldest message that is due and has none before it about the same alert or request; null when there is none.';

create function private.settle_notice(id bigint, error text default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_notice private.notices;
begin
  update private.notices n set last_error = left(settle_notice.error, 200),
    delivered_at = case when settle_notice.error is null then private.now() end
  where n.id = settle_notice.id and n.delivered_at is null
  returning * into v_notice;
  if v_notice.delivered_at is not null and v_notice.attempts > 1 then
    -- Slack is back: what waited for it is due. What it refused for good goes on waiting.
    update private.notices n set next_attempt_at = private.now()
    where n.delivered_at is null and n.next_attempt_at > private.now() and n.last_error is not null and n.last_error !~ '^4(?!29)';
  end if;
  return case when v_notice.id is not null then jsonb_build_object('id', v_notice.id) end;
end $$;
comment on function private.settle_notice is 'Writes down whether a message was delivered, or why not; once one that had failed arrives, those that failed while Slack was away are due.';

create function backoffice.claim_notice() returns jsonb
language sql volatile security invoker begin atomic select private.claim_notice(); end;
comment on function backoffice.claim_notice is 'For the worker. See private.claim_notice.';
create function backoffice.settle_notice(id bigint, error text default null) returns jsonb
language sql volatile security invoker begin atomic select private.settle_notice(id, error); end;
comment on function backoffice.settle_notice is 'For the worker. See private.settle_notice.';
select private.expose_to_worker(f) from unnest(array[
  'private.claim_notice()', 'backoffice.claim_notice()',
  'private.settle_notice(bigint, text)', 'backoffice.settle_notice(bigint, text)'
]::regprocedure[]) f;
