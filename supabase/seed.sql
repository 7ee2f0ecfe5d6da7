-- Demo data: a year in the life of a small French SaaS. The same rows every time: whatever looks
-- like chance is a hash of the customer's number.
--
--   set seed.users = '1000000';  how many customers, default 300; the first are always the same
--   set seed.now = '2026-11-23 14:00+01';  the present of the data, default the current full hour
--
-- Running it again replaces the demo rows and touches no other. Demo accounts carry
-- {"demo": true} in raw_app_meta_data, their Stripe objects an id with "_demo_" in it.

set time zone 'UTC';
-- Bulk load: triggers and foreign keys rest, private.rebuild_users() makes up for them at the end.
set session_replication_role = replica;
set work_mem = '256MB';
set maintenance_work_mem = '512MB';
set client_min_messages = warning;

drop table if exists pg_temp.seed_clock, pg_temp.seed_month, pg_temp.seed_number, pg_temp.seed_first_name, pg_temp.seed_family, pg_temp.seed_trade, pg_temp.seed_cast,
  pg_temp.seed_customer, pg_temp.seed_account, pg_temp.seed_index,
  pg_temp.seed_subscription, pg_temp.seed_event, pg_temp.seed_link, pg_temp.seed_email, pg_temp.seed_grant, pg_temp.seed_domain;

create temp table seed_clock as
select
  c.users,
  c.at,
  date_trunc('day', c.at, 'Europe/Paris') as today,
  date_trunc('month', c.at, 'Europe/Paris') as month_start,
  -- A million customers get a shorter past: what grows with them is their number.
  c.users > 20000 as crowded
from (
  select
    coalesce(nullif(current_setting('seed.users', true), '')::bigint, 300) as users,
    coalesce(nullif(current_setting('seed.now', true), '')::timestamptz, date_trunc('hour', now())) as at
) c;

-- Month 12 is the present one. Nothing happens to the clocks of Paris on the first of a month.
create temp table seed_month as
select 12 - back as i, start, lead(start, 1, start + interval '31 days') over (order by start) as next_start,
  to_char(start at time zone 'Europe/Paris', 'YYYY-MM') as month,
  to_char((start - interval '1 day') at time zone 'Europe/Paris', 'YYYY-MM') as month_before,
  (array['de décembre', 'de janvier', 'de février', 'de mars', 'd’avril', 'de mai', 'de juin', 'de juillet', 'd’août', 'de septembre', 'd’octobre', 'de novembre'])
    [extract(month from start at time zone 'Europe/Paris')::integer] || to_char((start - interval '1 day') at time zone 'Europe/Paris', ' YYYY') as of_month_before
from seed_clock c, generate_series(0, 12) back,
  lateral (select (date_trunc('month', c.at at time zone 'Europe/Paris') - make_interval(months => back)) at time zone 'Europe/Paris' as start) m;

create temp table seed_number as select i from generate_series(0, 12) i;
analyze seed_clock, seed_month, seed_number;

create or replace function pg_temp.pick(n bigint, salt bigint, sides bigint) returns bigint
language sql immutable parallel safe as $$ select abs(hashint8extended(n, salt) % sides) $$;

create or replace function pg_temp.frac(n bigint, salt bigint) returns double precision
language sql immutable parallel safe as $$ select abs(hashint8extended(n, salt) % 1000000) / 1000000.0::double precision $$;

-- A valid version 4 UUID.
create or replace function pg_temp.uid(kind text, n bigint) returns uuid
language sql immutable parallel safe as $$
  select overlay(overlay(md5('comptalyze demo ' || kind || ' ' || n::text) placing '4' from 13) placing 'a' from 17)::uuid
$$;

create or replace function pg_temp.stripe_id(prefix text, n bigint) returns text
language sql immutable parallel safe as $$ select prefix || '_demo_' || substr(md5('comptalyze demo ' || prefix || ' ' || n::text), 1, 12) $$;

create or replace function pg_temp.months_between(since timestamptz, until timestamptz) returns integer
language sql immutable parallel safe as $$
  select (extract(year from age(until, since)) * 12 + extract(month from age(until, since)))::integer
$$;

-- Women first, then men: forty each.
create temp table seed_first_name as
select place - 1 as i, name, place <= 40 as woman from unnest(array[
    'Adèle', 'Alice', 'Aurélie', 'Capucine', 'Célia', 'Charlène', 'Chloé', 'Coralie', 'Diane', 'Élodie',
    'Emma', 'Estelle', 'Eva', 'Flavie', 'Gaëlle', 'Hélène', 'Inès', 'Jade', 'Julie', 'Justine',
    'Laure', 'Léna', 'Lina', 'Louise', 'Manon', 'Margaux', 'Marion', 'Mélanie', 'Mila', 'Morgane',
    'Nina', 'Nour', 'Ophélie', 'Romane', 'Sarah', 'Solène', 'Sonia', 'Tiphaine', 'Victoire', 'Zélie',
    'Adam', 'Alexis', 'Amine', 'Antonin', 'Arthur', 'Axel', 'Baptiste', 'Basile', 'Cédric', 'Clément',
    'Corentin', 'Damien', 'Denis', 'Elliot', 'Émile', 'Enzo', 'Étienne', 'Fabien', 'Florian', 'Gaspard',
    'Guillaume', 'Hakim', 'Ismaël', 'Jérôme', 'Jules', 'Karim', 'Léo', 'Loïc', 'Maël', 'Marius',
    'Mathis', 'Maxence', 'Nathan', 'Nicolas', 'Quentin', 'Raphaël', 'Simon', 'Sylvain', 'Tristan', 'Xavier']) with ordinality as word (name, place);

-- No name of the cast below: nobody generated is called like one of them.
create temp table seed_family as
select place - 1 as i, name from unnest(array[
    'Allard', 'André', 'Arnaud', 'Aubert', 'Barbier', 'Baudry', 'Benoît', 'Berger', 'Bernard', 'Besson',
    'Bonnet', 'Boucher', 'Bourgeois', 'Bouvier', 'Brun', 'Caron', 'Carré', 'Chevalier', 'Clerc', 'Collet',
    'Cordier', 'Coste', 'Cousin', 'Da Silva', 'David', 'Delaunay', 'Delorme', 'Denis', 'Deschamps', 'Diallo',
    'Dubois', 'Dufour', 'Dumas', 'Dupuis', 'Durand', 'Étienne', 'Fabre', 'Faure', 'Fernandez', 'Fleury',
    'Fournier', 'Garcia', 'Garnier', 'Gauthier', 'Girard', 'Giraud', 'Gomez', 'Guillot', 'Hamon', 'Henry',
    'Hoarau', 'Hubert', 'Humbert', 'Jacob', 'Joly', 'Julien', 'Klein', 'Lacroix', 'Lamy', 'Laurent',
    'Le Gall', 'Le Roux', 'Lebrun', 'Leclerc', 'Lefèvre', 'Legrand', 'Lemaire', 'Lemoine', 'Leroy', 'Lopez',
    'Louis', 'Lucas', 'Mallet', 'Marie', 'Martin', 'Martinez', 'Masson', 'Mathieu', 'Menard', 'Meunier',
    'Meyer', 'Michel', 'Millet', 'Monnier', 'Moreau', 'Morin', 'Moulin', 'Muller', 'Nicolas', 'Noël',
    'Olivier', 'Paris', 'Payet', 'Pelletier', 'Perez', 'Petit', 'Picard', 'Pierre', 'Poirier', 'Prévost',
    'Remy', 'Renard', 'Renaud', 'Rey', 'Richard', 'Rivière', 'Robert', 'Robin', 'Rousseau', 'Roussel',
    'Sanchez', 'Simon', 'Thomas', 'Traoré', 'Vidal', 'Vincent', 'Bailly', 'Lévêque', 'Pasquier', 'Tessier']) with ordinality as word (name, place);

