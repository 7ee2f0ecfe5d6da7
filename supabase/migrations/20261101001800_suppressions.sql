-- Addresses that Resend sends nothing to. Resend decides; this is a copy that a list and a guard can
-- ask, read whole every few minutes and mended at once when the console lifts one.

create table private.suppressions (
  email text primary key check (email = lower(email)),
  origin text not null,
  source_id text,
  created_at timestamptz not null
);
create index suppressions_page on private.suppressions (created_at desc, email desc);
create index suppressions_origin on private.suppressions (origin, created_at desc, email desc);
create index suppressions_email_parts on private.suppressions using gin (email extensions.gin_trgm_ops);
comment on table private.suppressions is
  'Suppressed addresses as Resend last told them. origin is Resend''s word (bounce, complaint, manual), source_id its id of the e-mail that did it.';

create table private.vendor_reads (
  name text primary key,
  read_at timestamptz not null
);
comment on table private.vendor_reads is 'When a vendor''s list was last read whole, by the name of its copy.';

create index if not exists emails_address on public.emails (lower(to_email), created_at desc, id desc);

create function private.is_hard_bounce(status text, reason text) returns boolean
language sql immutable set search_path = '' as $$
  select status = 'bounced' and coalesce(reason, '') !~ '(^|[^.\d])(4\d\d( |$)|4\.\d+\.\d+|5\.2\.2)'
$$;
comment on function private.is_hard_bounce is
  'Did an e-mail come back for good? Not when the mailbox was full (5.2.2) or the refusal was for the moment (4xx); without a reason, yes.';

