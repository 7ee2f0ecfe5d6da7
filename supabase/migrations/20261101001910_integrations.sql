-- refresh-integration: the customer app renews a customer's token at its provider. Its value stays there.

create function private.parse_refresh(params jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  v_key text;
begin
  if params is null or jsonb_typeof(params) <> 'object' then
    perform private.invalid_params('', 'invalid_type');
  end if;
  for v_key in select k from jsonb_object_keys(params) k where k <> 'integration_id' loop
    perform private.invalid_params(v_key, 'unrecognized_key');
  end loop;
  if jsonb_typeof(params -> 'integration_id') is distinct from 'string' or not pg_input_is_valid(params ->> 'integration_id', 'uuid') then
    perform private.invalid_params('integration_id', 'invalid_uuid');
  end if;
  return jsonb_build_object('integration_id', (params ->> 'integration_id')::uuid);
end $$;
comment on function private.parse_refresh is 'One integration. Raises PT422.';

create function private.token_state(integration_id text, at timestamptz) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('token_status', private.token_status(t.expires_at, at), 'last_error', t.last_error)
  from public.integration_tokens t where t.id = token_state.integration_id::uuid
$$;
comment on function private.token_state is 'Health of an integration''s token, and the last thing that its provider said against it.';

create function private.refresh_changes(id text, before jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('entity', 'integration', 'id', refresh_changes.id, 'field', f.field,
    'before', before -> f.field, 'after', f.after) order by f.position), '[]')
  from (values (1, 'token_status', '"valid"'::jsonb), (2, 'last_error', 'null')) f (position, field, after)
  where before -> f.field is distinct from f.after
$$;
comment on function private.refresh_changes is 'What a refresh changes of a token''s health.';

create function private.guard_refresh(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_token public.integration_tokens;
  v_status text;
  v_warnings jsonb := '[]';
begin
  perform private.integration_exists(params ->> 'integration_id');
  select * into v_token from public.integration_tokens t where t.id = (params ->> 'integration_id')::uuid;
  v_status := private.token_status(v_token.expires_at, at);
  if private.busy_target('refresh-integration', v_token.id::text) then
    return private.one_guard('blockers', 'already_running');
  elsif v_token.refresh_token is null then
    return private.one_guard('blockers', 'no_refresh_token', jsonb_build_object('provider', v_token.provider));
  elsif v_status = 'valid' and v_token.last_error is null then
    return private.one_guard('blockers', case when v_token.expires_at is null then 'never_ends' else 'token_valid' end,
      jsonb_build_object('ends_at', v_token.expires_at));
  end if;
  if v_status = 'expiring' then
    v_warnings := v_warnings || jsonb_build_object('code', 'still_valid', 'args', jsonb_build_object('ends_at', v_token.expires_at));
  end if;
  if private.failure_cause(v_token.last_error) = 'reconnect' then
    v_warnings := v_warnings || jsonb_build_object('code', 'reconnect_likely', 'args', jsonb_build_object('provider', v_token.provider));
  end if;
  return jsonb_build_object('warnings', v_warnings, 'blockers', '[]'::jsonb);
end $$;
comment on function private.guard_refresh is
  'A token that is valid for long and without an error needs no refresh, one without a refresh token cannot have it. Raises PT404.';

create function private.refresh_targets(params jsonb, at timestamptz) returns setof private.run_target
language sql stable security definer set search_path = '' as $$
  select row('integration', t.id::text, coalesce(u.email, t.user_id::text) || ' · ' || initcap(t.provider), t.user_id,
    jsonb_build_object('provider', t.provider, 'before', private.token_state(t.id::text, at)))::private.run_target
  from public.integration_tokens t left join private.users u on u.id = t.user_id
  where t.id = (params ->> 'integration_id')::uuid
$$;
comment on function private.refresh_targets is 'The one integration, with the health of its token now.';

create function private.forecast_refresh(params jsonb, at timestamptz) returns jsonb
language sql stable security definer set search_path = '' as $$
  select private.refresh_changes(params ->> 'integration_id', private.token_state(params ->> 'integration_id', at))
$$;
comment on function private.forecast_refresh is 'What a refresh would change. Until when the new token is valid is the provider''s to say.';

create function private.apply_refresh(item private.run_items, observed jsonb) returns jsonb
language sql stable security definer set search_path = '' as $$
  -- The app wrote the row: what was before is known from before, afterwards the row itself is compared.
  select jsonb_build_object('snapshot', null, 'changes', private.refresh_changes(item.target_id, case
    when item.applied_at is null then item.payload -> 'before' else private.token_state(item.target_id, private.now()) end))
$$;
comment on function private.apply_refresh is 'What a refresh changed of the token''s health. Writes nothing: the app did.';

insert into private.actions (name, kind, subject, risk, confirm, parse, guard, targets, apply, forecast, calls) values
  ('refresh-integration', 'vendor', 'integration', 'low', 'none', 'private.parse_refresh', 'private.guard_refresh',
    'private.refresh_targets', 'private.apply_refresh', 'private.forecast_refresh', '{"app":2}');
select private.allow('{support,ops,admin}', 'run', '{refresh-integration}');
select private.allow('{ops,admin}', 'approve', '{refresh-integration}');