-- Feminine, masculine, what URSSAF calls it.
create temp table seed_trade as
select * from (values
  (0, 'Illustratrice', 'Illustrateur', 'BNC'), (1, 'Graphiste', 'Graphiste', 'BNC'),
  (2, 'Développeuse web', 'Développeur web', 'BNC'), (3, 'Traductrice', 'Traducteur', 'BNC'),
  (4, 'Rédactrice web', 'Rédacteur web', 'BNC'), (5, 'Photographe', 'Photographe', 'BNC'),
  (6, 'Naturopathe', 'Naturopathe', 'BNC'), (7, 'Formatrice', 'Formateur', 'BNC'),
  (8, 'Coach sportive', 'Coach sportif', 'BNC'), (9, 'Professeure de piano', 'Professeur de piano', 'BNC'),
  (10, 'Consultante RH', 'Consultant RH', 'BNC'), (11, 'Community manager', 'Community manager', 'BNC'),
  (12, 'Coiffeuse à domicile', 'Coiffeur à domicile', 'BIC'), (13, 'Électricienne', 'Électricien', 'BIC'),
  (14, 'Menuisière', 'Menuisier', 'BIC'), (15, 'Paysagiste', 'Paysagiste', 'BIC'),
  (16, 'Esthéticienne', 'Toiletteur', 'BIC'), (17, 'Couturière', 'Tailleur', 'BIC'),
  (18, 'Chauffeuse VTC', 'Chauffeur VTC', 'BIC'), (19, 'Réparatrice de vélos', 'Réparateur de vélos', 'BIC'),
  (20, 'Céramiste', 'Céramiste', 'Vente'), (21, 'Pâtissière', 'Pâtissier', 'Vente'),
  (22, 'Créatrice de bijoux', 'Créateur de bijoux', 'Vente'), (23, 'Vendeuse en ligne', 'Vendeur en ligne', 'Vente')
) as trade (i, feminine, masculine, category);

-- The customers with a story. stack/seed/drifts.ts names those whose Stripe side disagrees.
create temp table seed_cast as
select * from (values
  (1, 'Zoé', 'Lambert', 'zoe.lambert@example.fr', 'Illustratrice', 'BNC', 340),
  (2, 'Malik', 'Benali', 'malik.benali@example.fr', 'Photographe', 'BNC', 174),
  (3, 'Agathe', 'Royer', 'agathe.royer@example.com', 'Céramiste', 'Vente', 308),
  (4, 'Hugo', 'Perrin', 'hugo.perrin@example.fr', 'Développeur web', 'BNC', 288),
  (5, 'Léa', 'Fontaine', 'lea.fontaine@example.fr', 'Naturopathe', 'BNC', 210),
  (6, 'Élise', 'Morel', 'atelier.morel@example.fr', 'Créatrice de bijoux', 'Vente', 330),
  (7, 'Samir', 'Haddad', 'samir.haddad@example.com', 'Électricien', 'BIC', 49),
  (8, 'Clara', 'Dubreuil', 'clara.dubreuil@example.fr', 'Graphiste', 'BNC', 24),
  (9, 'Jeanne', 'Vasseur', 'jeanne.vasseur@example.fr', 'Traductrice', 'BNC', 143),
  (10, 'Thomas', 'Le Goff', 'thomas.le-goff@example.fr', 'Coach sportif', 'BNC', 62),
  (11, 'Inès', 'Carpentier', 'ines.carpentier@example.com', 'Pâtissière', 'Vente', 342),
  (12, 'Paul', 'Guérin', 'paul.guerin@example.fr', 'Menuisier', 'BIC', 30),
  (13, 'Noémie', 'Texier', 'noemie.texier@example.fr', 'Rédactrice web', 'BNC', 198),
  (14, 'Yann', 'Kerbrat', 'yann.kerbrat@example.fr', 'Réparateur de vélos', 'BIC', 103),
  (15, 'Sofia', 'Marques', 'sofia.marques@example.com', 'Coiffeuse à domicile', 'BIC', 271),
  (16, 'Bastien', 'Rolland', 'bastien.rolland@example.fr', 'Vendeur en ligne', 'Vente', 12),
  (17, 'Camille', 'Aubry', 'camille.aubry@example.fr', 'Consultante RH', 'BNC', 230),
  (18, 'Fatou', 'Sarr', 'fatou.sarr@example.fr', 'Couturière', 'BIC', 83),
  (19, 'Lucas', 'Marchand', 'l.marchand@example.com', 'Formateur', 'BNC', 55),
  (20, 'Océane', 'Blanc', 'oceane.blanc@example.fr', 'Esthéticienne', 'BIC', 8),
  (21, 'Victor', 'Delmas', 'victor.delmas@example.fr', 'Paysagiste', 'BIC', 156),
  (22, 'Maud', 'Pichon', 'maud.pichon@example.fr', 'Community manager', 'BNC', 17),
  (23, 'Antoine', 'Schmitt', 'antoine.schmitt@example.com', 'Chauffeur VTC', 'BIC', 255),
  (24, 'Rose', 'Nguyen', 'rose.nguyen@example.fr', 'Céramiste', 'Vente', 2),
  (25, 'Gabriel', 'Pons', 'gabriel.pons@example.fr', 'Professeur de piano', 'BNC', 299),
  (26, 'Nadia', 'Cherif', 'nadia.cherif@example.fr', 'Graphiste', 'BNC', 40),
  (27, 'Olivier', 'Bertin', 'olivier.bertin@example.fr', 'Photographe', 'BNC', 280),
  (28, 'Pauline', 'Mercier', 'pauline.mercier@example.com', 'Formatrice', 'BNC', 220),
  (29, 'Rémi', 'Jacquet', 'remi.jacquet@example.fr', 'Illustrateur', 'BNC', 6),
  (30, 'Salomé', 'Weber', 'salome.weber@example.fr', 'Vendeuse en ligne', 'Vente', 75),
  (31, 'Théo', 'Brunet', 'theo.brunet@example.fr', 'Développeur web', 'BNC', 120),
  (32, 'Valentine', 'Roche', 'valentine.roche@example.fr', 'Traductrice', 'BNC', 190),
  (33, 'William', 'Baron', 'william.baron@example.com', 'Tailleur', 'BIC', 150),
  (34, 'Yasmine', 'Ferhat', 'yasmine.ferhat@example.fr', 'Consultante RH', 'BNC', 95),
  (35, 'Adrien', 'Colin', 'adrien.colin@example.fr', 'Vendeur en ligne', 'Vente', 45),
  (36, 'Bérénice', 'Gaillard', 'berenice.gaillard@example.fr', 'Pâtissière', 'Vente', 260)
) as person (n, first_name, family, email, activity, category, age_days)
left join (values
  -- quota: simulations of this month; claim: what the account wrote into its own metadata
  (1, null, null, null, 3, 'fresh', 'expired', null),
  (2, null, null, null, 2, 'fresh', null, null),
  (3, null, null, null, 1, null, 'fresh', null),
  (4, null, null, null, null, 'fresh', null, null),
  (5, 'active', 'premium', 'month', null, 'fresh', null, null),
  (6, 'past_due', 'premium', 'month', null, 'fresh', 'expiring', null),
  (7, null, null, null, 3, null, null, null),
  (8, null, null, null, 1, null, null, null),
  (9, 'active', 'pro', 'month', null, 'fresh', null, null),
  (10, null, null, null, 0, null, null, 'premium'),
  (11, 'active', 'premium', 'year', null, 'fresh', 'fresh', null),
  (12, null, null, null, 0, null, null, null),
  (13, 'active', 'pro', 'month', null, 'expiring', null, null),
  (14, null, null, null, 2, null, null, 'admin'),
  (15, 'cancelling', 'premium', 'month', null, null, 'fresh', null),
  (16, null, null, null, 0, null, 'fresh', null),
  (17, null, null, null, null, null, null, null),
  (18, 'active', 'premium', 'month', null, 'fresh', null, null),
  (19, null, null, null, 3, null, null, null),
  (20, null, null, null, 1, null, null, null),
  (21, 'active', 'pro', 'year', null, null, null, null),
  (22, null, null, null, 2, null, null, null),
  (23, 'active', 'premium', 'month', null, 'fresh', 'fresh', null),
  (24, null, null, null, 0, null, null, null),
  (25, 'active', 'pro', 'month', null, 'expired', null, null),
  (26, 'trialing', 'premium', 'month', null, 'fresh', null, null),
  (27, 'canceled', 'pro', 'month', 1, null, null, null),
  (28, 'unpaid', 'premium', 'month', 0, 'fresh', null, null),
  (29, 'incomplete', 'pro', 'month', 2, null, null, null),
  (30, 'incomplete_expired', 'premium', 'month', 1, null, 'expiring', null),
  (31, 'paused', 'pro', 'month', 0, null, null, null),
  (32, 'active', 'pro', 'month', null, null, null, null),
  (33, null, null, null, 2, null, null, null),
  (34, null, null, null, 1, null, null, null),
  (35, null, null, null, 3, null, 'fresh', null),
  (36, 'active', 'pro', 'month', null, 'fresh', 'fresh', null)
) as story (n, status, plan, "interval", quota, stripe, shopify, claim) using (n);

