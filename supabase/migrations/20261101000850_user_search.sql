-- Customers by any part of an e-mail or a name, in every order of the list. For a text that many have,
-- the list is walked from its head; a rare one is looked up in an index of texts. Left to the planner
-- this goes wrong: its guess of how many have a text is ten times off where the two ways meet.
-- Here the newest customers are asked how common the text is, and a walk has a bound.

create function private.grams(text text) returns text[]
language plpgsql immutable parallel safe set search_path = '' as $$
declare
  v_grams text[] := '{}';
begin
  for v_place in 1 .. length(grams.text) - 4 loop
    v_grams := v_grams || substr(grams.text, v_place, 5);
  end loop;
  return v_grams;
end $$;
comment on function private.grams is
  'Every five signs in a row. The three letters of pg_trgm are in too many texts: each three of "lie.mart" are in one of thirty names.';

create index users_grams on private.users using gin (private.grams(search)) with (gin_pending_list_limit = 1024);
-- Dear to gather, and nobody reads them: find_users() decides.
alter index private.users_grams alter column 1 set statistics 0;

create view private.user_keys as
select u.id, u.search, u.email, u.mrr_cents, u.created_at, u.last_active_at, u.email_confirmed_at, u.stripe_customer_id,
  u.stripe_subscription_id, u.plan as stored_plan, u.plan_source as stored_plan_source, u.simulated, u.upgraded,
  case when u.plan_valid_until <= (select private.now()) then (private.entitlement(u.id)).plan else u.plan end as plan,
  case when u.plan_valid_until <= (select private.now()) then (private.entitlement(u.id)).source else u.plan_source end as plan_source,
  u.paid_without_access, u.access_without_payment, u.quota_reached_in = (select c.month from private.list_clock() c) as quota_reached,
  u.email_bounced_at is not null as email_bounced, u.subscription_status = 'past_due' as past_due,
  u.grant_expiring and u.grant_ends_at > (select private.now()) and u.grant_ends_at <= (select c.soon from private.list_clock() c) as grant_expiring
from private.users u;
comment on view private.user_keys is
  'What customers are searched, filtered and sorted by, named as in backoffice.users, without its gate and its joins.';
revoke all on private.user_keys from public, anon, authenticated, service_role;

create function private.invalid_search(path text[], code text) returns void
language plpgsql immutable set search_path = '' as $$
begin
  raise exception using errcode = 'PT422', message = 'invalid_input',
    detail = jsonb_build_object('issues', jsonb_build_array(jsonb_build_object('path', path, 'code', code)));
end $$;
comment on function private.invalid_search is 'Raises PT422 for one argument of a search.';

create function private.check_search(search text, filter jsonb) returns void
language plpgsql stable set search_path = '' as $$
begin
  if search is null then
    perform private.invalid_search('{search}', 'invalid_type');
  elsif length(search) > 400 then
    perform private.invalid_search('{search}', 'too_big');
  elsif jsonb_typeof(filter) is distinct from 'object' then
    perform private.invalid_search('{filter}', 'invalid_type');
  end if;
end $$;
comment on function private.check_search is 'Raises PT422 for a text longer than an e-mail and a name, or a filter that is no object.';

create function private.word_condition(words text[]) returns text
language sql immutable set search_path = '' as $$
  select coalesce(string_agg(format('k.search like %L', '%' || regexp_replace(w, '([\\%_])', '\\\1', 'g') || '%'), ' and '), 'true')
  from unnest(words) w
$$;
comment on function private.word_condition is 'SQL: every word is somewhere in the e-mail or the name of a customer k.';

create function private.gram_condition(words text[]) returns text
language sql immutable set search_path = '' as $$
  -- Three places of a word are enough, and what comes after the @ is everybody's.
  select case when count(g.gram) = 0 then private.word_condition(words)
    else format('private.grams(k.search) @> %L', array_agg(g.gram) filter (where g.gram is not null)) end
  from unnest(words) w
  cross join lateral (select case when w like '%@%' then left(w, greatest(5, strpos(w, '@') - 1)) else w end as head) h
  left join lateral (
    select distinct substr(h.head, place, 5) as gram
    from unnest(array[1, (length(h.head) - 3) / 2, length(h.head) - 4]) place
    where length(h.head) >= 5
  ) g on true
$$;
comment on function private.gram_condition is
  'SQL: what follows from word_condition() and has an index, five signs in a row; the words themselves where all are shorter.';

