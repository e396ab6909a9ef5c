-- Acts arrive. A batch is one transaction: it breaks off with SQLSTATE Z.... where the chain is broken (ZG001 gap, ZF001
-- fork, ZH001 bad hash) and takes nothing; anything else that is wrong with an act is kept with it as a reason, so that the acts
-- behind it pass.

-- Why a readable act is not taken, or null. The order of the reasons is that of officer_app/central/memory_centre.py.
create function core.refusal(p_me core.station, p_place core.site, p_seq bigint, p_act core.reading) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    return case
        when p_act.refused is not null then p_act.refused
        when (p_act.site, p_act.station, p_act.station_seq) is distinct from (p_me.site, p_me.station, p_seq) then 'wrong_place'
        when p_act.mode is distinct from p_place.mode then 'wrong_mode'
        when p_act.subject_kind = 'permit' and p_act.round < 1 then 'bad_form'
        when not exists (select from core.act_kind k where k.kind = p_act.kind) then 'unknown_kind'
        -- An act id stands for one act, from the moment that it claimed a right: whoever hears of it cannot use it.
        when exists (select from core.decision d where d.act_id = p_act.act_id and d.site = p_me.site and d.station <> p_me.station)
            or exists (select from core.act a where a.site = p_me.site and a.act_id = p_act.act_id) then 'act_id_used'
        -- What becomes of these is decided once: the centre's own word counts, not that of a post's server.
        when p_act.subject_kind in ('post', 'case') and p_place.place_kind = 'centre' then core.obey(p_me, p_act)
    end;
end $$;

-- What an act on a permit does to the decisions, once it is kept.
create function core.draw_consequences(p_me core.station, p_act core.reading) returns core.fate
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if p_act.kind = 'release' then
        perform core.compare_withdrawal(p_me.site, p_act.subject_number, p_act.round, p_act.fields ->> 'stamp');
        return core.settle(p_me, p_act);
    end if;
    if p_act.kind = 'match' and p_act.fields -> 'agrees' is distinct from 'true'::jsonb then
        -- The sheet said other things than the record that came; whoever compares them too finds the same case.
        perform core.open_case(p_me.site, 'record_differs:' || p_act.subject_number || ':' || coalesce(p_act.fields ->> 'stamp', ''),
            'record_differs', p_act.subject_number, jsonb_build_object(
                'permit', p_act.subject_number, 'round', p_act.round, 'act', p_act.act_id, 'station', p_me.station,
                'stamp', coalesce(p_act.fields ->> 'stamp', ''), 'differences', coalesce(p_act.fields ->> 'differences', '')));
    end if;
    if p_act.kind in ('annul', 'redirect') and coalesce(p_act.fields ->> 'annuls', '') <> '' then
        -- A stamp that another authority took back, or sent to another post, is gone here as well.
        insert into core.decision (site, permit, round, withdrawn, act_id, station, officer, granted_by)
            values (p_me.site, p_act.subject_number, p_act.round, p_act.fields ->> 'annuls', p_act.act_id, p_me.station, p_act.officer,
                coalesce(p_act.fields ->> 'granted_by', ''))
            on conflict (site, permit, round, withdrawn) do nothing;
        perform core.compare_withdrawal(p_me.site, p_act.subject_number, p_act.round, p_act.fields ->> 'annuls');
    end if;
    return ('stored', null)::core.fate;
end $$;

-- Keeps one act that its chain has room for: in the feed at `p_feed_seq`, or with the reason why it is not fed on.
create function core.keep(p_me core.station, p_place core.site, p_feed_seq bigint, p_seq bigint, p_act core.reading, p_body bytea,
    p_hash bytea, p_signature bytea) returns core.fate
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    reason text := core.refusal(p_me, p_place, p_seq, p_act);
begin
    if reason is not null then
        insert into core.refused_act (site, station, station_seq, body, hash, signature, reason)
            values (p_me.site, p_me.station, p_seq, p_body, p_hash, p_signature, reason)
            on conflict (site, station, station_seq) do nothing;
        perform core.open_case(p_me.site, 'refused_act:' || p_me.station || ':' || p_seq, 'refused_act', p_me.station,
            jsonb_build_object('station', p_me.station, 'station_seq', p_seq, 'reason', reason, 'hash', encode(p_hash, 'hex')));
        return ('refused', reason)::core.fate;
    end if;
    insert into core.act (site, station, station_seq, feed_seq, act_id, kind, subject_kind, subject_number, round, officer, at, mode,
            body, hash, signature)
        values (p_me.site, p_me.station, p_seq, p_feed_seq, p_act.act_id, p_act.kind, p_act.subject_kind, p_act.subject_number,
            p_act.round, p_act.officer, p_act.at, p_act.mode, p_body, p_hash, p_signature);
    if p_place.place_kind = 'post' and p_act.subject_kind = 'post' then
        perform core.learn_at_post(p_me, p_place, p_act);
    end if;
    return case when p_act.subject_kind = 'permit' then core.draw_consequences(p_me, p_act) else ('stored', null)::core.fate end;
end $$;

-- What became of an act that is here already. Sent again with other bytes, it shows two journals for one workstation.
create function core.resent(p_me core.station, p_seq bigint, p_body bytea, p_signature bytea) returns core.fate
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    known core.chain;
begin
    select * into strict known from core.chain a where a.site = p_me.site and a.station = p_me.station and a.station_seq = p_seq;
    if known.body is distinct from p_body or known.signature is distinct from p_signature then
        raise exception 'fork: other bytes are stored as act % of %', p_seq, p_me.station using errcode = 'ZF001';
    end if;
    return (case
        when known.reason is not null then 'refused'
        when exists (select from core.conflict c where c.site = p_me.site and c.loser = known.act_id) then 'conflict'
        else 'duplicate' end, known.reason)::core.fate;
end $$;

-- One act that continues the chain: checked and kept.
create function core.take(p_me core.station, p_place core.site, p_head core.head, p_latest bigint, p_seq bigint, p_body bytea,
    p_hash bytea, p_signature bytea) returns core.fate
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    act core.reading;
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
    return core.keep(p_me, p_place, p_latest + 1, p_seq, act, p_body, p_hash, p_signature);
end $$;