create temp table seed_customer as
with person as (
  select
    n,
    -- A walk over all pairs of names without meeting one twice; then numbers tell people apart.
    (n * 7919) % 9600 as pair,
    n / 9600 as round
  from generate_series(1, (select users from seed_clock)) n
),
named as (
  select p.n, k.n is not null as featured,
    coalesce(k.first_name, f.name) as first_name,
    coalesce(k.family, l.name) as family,
    coalesce(k.activity, case when f.woman then t.feminine else t.masculine end) as activity,
    coalesce(k.category, t.category) as category,
    k.email as known_email, p.round,
    coalesce(
      c.today - make_interval(days => k.age_days) + make_interval(mins => (480 + pg_temp.pick(p.n, 3, 600))::integer),
      -- More and more sign-ups towards today, between 7 and 23 o'clock.
      c.today - make_interval(days => floor(365 * power(pg_temp.frac(p.n, 2), 1.25))::integer)
        + make_interval(secs => 25200 + 57600 * pg_temp.frac(p.n, 3))
    ) as planned_at,
    k.status, k.plan, k."interval", k.quota, k.stripe, k.shopify, k.claim,
    c.at as clock
  from person p
  cross join seed_clock c
  join seed_first_name f on f.i = p.pair % 80
  join seed_family l on l.i = p.pair / 80
  join seed_trade t on t.i = pg_temp.pick(p.n, 4, 24)
  left join seed_cast k on k.n = p.n
),
placed as (
  select n, featured, first_name, family, activity, category, clock, quota, claim,
    status, plan, "interval", stripe, shopify,
    first_name || ' ' || family as name,
    coalesce(known_email,
      translate(lower(first_name || '.' || family), ' éèêëàâäîïôöùûüçÉ', '-eeeeaaaiioouuuce')
        || case when round > 0 then round::text else '' end
        || case when pg_temp.pick(n, 5, 100) < 66 then '@example.fr' else '@example.com' end) as email,
    -- Nobody has signed up later today.
    case when planned_at < clock - interval '10 minutes' then planned_at else planned_at - interval '1 day' end as created_at
  from named
)
select n, pg_temp.uid('user', n) as id, featured, first_name, family, name, email, activity, category, created_at, claim, quota,
  case
    when featured then status
    when roll < 640 then null
    when roll < 905 then case when pg_temp.pick(n, 7, 100) < 9 then 'cancelling' else 'active' end
    when roll < 925 then 'trialing'
    when roll < 942 then 'past_due'
    when roll < 974 then 'canceled'
    when roll < 981 then 'unpaid'
    when roll < 984 then 'incomplete'
    when roll < 992 then 'incomplete_expired'
    else 'paused'
  end as status,
  coalesce(plan, case when pg_temp.pick(n, 8, 100) < 55 then 'pro' else 'premium' end) as plan,
  coalesce("interval", case when pg_temp.pick(n, 9, 100) < 20 then 'year' else 'month' end) as "interval",
  case when featured then stripe when pg_temp.pick(n, 10, 100) < 56 then
    case when pg_temp.pick(n, 11, 100) < 7 then 'expired' when pg_temp.pick(n, 11, 100) < 12 then 'expiring' else 'fresh' end end as stripe,
  case when featured then shopify when pg_temp.pick(n, 12, 100) < 36 then
    case when pg_temp.pick(n, 13, 100) < 12 then 'expired' when pg_temp.pick(n, 13, 100) < 19 then 'expiring' else 'fresh' end end as shopify,
  n <> 24 and (featured or pg_temp.pick(n, 14, 100) > 2 or created_at < clock - interval '40 days') as verified,
  case when n = 12 or (not featured and pg_temp.pick(n, 15, 1000) < 14) then 'gone'
    when not featured and pg_temp.pick(n, 15, 1000) < 20 then 'full' else 'good' end as mailbox,
  case when n = 35 or (not featured and pg_temp.pick(n, 16, 1000) < 2)
    then clock + make_interval(days => 1 + pg_temp.pick(n, 17, 12)::integer) end as banned_until,
  case
    when featured then greatest(created_at, clock - make_interval(mins => (n * n * 2 + 4)::integer))
    when roll between 640 and 941 then clock - least(clock - created_at, interval '30 days') * power(pg_temp.frac(n, 18), 2.2)
    else clock - (clock - created_at) * power(pg_temp.frac(n, 18), 1.6)
  end as seen_at,
  -- What a month brings in, in cents: most around 1,500 €, a few much more.
  (45000 + 380000 * power(pg_temp.frac(n, 19), 2.2))::integer as monthly_revenue
from placed
cross join lateral (select pg_temp.pick(n, 6, 1000) as roll) r;

create unique index on seed_customer (n);
analyze seed_customer;

delete from public.urssaf_records t using auth.users u where u.id = t.user_id and u.raw_app_meta_data @> '{"demo": true}';
delete from private.set_aside t using auth.users u where u.id = t.user_id and u.raw_app_meta_data @> '{"demo": true}';
delete from public.rate_limits t using auth.users u where u.id = t.user_id and u.raw_app_meta_data @> '{"demo": true}';
delete from public.import_logs t using auth.users u where u.id = t.user_id and u.raw_app_meta_data @> '{"demo": true}';
delete from public.integration_tokens t using auth.users u where u.id = t.user_id and u.raw_app_meta_data @> '{"demo": true}';
delete from public.access_logs t using auth.users u where u.id = t.user_id and u.raw_app_meta_data @> '{"demo": true}';
delete from public.stripe_events where id like 'evt\_demo\_%';
delete from private.stripe_events where id like 'evt\_demo\_%';
-- What was copied from Stripe is read anew.
delete from private.stripe_subscriptions where id like 'sub\_demo\_%';
delete from private.stripe_customers where id like 'cus\_demo\_%';
delete from private.stripe_changes where stripe_customer_id like 'cus\_demo\_%';
delete from private.drifts d where d.stripe_customer_id like 'cus\_demo\_%'
  or d.user_id in (select u.id from auth.users u where u.raw_app_meta_data @> '{"demo": true}');
update private.syncs set cursor = '{"wanted":true}' where name = 'stripe_subscriptions' and lease is null;
-- Measured moments of the demo have numbers below zero, or were read when they began.
delete from private.probes where id < 0;
delete from private.traffic where read_at = at;
delete from private.service_checks where detail @> '{"demo": true}';
delete from private.deployments where id like 'dpl\_demo\_%';
create temp table seed_domain as
select domain, provider_status, tail, zone, overlay(overlay(md5('domain ' || domain) placing '4' from 13) placing 'a' from 17)::uuid::text as resend_id
from (values ('comptalyze.com', 'verified', '', 'comptalyze.com'), ('comptalyze.test', 'verified', '', 'comptalyze.test'),
  ('actu.comptalyze.com', 'partially_failed', '.actu', 'comptalyze.com')) as d (domain, provider_status, tail, zone);
delete from private.domain_records r using private.email_domains d, seed_domain s where d.domain = r.domain and s.resend_id = d.resend_id;
delete from private.email_domains d using seed_domain s where s.resend_id = d.resend_id;
delete from public.emails t using auth.users u where u.id = t.user_id and u.raw_app_meta_data @> '{"demo": true}';
delete from public.subscriptions t using auth.users u where u.id = t.user_id and u.raw_app_meta_data @> '{"demo": true}';
delete from private.staff t using auth.users u where u.id = t.user_id and u.raw_app_meta_data @> '{"demo": true}';

-- Demo accounts that this run does not make anew go in the ordinary way, with all that hangs on them.
set session_replication_role = origin;
do $$
begin
  delete from auth.users u
  where u.raw_app_meta_data @> '{"demo": true}'
    and u.email not like '%@comptalyze.test'
    and not exists (select from pg_temp.seed_customer c where c.id = u.id);
  if found then
    -- The journal tells it once, not account by account.
    perform private.write_audit(null, 'repaired', 'done', null, details => '{"code":"demo_data"}');
  end if;
end $$;
set session_replication_role = replica;

delete from auth.identities i using auth.users u where u.id = i.user_id and u.raw_app_meta_data @> '{"demo": true}';
delete from auth.users u where u.raw_app_meta_data @> '{"demo": true}';

-- A crowd is loaded into bare tables; their indexes come back when the rows are there.
create temp table seed_index as
select pg_get_indexdef(i.indexrelid) || coalesce((
    select string_agg(format('; alter index %s alter column %s set statistics %s', i.indexrelid::regclass, a.attnum, a.attstattarget), '')
    from pg_attribute a where a.attrelid = i.indexrelid and a.attstattarget is not null), '') as definition,
  i.indexrelid::regclass::text as name
from pg_index i, seed_clock clock
where clock.crowded and not i.indisunique and i.indrelid = any (array['public.urssaf_records', 'public.subscriptions', 'public.import_logs', 'public.integration_tokens',
  'public.emails', 'public.access_logs', 'public.stripe_events', 'private.stripe_events', 'private.users']::regclass[]);
do $$
declare
  v_index record;
begin
  for v_index in select * from pg_temp.seed_index loop
    execute 'drop index ' || v_index.name;
  end loop;
end $$;

-- Accounts ----------------------------------------------------------------------------------