create function private.filter_condition(filter jsonb) returns text
language plpgsql stable set search_path = '' as $$
declare
  v_key text;
  v_value text;
  v_column text;
  v_valid boolean;
  v_test text;
  v_all text := 'true';
begin
  for v_key, v_value in select e.key, e.value from jsonb_each_text(filter) e where e.value <> '' loop
    v_column := split_part(v_key, '@', 1);
    -- Within a query: an expression of its own would keep the first type for all that follow.
    select pg_input_is_valid(v_value, format_type(a.atttypid, null)) into v_valid from pg_attribute a
    where a.attrelid = 'private.user_keys'::regclass and a.attname = v_column and a.attnum > 0;
    v_test := case substr(v_key, length(v_column) + 1)
      when '' then '= %L' when '@gte' then '>= %L' when '@lt' then '< %L'
      when '@is' then case v_value when 'null' then 'is null' end
      when '@not' then case v_value when 'is.null' then 'is not null' end end;
    if v_valid is null or v_test is null then
      perform private.invalid_search(array['filter', v_key], 'unrecognized_key');
    elsif strpos(v_test, '%') > 0 and not v_valid then
      perform private.invalid_search(array['filter', v_key], 'invalid_type');
    end if;
    v_all := v_all || format(' and k.%I ' || v_test, v_column, v_value);
  end loop;
  return v_all;
end $$;
comment on function private.filter_condition is
  'SQL: a customer k fits the filter of the list, {"plan": "pro", "created_at@gte": "…"}. Raises PT422.';

create function private.head_query(words text[], filter jsonb, sort text, descending boolean, rows bigint, most integer) returns text
language sql stable set search_path = '' as $$
  -- Plan and source are asked afterwards: their stored twins have the index, and the planner takes these for rare.
  select format(
    'select k.id, k.%1$I as place from (select k.* from private.user_keys k where %2$s order by k.%1$I %3$s, k.id %3$s limit %4$s) k '
    'where %5$s and %6$s order by k.%1$I %3$s, k.id %3$s limit %7$s',
    sort, private.filter_condition(filter - '{plan,plan_source}'::text[]), case when descending then 'desc' else 'asc' end, rows,
    private.word_condition(words), private.filter_condition(filter), most)
$$;
comment on function private.head_query is
  'SQL: the first customers found among so many rows from the head of a list, id and what it is sorted by. Without a filter it stays in one index.';

create function private.list_query(words text[], filter jsonb, sort text, descending boolean, most integer) returns text
language sql stable set search_path = '' as $$
  select format('select k.id from backoffice.users k where %1$s and %2$s order by k.%3$I %4$s, k.id %4$s limit %5$s',
    private.word_condition(words), private.filter_condition(filter), sort, case when descending then 'desc' else 'asc' end, most)
$$;
comment on function private.list_query is 'SQL: the first customers found, in the way that the planner chooses: right for a common text.';

create function private.segment_keys() returns text[]
language sql immutable parallel safe
return '{paid_without_access,access_without_payment,quota_reached,email_bounced,past_due,grant_expiring}'::text[];
comment on function private.segment_keys is 'The columns of private.user_keys that say whether a customer is in a segment.';

create function private.look_up_query(words text[], filter jsonb, sort text, descending boolean, most integer) returns text
language sql stable set search_path = '' as $$
  -- "offset 0": found first and sorted then, whatever the planner thinks. Whom a segment holds is asked of those
  -- who were found: by its own index the signs of everybody in it would have to be gathered.
  select format(
    'select k.id from (select k.* from private.user_keys k where %1$s and %2$s offset 0) k where %3$s and %7$s order by k.%4$I %5$s, k.id %5$s limit %6$s',
    private.gram_condition(words), private.filter_condition(filter - private.segment_keys()), private.word_condition(words),
    sort, case when descending then 'desc' else 'asc' end, most, private.filter_condition(filter))
$$;
comment on function private.look_up_query is 'SQL: the first of all customers found, by the index of texts: right for a rare text.';

create function private.search_ways(words text[], filter jsonb, sort text, descending boolean, most integer, hits bigint, sample integer) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  v_ways text[] := '{}';
begin
  -- Reading the list takes most / hits * sample rows, a look-up hits / sample of all customers: they cost the
  -- same here, at a million customers. A row is cheap where the index of the order is all that is read.
  if hits * hits <= most * (case when filter = '{}' then 1.5 else 9 end) then
    return array[private.look_up_query(words, filter, sort, descending, most)];
  end if;
  -- Of a period, and of a column that is not empty, no index has the order.
  if filter = '{}' or filter::text !~ '@(gte|lt|not)"' then
    v_ways := array[private.head_query(words, filter, sort, descending, 3::bigint * sample * most / greatest(hits, 1), most)];
  end if;
  return v_ways || private.list_query(words, filter, sort, descending, most);
