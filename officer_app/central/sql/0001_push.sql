-- Acts arrive. A break in the chain raises (ZG001 gap, ZF001 fork, ZH001 bad hash) and takes nothing; anything else that is
-- wrong with an act is kept with it as `refused_code`, so that the acts behind it pass.

-- What became of an act that is here already. Sent again with other bytes, it shows two journals for one workstation.
create function core.resent(p_me core.station, p_seq bigint, p_body bytea, p_signature bytea) returns core.fate
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    known core.act;
    fate core.fate;
begin
    select * into strict known from core.act a where a.site = p_me.site and a.station = p_me.station and a.station_seq = p_seq;
    if known.body is distinct from p_body or known.signature is distinct from p_signature then
        raise exception 'fork: other bytes are stored as act % of %', p_seq, p_me.station using errcode = 'ZF001';
    end if;
    fate.reason := known.refused_code;
    fate.outcome := case
        when fate.reason is not null then 'refused'
        when exists (select from core.conflict c where c.site = p_me.site and c.loser = known.act_id) then 'conflict'
        else 'duplicate' end;
    return fate;
end $$;

-- Writes down who released a round. The first stays; a second opens a conflict and is told whose act was first.
create function core.settle(p_me core.station, p_act core.reading) returns core.fate
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    winner text;
begin
    insert into core.decision (site, permit, round, act_id, station, officer, granted_by)
        values (p_me.site, p_act.subject_number, p_act.round, p_act.act_id, p_me.station, p_act.officer,
                coalesce(p_act.fields ->> 'granted_by', ''))
        on conflict (site, permit, round) do nothing;
    select d.act_id into strict winner from core.decision d
        where d.site = p_me.site and d.permit = p_act.subject_number and d.round = p_act.round;
    if winner = p_act.act_id then
        return ('stored', null)::core.fate;
    end if;
    insert into core.conflict (site, permit, round, winner, loser)
        values (p_me.site, p_act.subject_number, p_act.round, winner, p_act.act_id);
    return ('conflict', winner)::core.fate;
end $$;

-- One act that continues the chain: checked, given its place in the feed or its reason, and kept.
create function core.take(p_me core.station, p_head core.head, p_latest bigint, p_seq bigint, p_body bytea, p_hash bytea,
    p_signature bytea) returns core.fate
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    act core.reading;
    reason text;
begin
    if p_seq <> p_head.last_seq + 1 then
        raise exception 'gap: have %, got %', p_head.last_seq, p_seq using errcode = 'ZG001', detail = p_head.last_seq::text;
    end if;
    if p_hash is distinct from sha256(p_body) then
        raise exception 'act % is not what its hash says', p_seq using errcode = 'ZH001';
    end if;
    act := core.read_body(p_body);
    if act.prev <> p_head.last_hash then
        raise exception 'fork: act % of % follows another act than ours', p_seq, p_me.station using errcode = 'ZF001';
    end if;
    reason := case
        when act.refused is not null then act.refused
        when (act.site, act.station, act.station_seq) is distinct from (p_me.site, p_me.station, p_seq) then 'wrong_place'
        when act.subject_kind = 'permit' and act.round < 1 then 'bad_form'
    end;
    if reason is null then
        insert into core.act (site, station, station_seq, feed_seq, act_id, kind, subject_kind, subject_number, round,
                officer, at, mode, body, hash, signature)
            values (p_me.site, p_me.station, p_seq, p_latest + 1, act.act_id, act.kind, act.subject_kind, act.subject_number,
                act.round, act.officer, act.at, act.mode, p_body, p_hash, p_signature)
            on conflict (site, act_id) do nothing;
        if not found then
            reason := 'act_id_used';
        end if;
    end if;
    if reason is not null then
        insert into core.act (site, station, station_seq, body, hash, signature, refused_code)
            values (p_me.site, p_me.station, p_seq, p_body, p_hash, p_signature, reason);
        return ('refused', reason)::core.fate;
    end if;
    if act.kind = 'release' and act.subject_kind = 'permit' then
        return core.settle(p_me, act);
    end if;
    return ('stored', null)::core.fate;
end $$;

create function api_v1.push(p_seqs bigint[], p_bodies bytea[], p_hashes bytea[], p_signatures bytea[])
returns table (station_seq bigint, outcome text, reason text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
    head core.head;
    latest bigint;
    fate core.fate;
begin
    -- The head first, then the site's counter: one pusher a workstation, and no two in opposite order.
    select * into strict head from core.head h where h.site = me.site and h.station = me.station for update;
    select c.last into strict latest from core.feed_counter c where c.site = me.site and c.feed = 'acts' for update;
    for i in 1 .. cardinality(p_seqs) loop
        station_seq := p_seqs[i];
        if station_seq <= head.last_seq then
            fate := core.resent(me, station_seq, p_bodies[i], p_signatures[i]);
        else
            fate := core.take(me, head, latest, station_seq, p_bodies[i], p_hashes[i], p_signatures[i]);
            head.last_seq := station_seq;
            head.last_hash := p_hashes[i];
            latest := latest + (fate.outcome <> 'refused')::integer;
        end if;
        outcome := fate.outcome;
        reason := fate.reason;
        return next;
    end loop;
    update core.head h set last_seq = head.last_seq, last_hash = head.last_hash
        where h.site = me.site and h.station = me.station and h.last_seq <> head.last_seq;
    update core.feed_counter c set last = latest where c.site = me.site and c.feed = 'acts' and c.last <> latest;
end $$;