-- Nobody can sign in as a demo customer but cliente@, to see what the console says to strangers.
create temp table seed_account as
select id, email, null::text as password, created_at,
  case when verified then created_at + make_interval(secs => 40 + pg_temp.pick(n, 20, 5000)) end as confirmed_at,
  case when verified then seen_at end as seen_at, banned_until,
  jsonb_build_object('full_name', name, 'activity', activity, 'email_verified', verified) as metadata
from seed_customer
union all
select pg_temp.uid('staff', n), email, 'comptalyze-demo', at - make_interval(days => 370 - n::integer), at - make_interval(days => 370 - n::integer),
  at - make_interval(mins => (7 * n * n)::integer), null,
  jsonb_build_object('full_name', name, 'email_verified', true)
from seed_clock, (values
  (1::bigint, 'support@comptalyze.test', 'Support (démo)'), (2, 'ops@comptalyze.test', 'Ops (démo)'),
  (3, 'admin@comptalyze.test', 'Admin (démo)'), (4, 'admin2@comptalyze.test', 'Admin 2 (démo)'),
  (5, 'cliente@comptalyze.test', 'Cliente (démo)')
) as door (n, email, name);

do $$
declare
  -- A hosted project has a column more; Supabase Auth cannot read a null in the token columns.
  v_hosted boolean := exists (
    select from information_schema.columns c
    where c.table_schema = 'auth' and c.table_name = 'users' and c.column_name = 'instance_id');
begin
  execute format($insert$
    insert into auth.users (%s id, aud, role, email, encrypted_password, email_confirmed_at,
      confirmation_token, recovery_token, email_change, email_change_token_new, email_change_token_current,
      phone_change, phone_change_token, reauthentication_token,
      raw_app_meta_data, raw_user_meta_data, banned_until, last_sign_in_at, created_at, updated_at)
    select %s a.id, 'authenticated', 'authenticated', a.email,
      case when a.password is not null then extensions.crypt(a.password, extensions.gen_salt('bf')) end, a.confirmed_at,
      '', '', '', '', '', '', '', '',
      '{"provider": "email", "providers": ["email"], "demo": true}',
      a.metadata || private.mirror_of('free'), a.banned_until, a.seen_at, a.created_at, coalesce(a.seen_at, a.created_at)
    from pg_temp.seed_account a
    $insert$,
    case when v_hosted then 'instance_id,' else '' end,
    case when v_hosted then $id$'00000000-0000-0000-0000-000000000000',$id$ else '' end);
end $$;

insert into auth.identities (id, provider, provider_id, user_id, identity_data, last_sign_in_at, created_at, updated_at)
select overlay(a.id::text placing '5' from 15)::uuid, 'email', a.id::text, a.id,
  jsonb_build_object('sub', a.id, 'email', a.email, 'email_verified', a.confirmed_at is not null, 'phone_verified', false),
  a.seen_at, a.created_at, coalesce(a.seen_at, a.created_at)
from seed_account a;

insert into private.staff (user_id, role, created_at, created_by)
select a.id, s.role, a.created_at, nullif(pg_temp.uid('staff', 3), a.id)
from (values ('support@comptalyze.test', 'support'), ('ops@comptalyze.test', 'ops'),
  ('admin@comptalyze.test', 'admin'), ('admin2@comptalyze.test', 'admin')) as s (email, role)
join seed_account a using (email);

update private.settings set value = '"demo"', updated_at = now() where key = 'environment';

-- Subscriptions -----------------------------------------------------------------------------

create temp table seed_subscription as
with wanted as (
  select n, id as user_id, created_at, plan, clock.at as clock, clock.at - created_at as age, featured,
    -- A young account has not had the time for everything.
    case
      when status in ('past_due', 'unpaid') and clock.at - created_at < interval '75 days' then 'active'
      when status = 'canceled' and clock.at - created_at < interval '75 days' then 'active'
      when status = 'paused' and clock.at - created_at < interval '25 days' then 'trialing'
      when status = 'incomplete_expired' and clock.at - created_at < interval '4 days' then 'incomplete'
      else status
    end as status,
    case when status in ('past_due', 'unpaid', 'canceled') then 'month' else "interval" end as "interval"
  from seed_customer, seed_clock clock
  where status is not null
),
started as (
  select w.*,
    case
      when status = 'trialing' then greatest(created_at + interval '20 minutes', clock - make_interval(hours => 8 + pg_temp.pick(n, 30, 300)::integer))
      when status = 'incomplete' then greatest(created_at + interval '9 minutes', clock - make_interval(mins => 60 + pg_temp.pick(n, 30, 1100)::integer))
      -- The unpaid period began a few days ago; a fifth of them are past their grace.
      when status = 'past_due' then clock - make_interval(months => 1 + pg_temp.pick(n, 31, 2)::integer) - make_interval(hours =>
        case when featured then 71 when pg_temp.pick(n, 32, 5) = 0 then 200 + pg_temp.pick(n, 33, 90) else 6 + pg_temp.pick(n, 33, 140) end::integer)
      when status = 'unpaid' then clock - interval '1 month' - make_interval(hours => 400 + pg_temp.pick(n, 33, 200)::integer)
      when status = 'paused' then created_at + interval '1 hour' + (age - interval '20 days') * pg_temp.frac(n, 30)
      when status = 'canceled' then created_at + interval '1 hour' + (age - interval '70 days') * (pg_temp.frac(n, 30) * 0.6)
      when came_back then created_at + interval '50 days' + (age - interval '60 days') * pg_temp.frac(n, 30)
      else created_at + interval '12 minutes' + least(age - interval '15 minutes', interval '40 days') * power(pg_temp.frac(n, 30), 2)
    end as started_at,
    came_back
  from wanted w
  cross join lateral (
    select w.status in ('active', 'cancelling') and not w.featured and w.age > interval '100 days' and pg_temp.pick(n, 34, 100) < 12 as came_back
  ) r
),
counted as (
  select s.*, step,
    -- The last day of a month is a period sooner than age() counts.
    whole + case when started_at + make_interval(months => (whole + 1) * step) <= clock then 1 else 0 end as periods
  from started s
  cross join lateral (select case s."interval" when 'year' then 12 else 1 end as step) i
  cross join lateral (select pg_temp.months_between(s.started_at, s.clock) / i.step as whole) w
),
dated as (
  select c.*, case
      when status in ('trialing', 'paused', 'incomplete', 'incomplete_expired') then 0
      when status = 'canceled' then pg_temp.pick(n, 35, greatest(periods, 1))::integer
      else periods end as period
  from counted c
)
select n, user_id, status, plan, "interval", started_at, came_back, clock,
  case when plan = 'pro' then 990 else 1990 end * case when "interval" = 'year' then 10 else 1 end as amount_cents,
  started_at + make_interval(months => period * step) as period_start,
  case when status in ('trialing', 'paused') then started_at + interval '14 days'
    else started_at + make_interval(months => (period + 1) * step) end as period_end
from dated;

insert into public.subscriptions (id, user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval",
  amount_cents, current_period_start, current_period_end, cancel_at, canceled_at, created_at, updated_at)
select pg_temp.uid('subscription', n), user_id, pg_temp.stripe_id('cus', n), pg_temp.stripe_id('sub', n), plan,
  case status when 'cancelling' then 'active' else status end, "interval", amount_cents, date_trunc('second', period_start), date_trunc('second', period_end),
  case when status = 'cancelling' then date_trunc('second', period_end) end,
  date_trunc('second', canceled_at), date_trunc('second', started_at),
  date_trunc('second', least(clock, case status
    when 'canceled' then period_end
    when 'cancelling' then canceled_at
    when 'paused' then period_end
    when 'incomplete_expired' then started_at + interval '23 hours'
    else period_start end + interval '9 seconds'))
from seed_subscription s
cross join lateral (
  select case status
    when 'canceled' then period_end - make_interval(hours => 20 + pg_temp.pick(n, 36, 400)::integer)
    when 'cancelling' then clock - least(clock - period_start, interval '9 days') * pg_temp.frac(n, 36)
  end as canceled_at
) e
union all
-- The first attempt of those who came back.
select pg_temp.uid('former subscription', n), s.user_id, pg_temp.stripe_id('cus', n), pg_temp.stripe_id('sub', n + 1000000000),
  'pro', 'canceled', 'month', 990, date_trunc('second', c.created_at + interval '2 hours'), date_trunc('second', c.created_at + interval '2 hours 1 month'),
  null, date_trunc('second', c.created_at + interval '16 days'), date_trunc('second', c.created_at + interval '2 hours'),
  date_trunc('second', c.created_at + interval '2 hours 1 month 9 seconds')
from seed_subscription s join seed_customer c using (n)
where s.came_back;

-- Webhooks ----------------------------------------------------------------------------------