create function private.address_trouble(email text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('kind', case e.status when 'complained' then 'complaint' else 'bounce' end,
    'at', e.last_event_at, 'reason', e.bounce_reason)
  from public.emails e
  where lower(e.to_email) = lower(address_trouble.email)
    and (e.status = 'complained' or private.is_hard_bounce(e.status, e.bounce_reason))
    and not exists (
      select from public.emails later
      where lower(later.to_email) = lower(address_trouble.email) and later.created_at > e.created_at
        and later.status in ('delivered', 'opened', 'clicked'))
  order by e.created_at desc, e.id desc limit 1
$$;
comment on function private.address_trouble is
  'The last hard bounce of an address or complaint from it, {kind, at, reason}, unless an e-mail arrived after it; null else.';

create function private.replace_suppressions(rows jsonb, read_at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_rows jsonb;
  v_removed integer;
begin
  -- Two readings at once: the one that began later is the truth.
  perform pg_advisory_xact_lock(hashtextextended('private.suppressions', 0));
  if exists (select from private.vendor_reads v where v.name = 'suppressions' and v.read_at >= replace_suppressions.read_at) then
    return '{"kept":null,"removed":0}';
  end if;
  -- What was lifted while it was being read may still be in it; of an address that is in it twice, the first line is the latest.
  select coalesce(jsonb_agg(d.row), '[]') into v_rows
  from (
    select distinct on (lower(o.value ->> 'email')) o.value || jsonb_build_object('email', lower(o.value ->> 'email')) as row
    from jsonb_array_elements(rows) with ordinality o
    where not exists (
      select from private.run_items i join private.runs r on r.id = i.run_id
      where r.action = 'lift-suppression' and i.target_id = lower(o.value ->> 'email') and i.applied_at >= read_at)
    order by lower(o.value ->> 'email'), o.ordinality
  ) d;
  delete from private.suppressions s
  where s.email not in (select o ->> 'email' from jsonb_array_elements(v_rows) o);
  get diagnostics v_removed = row_count;
  insert into private.suppressions as s (email, origin, source_id, created_at)
  select o.email, o.origin, o.source_id, o.created_at from jsonb_populate_recordset(null::private.suppressions, v_rows) o
  on conflict on constraint suppressions_pkey do update
    set origin = excluded.origin, source_id = excluded.source_id, created_at = excluded.created_at
    where (s.origin, s.source_id, s.created_at) is distinct from (excluded.origin, excluded.source_id, excluded.created_at);
  insert into private.vendor_reads (name, read_at) values ('suppressions', replace_suppressions.read_at)
  on conflict on constraint vendor_reads_pkey do update set read_at = excluded.read_at;
  return jsonb_build_object('kept', jsonb_array_length(v_rows), 'removed', v_removed);
end $$;
comment on function private.replace_suppressions is
  'Makes the copy equal to what Resend listed (email, origin, source_id, created_at), read from read_at on; kept is null when a later reading was there before.';

create function backoffice.replace_suppressions(rows jsonb, read_at timestamptz) returns jsonb
language sql volatile security invoker begin atomic select private.replace_suppressions(rows, read_at); end;
comment on function backoffice.replace_suppressions is 'For the worker. See private.replace_suppressions.';
select private.expose_to_worker('private.replace_suppressions(jsonb, timestamptz)');
select private.expose_to_worker('backoffice.replace_suppressions(jsonb, timestamptz)');

create view backoffice.suppressions as
select s.email as id, s.email, s.origin, e.id as email_id, e.bounce_reason, u.id as user_id, u.email as user_email,
  s.created_at, (select v.read_at from private.vendor_reads v where v.name = 'suppressions') as read_at
from private.suppressions s
left join public.emails e on e.provider_id = s.source_id
left join private.users u on u.email = s.email
where private.admit('suppressions') and (select private.can_read('suppressions'));
comment on view backoffice.suppressions is
  'Suppressed addresses, with the customer and the e-mail that did it where we know them; read_at says how old all of this is.';

select private.allow('{support,ops,admin}', 'read', '{suppressions}');
select private.expose_view('backoffice.suppressions');

-- lift-suppression --------------------------------------------------------------------------

create function private.parse_address(params jsonb, name text, known text[]) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  v_key text;
  v_address text := lower(params ->> name);
begin
  if params is null or jsonb_typeof(params) <> 'object' then
    perform private.invalid_params('', 'invalid_type');
  end if;
  for v_key in select k from jsonb_object_keys(params) k where not k = any (known) loop
    perform private.invalid_params(v_key, 'unrecognized_key');
  end loop;
  if jsonb_typeof(params -> name) is distinct from 'string' or length(v_address) > 254
    or v_address !~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$' then
    perform private.invalid_params(name, 'invalid_address');
  end if;
  return params || jsonb_build_object(name, v_address);
end $$;
comment on function private.parse_address is 'Parameters with an e-mail address, in small letters, and nothing unknown. Raises PT422.';

create function private.parse_lift(params jsonb) returns jsonb
language sql immutable set search_path = '' as $$ select private.parse_address(params, 'email', '{email}') $$;

create function private.user_of_address(email text) returns uuid
language sql stable security definer set search_path = '' as $$
  select u.id from private.users u where u.email = lower(user_of_address.email) order by u.created_at limit 1
$$;
comment on function private.user_of_address is 'Who has this address, customer or colleague; null when nobody does.';

create function private.suppression_at(params jsonb, email text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select case
    when params #> array['observed', suppression_at.email] ? 'suppression' then
      nullif(params #> array['observed', suppression_at.email, 'suppression'], 'null')
    else (select jsonb_build_object('origin', s.origin, 'since', s.created_at) from private.suppressions s where s.email = suppression_at.email)
  end
$$;
comment on function private.suppression_at is
  'Why nothing is sent to an address and since when, as Resend said for this preview, else as the copy has it; null when it is not suppressed.';

create function private.guard_lift(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_email text := lower(params ->> 'email');
  v_suppression jsonb := private.suppression_at(params, v_email);
  v_trouble jsonb := private.address_trouble(v_email);
  v_known boolean := params ? 'observed' or exists (
    select from private.vendor_reads v where v.name = 'suppressions' and v.read_at > at - interval '1 hour');
begin
  return jsonb_build_object(
    'blockers', case when v_suppression is null and v_known then '[{"code":"not_suppressed","args":{}}]'::jsonb else '[]' end,
    'warnings', case
      when coalesce(v_trouble ->> 'kind', v_suppression ->> 'origin') = 'complaint' then
        jsonb_build_array(jsonb_build_object('code', 'complained', 'args', coalesce(v_trouble, '{}')))
      when v_trouble is not null then jsonb_build_array(jsonb_build_object('code', 'hard_bounce', 'args', v_trouble))
      else '[]' end);
end $$;
comment on function private.guard_lift is
  'Blocks an address that Resend does not suppress, where that is known; warns that the last e-mail came back for good, or that somebody complained.';

create function private.lift_targets(params jsonb, at timestamptz) returns setof private.run_target
language sql stable security definer set search_path = '' as $$
  select row('address', params ->> 'email', params ->> 'email', private.user_of_address(params ->> 'email'),
    jsonb_build_object('lock', 'suppression ' || (params ->> 'email')))::private.run_target
$$;
comment on function private.lift_targets is 'The address, with the customer whose it is.';

create function private.apply_lift(item private.run_items, observed jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  delete from private.suppressions s where s.email = item.target_id;
  return jsonb_build_object('snapshot', '{}'::jsonb, 'changes', case
    when jsonb_typeof(observed -> 'suppression') is distinct from 'object' then '[]'::jsonb
    else jsonb_build_array(jsonb_build_object('entity', 'address', 'id', item.target_id, 'field', 'suppression',
      'before', observed -> 'suppression', 'after', null)) end);
end $$;
comment on function private.apply_lift is 'Takes the address off the copy; the change is the one at Resend, whose list was observed before.';

insert into private.actions (name, kind, subject, risk, confirm, parse, guard, targets, apply) values
  ('lift-suppression', 'vendor', 'address', 'medium', 'none', 'private.parse_lift', 'private.guard_lift',
    'private.lift_targets', 'private.apply_lift');
select private.allow('{support,ops,admin}', 'run', '{lift-suppression}');
