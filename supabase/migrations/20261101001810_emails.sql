-- send-test-email and resend-email: one e-mail through Resend, once, and its line in the e-mail log.

-- An e-mail of one template goes to one address once in so many minutes, whoever sends it.
insert into private.settings (key, value) values ('email_window_minutes', '10');

create function private.email_lock(template text, email text) returns text
language sql immutable set search_path = '' as $$ select 'email ' || template || ' ' || lower(email) $$;
comment on function private.email_lock is 'What sends of one template to one address share, so that they pass one at a time.';

create function private.sent_recently(template text, email text, at timestamptz) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('at', max(s.at), 'ends_at', max(s.at) + w.length)
  from (select make_interval(mins => (private.setting('email_window_minutes'))::integer) as length) w
  cross join lateral (
    select e.created_at as at from public.emails e
    where lower(e.to_email) = lower(sent_recently.email) and e.template = sent_recently.template
      and e.created_at > sent_recently.at - w.length
      -- Those that never went out are no reason to wait.
      and e.status not in ('failed', 'canceled', 'suppressed')
    union all
    -- On its way, or nobody knows: its line is written after it was sent.
    select coalesce(i.finished_at, i.started_at, r.started_at)
    from private.runs r join private.run_items i on i.run_id = r.id
    where r.action in ('send-test-email', 'resend-email') and r.started_at > sent_recently.at - interval '1 day'
      and i.payload ->> 'lock' = private.email_lock(sent_recently.template, sent_recently.email)
      and (i.status in ('pending', 'running') or i.status = 'attention' and i.finished_at > sent_recently.at - w.length)
  ) s
  group by w.length having max(s.at) is not null
$$;
comment on function private.sent_recently is
  'When an e-mail of this template last went to this address within the window, and when the window ends; null when none did.';