-- What Stripe told of these subscriptions, and the app processed. Stripe's stand-in tells the same.
create temp table seed_event as
with told as (
  select s.user_id, s.stripe_customer_id as customer, s.stripe_subscription_id as subscription, e.what, e.type, e.happened_at,
    case when e.type like 'invoice.%' then case when s.status in ('trialing', 'paused') then 0 else s.amount_cents end end as amount_cents,
    null::text as cause, null::text as error
  from public.subscriptions s
  cross join seed_clock clock
  cross join lateral (
    select 'created' as what, 'customer.subscription.created' as type, s.created_at as happened_at
    union all
    select 'deleted', 'customer.subscription.deleted', greatest(s.canceled_at, s.current_period_end) where s.status in ('canceled', 'incomplete_expired')
    union all
    select 'updated', 'customer.subscription.updated', s.canceled_at where s.canceled_at is not null and s.status not in ('canceled', 'incomplete_expired')
    union all
    select 'overdue', 'customer.subscription.updated', s.current_period_start + interval '3 seconds' where s.status in ('past_due', 'unpaid')
    union all
    select 'invoice ' || back,
      case when back = 0 and s.status in ('past_due', 'unpaid', 'incomplete', 'incomplete_expired') then 'invoice.payment_failed' else 'invoice.paid' end,
      paid_at
    from generate_series(0, case when clock.crowded then 2 else 12 end) back
    cross join lateral (
      select s.current_period_start - make_interval(months => back * case s."interval" when 'year' then 12 else 1 end) as paid_at
    ) p
    where paid_at >= s.created_at - interval '1 day'
  ) e
  where s.stripe_subscription_id like 'sub\_demo\_%' and e.happened_at <= clock.at
),
-- A deploy with an old signing secret, an hour ago; and what went wrong one by one before. stack/seed/drifts.ts
-- names the same customers: the database does not know what these events told.
lost as (
  select a.id as user_id,
    coalesce(s.stripe_customer_id, 'cus_demo_' || substr(md5('cus ' || l.who), 1, 12)) as customer,
    case when l.what like 'known %' then s.stripe_subscription_id else 'sub_demo_' || substr(md5('sub ' || l.who), 1, 12) end as subscription,
    l.what, l.type, date_trunc('second', clock.at - l.ago) as happened_at, l.amount_cents, l.cause, l.error
  from seed_clock clock
  cross join (values
    ('zoe.lambert@example.fr', 'created', 'customer.subscription.created', interval '48 minutes', null::integer, 'signature', null::text),
    ('zoe.lambert@example.fr', 'invoice 0', 'invoice.paid', '48 minutes', 1990, 'signature', null),
    ('malik.benali@example.fr', 'created', 'customer.subscription.created', '36 minutes', null, 'signature', null),
    ('malik.benali@example.fr', 'invoice 0', 'invoice.paid', '36 minutes', 1990, 'signature', null),
    ('agathe.royer@example.com', 'created', 'customer.subscription.created', '27 minutes', null, 'signature', null),
    ('agathe.royer@example.com', 'invoice 0', 'invoice.paid', '27 minutes', 1990, 'signature', null),
    ('ancienne.cliente@example.fr', 'created', 'customer.subscription.created', '19 minutes', null, 'unknown_user', null),
    ('ancienne.cliente@example.fr', 'invoice 0', 'invoice.paid', '19 minutes', 1990, 'unknown_user', null),
    ('noemie.texier@example.fr', 'known changed', 'customer.subscription.updated', '26 hours', null, 'timeout', null),
    ('gabriel.pons@example.fr', 'known deleted', 'customer.subscription.deleted', '2 days', null, 'server_error', 'canceling statement due to statement timeout'),
    ('fatou.sarr@example.fr', 'known changed', 'customer.subscription.updated', '3 days', null, 'timeout', null),
    ('antoine.schmitt@example.com', 'created', 'customer.subscription.created', '5 days', null, 'server_error', 'canceling statement due to statement timeout'),
    ('antoine.schmitt@example.com', 'invoice 0', 'invoice.paid', '5 days', 1990, 'server_error', 'canceling statement due to statement timeout'),
    ('pauline.mercier@example.com', 'known changed', 'customer.subscription.updated', '34 days', null, 'timeout', null)
  ) as l (who, what, type, ago, amount_cents, cause, error)
  left join seed_account a on a.email = l.who
  left join lateral (select * from public.subscriptions c where c.user_id = a.id order by c.created_at desc limit 1) s on true
  where a.id is not null or l.who = 'ancienne.cliente@example.fr'
)
select 'evt_demo_' || substr(md5('evt ' || subscription || ' ' || what), 1, 12) as id, e.*
from (select * from told union all select * from lost) e;

insert into public.stripe_events (id, type, user_id, received_at, processed_at, error)
select id, type, user_id, happened_at + interval '2 seconds', case when error is null then happened_at + interval '3 seconds' end, error
from seed_event where cause is null or error is not null;

insert into private.stripe_events (id, type, created_at, livemode, api_version, stripe_customer_id, stripe_subscription_id, named_user, user_id,
  amount_cents, currency, pending, checked_at, received_at, processed_at, processed_error, cause)
select e.id, e.type, e.happened_at, true, '2026-10-28.endive', e.customer, e.subscription, e.user_id::text, e.user_id,
  e.amount_cents, case when e.amount_cents is not null then 'eur' end, (e.cause is not null)::integer, clock.at,
  a.received_at, a.processed_at, a.error, e.cause
from seed_event e cross join seed_clock clock left join public.stripe_events a using (id);

update private.syncs set succeeded_at = clock.at, failed_at = null, failure = null from seed_clock clock where name = 'stripe_events';

-- Access given by the team -------------------------------------------------------------------

create temp table seed_grant as
select n, plan, starts_at, ends_at, revoked_at, reason, staff from (
  select g.n, g.plan, c.today - make_interval(days => g.since) + g.hour as starts_at,
    c.today - make_interval(days => g.since) + g.hour + make_interval(days => g.days) as ends_at,
    c.today - make_interval(days => g.revoked_since) + interval '16 hours' as revoked_at, g.reason, g.staff
  from seed_clock c, (values
    (4, 'premium', 13, 14, interval '9 hours', null::integer, 'Essai de Premium proposé après un double prélèvement', 1),
    (17, 'pro', 27, 30, interval '10 hours 30 minutes', null, 'Geste commercial : import d’octobre resté en échec', 1),
    (36, 'premium', 30, 90, interval '11 hours', null, 'Partenariat avec son école de pâtisserie, trois mois', 2),
    (33, 'premium', 40, 30, interval '14 hours', null, 'Découverte de Premium demandée par téléphone', 1),
    (34, 'premium', 12, 30, interval '15 hours', 5, 'Compensation accordée sur le mauvais compte', 2)
  ) as g (n, plan, since, days, hour, revoked_since, reason, staff)
  union all
  select n, case when pg_temp.pick(n, 40, 3) = 0 then 'pro' else 'premium' end, starts_at,
    starts_at + make_interval(days => length), null,
    (array['Geste commercial après une erreur de facturation', 'Essai de Premium demandé par le support',
      'Compensation d’un import mensuel manqué', 'Parrainage : un mois offert'])[1 + pg_temp.pick(n, 41, 4)], 1 + pg_temp.pick(n, 42, 2)::integer
  from seed_customer cu, seed_clock c, lateral (
    -- In office hours, from yesterday back to five weeks ago.
    select c.today - make_interval(days => 1 + pg_temp.pick(n, 43, 36)::integer)
      + make_interval(mins => 540 + pg_temp.pick(n, 46, 500)::integer) as starts_at,
      (array[7, 14, 30, 30, 60])[1 + pg_temp.pick(n, 44, 5)] as length
  ) g
  where not cu.featured and cu.status is null and pg_temp.pick(n, 45, 1000) < 25 and cu.created_at < g.starts_at
) all_grants
where n <= (select users from seed_clock);

-- Grants made from the console to a demo customer go; those of the seed keep their number.
delete from private.grants g
where g.id not in (select pg_temp.uid('grant', n) from seed_grant)
  and (exists (select from seed_customer c where c.id = g.user_id) or not exists (select from auth.users u where u.id = g.user_id));
insert into private.grants (id, user_id, plan, starts_at, ends_at, reason, granted_by, revoked_at, created_at)
select pg_temp.uid('grant', n), pg_temp.uid('user', n), plan, starts_at, ends_at, reason, pg_temp.uid('staff', staff), revoked_at, starts_at
from seed_grant order by starts_at, n
on conflict (id) do update set plan = excluded.plan, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
  reason = excluded.reason, granted_by = excluded.granted_by, revoked_at = excluded.revoked_at, created_at = excluded.created_at,
  run_id = null, revoked_by_run = null;

-- Simulations -------------------------------------------------------------------------------