end $$;
comment on function private.search_ways is
  'SQL of one or two ways to find customers, to be tried in order until one gives a full page, when so many of a sample have the text. The last gives all there is.';

create function private.find_users(search text, filter jsonb, sort text, descending boolean, most integer) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  v_sample constant integer := 3000;
  v_words text[] := array(select w from regexp_split_to_table(lower(search), '\s+') w where w <> '');
  v_hits bigint;
  v_way text;
  v_found uuid[];
begin
  v_way := private.head_query(v_words, '{}', 'created_at', true, v_sample, v_sample);
  execute format('select count(*) from (%s) k', v_way) into v_hits;
  foreach v_way in array private.search_ways(v_words, filter, sort, descending, most, v_hits, v_sample) loop
    execute format('select array(select h.id from (%s) h)', v_way) into v_found;
    exit when cardinality(v_found) = most;
  end loop;
  return v_found;
end $$;
comment on function private.find_users is
  'Ids of the first customers of a list whose e-mail or name has every word of a text. The caller was checked before.';

create function private.search_users(search text, filter jsonb, sort text, descending boolean, skip integer, most integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_page uuid[];
begin
  perform private.require_read('users');
  perform private.check_search(search, filter);
  if sort is null or sort not in ('id', 'mrr_cents', 'created_at', 'last_active_at') then
    perform private.invalid_search('{sort}', 'invalid_value');
  elsif skip is null or skip not between 0 and 1000000 then
    perform private.invalid_search('{skip}', 'invalid_value');
  elsif most is null or most not between 1 and 1001 then
    perform private.invalid_search('{most}', 'invalid_value');
  end if;
  v_page := (private.find_users(search, filter, sort, coalesce(descending, false), skip + most))[skip + 1 : skip + most];
  return (
    select coalesce(jsonb_agg(to_jsonb(u) order by p.place), '[]')
    from unnest(v_page) with ordinality p (id, place) join backoffice.users u on u.id = p.id);
end $$;
comment on function private.search_users is
  'A page of backoffice.users in the order (sort, id): the customers whose e-mail or name has every word of the text. Not by e-mail: texts lie together in that order. Answers 401, 403, 422.';

create function private.count_users(search text, filter jsonb) returns integer
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_read('users');
  perform private.check_search(search, filter);
  return cardinality(private.find_users(search, filter, 'created_at', true, 1001));
end $$;
comment on function private.count_users is 'How many customers search_users() finds; 1001 for more than a thousand. Answers 401, 403, 422.';

create function backoffice.search_users(search text, filter jsonb default '{}', sort text default 'created_at',
  descending boolean default true, skip integer default 0, most integer default 26) returns jsonb
language sql stable security invoker begin atomic
  select private.search_users(search_users.search, search_users.filter, search_users.sort, search_users.descending,
    search_users.skip, search_users.most);
end;
comment on function backoffice.search_users is 'See private.search_users.';

create function backoffice.count_users(search text, filter jsonb default '{}') returns integer
language sql stable security invoker begin atomic select private.count_users(count_users.search, count_users.filter); end;
comment on function backoffice.count_users is 'See private.count_users.';

revoke all on function private.grams(text), private.invalid_search(text[], text), private.check_search(text, jsonb), private.word_condition(text[]),
  private.gram_condition(text[]), private.filter_condition(jsonb), private.head_query(text[], jsonb, text, boolean, bigint, integer),
  private.list_query(text[], jsonb, text, boolean, integer), private.look_up_query(text[], jsonb, text, boolean, integer),
  private.search_ways(text[], jsonb, text, boolean, integer, bigint, integer), private.find_users(text, jsonb, text, boolean, integer)
  from public, anon, authenticated, service_role;
select private.expose_function('private.search_users(text, jsonb, text, boolean, integer, integer)');
select private.expose_function('private.count_users(text, jsonb)');
select private.expose_function('backoffice.search_users(text, jsonb, text, boolean, integer, integer)');
select private.expose_function('backoffice.count_users(text, jsonb)');
