-- What happens by the clock, every minute. Hosted: pg_cron calls it; embedded: the stack does.

create function private.tick() returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.compare_alone();
  -- What locks an account comes before what holds copies of many: a sign-in has the one and waits for the other.
  return jsonb_build_object('expired', private.expire_grants(), 'kept', private.keep_grants(), 'approvals', private.turn_approvals(),
    'repaired', private.repair_users(), 'compared', private.check_queue(), 'expiring', private.find_expiring(), 'posted', private.post_left_entries(), 'head', private.keep_audit_head());
end $$;
comment on function private.tick is 'One turn of the schedule: expired access, grants that the app''s mirror has lost, requests that nobody decided, copies to mend, customers to compare with Stripe''s side, grants that end soon, the journal''s head of the day. Gives what it did. What is measured has a turn of its own, private.turn_metrics(): nobody waits for it.';

do $$
begin
  if exists (select from pg_available_extensions where name = 'pg_cron') then
    create extension if not exists pg_cron;
    perform cron.schedule('comptalyze-console', '* * * * *', 'select private.tick()');
    perform cron.schedule('comptalyze-console-metrics', '* * * * *', 'select private.turn_metrics()');
  end if;
end $$;