insert into public.urssaf_records (id, user_id, month, activity, revenue_cents, contributions_cents, created_at)
select pg_temp.uid('simulation', key), user_id, month, category, revenue,
  round(revenue * case category when 'BNC' then 0.261 when 'BIC' then 0.212 else 0.123 end)::integer, made_at
from (
  select s.key * 16 + number.i as key, s.user_id, s.month, s.category,
    (s.monthly_revenue * (0.6 + 0.8 * pg_temp.frac(s.key * 16 + number.i, 51)))::integer / 100 * 100 as revenue,
    -- Few people count at night.
    case when extract(hour from t.at) < 5 and t.at + interval '9 hours' < s.until then t.at + interval '9 hours' else t.at end as made_at
  from (
    select c.n * 16 + m.i as key, c.id as user_id, c.category, c.monthly_revenue, m.month,
      greatest(m.start, c.created_at) as since, least(m.start + interval '27 days', clock.at) as until,
      case
        when m.i = 12 and c.quota is not null then c.quota
        -- Free stops at three; who pays works more. Some months bring nothing.
        when c.status in ('active', 'cancelling', 'trialing') then (8 * power(pg_temp.frac(c.n * 16 + m.i, 52), 2))::integer
        else (3.4 * power(pg_temp.frac(c.n * 16 + m.i, 52), 2.1))::integer
      end as made
    from seed_customer c
    cross join seed_clock clock
    join seed_month m on m.next_start > c.created_at and (m.i >= 11 or not clock.crowded)
    where c.verified
    offset 0
  ) s
  join seed_number number on number.i between 1 and s.made
  cross join lateral (select s.since + (s.until - s.since) * pg_temp.frac(s.key * 16 + number.i, 50) as at offset 0) t
  where s.since < s.until
  offset 0
) simulation;

-- Integrations and imports ------------------------------------------------------------------

create temp table seed_link as
select c.n, c.id as user_id, l.provider, l.salt, l.health, c.monthly_revenue, clock.at as clock, clock.crowded,
  connected_at, to_char(connected_at at time zone 'Europe/Paris', 'YYYY-MM') as first_month,
  make_interval(secs => (c.n * 37 % 2400)::integer) as turn,
  case l.health
    when 'fresh' then clock.at + make_interval(days => 20 + pg_temp.pick(c.n, l.salt, 70)::integer)
    when 'expiring' then clock.at + make_interval(hours => 9 + pg_temp.pick(c.n, l.salt, 150)::integer)
    else greatest(connected_at + interval '1 day', clock.at - make_interval(days => case when c.n = 1 then 26 else 1 + pg_temp.pick(c.n, l.salt, 45)::integer end))
  end as expires_at,
  l.health = 'expired' and (c.n = 1 or c.n <> 25 and pg_temp.pick(c.n, l.salt + 3, 5) < 3) as revoked
from seed_customer c
cross join seed_clock clock
cross join lateral (values ('stripe', 60, c.stripe), ('shopify', 61, c.shopify)) as l (provider, salt, health)
cross join lateral (
  select c.created_at + interval '25 minutes' + least(clock.at - c.created_at - interval '30 minutes', interval '18 days') * power(pg_temp.frac(c.n, l.salt), 3) as connected_at
) w
where l.health is not null and c.verified
  and (l.health <> 'expired' or clock.at - w.connected_at > interval '3 days')
  and clock.at - c.created_at > interval '40 minutes';

analyze seed_link;

insert into public.integration_tokens (id, user_id, provider, access_token, refresh_token, scope, expires_at, last_refreshed_at, last_error, created_at)
select pg_temp.uid(provider || ' token', n), user_id, provider, 'demo-' || provider || '-no-real-token-' || n,
  'demo-' || provider || '-no-real-refresh-' || n,
  case provider when 'stripe' then 'read_only' else 'read_orders,read_products' end, expires_at,
  greatest(connected_at, expires_at - interval '90 days'),
  case
    when revoked then case provider when 'stripe' then 'invalid_grant: This authorization has been revoked by the account'
      else (array['invalid_grant: refresh token expired', 'Shopify 401: app uninstalled by the shop owner'])[1 + pg_temp.pick(n, 62, 2)] end
    -- The night's refresh failed once too often: the provider gives a new token to whoever asks.
    when health = 'expired' then case provider when 'stripe' then 'Stripe: no answer in 15 s' else 'Shopify 503: shop unavailable' end end,
  connected_at
from seed_link;

insert into public.import_logs (id, user_id, provider, month, status, rows_imported, revenue_cents, error_message, dry_run, duration_ms, created_at)
select pg_temp.uid('import', key * 4 + attempt), user_id, provider, month, status,
  case when status = 'success' then rows else 0 end,
  case when status = 'success' then (monthly_revenue * (0.5 + 0.7 * pg_temp.frac(key, 74)))::integer else 0 end,
  case
    when status = 'error' and broken then case provider when 'shopify' then 'Shopify ' else 'Stripe ' end
      || case when revoked then '401 : accès révoqué, le compte doit être reconnecté' else '401 : token expired, le jeton doit être rafraîchi' end
    when status = 'error' and provider = 'stripe' then (array['Stripe 429 : trop de requêtes (rate limit), 3 essais',
      'Stripe : délai dépassé, aucune réponse en 15 s', 'Stripe 500 : api_error, request id manquant', 'Réponse illisible : HTML reçu au lieu de JSON'])[fault]
    when status = 'error' then (array['Shopify 429 : exceeded 2 calls per second for api client',
      'Shopify : délai dépassé, aucune réponse en 15 s', 'Shopify 503 : boutique momentanément indisponible', 'Connexion coupée par Shopify (ECONNRESET)'])[fault]
    when status = 'skipped' then 'Aucune vente ce mois-ci'
  end,
  attempt = 1,
  case when status = 'error' and fault = 2 and not broken then 15000
    when status = 'error' then 90 + pg_temp.pick(key, 73, 700) else 350 + rows * 42 + pg_temp.pick(key, 73, 900) end,
  ran_at + (array[interval '0', '6 hours 42 minutes', '6 hours 49 minutes'])[attempt + 1]
from (
  select r.*, retry.i as attempt, case when retry.i = 0 then r.outcome else 'success' end as status,
    1 + pg_temp.pick(r.key, 71, 4) as fault, 1 + pg_temp.pick(r.key, 72, 44) as rows
  from (
    select run.*, case when broken then 'error' when roll < 26 then 'error' when roll < 52 then 'skipped' else 'success' end as outcome
    from (
      select l.user_id, l.provider, l.monthly_revenue, at.key, at.month, at.ran_at, l.clock, pg_temp.pick(at.key, 70, 1000) as roll,
        l.health = 'expired' and at.ran_at >= l.expires_at as broken, l.revoked
      from seed_link l
      cross join lateral (
        -- First import when it is connected, then the monthly job: the 1st at 3 in the morning, in Paris.
        select (l.n * 2 + l.salt % 2) * 16 as key, l.first_month as month, l.connected_at + interval '2 minutes' as ran_at
        union all
        select (l.n * 2 + l.salt % 2) * 16 + m.i, m.month_before, m.start + interval '3 hours' + l.turn
        from seed_month m where m.i > 0 and m.start > l.connected_at
      ) at
      offset 0
    ) run
    offset 0
  ) r
  -- Most failures of the provider were tried again by hand: a dry run, then the real one.
  join seed_number retry on retry.i = 0 or (retry.i <= 2 and r.outcome = 'error' and not r.broken
    and pg_temp.pick(r.key, 75, 10) < 7 and r.ran_at + interval '6 hours 49 minutes' <= r.clock)
  where r.ran_at <= r.clock
  offset 0
) import
union all
select pg_temp.uid('running import', 6), c.id, 'shopify', m.month_before, 'running', 0, 0, null, false, null, clock.at - interval '4 minutes'
from seed_customer c, seed_clock clock, seed_month m where c.n = 6 and m.i = 12;

-- E-mails -----------------------------------------------------------------------------------