create function private.suppressed_blocker(params jsonb, email text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce((
    select jsonb_build_array(jsonb_build_object('code', 'suppressed', 'args', s || jsonb_build_object('email', suppressed_blocker.email)))
    from private.suppression_at(params, suppressed_blocker.email) s where s is not null), '[]')
$$;
comment on function private.suppressed_blocker is 'A blocker when Resend sends nothing to an address, else none.';

create function private.trouble_told(trouble jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('code', case trouble ->> 'kind' when 'complaint' then 'complained' else 'hard_bounce' end, 'args', trouble)
$$;
comment on function private.trouble_told is 'What address_trouble found as a blocker or a warning.';

create function private.apply_sent(item private.run_items, observed jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_to text := item.payload ->> 'to';
  v_last jsonb := (
    select jsonb_build_object('subject', e.subject, 'at', e.created_at) from public.emails e
    where lower(e.to_email) = lower(v_to) order by e.created_at desc, e.id desc limit 1);
begin
  if observed ->> 'subject' is null then
    return '{"snapshot":{},"changes":[]}';
  end if;
  insert into public.emails as e (user_id, to_email, template, subject, status, provider_id, created_at, last_event_at)
  select (select u.id from auth.users u where u.id = item.user_id), v_to, item.payload ->> 'template', observed ->> 'subject',
    coalesce(observed #>> '{sent,status}', 'queued'), observed #>> '{sent,id}', private.now(), private.now()
  -- The app's webhook may have heard of it first, and knows its status better.
  on conflict (provider_id) do update set user_id = coalesce(e.user_id, excluded.user_id), template = excluded.template;
  return jsonb_build_object('snapshot', '{}'::jsonb, 'changes', jsonb_build_array(jsonb_build_object(
    'entity', 'address', 'id', v_to, 'field', 'last_email',
    'before', v_last, 'after', jsonb_build_object('subject', observed ->> 'subject'))));
end $$;
comment on function private.apply_sent is
  'Writes the e-mail that was sent (observed.subject, observed.sent {id, status}) into the log; the change is the last e-mail of the address, none where there is nothing to send.';

-- send-test-email ---------------------------------------------------------------------------

create function private.parse_send_test(params jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  params := '{"override":false}' || private.parse_address(params, 'to', '{to,template,override}');
  if jsonb_typeof(params -> 'template') is distinct from 'string' or params ->> 'template' !~ '^[A-Za-z0-9_-]{1,100}$' then
    perform private.invalid_params('template', 'invalid_template');
  end if;
  if jsonb_typeof(params -> 'override') <> 'boolean' then
    perform private.invalid_params('override', 'invalid_type');
  end if;
  return params;
end $$;
comment on function private.parse_send_test is
  'An address, the name of a template (whether Resend has it is asked there) and whether trouble with the address is overridden. Raises PT422.';

create function private.guard_send_test(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  -- A page asks about an address before there are parameters.
  v_to text := lower(coalesce(params ->> 'to', params ->> 'email'));
  v_template jsonb := params #> array['observed', v_to, 'template'];
  v_trouble jsonb := private.address_trouble(v_to);
  v_recent jsonb := private.sent_recently(params ->> 'template', v_to, at);
  v_warnings jsonb := '[]';
  v_blockers jsonb := '[]';
begin
  if private.user_of_address(v_to) is null then
    v_blockers := v_blockers || jsonb_build_object('code', 'unknown_address', 'args', jsonb_build_object('email', v_to));
  end if;
  v_blockers := v_blockers || private.suppressed_blocker(params, v_to);
  if v_template ->> 'status' <> 'published' then
    v_blockers := v_blockers || jsonb_build_object('code', 'template_unpublished', 'args', '{}'::jsonb);
  elsif v_template -> 'changed' = 'true' then
    v_warnings := v_warnings || jsonb_build_object('code', 'template_changed', 'args', '{}'::jsonb);
  end if;
  if v_recent is not null then
    v_blockers := v_blockers || jsonb_build_object('code', 'sent_recently', 'args', v_recent);
  end if;
  if v_trouble is not null and params -> 'override' = 'false' then
    v_blockers := v_blockers || private.trouble_told(v_trouble);
  elsif v_trouble is not null then
    v_warnings := v_warnings || private.trouble_told(v_trouble);
  end if;
  return jsonb_build_object('warnings', v_warnings, 'blockers', v_blockers);
end $$;
comment on function private.guard_send_test is
  'Blocks an address that no customer and no colleague has (this is no relay), a suppressed one, a template that cannot be sent, a second e-mail of it within the window, '
  'and, unless overridden, an address with a hard bounce or a complaint. Asked with the address alone, an override is still to be chosen.';

create function private.send_test_targets(params jsonb, at timestamptz) returns setof private.run_target
language sql stable security definer set search_path = '' as $$
  select row('address', params ->> 'to', params ->> 'to', private.user_of_address(params ->> 'to'),
    params || jsonb_build_object('lock', private.email_lock(params ->> 'template', params ->> 'to')))::private.run_target
$$;
comment on function private.send_test_targets is 'The address, with who has it.';

-- resend-email ------------------------------------------------------------------------------

create function private.parse_resend(params jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  v_key text;
begin
  if params is null or jsonb_typeof(params) <> 'object' then
    perform private.invalid_params('', 'invalid_type');
  end if;
  for v_key in select k from jsonb_object_keys(params) k where k not in ('email_id', 'override') loop
    perform private.invalid_params(v_key, 'unrecognized_key');
  end loop;
  if jsonb_typeof(params -> 'email_id') is distinct from 'string' or not pg_input_is_valid(params ->> 'email_id', 'uuid') then
    perform private.invalid_params('email_id', 'invalid_uuid');
  end if;
  if jsonb_typeof(coalesce(params -> 'override', 'false')) <> 'boolean' then
    perform private.invalid_params('override', 'invalid_type');
  end if;
  return '{"override":false}' || params || jsonb_build_object('email_id', (params ->> 'email_id')::uuid);
end $$;
comment on function private.parse_resend is 'An e-mail of the log, and whether to send in spite of a hard bounce or a complaint. Raises PT422.';

create function private.guard_resend(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_email public.emails;
  v_trouble jsonb;
  v_recent jsonb;
  v_owner text;
  v_warnings jsonb := '[]';
  v_blockers jsonb := '[]';
begin
  select * into v_email from public.emails e where e.id = (params ->> 'email_id')::uuid;
  if v_email.id is null then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"email"}';
  end if;
  v_trouble := private.address_trouble(v_email.to_email);
  v_recent := private.sent_recently(v_email.template, v_email.to_email, at);
  v_owner := (select u.email from private.users u where u.id = v_email.user_id);
  if v_email.provider_id is null then
    v_blockers := v_blockers || '{"code":"never_sent","args":{}}'::jsonb;
  elsif params #> array['observed', v_email.id::text, 'found'] = 'false' then
    v_blockers := v_blockers || '{"code":"gone_at_provider","args":{}}'::jsonb;
  end if;
  if v_email.status in ('queued', 'scheduled', 'delivery_delayed') then
    v_blockers := v_blockers || jsonb_build_object('code', 'on_its_way', 'args', jsonb_build_object('status', v_email.status));
  end if;
  v_blockers := v_blockers || private.suppressed_blocker(
    case when params ? 'observed' then jsonb_build_object('observed', jsonb_build_object(
      lower(v_email.to_email), params #> array['observed', v_email.id::text])) else '{}' end, lower(v_email.to_email));
  if v_recent is not null then
    v_blockers := v_blockers || jsonb_build_object('code', 'sent_recently', 'args', v_recent);
  end if;
  if v_trouble is not null and params -> 'override' = 'false' then
    v_blockers := v_blockers || private.trouble_told(v_trouble);
  elsif v_trouble is not null then
    v_warnings := v_warnings || private.trouble_told(v_trouble);
  elsif v_email.status in ('delivered', 'opened', 'clicked') then
    v_warnings := v_warnings || jsonb_build_object('code', 'arrived', 'args', jsonb_build_object(
      'status', v_email.status, 'at', v_email.last_event_at));
  end if;
  if v_owner <> lower(v_email.to_email) then
    v_warnings := v_warnings || jsonb_build_object('code', 'other_address', 'args', jsonb_build_object('email', v_owner));
  end if;
  return jsonb_build_object('warnings', v_warnings, 'blockers', v_blockers);
end $$;
comment on function private.guard_resend is
  'Blocks what Resend does not have or still has on its way, a suppressed address, a second e-mail of the template within the window, '
  'and, unless overridden, an address with a hard bounce or a complaint. Asked with the e-mail alone, an override is still to be chosen. Raises PT404.';

create function private.resend_targets(params jsonb, at timestamptz) returns setof private.run_target
language sql stable security definer set search_path = '' as $$
  select row('email', e.id::text, e.to_email, e.user_id, jsonb_build_object('to', e.to_email, 'template', e.template,
    'provider_id', e.provider_id, 'lock', private.email_lock(e.template, e.to_email)))::private.run_target
  from public.emails e where e.id = (params ->> 'email_id')::uuid
$$;
comment on function private.resend_targets is 'The e-mail, with its address and its id at Resend.';

insert into private.actions (name, kind, subject, risk, confirm, parse, guard, targets, apply) values
  ('send-test-email', 'vendor', 'address', 'low', 'none', 'private.parse_send_test', 'private.guard_send_test',
    'private.send_test_targets', 'private.apply_sent'),
  ('resend-email', 'vendor', 'email', 'medium', 'none', 'private.parse_resend', 'private.guard_resend',
    'private.resend_targets', 'private.apply_sent');
select private.allow('{support,ops,admin}', 'run', '{send-test-email,resend-email}');

create function private.ask_permission(action text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_caller private.caller := private.require_permission(ask_permission.action);
begin
  return jsonb_build_object('role', v_caller.role);
end $$;
comment on function private.ask_permission is
  'The role of a caller who may run an action, for a function that reads what the action needs. Raises PT401, PT403 not_staff, PT403 not_allowed.';

create function backoffice.ask_permission(action text) returns jsonb
language sql stable security invoker begin atomic select private.ask_permission(action); end;
comment on function backoffice.ask_permission is 'See private.ask_permission.';
select private.expose_function('private.ask_permission(text)');
select private.expose_function('backoffice.ask_permission(text)');
