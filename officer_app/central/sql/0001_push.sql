-- Batches of acts: taken whole where nothing is out of the ordinary, else act by act.

-- Takes a whole batch in one statement, where nothing about any of its acts is out of the ordinary; else it raises ZS001 and the
-- batch is taken act by act. It takes nothing that `take` would refuse: what was read of a body is written again, and has to be
-- the same text. Gives the sequences of the acts that decide something.
create function core.take_whole(p_me core.station, p_place core.site, p_head core.head, p_latest bigint, p_seqs bigint[],
    p_bodies bytea[], p_hashes bytea[], p_signatures bytea[]) returns bigint[]
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    taken bigint;
    ruling bigint[];
    kinds text[] := (select array_agg(k.kind) from core.act_kind k);
begin
    if exists (select from unnest(p_bodies) as b (body) where octet_length(body) > 262144) then
        raise exception 'an act is too long' using errcode = 'ZS001';
    end if;
    with given as (
        select u.*, convert_from(u.body, 'UTF8') as said, lag(u.hash, 1, p_head.last_hash) over (order by u.place) as before
        from unnest(p_seqs, p_bodies, p_hashes, p_signatures) with ordinality as u (seq, body, hash, signature, place)
    ), kept as (
        insert into core.act as a (site, station, station_seq, feed_seq, act_id, kind, subject_kind, subject_number, round, officer, at,
                mode, body, hash, signature)
            select p_me.site, p_me.station, g.seq, p_latest + g.place, x.act_id, x.kind, s.kind, s.number, s.round, x.officer,
                x.at::timestamptz, x.mode, g.body, g.hash, g.signature
            from given g
            cross join lateral json_to_record(g.said::json) as x (act_id text, after text, at text, clock_offset_ms bigint,
                fields json, key text, kind text, mode text, officer text, prev text, site text, station text, station_seq bigint,
                subject json, v bigint)
            cross join lateral json_to_record(x.subject) as s (kind text, number text, round integer)
            where json_strip_nulls(row_to_json(x))::text = g.said and row_to_json(s)::text = x.subject::text
                and num_nulls(x.act_id, x.after, x.at, x.key, x.kind, x.mode, x.officer, x.prev, x.site, x.station, x.station_seq,
                    s.kind, s.number, s.round) = 0
                and (x.clock_offset_ms is null or abs(x.clock_offset_ms) < 1000000000000000)
                and (x.v is null or abs(x.v) < 1000000000000000)
                and x.fields::text = (
                    select '{' || coalesce(string_agg(to_json(f.key)::text || ':' || f.value::text, ',' order by f.key collate "C"), '')
                        || '}'
                    from json_each(x.fields) f
                    having count(distinct f.key collate "C") = count(*) and coalesce(bool_and(case
                        when left(f.value::text, 1) = '"' then true
                        when left(f.value::text, 1) in ('{', '[') then core.canonical(f.value::jsonb, 14) = f.value::text
                        else f.value::text in ('true', 'false') or f.value::text ~ '^(0|-?[1-9][0-9]{0,14})$' end), true))
                and core.clean(g.said) and core.is_time(x.at) and char_length(x.act_id) between 1 and 64
                and g.seq = p_head.last_seq + g.place and g.hash = sha256(g.body) and x.prev = encode(g.before, 'hex')
                and x.site = p_me.site and x.station = p_me.station and x.station_seq = g.seq and x.mode = p_place.mode
                and x.kind = any(kinds) and (s.kind <> 'permit' or s.round > 0) and s.kind not in ('post', 'case')
                and not exists (
                    select from core.decision d where d.act_id = x.act_id and d.site = p_me.site and d.station <> p_me.station)
            returning a.station_seq, a.kind, a.subject_kind
    )
    select count(*), array_agg(k.station_seq order by k.station_seq)
            filter (where k.subject_kind = 'permit' and k.kind in ('release', 'annul', 'redirect', 'match'))
        into taken, ruling from kept k;
    if taken <> cardinality(p_seqs) then
        raise exception 'an act is out of the ordinary' using errcode = 'ZS001';
    end if;
    return ruling;