create temp table seed_email as
select key, n, template, subject, sent_at from (
  select n * 64 as key, n, 'welcome' as template, 'Bienvenue sur Comptalyze' as subject, created_at + interval '20 seconds' as sent_at
  from seed_customer
  union all
  select c.n * 64 + 1 + m.i, c.n, 'monthly_recap', 'Votre récap ' || m.of_month_before,
    m.start + interval '1 day 8 hours' + make_interval(secs => (c.n % 900)::integer)
  from seed_customer c
  cross join seed_clock clock
  join seed_month m on m.start > c.created_at and (m.i = 12 or not clock.crowded)
  where c.verified and pg_temp.pick(c.n, 80, 100) < case when clock.crowded then 30 else 80 end
  union all
  select s.n * 64 + 20 + back, s.n, 'receipt', 'Votre reçu de paiement',
    greatest(started_at, period_start - make_interval(months => back * case "interval" when 'year' then 12 else 1 end)) + interval '40 seconds'
  from seed_subscription s cross join seed_clock clock cross join generate_series(0, case when clock.crowded then 0 else 5 end) back
  where s.status in ('active', 'cancelling', 'canceled')
    and period_start - make_interval(months => back * case "interval" when 'year' then 12 else 1 end) >= started_at - interval '1 day'
  union all
  select n * 64 + 30, n, 'payment_failed', 'Votre paiement n’a pas abouti', period_start + interval '1 minute'
  from seed_subscription where status in ('past_due', 'unpaid')
  union all
  select n * 64 + 31, n, 'trial_started', 'Votre essai de 14 jours commence', started_at + interval '1 minute'
  from seed_subscription where status in ('trialing', 'paused')
  union all
  select n * 64 + 32, n, 'cancellation', 'Votre résiliation est enregistrée', period_start + interval '2 days'
  from seed_subscription where status in ('cancelling', 'canceled') and period_start < clock - interval '2 days'
  union all
  select c.n * 64 + 33, c.n, 'quota_reached', 'Vous avez utilisé vos 3 simulations du mois', clock.at - least(clock.at - clock.month_start, interval '3 days') * 0.4
  from seed_customer c, seed_clock clock where c.quota = 3
  union all
  select n * 64 + case provider when 'stripe' then 34 else 35 end, n, 'integration_expired',
    case provider when 'stripe' then 'Votre compte Stripe n’est plus connecté' else 'Votre boutique Shopify n’est plus connectée' end, expires_at + interval '30 minutes'
  from seed_link where health = 'expired' and expires_at < clock - interval '1 hour'
  union all
  -- One of each rare state.
  select n * 64 + 40, n, template, subject, at - make_interval(mins => minutes) from seed_clock, (values
    (5, 'receipt', 'Votre reçu de paiement', 1), (9, 'monthly_recap', 'Votre récap du mois', 2),
    (11, 'test', 'Test d’envoi Comptalyze', 26), (15, 'cancellation', 'Votre résiliation est enregistrée', 140),
    (18, 'quota_reached', 'Vous avez utilisé vos 3 simulations du mois', 300), (21, 'monthly_recap', 'Votre récap du mois', 1300),
    (23, 'receipt', 'Votre reçu de paiement', 1500), (25, 'integration_expired', 'Votre compte Stripe n’est plus connecté', 1600)
  ) as rare (n, template, subject, minutes)
) e
where sent_at <= (select at from seed_clock) and n <= (select users from seed_clock);

insert into public.emails (id, user_id, to_email, template, subject, status, bounce_reason, provider_id, created_at, last_event_at)
select pg_temp.uid('email', key), c.id, c.email, template, subject, fate,
  case
    when fate = 'bounced' and mailbox = 'full' then '552 5.2.2 The recipient''s inbox is out of storage space'
    when fate = 'bounced' then (array['550 5.1.1 The email account that you tried to reach does not exist', '550 5.4.1 Recipient address rejected: access denied',
      '554 5.7.1 Message refused by the recipient''s policy'])[1 + pg_temp.pick(n, 83, 3)]
  end,
  pg_temp.uid('resend', key)::text, sent_at,
  least(clock.at, sent_at + make_interval(secs => case
    when fate in ('queued', 'scheduled', 'canceled') then 0
    when fate in ('opened', 'clicked') then 300 + pg_temp.pick(key, 82, 60000)
    else 2 + pg_temp.pick(key, 82, 9) end))
from seed_email e
join seed_customer c using (n)
cross join seed_clock clock
cross join lateral (
  select case
    when key % 64 = 40 then (array['queued', 'scheduled', 'sent', 'delivery_delayed', 'failed', 'canceled', 'complained', 'clicked'])[
      array_position(array[5, 9, 11, 15, 18, 21, 23, 25], n::integer)]
    -- A dead mailbox bounces once, then Resend does not try again.
    when mailbox = 'gone' then case when template = 'welcome' then 'bounced' else 'suppressed' end
    when mailbox = 'full' and sent_at > clock.at - interval '40 days' then 'bounced'
    when roll < 5 and sent_at < clock.at - interval '3 days' then 'bounced'
    when roll < 8 then 'failed'
    when roll < 10 then 'complained'
    when sent_at > clock.at - interval '20 minutes' then 'sent'
    when roll < 560 then 'delivered'
    when roll < 870 then 'opened'
    else 'clicked'
  end as fate
  from (select pg_temp.pick(key, 81, 1000) as roll) r
) s;

-- Sign-ins ----------------------------------------------------------------------------------

insert into public.access_logs (id, user_id, event, path, ip, user_agent, created_at)
select pg_temp.uid('access', n * 32 + i), id, event, case event when 'data_export' then '/api/export-data' else '/login' end,
  ('198.51.100.' || pg_temp.pick(n, 90, 254) + 1)::inet,
  (array['Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Version/19.1 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.1 Safari/605.1.15',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/143.0.0.0 Safari/537.36',
    'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
    'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/143.0.0.0 Mobile Safari/537.36'])[1 + pg_temp.pick(n, 91, 5)],
  case event when 'sign_in_failed' then at - interval '1 minute' else at end
from (
  select c.n, c.id, number.i,
    case when number.i = 0 then 'sign_in' when pg_temp.pick(c.n * 32 + number.i, 92, 100) < 4 then 'sign_in_failed'
      when pg_temp.pick(c.n * 32 + number.i, 92, 100) < 6 then 'data_export' else 'sign_in' end as event,
    case when number.i = 0 then c.seen_at else c.seen_at - least(c.seen_at - c.created_at, interval '120 days') * pg_temp.frac(c.n * 32 + number.i, 93) end as at
  from seed_customer c
  cross join seed_clock clock
  join seed_number number on number.i <= case when clock.crowded then 0 else (12 * power(pg_temp.frac(c.n, 94), 1.5))::integer end
  where c.verified
) a;

-- How the app was doing -------------------------------------------------------------------------

-- One hour without the app, five nights ago; else a probe in twenty takes longer than 300 ms.
insert into private.probes (id, at, ok, status, latency_ms, failure)
overriding system value
select -slot, at, not down, case when not down then 200 end, case when not down then latency end, case when down then 'timeout' end
from (
  select slot, to_timestamp(slot * 900) as at,
    to_timestamp(slot * 900) >= clock.today - interval '4 days 20 hours 45 minutes' and to_timestamp(slot * 900) < clock.today - interval '4 days 20 hours' as down,
    (95 + 70 * -ln(1 - pg_temp.frac(slot, 100)) * case when pg_temp.pick(slot / 4, 101, 20) = 0 then 1.6 else 1 end)::integer as latency
  from seed_clock clock,
    generate_series((extract(epoch from clock.at)::bigint / 900) - 90 * 96 + 1, extract(epoch from clock.at)::bigint / 900) as slot
) p
on conflict do nothing;

insert into private.traffic (at, requests, errors_5xx, read_at)
select at, requests, case when down then requests / 12 else round(requests * (0.001 + 0.002 * pg_temp.frac(hour, 103)))::bigint end, at
from (
  select hour, to_timestamp(hour * 3600) as at,
    to_timestamp(hour * 3600) >= clock.today - interval '4 days 21 hours' and to_timestamp(hour * 3600) < clock.today - interval '4 days 20 hours' as down,
    round(2880 * (0.15 + greatest(0, sin((hour % 24 + 0.5 - 5) / 16 * pi()))) * (0.8 + 0.4 * pg_temp.frac(hour, 102)))::bigint as requests
  from seed_clock clock,
    generate_series((extract(epoch from clock.at)::bigint / 3600) - 90 * 24, extract(epoch from clock.at)::bigint / 3600 - 1) as hour
) t
where not exists (select from private.traffic counted where counted.at >= t.at and counted.at < t.at + interval '1 hour');

-- As stack/vendors/vercel/deployments.ts has them.
insert into private.deployments (id, url, inspector_url, state, target, sha, message, created_at, ready_at, read_at)
select 'dpl_demo_' || sha, 'comptalyze-' || left(sha, 7) || '.vercel.app', 'https://vercel.com/comptalyze/comptalyze/demo_' || sha, state, 'production', sha, message,
  created_at, case when state = 'READY' then created_at + interval '94 seconds' end, clock.at
from seed_clock clock
cross join (values
  (3, '9c41e27d5b', 'Mémorise le dernier mois simulé', 'READY'), (27, '5b07aa91c3', 'Accélère l’import Shopify', 'READY'),
  (29, 'e83f10b6d2', 'Accélère l’import Shopify', 'ERROR'), (76, '17d2c9f04e', 'Corrige le récap mensuel', 'READY'),
  (150, 'c0a5581be7', 'Met à jour les taux URSSAF', 'READY'), (243, '48b6ee30fa', 'Ajoute l’export comptable', 'READY')
) as history (hours_ago, sha, message, state)
cross join lateral (select date_trunc('hour', clock.at) - make_interval(hours => hours_ago) as created_at) c;

