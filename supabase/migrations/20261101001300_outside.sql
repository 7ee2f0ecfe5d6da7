-- Changes that did not come through the console: SQL by hand, a dashboard, a script with a key.
--
-- A change of a protected table leaves a waiting line; when the transaction commits with a line of the
-- console beside it (an action, an undo, the schedule), the change was the console's own and the waiting
-- line goes. That line is the mark: only the console's functions can write one, no setting of a session
-- does. What writes without being noted is the customer app, see docs/decisions.md.

create function private.writer_role() returns text
language sql stable set search_path = '' as $$
  select coalesce(nullif(current_setting('role', true), 'none'), session_user)
$$;
comment on function private.writer_role is 'The database role that writes, seen from a definer function too.';

create function private.shown(value jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  -- Customers and applications write these: the journal takes no megabyte.
  select case when octet_length(value::text) <= 300 then value
    else to_jsonb('sha256:' || encode(sha256(convert_to(value::text, 'UTF8')), 'hex')) end
$$;
comment on function private.shown is 'A value as the journal shows it: a checksum when it is long.';

create function private.fields_of(source jsonb, fields text[]) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_object_agg(k.key, private.shown(k.value)), '{}') from jsonb_each(source) k where k.key = any (fields)
$$;
comment on function private.fields_of is 'These fields of a row, as the journal shows them.';

create function private.note_outside(
  source text, verb text, target_kind text, target_id text, before jsonb, after jsonb, secrets text[] default '{}', claim boolean default false,
  record text default null
) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_role text := private.writer_role();
  v_changed text[] := array(
    select k from jsonb_object_keys(coalesce(before, '{}') || coalesce(after, '{}')) k where before -> k is distinct from after -> k);
begin
  -- Before there are colleagues there is no console that a change could have gone around. Where the
  -- last of them are taken away there was one.
  if cardinality(v_changed) + cardinality(secrets) = 0 or source <> 'private.staff' and not exists (select from private.staff)
    and not exists (select from private.audit_head h where h.seq > 0) then
    return;
  end if;
  -- A customer may write false claims a thousand times, the journal tells it once a day.
  if claim and exists (
    select from private.audit a where a.target_id = note_outside.target_id and a.event = 'outside'
      and a.at > private.now() - interval '1 day' and a.details -> 'claim' = 'true' and a.actor_role = v_role
  ) then
    return;
  end if;
  insert into private.audit_pending (opens, actor_id, actor_email, actor_role, event, outcome, target_kind, target_id, target_label,
    before, after, details)
  values (private.opens_journal(), (select auth.uid()), (select u.email from auth.users u where u.id = (select auth.uid())), v_role,
    'outside', 'done', target_kind, target_id,
    case when target_kind = 'user' then coalesce(
      (select u.email from private.users u where u.id = target_id::uuid), before ->> 'email', target_id) else target_id end,
    case when before is not null then private.fields_of(before, v_changed) end,
    case when after is not null then private.fields_of(after, v_changed) end,
    jsonb_strip_nulls(jsonb_build_object('table', source, 'verb', verb, 'record', record))
      || case when cardinality(secrets) > 0 then jsonb_build_object('secrets_changed', to_jsonb(secrets)) else '{}' end
      || case when claim then '{"claim":true}' else '{}'::jsonb end);
end $$;
comment on function private.note_outside is
  'Lets a change wait for the end of its transaction, to be told as made outside the console. secrets: fields that changed and are not shown. '
  'claim: a customer''s metadata that says what is not so. record: the row, where the target does not name it.';