end $$;

-- A batch in one go, the acts that decide something then one by one; null where it has to be taken act by act.
create function core.push_whole(p_me core.station, p_place core.site, p_head core.head, p_latest bigint, p_seqs bigint[],
    p_bodies bytea[], p_hashes bytea[], p_signatures bytea[]) returns core.fate[]
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    fates core.fate[] := array_fill(('stored', null)::core.fate, array[cardinality(p_seqs)]);
    ruling bigint[];
    place bigint;
begin
    if p_seqs[1] <> p_head.last_seq + 1 then return null; end if;
    ruling := core.take_whole(p_me, p_place, p_head, p_latest, p_seqs, p_bodies, p_hashes, p_signatures);
    foreach place in array coalesce(ruling, '{}') loop
        fates[place - p_head.last_seq] := core.draw_consequences(p_me, core.read_body(p_bodies[place - p_head.last_seq]));
    end loop;
    return fates;
exception when sqlstate 'ZS001' or data_exception or unique_violation or program_limit_exceeded then
    return null;
end $$;

-- Its statements are planned once a connection, as those of `claim` and `pull`: each finds its rows by keys, whatever the
-- values, and hundreds of workstations with few acts each would plan more than they do.
create function api_v1.push(p_seqs bigint[], p_bodies bytea[], p_hashes bytea[], p_signatures bytea[])
returns table (station_seq bigint, outcome text, reason text)
language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
    me core.station := core.this_station();
    place core.site;
    head core.head;
    counter core.feed_counter;
    latest bigint;
    chain bytea;
    fates core.fate[];
    fate core.fate;
begin
    select * into strict place from core.site s where s.site = me.site;
    -- The head first, then the site's counter: one pusher a workstation, and no two in opposite order.
    select * into strict head from core.head h where h.site = me.site and h.station = me.station for update;
    select * into strict counter from core.feed_counter c where c.site = me.site and c.feed = 'acts' for update;
    latest := counter.last;
    chain := decode(coalesce(nullif(counter.digest, ''), repeat('00', 32)), 'hex');
    fates := core.push_whole(me, place, head, latest, p_seqs, p_bodies, p_hashes, p_signatures);
    for i in 1 .. cardinality(p_seqs) loop
        station_seq := p_seqs[i];
        if fates is not null then
            fate := fates[i];
        elsif station_seq <= head.last_seq then
            fate := core.resent(me, station_seq, p_bodies[i], p_signatures[i]);
        else
            fate := core.take(me, place, head, latest, station_seq, p_bodies[i], p_hashes[i], p_signatures[i]);
        end if;
        if station_seq > head.last_seq then
            head.last_seq := station_seq;
            head.last_hash := p_hashes[i];
            if fate.outcome <> 'refused' then
                latest := latest + 1;
                chain := sha256(chain || p_hashes[i]);
            end if;
        end if;
        outcome := fate.outcome;
        reason := fate.reason;
        return next;
    end loop;
    perform core.move_on(head, counter, latest, chain);
end $$;

-- Where chain and feed have got to.
create function core.move_on(p_head core.head, p_counter core.feed_counter, p_latest bigint, p_chain bytea) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    update core.head h set last_seq = p_head.last_seq, last_hash = p_head.last_hash
        where h.site = p_head.site and h.station = p_head.station and h.last_seq <> p_head.last_seq;
    if p_latest <> p_counter.last then
        update core.feed_counter c set last = p_latest, digest = encode(p_chain, 'hex') where c.site = p_head.site and c.feed = 'acts';
        insert into core.feed_mark (site, feed, feed_seq, digest) values (p_head.site, 'acts', p_latest, encode(p_chain, 'hex'));
    end if;
end $$;