insert into private.service_checks (service, status, code, detail, latency_ms, since, checked_at)
select service, status, code, '{"demo": true}' || detail, latency_ms, clock.today - make_interval(days => days), clock.at
from seed_clock clock, (values
  ('app', 'up', null, '{"status": 200}'::jsonb, 142, 4), ('vercel', 'up', null, '{}', 210, 1), ('supabase', 'up', null, '{}', 18, 61),
  ('stripe', 'up', null, '{}', null, 23), ('resend', 'degraded', 'domain_not_verified', '{"domains": ["actu.comptalyze.com"]}', null, 12)
) as known (service, status, code, detail, latency_ms, days)
on conflict (service) do nothing;

-- The product's own domain has no DMARC; of the one for news the key got lost as well. As stack/vendors/resend/domains.ts and stack/vendors/dns.ts have them.
insert into private.email_domains (domain, resend_id, provider_status, told_at)
select d.domain, d.resend_id, d.provider_status, clock.at
from seed_clock clock, seed_domain d
on conflict (domain) do nothing;

insert into private.domain_records (domain, record, name, type, host, value, priority, provider_status, status, known, found, since, checked_at)
select d.domain, r.record, r.host || d.tail || '.' || d.zone, r.type, r.host || d.tail, r.value, r.priority,
  case when r.record <> 'DMARC' then case s.known when 'ok' then 'verified' else 'failed' end end,
  s.known, s.known,
  case when s.known <> 'ok' then '{}' when r.record = 'DMARC' then array['v=DMARC1; p=quarantine; adkim=r'] when r.type = 'MX' then array['10 ' || r.value || '.'] else array[r.value] end,
  clock.today - make_interval(days => case when s.known = 'ok' then 61 else 12 end), clock.at
from seed_clock clock
cross join seed_domain d
cross join (values
  ('SPF', 'send', 'MX', 'feedback-smtp.eu-west-1.amazonses.com', 10), ('SPF', 'send', 'TXT', 'v=spf1 include:amazonses.com ~all', null),
  ('DKIM', 'resend._domainkey', 'TXT', 'p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC-demo-no-real-key', null),
  ('DMARC', '_dmarc', 'TXT', 'v=DMARC1; p=none;', null)) as r (record, host, type, value, priority)
cross join lateral (select case
  when r.record = 'DMARC' and d.domain <> 'comptalyze.test' or r.record = 'DKIM' and d.domain = 'actu.comptalyze.com' then 'missing' else 'ok' end as known) s
on conflict do nothing;

-- What follows from the rest ------------------------------------------------------------------

do $$
declare
  v_index record;
begin
  for v_index in select * from pg_temp.seed_index where definition !~ ' ON private\.' loop
    execute v_index.definition;
  end loop;
end $$;
analyze public.subscriptions;
analyze public.emails;

-- As of the present of the data, where that is not now.
select set_config('comptalyze.clock_offset', (at - now())::text, false) from seed_clock
where nullif(current_setting('seed.now', true), '') is not null;
select private.rebuild_users();
do $$
declare
  v_index record;
begin
  for v_index in select * from pg_temp.seed_index where definition ~ ' ON private\.' loop
    execute v_index.definition;
  end loop;
end $$;

-- The app's mirror agrees with what is due …
update auth.users u
set raw_user_meta_data = u.raw_user_meta_data || private.mirror_of(p.plan)
from private.users p
where p.id = u.id and p.plan <> 'free' and u.raw_app_meta_data @> '{"demo": true}';

-- … but for a few who wrote it themselves.
update auth.users u
set raw_user_meta_data = u.raw_user_meta_data || case c.claim
  when 'admin' then '{"is_admin": true}'::jsonb else private.mirror_of('premium') end
from seed_customer c
where c.id = u.id and c.claim is not null;

select private.queue_claims();
select private.check_queue();

-- Numbers -----------------------------------------------------------------------------------

select private.rebuild_revenue();
-- The app's rows do not tell an earlier plan: some who have Premium began with Pro, and a few the other way.
with moved as (
  select m.id, m.at, m.stripe_customer_id, m.user_id, m.after_cents, case m.after_cents when 1990 then 990 else 1990 end as first_cents,
    m.at + (clock.at - m.at) * (0.2 + 0.7 * pg_temp.frac(m.id, 97)) as moved_at
  from private.mrr_movements m cross join seed_clock clock
  where m.kind = 'new' and m.after_cents in (990, 1990) and m.at < clock.at - interval '50 days'
    and pg_temp.pick(m.id, 98, 100) < case m.after_cents when 1990 then 30 else 10 end
    and not exists (select from private.mrr_movements later where later.stripe_customer_id = m.stripe_customer_id and later.id > m.id)
),
began as (
  update private.mrr_movements m set after_cents = v.first_cents from moved v where v.id = m.id
)
insert into private.mrr_movements (at, stripe_customer_id, user_id, kind, before_cents, after_cents)
select v.moved_at, v.stripe_customer_id, v.user_id, private.mrr_kind(v.first_cents, v.after_cents, true), v.first_cents, v.after_cents
from moved v order by v.moved_at;
select private.rebuild_rollups();
select private.rebuild_imports();

-- As if the schedule had looked every hour since yesterday, and every quarter of one of late; what it told had arrived.
delete from private.alerts;
delete from private.metric_states;
do $$
declare
  v_at timestamptz := (select at from pg_temp.seed_clock);
  v_back integer;
begin
  for v_back in select b from generate_series(0, case when (select crowded from pg_temp.seed_clock) then 0 else 96 end) b where b <= 8 or b % 4 = 0 order by b desc loop
    perform set_config('comptalyze.clock_offset', (v_at - v_back * interval '15 minutes' - now())::text, false);
    perform private.measure_all();
    perform private.turn_alerts();
  end loop;
end $$;
update private.notices n set attempts = 1, delivered_at = n.created_at + interval '2 seconds' where n.kind in ('alert_fired', 'alert_recovered');

-- One incident of the past, over.
delete from private.incident_events e where e.incident_id = '00000000-0000-4000-8000-0000000000e1';
delete from private.incidents i where i.id = '00000000-0000-4000-8000-0000000000e1';
with started as (select clock.at - interval '9 days 47 minutes' as at from pg_temp.seed_clock clock),
incident as (
  insert into private.incidents (id, title, severity, playbook, metric, started_at, created_at, created_by, declared_at, declared_by, taken_at, taken_by,
    resolved_at, resolved_by, resolution)
  select '00000000-0000-4000-8000-0000000000e1', 'Signature Stripe refusée après un déploiement', 'P0', 'webhooks_failing', 'webhooks_failed', s.at,
    s.at + interval '6 minutes', 'ops@comptalyze.test', s.at + interval '8 minutes', 'ops@comptalyze.test', s.at + interval '14 minutes', 'admin@comptalyze.test',
    s.at + interval '52 minutes', 'admin@comptalyze.test', 'Secret de signature remis en place, événements rejoués, accès relus chez Stripe.'
  from started s
  returning *
)
insert into private.incident_events (incident_id, at, kind, actor_email, detail)
select i.id, e.at, e.kind, e.who, e.detail
from incident i cross join lateral (values
  (i.declared_at, 'declared', i.declared_by, jsonb_build_object('severity', 'P0')),
  (i.taken_at, 'taken', i.taken_by, '{}'),
  (i.resolved_at, 'resolved', i.resolved_by, jsonb_build_object('words', i.resolution))) e (at, kind, who, detail);

drop table pg_temp.seed_clock, pg_temp.seed_month, pg_temp.seed_number, pg_temp.seed_first_name, pg_temp.seed_family, pg_temp.seed_trade, pg_temp.seed_cast,
  pg_temp.seed_customer, pg_temp.seed_account, pg_temp.seed_index,
  pg_temp.seed_subscription, pg_temp.seed_event, pg_temp.seed_link, pg_temp.seed_email, pg_temp.seed_grant, pg_temp.seed_domain;

set session_replication_role = origin;
reset comptalyze.clock_offset;
reset time zone;
reset work_mem;
reset maintenance_work_mem;
reset client_min_messages;

analyze auth.users;
analyze public.urssaf_records;
analyze public.subscriptions;
analyze public.import_logs;
analyze public.integration_tokens;
analyze public.emails;
analyze public.access_logs;
analyze private.users;
analyze private.stripe_events;
analyze private.grants;
analyze private.rollup_hours;
analyze private.rollup_days;
analyze private.open_imports;
analyze private.mrr_movements;
analyze private.probes;
analyze private.traffic;