create function private.claims_of(metadata jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('is_premium', coalesce(m -> 'is_premium', 'false'), 'subscription_plan', coalesce(m -> 'subscription_plan', '"free"'),
    'is_admin', coalesce(m -> 'is_admin', 'false'))
  from (select case when jsonb_typeof(metadata) = 'object' then metadata else '{}' end as m) o
$$;
comment on function private.claims_of is 'What user metadata says of access and rights. It grants nothing.';

create function private.on_outside_user() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_fields constant text[] := '{email,banned_until}';
  v_before jsonb;
  v_after jsonb;
  v_claims jsonb;
begin
  begin
    v_before := private.fields_of(to_jsonb(old), v_fields);
    if tg_op = 'DELETE' then
      perform private.note_outside('auth.users', 'delete', 'user', old.id::text, v_before, null);
      return null;
    end if;
    v_after := private.fields_of(to_jsonb(new), v_fields);
    -- Auth keeps the providers of a sign-in in app metadata.
    if old.raw_app_meta_data - '{provider,providers}'::text[] is distinct from new.raw_app_meta_data - '{provider,providers}'::text[] then
      v_before := v_before || jsonb_build_object('app_metadata', old.raw_app_meta_data);
      v_after := v_after || jsonb_build_object('app_metadata', new.raw_app_meta_data);
    end if;
    perform private.note_outside('auth.users', 'update', 'user', new.id::text, v_before, v_after);
    -- Metadata that agrees with the entitlement is the app keeping its mirror.
    v_claims := private.claims_of(new.raw_user_meta_data);
    if v_claims <> private.claims_of(old.raw_user_meta_data)
      and v_claims <> private.claims_of(private.mirror_of((private.entitlement(new.id, private.now())).plan)) then
      perform private.note_outside('auth.users', 'update', 'user', new.id::text,
        private.claims_of(old.raw_user_meta_data), v_claims, claim => true);
    end if;
  exception when others then
    raise warning 'a change of user % could not be noted: %', old.id, sqlerrm;
  end;
  return null;
end $$;
comment on function private.on_outside_user is 'Notes e-mail, ban, app metadata, false claims and the end of an account.';

create function private.on_outside_row() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_old jsonb := case tg_op when 'DELETE' then jsonb_strip_nulls(to_jsonb(old)) when 'UPDATE' then to_jsonb(old) end;
  v_new jsonb := case tg_op when 'INSERT' then jsonb_strip_nulls(to_jsonb(new)) when 'UPDATE' then to_jsonb(new) end;
  v_row jsonb := coalesce(v_new, v_old);
  -- Arguments: the kind of the target, its column, columns that are not told, columns that are never shown.
  v_silent text[] := tg_argv[2]::text[] || tg_argv[3]::text[];
  v_secrets text[];
begin
  begin
    -- What goes or stays behind with an account is told by the line of the account.
    if v_old ->> 'user_id' is not null and not exists (select from auth.users u where u.id = (v_old ->> 'user_id')::uuid) then
      return null;
    end if;
    v_secrets := array(select s from unnest(tg_argv[3]::text[]) s where v_old -> s is distinct from v_new -> s);
    if tg_table_name = 'settings' and v_row ->> 'key' ~ '(key|secret|token|password)' then
      v_silent := v_silent || '{value}';
      v_secrets := case when v_old -> 'value' is distinct from v_new -> 'value' then '{value}' end;
    end if;
    perform private.note_outside(tg_table_schema || '.' || tg_table_name, lower(tg_op),
      -- A subscription may be nobody's.
      case when v_row ->> tg_argv[1] is null then tg_table_name else tg_argv[0] end,
      coalesce(case tg_table_name when 'permissions' then concat_ws(' ', v_row ->> 'role', v_row ->> 'verb', v_row ->> 'subject')
        else v_row ->> tg_argv[1] end, v_row ->> 'id'),
      v_old - v_silent, v_new - v_silent, coalesce(v_secrets, '{}'), record => coalesce(v_row ->> 'stripe_subscription_id', v_row ->> 'id'));
  exception when others then
    raise warning 'a change of %.% could not be noted: %', tg_table_schema, tg_table_name, sqlerrm;
  end;
  return null;
end $$;
comment on function private.on_outside_row is 'Notes a change of a protected row, but for columns that move by themselves and values that are secret.';

create function private.on_outside_truncate() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  begin
    perform private.note_outside(tg_table_schema || '.' || tg_table_name, 'truncate', 'table',
      tg_table_schema || '.' || tg_table_name, '{"rows":"all"}', '{"rows":"none"}');
  exception when others then
    raise warning 'the emptying of %.% could not be noted: %', tg_table_schema, tg_table_name, sqlerrm;
  end;
  return null;
end $$;
comment on function private.on_outside_truncate is 'Notes that a protected table was emptied.';

create trigger console_outside after update on auth.users for each row
  when (old.email is distinct from new.email or old.banned_until is distinct from new.banned_until
    or old.raw_app_meta_data is distinct from new.raw_app_meta_data or old.raw_user_meta_data is distinct from new.raw_user_meta_data)
  execute function private.on_outside_user();
create trigger console_outside_end after delete on auth.users for each row execute function private.on_outside_user();

-- service_role writes these two every day: it is the app, with Stripe's webhooks and its refreshed tokens.
create trigger console_outside after insert or update or delete on public.subscriptions for each row
  when (coalesce(current_setting('role', true), '') <> 'service_role')
  execute function private.on_outside_row('user', 'user_id', '{updated_at,created_at}', '{}');
create trigger console_outside after insert or update or delete on public.integration_tokens for each row
  when (coalesce(current_setting('role', true), '') <> 'service_role')
  execute function private.on_outside_row('user', 'user_id', '{created_at}', '{access_token,refresh_token}');

create trigger console_outside after insert or update or delete on private.staff for each row
  execute function private.on_outside_row('user', 'user_id', '{created_at}', '{}');
create trigger console_outside after insert or update or delete on private.grants for each row
  execute function private.on_outside_row('user', 'user_id', '{created_at,number}', '{}');
create trigger console_outside after insert or update or delete on private.permissions for each row
  execute function private.on_outside_row('permission', 'subject', '{}', '{}');
create trigger console_outside after insert or update or delete on private.settings for each row
  execute function private.on_outside_row('setting', 'key', '{updated_at}', '{}');
create trigger console_outside after insert or update or delete on private.actions for each row
  execute function private.on_outside_row('action', 'name', '{}', '{}');
create trigger console_outside after insert or update or delete on private.status_policy for each row
  execute function private.on_outside_row('policy', 'status', '{}', '{}');
create trigger console_outside after insert or update or delete on private.plans for each row
  execute function private.on_outside_row('policy', 'plan', '{}', '{}');

do $$
declare
  own regclass;
begin
  foreach own in array '{public.subscriptions,public.integration_tokens,private.staff,private.grants,private.permissions,private.settings,private.status_policy,private.plans}'::regclass[] loop
    execute format('create trigger console_outside_all after truncate on %s for each statement execute function private.on_outside_truncate()', own);
  end loop;
end $$;