-- The next act of a workstation, at which `push` broke off with an error that is no refusal: kept as it is, unread, so that the
-- acts behind it pass. `judge_again` reads it later.
create function api_v1.set_aside(p_seq bigint, p_body bytea, p_hash bytea, p_signature bytea)
returns table (station_seq bigint, outcome text, reason text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
    place core.site;
    head core.head;
    counter core.feed_counter;
    unread core.reading;
    fate core.fate;
begin
    select * into strict place from core.site s where s.site = me.site;
    select * into strict head from core.head h where h.site = me.site and h.station = me.station for update;
    select * into strict counter from core.feed_counter c where c.site = me.site and c.feed = 'acts' for update;
    if p_seq <= head.last_seq then
        fate := core.resent(me, p_seq, p_body, p_signature);
    elsif p_seq <> head.last_seq + 1 or p_hash is distinct from sha256(p_body) then
        raise exception 'gap: have %, got %', head.last_seq, p_seq using errcode = 'ZG001', detail = head.last_seq::text;
    else
        unread.refused := 'set_aside';
        fate := core.keep(me, place, 0, p_seq, unread, p_body, p_hash, p_signature);
        head.last_seq := p_seq;
        head.last_hash := p_hash;
        perform core.move_on(head, counter, counter.last, null);
    end if;
    return query select p_seq, fate.outcome, fate.reason;
end $$;

-- Reads again what an earlier version could not use, and feeds what this one can; gives how many acts those were.
create function admin_v1.judge_again(p_site text) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    old core.refused_act;
    me core.station;
    place core.site;
    counter core.feed_counter;
    act core.reading;
    before bytea;
    fate core.fate;
    done bigint := 0;
begin
    select * into strict place from core.site s where s.site = p_site;
    perform from core.head h where h.site = p_site order by h.station for update;
    for old in select r.* from core.refused_act r where r.site = p_site and r.reason in ('unknown_kind', 'set_aside')
            and not exists (select from core.act a where (a.site, a.station, a.station_seq) = (r.site, r.station, r.station_seq))
            order by r.received, r.station, r.station_seq loop
        select * into strict counter from core.feed_counter c where c.site = p_site and c.feed = 'acts' for update;
        select * into strict me from core.station s where s.site = p_site and s.station = old.station;
        select c.hash into before from core.chain c
            where c.site = p_site and c.station = old.station and c.station_seq = old.station_seq - 1;
        act := core.read_body(old.body);
        continue when act.prev is distinct from coalesce(before, decode(repeat('00', 32), 'hex'));
        fate := core.keep(me, place, counter.last + 1, old.station_seq, act, old.body, old.hash, old.signature);
        if fate.outcome <> 'refused' then
            done := done + 1;
            perform core.move_on((p_site, old.station, null, null)::core.head, counter, counter.last + 1,
                sha256(decode(coalesce(nullif(counter.digest, ''), repeat('00', 32)), 'hex') || old.hash));
        end if;
    end loop;
    return done;
end $$;

-- A workstation shows what the centre would not take because other bytes are there: evidence of two journals for one name. It may
-- be the name of a colleague whose act came to it by another way: the bytes say of whom they speak.
create function api_v1.report_fork(p_seq bigint, p_body bytea, p_signature bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
    known core.chain;
    whose text := (core.read_body(p_body)).station;
begin
    if not exists (select from core.station s where s.site = me.site and s.station = whose) then
        whose := me.station;
    end if;
    select * into known from core.chain a where a.site = me.site and a.station = whose and a.station_seq = p_seq;
    if not found or octet_length(p_body) > 262144 or (known.body = p_body and known.signature = p_signature) then
        return false;
    end if;
    insert into core.fork (site, station, station_seq, hash, body, signature)
        values (me.site, whose, p_seq, sha256(p_body), p_body, p_signature)
        on conflict (site, station, station_seq, hash) do nothing;
    perform core.open_case(me.site, 'fork:' || whose || ':' || p_seq || ':' || left(encode(sha256(p_body), 'hex'), 16), 'fork',
        whose, jsonb_build_object('station', whose, 'station_seq', p_seq, 'here', encode(known.hash, 'hex'),
            'other', encode(sha256(p_body), 'hex')));
    return true;
end $$;
