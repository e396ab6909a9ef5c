-- What a workstation may ask. Who it is comes from the connection alone, never from a parameter.

create function core.this_station() returns core.station
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    me core.station;
begin
    select * into me from core.station s where s.role_name = session_user and s.active;
    if not found then
        raise exception 'this workstation is not enrolled here, or it was revoked' using errcode = '28000';
    end if;
    return me;
end $$;

create function api_v1.hello()
returns table (centre_now timestamptz, feed_epoch uuid, head_seq bigint, head_hash bytea, mode text, recovering boolean, heard boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
    me core.station := core.this_station();
begin
    return query
        select clock_timestamp(), e.epoch, h.last_seq, h.last_hash, s.mode, s.recovering,
            not s.recovering or exists (
                select from core.heard_again a where a.site = me.site and a.station = me.station and a.number = e.number)
        from core.head h, core.feed_epoch e, core.site s
        where h.site = me.site and h.station = me.station and e.site = me.site and s.site = me.site
        order by e.number desc limit 1;
end $$;

create function api_v1.pull_acts(p_after bigint, p_limit integer)
returns table (feed_seq bigint, body bytea, signature bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
    me core.station := core.this_station();
begin
    return query
        select a.feed_seq, a.body, a.signature from core.act a
        where a.site = me.site and a.feed_seq > p_after
        order by a.feed_seq limit least(p_limit, 5000);
end $$;

create function api_v1.pull_records(p_after bigint, p_limit integer)
returns table (feed_seq bigint, kind text, number text, doc text, provenance text, as_of timestamptz, deleted boolean, keys jsonb)
language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
    me core.station := core.this_station();
begin
    perform core.look_elsewhere(me.site);
    return query
        select r.feed_seq, r.kind, r.number, r.doc, r.provenance, r.as_of, r.deleted, r.keys from core.record_feed r
        where r.site = me.site and r.feed_seq > p_after
        order by r.feed_seq limit least(p_limit, 5000);
end $$;

-- The workstation's own chain as the centre holds it, refused acts too: what a restored journal lacks.
create function api_v1.own_acts(p_after bigint, p_limit integer) returns table (station_seq bigint, body bytea, signature bytea, feed_seq bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
begin
    return query select a.station_seq, a.body, a.signature, coalesce(a.feed_seq, 0) from core.chain a
        where a.site = me.site and a.station = me.station and a.station_seq > p_after
        order by a.station_seq limit least(p_limit, 5000);
end $$;

-- From which installation this workstation speaks: `p_word` is what only the one that was here last knows, `p_fresh` is that from now
-- on. False: another one of that name was here since, so the disk was copied whole. A name that is new here becomes the newest; the
-- first one has what was given to the workstation before, of any other people have to look whether the one before is out of use.
create function api_v1.take_seat(p_seat text, p_word text, p_fresh text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
    known core.seat;
    now_is integer;
    before text;
    made integer;
    each text;
begin
    select max(e.number) into strict now_is from core.feed_epoch e where e.site = me.site;
    -- One at a time for a workstation.
    perform from core.head h where h.site = me.site and h.station = me.station for update;
    select * into known from core.seat s where s.site = me.site and s.station = me.station and s.seat = p_seat;
    if found then
        -- A centre that was restored remembers an old word: once it takes another one.
        if known.feed_epoch = now_is and (known.word in (p_word, p_fresh)) is not true then return false; end if;
        update core.seat s set word = p_fresh, feed_epoch = now_is
            where s.site = me.site and s.station = me.station and s.seat = p_seat;
        return true;
    end if;
    select s.seat, s.number into before, made from core.seat s
        where s.site = me.site and s.station = me.station order by s.number desc limit 1;
    insert into core.seat (site, station, seat, number, word, feed_epoch)
        values (me.site, me.station, p_seat, coalesce(made, 0) + 1, p_fresh, now_is);
    if made is not null then
        if exists (select from core.site s where s.site = me.site and s.place_kind = 'centre') then
            perform core.open_case(me.site, 'second_seat:' || me.station || ':' || made + 1, 'second_seat', me.station,
                jsonb_build_object('station', me.station, 'seat', p_seat, 'before', before));
        end if;
        return true;
    end if;
    for each in select p.post from core.post p where p.site = me.site order by p.post loop
        perform core.hold_post(me.site, each, true);
        insert into core.authority_seat (site, post, epoch, seat)
            select a.site, a.post, a.epoch, p_seat from core.authority_of(me.site, each) a
            where a.kind = 'workstation' and a.holder = me.station and a.epoch > 0
            on conflict (site, post, epoch) do nothing;
        if found then perform core.feed_authority(me.site, each); end if;
    end loop;
    return true;
end $$;

-- What a told act decided, at a post's own server: counted, so that the centre is told of it, as the act itself may never come.
create function core.decide_heard(p_place core.site, p_act core.reading) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    gone text := case p_act.kind when 'release' then '' else coalesce(p_act.fields ->> 'annuls', '') end;
    counted bigint;
begin
    if (gone = '' and p_act.kind <> 'release') or exists (select from core.decision d where d.site = p_place.site
            and d.permit = p_act.subject_number and d.round = p_act.round and d.withdrawn = gone) then
        return;
    end if;
    update core.feed_counter c set last = c.last + 1 where c.site = p_place.site and c.feed = 'decisions' returning c.last into counted;
    insert into core.decision (site, permit, round, withdrawn, act_id, station, officer, granted_by, post, epoch, number)
        values (p_place.site, p_act.subject_number, p_act.round, gone, p_act.act_id, p_act.station, p_act.officer,
            coalesce(p_act.fields ->> 'granted_by', ''), p_place.place_holder,
            coalesce(core.whole_number(p_act.fields -> 'authority_epoch'), 0), counted);
end $$;

-- What colleagues released or took back, as whoever heard of it holds it: their disks may be lost since, and so may this place's own
-- knowledge of it. What the acts decided is decided again, to the workstation they speak of; the acts are that one's to send. Only
-- while the place is recovering: later it knows what it granted.
create function api_v1.tell_heard(p_bodies bytea[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
    whose core.station;
    act core.reading;
    told bytea;
    place core.site;
begin
    -- The site's counter first, as in push: cases are fed under it.
    perform from core.feed_counter c where c.site = me.site and c.feed = 'acts' for update;
    select * into place from core.site s where s.site = me.site and s.recovering;
    if not found then return; end if;
    foreach told in array p_bodies loop
        act := core.read_body(told);
        continue when act.refused is not null or act.site <> me.site or act.subject_kind <> 'permit' or act.round < 1
            or act.kind not in ('release', 'annul', 'redirect');
        select * into whose from core.station s where s.site = me.site and s.station = act.station;
        continue when not found or exists (select from core.chain c where c.site = me.site and c.station = act.station
            and c.station_seq = act.station_seq and c.hash = sha256(told));
        if place.place_kind = 'post' then
            perform core.decide_heard(place, act);
        end if;
        perform core.draw_consequences(whose, act);
    end loop;
end $$;

-- This workstation has sent all it had under this epoch. When every active one has, the centre grants again.
create function api_v1.caught_up(p_epoch uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
    now_is core.feed_epoch;
begin
    select * into strict now_is from core.feed_epoch e where e.site = me.site order by e.number desc limit 1;
    if now_is.epoch <> p_epoch then return false; end if;
    insert into core.heard_again (site, station, number) values (me.site, me.station, now_is.number) on conflict do nothing;
    return core.end_recovery(me.site);
end $$;

-- Ends the recovery when every active workstation was heard, and of a post's own server two officers said that it goes on; true
-- where the site is at work.
create function core.end_recovery(p_site text) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    each text;
    place core.site;
begin
    select * into place from core.site s where s.site = p_site and s.recovering for update;
    if not found then return true; end if;
    if place.place_kind = 'post' and not exists (
        select from core.reopened r where r.site = p_site
            and r.server = (select e.epoch::text from core.feed_epoch e where e.site = p_site order by e.number desc limit 1)) then
        return false;
    end if;
    if exists (
        select from core.station s where s.site = p_site and s.active and not exists (
            select from core.heard_again a where a.site = p_site and a.station = s.station
                and a.number = (select max(e.number) from core.feed_epoch e where e.site = p_site))) then
        return false;
    end if;
    update core.site s set recovering = false where s.site = p_site;
    -- Who grants for a post its own server has from its lanes.
    if place.place_kind = 'post' then return true; end if;
    for each in select distinct a.post from core.authority a where a.site = p_site order by a.post loop
        perform core.hold_post(p_site, each, true);
        perform core.feed_authority(p_site, each);
    end loop;
    return true;
end $$;

-- Rights that were claimed and not used, the oldest first; only those of the last 90 days.
create function core.idle_claims(p_site text, p_minutes integer) returns setof core.decision
language sql stable set search_path = pg_catalog, pg_temp
begin atomic
    select d.* from core.decision d
    where d.site = p_site and d.withdrawn = '' and d.at > clock_timestamp() - interval '90 days'
        and d.at < clock_timestamp() - make_interval(mins => p_minutes)
        and not exists (select from core.act a where a.site = d.site and a.act_id = d.act_id)
        and not exists (select from core.case_file c where c.site = d.site and c.closed_at is not null
            and c.case_id = 'claim_without_act:' || d.permit || ':' || d.round || ':' || d.act_id)
    order by d.at limit 500;
end;

create function api_v1.claims_without_act(p_minutes integer)
returns table (permit text, round integer, act_id text, station text, officer text, at timestamptz, granted_by text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
begin
    return query select d.permit, d.round, d.act_id, d.station, d.officer, d.at, d.granted_by from core.idle_claims(me.site, p_minutes) d;
end $$;

-- The acts a case is about, as they were signed: both sides' evidence.
create function api_v1.case_acts(p_case_id text) returns table (side text, station text, station_seq bigint, body bytea, signature bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
begin
    return query
        select k.key, a.station, a.station_seq, a.body, a.signature
        from core.case_file c cross join lateral jsonb_each_text(c.evidence) k
        join core.act a on a.site = c.site and a.act_id = k.value
        where c.site = me.site and c.case_id = p_case_id and k.key in ('act', 'winner', 'loser', 'stamp', 'withdrawal')
        union all
        select 'here', a.station, a.station_seq, a.body, a.signature
        from core.case_file c join core.chain a on a.site = c.site and a.station = c.evidence ->> 'station'
            and a.station_seq = (c.evidence ->> 'station_seq')::bigint
        where c.site = me.site and c.case_id = p_case_id and c.kind in ('fork', 'refused_act')
        union all
        select 'other', f.station, f.station_seq, f.body, f.signature
        from core.case_file c join core.fork f on f.site = c.site and f.station = c.evidence ->> 'station'
            and f.station_seq = (c.evidence ->> 'station_seq')::bigint and encode(f.hash, 'hex') = c.evidence ->> 'other'
        where c.site = me.site and c.case_id = p_case_id and c.kind = 'fork';
end $$;
