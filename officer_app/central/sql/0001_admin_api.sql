-- What the centre's own administration does.

create function core.open_site(p_site text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    insert into core.site (site) values (p_site) on conflict (site) do nothing;
    insert into core.feed_epoch (site, number, epoch) values (p_site, 1, gen_random_uuid()) on conflict (site, number) do nothing;
    insert into core.feed_counter (site, feed) values (p_site, 'acts'), (p_site, 'records'), (p_site, 'decisions')
        on conflict (site, feed) do nothing;
end $$;

-- ZM001: the site is of another mode, for ever.
create function core.fix_mode(p_site text, p_mode text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    known text;
begin
    update core.site s set mode = p_mode where s.site = p_site and s.mode is null;
    select s.mode into strict known from core.site s where s.site = p_site;
    if known <> p_mode then
        raise exception 'site % is for % work, this is for %', p_site, known, p_mode
            using errcode = 'ZM001', hint = 'site_mode', detail = known;
    end if;
end $$;

-- A workstation that has acts here keeps the key they were signed with: another key would be another workstation.
create function admin_v1.enrol_station(p_site text, p_station text, p_role text, p_public_key bytea, p_desk text, p_post text, p_mode text)
returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    known core.station;
begin
    perform core.open_site(p_site);
    perform core.fix_mode(p_site, p_mode);
    select * into known from core.station s where s.site = p_site and s.station = p_station for update;
    if found and known.public_key <> p_public_key
        and exists (select from core.head h where h.site = p_site and h.station = p_station and h.last_seq > 0) then
        raise exception 'workstation % is enrolled with another key and has acts here', p_station
            using errcode = 'ZK001', hint = 'other_key', detail = p_station;
    end if;
    insert into core.station (site, station, role_name, public_key, desk, post)
        values (p_site, p_station, p_role, p_public_key, p_desk, p_post)
        on conflict (site, station) do update set role_name = excluded.role_name, public_key = excluded.public_key,
            desk = excluded.desk, post = excluded.post, active = true;
    insert into core.head (site, station) values (p_site, p_station) on conflict (site, station) do nothing;
end $$;

create function admin_v1.revoke_station(p_site text, p_station text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    role text;
begin
    update core.station s set active = false where s.site = p_site and s.station = p_station returning s.role_name into role;
    -- Whoever does not come back is not waited for any more.
    perform core.end_recovery(p_site);
    return role;
end $$;

-- `p_post`: this database is that post's own server for the site; empty: it is the centre. What it is, it stays.
create function admin_v1.prepare_site(p_site text, p_mode text, p_post text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    fresh boolean := not exists (select from core.site s where s.site = p_site);
    known core.site;
begin
    perform core.open_site(p_site);
    if fresh and p_post <> '' then
        update core.site s set place_kind = 'post', place_holder = p_post where s.site = p_site;
    end if;
    if p_mode <> '' then
        perform core.fix_mode(p_site, p_mode);
    end if;
    select * into strict known from core.site s where s.site = p_site;
    if (known.place_kind, known.place_holder) <> (case p_post when '' then 'centre' else 'post' end, p_post) then
        raise exception 'this database is the % of site % already', btrim(known.place_kind || ' ' || known.place_holder), p_site
            using errcode = 'ZA002', hint = 'other_place', detail = btrim(known.place_kind || ' ' || known.place_holder);
    end if;
end $$;

-- After a restore from backup: acts, records and decisions after the backup are gone here. Workstations pull and push anew,
-- no place grants until every active one was heard, and epochs leap beyond any that was lost, also where one backup is restored a
-- second time: by the minutes of the clock. What the clock says decides nothing but how soon a lost epoch is passed by.
create function admin_v1.restored(p_site text) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    each text;
    made uuid;
    leap integer;
    before core.authority;
begin
    perform from core.site s where s.site = p_site for update;
    if not found then
        raise exception 'there is no site % here', p_site using errcode = 'ZA002', hint = 'no_site', detail = p_site;
    end if;
    update core.site s set recovering = true where s.site = p_site;
    insert into core.feed_epoch (site, number, epoch, authorities_beyond)
        select p_site, max(e.number) + 1, gen_random_uuid(), case
            when (select s.place_kind from core.site s where s.site = p_site) = 'post' then 0
            else 1000 + greatest(
                max(e.authorities_beyond), (extract(epoch from clock_timestamp()) / 60)::integer,
                (select max(a.epoch) from core.authority a where a.site = p_site)) end
        from core.feed_epoch e where e.site = p_site
        returning epoch, authorities_beyond into made, leap;
    -- Who grants for a post its own server has from its lanes, and which epochs are over.
    for each in select p.post from core.post p join core.site s on s.site = p.site and s.place_kind = 'centre'
            where p.site = p_site order by p.post loop
        perform core.hold_post(p_site, each, true);
        before := core.authority_of(p_site, each);
        insert into core.authority (site, post, epoch, kind, holder, acts_place, forced)
            values (p_site, each, leap + 1, before.kind, before.holder,
                (select c.last from core.feed_counter c where c.site = p_site and c.feed = 'acts'), '');
        insert into core.authority_seat (site, post, epoch, seat)
            select s.site, s.post, leap + 1, s.seat from core.authority_seat s
            where s.site = p_site and s.post = each and s.epoch = before.epoch;
        perform core.feed_authority(p_site, each);
    end loop;
    return made;
end $$;

create function admin_v1.authorities(p_site text)
returns table (post text, epoch integer, kind text, holder text, since timestamptz, handed_back boolean, forced text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    return query
        select a.post, a.epoch, a.kind, a.holder, a.since,
            exists (select from core.handed_back h where h.site = a.site and h.post = a.post and h.epoch = a.epoch), a.forced
        from core.authority a where a.site = p_site
            and a.epoch = (select max(b.epoch) from core.authority b where b.site = a.site and b.post = a.post)
        order by a.post;
end $$;

create function admin_v1.load_records(p_site text, p_kinds text[], p_numbers text[], p_docs text[], p_provenances text[],
    p_as_of timestamptz[], p_deleted boolean[], p_keys jsonb[], out fed bigint, out unchanged bigint, out stale bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    counter core.feed_counter;
    gained numeric;
begin
    perform core.open_site(p_site);
    select c.* into strict counter from core.feed_counter c where c.site = p_site and c.feed = 'records' for update;
    with given as (
        select * from unnest(p_kinds, p_numbers, p_docs, p_provenances, p_as_of, p_deleted, p_keys)
            with ordinality as g (kind, number, doc, provenance, as_of, deleted, keys, place)
    ), timed as (
        -- A number may stand in one batch more than once, its newest row anywhere.
        select g.*, max(g.as_of) over (partition by g.kind, g.number order by g.place
            rows between unbounded preceding and 1 preceding) as youngest_before from given g
    ), judged as (
        select g.*, c.as_of is not null as replaces,
            core.record_weight(c.kind, c.number, c.doc, c.provenance, c.as_of, c.deleted) as old_weight,
            case
                when greatest(c.as_of, g.youngest_before) > g.as_of then 'stale'
                when (c.doc, c.provenance, c.as_of, c.deleted, c.keys) = (g.doc, g.provenance, g.as_of, g.deleted, g.keys) then 'unchanged'
                else 'new' end as verdict
        from timed g left join lateral (
            select r.* from core.record_feed r where r.site = p_site and r.kind = g.kind and r.number = g.number
            order by r.feed_seq desc limit 1) c on true
    ), placed as (
        select j.*, row_number() over (partition by j.kind, j.number, j.verdict order by j.place desc) as from_last from judged j
    ), written as (
        insert into core.record_feed (site, feed_seq, kind, number, doc, provenance, as_of, deleted, keys)
            select p_site, counter.last + row_number() over (order by place), kind, number, doc, provenance, as_of, deleted, keys
            from placed where verdict = 'new'
            returning feed_seq
    )
    -- A number that stands twice in one batch weighs by the last row of it that is fed.
    select (select count(*) from written), count(*) filter (where verdict = 'unchanged'), count(*) filter (where verdict = 'stale'),
        coalesce(sum(core.record_weight(kind, number, doc, provenance, as_of, deleted) - case when replaces then old_weight else 0 end)
            filter (where verdict = 'new' and from_last = 1), 0)
        into fed, unchanged, stale, gained from placed;
    if fed > 0 then
        update core.feed_counter c set last = counter.last + fed, digest = (coalesce(nullif(counter.digest, '')::numeric, 0) + gained)::text
            where c.site = p_site and c.feed = 'records';
        insert into core.feed_mark (site, feed, feed_seq, digest)
            select c.site, c.feed, c.last, c.digest from core.feed_counter c where c.site = p_site and c.feed = 'records';
    end if;
end $$;
