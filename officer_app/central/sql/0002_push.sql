-- Acts arrive, as in step 0001; what is new: a site's mode, acts that move the release right or close a case, cases for what
-- people have to look at, the digest of the feed.

-- A release that contradicts a decision: both stay, and a case is opened.
create function core.contradict(p_site text, p_winner core.decision, p_loser text, p_station text, p_officer text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    insert into core.conflict (site, permit, round, winner, loser)
        values (p_site, p_winner.permit, p_winner.round, p_winner.act_id, p_loser)
        on conflict (site, permit, round, loser) do nothing;
    perform core.open_case(p_site, 'double_release:' || p_winner.permit || ':' || p_winner.round || ':' || p_loser, 'double_release',
        p_winner.permit, jsonb_build_object(
            'permit', p_winner.permit, 'round', p_winner.round,
            'winner', p_winner.act_id, 'winner_station', p_winner.station, 'winner_officer', p_winner.officer,
            'winner_granted_by', p_winner.granted_by, 'winner_at', core.time_text(p_winner.at),
            'loser', p_loser, 'loser_station', p_station, 'loser_officer', p_officer));
end $$;

-- Whether the centre knows that this release was granted by whom it says. What was recorded before a workstation was enrolled,
-- or reaches a restored centre, is taken as it is.
create function core.granted_right(p_me core.station, p_act core.reading) returns boolean
language sql stable set search_path = pg_catalog, pg_temp
return case (p_act).fields ->> 'granted_by'
    when 'workstation' then exists (
        select from core.authority a where a.site = (p_me).site and a.post = (p_act).fields ->> 'post' and a.kind = 'workstation'
            and a.holder = (p_me).station and a.epoch = core.whole_number((p_act).fields -> 'authority_epoch'))
    when 'centre' then (select s.recovering from core.site s where s.site = (p_me).site)
        or exists (select from core.feed_epoch e where e.site = (p_me).site and e.number > 1)
    else true end;

create or replace function core.settle(p_me core.station, p_act core.reading) returns core.fate
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    winner core.decision;
begin
    insert into core.decision (site, permit, round, act_id, station, officer, granted_by, post, epoch)
        values (p_me.site, p_act.subject_number, p_act.round, p_act.act_id, p_me.station, p_act.officer,
                coalesce(p_act.fields ->> 'granted_by', ''), coalesce(p_act.fields ->> 'post', ''),
                coalesce(core.whole_number(p_act.fields -> 'authority_epoch'), 0))
        on conflict (site, permit, round, withdrawn) do nothing;
    if found and not core.granted_right(p_me, p_act) then
        perform core.open_case(p_me.site, 'no_right:' || p_act.act_id, 'no_right', p_act.subject_number, jsonb_build_object(
            'permit', p_act.subject_number, 'round', p_act.round, 'act', p_act.act_id, 'station', p_me.station,
            'officer', p_act.officer, 'granted_by', coalesce(p_act.fields ->> 'granted_by', '')));
    end if;
    select * into strict winner from core.decision d
        where d.site = p_me.site and d.permit = p_act.subject_number and d.round = p_act.round and d.withdrawn = '';
    if winner.act_id = p_act.act_id then
        return ('stored', null)::core.fate;
    end if;
    perform core.contradict(p_me.site, winner, p_act.act_id, p_me.station, p_act.officer);
    return ('conflict', winner.act_id)::core.fate;
end $$;

-- Two officers close a case. A claim without an act has its case made by the closing: until then it is only a list.
create function core.hear_closing(p_me core.station, p_act core.reading) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    known core.case_file;
    claim core.decision;
begin
    if not core.two_people(p_act) then return 'second_needed'; end if;
    select d.* into claim from core.decision d where d.site = p_me.site and d.withdrawn = ''
        and p_act.subject_number = 'claim_without_act:' || d.permit || ':' || d.round || ':' || d.act_id
        and d.permit = split_part(p_act.subject_number, ':', 2);
    if found then
        perform core.open_case(p_me.site, p_act.subject_number, 'claim_without_act', claim.permit, jsonb_build_object(
            'permit', claim.permit, 'round', claim.round, 'act', claim.act_id, 'station', claim.station, 'officer', claim.officer,
            'granted_by', claim.granted_by, 'at', core.time_text(claim.at)));
    end if;
    select * into known from core.case_file c where c.site = p_me.site and c.case_id = p_act.subject_number for update;
    if not found then return 'unknown_case'; end if;
    if known.closed_at is null then
        update core.case_file c set closed_act = p_act.act_id, closed_by = p_act.officer, closed_second = p_act.fields ->> 'second',
            closed_reason = p_act.fields ->> 'reason', closed_at = clock_timestamp()
            where c.site = p_me.site and c.case_id = known.case_id;
        perform core.feed_case(p_me.site, known.case_id);
    end if;
    return null;
end $$;

-- What an act that is not about cargo does here; null where all is well, else why it is refused.
create function core.obey(p_me core.station, p_act core.reading) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    return case
        when p_act.kind = 'authority_handed_back' and p_act.subject_kind = 'post' then core.hear_hand_back(p_me, p_act)
        when p_act.kind = 'authority_forced' and p_act.subject_kind = 'post' then core.hear_forced_move(p_me, p_act)
        when p_act.kind = 'case_closed' and p_act.subject_kind = 'case' then core.hear_closing(p_me, p_act)
    end;
end $$;

drop function core.take(core.station, core.head, bigint, bigint, bytea, bytea, bytea);
-- One act that continues the chain: checked, given its place in the feed or its reason, and kept.
create function core.take(p_me core.station, p_place core.site, p_head core.head, p_latest bigint, p_seq bigint, p_body bytea,
    p_hash bytea, p_signature bytea) returns core.fate
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
        when act.mode is distinct from p_place.mode then 'wrong_mode'
        when act.subject_kind = 'permit' and act.round < 1 then 'bad_form'
        -- What becomes of these is decided once: the centre's own word counts, not that of a post's server.
        when act.subject_kind in ('post', 'case') and p_place.place_kind = 'centre' then
            case when exists (select from core.act a where a.site = p_me.site and a.act_id = act.act_id) then 'act_id_used'
            else core.obey(p_me, act) end
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
        perform core.open_case(p_me.site, 'refused_act:' || p_me.station || ':' || p_seq, 'refused_act', p_me.station,
            jsonb_build_object('station', p_me.station, 'station_seq', p_seq, 'reason', reason, 'hash', encode(p_hash, 'hex')));
        return ('refused', reason)::core.fate;
    end if;
    if act.kind = 'release' and act.subject_kind = 'permit' then
        return core.settle(p_me, act);
    end if;
    if act.kind = 'annul' and act.subject_kind = 'permit' and coalesce(act.fields ->> 'annuls', '') <> '' then
        -- A stamp that another authority took back is gone here as well.
        insert into core.decision (site, permit, round, withdrawn, act_id, station, officer, granted_by)
            values (p_me.site, act.subject_number, act.round, act.fields ->> 'annuls', act.act_id, p_me.station, act.officer,
                coalesce(act.fields ->> 'granted_by', ''))
            on conflict (site, permit, round, withdrawn) do nothing;
    end if;
    return ('stored', null)::core.fate;
end $$;

create or replace function api_v1.push(p_seqs bigint[], p_bodies bytea[], p_hashes bytea[], p_signatures bytea[])
returns table (station_seq bigint, outcome text, reason text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
    place core.site;
    head core.head;
    counter core.feed_counter;
    latest bigint;
    chain bytea;
    fate core.fate;
begin
    select * into strict place from core.site s where s.site = me.site;
    -- The head first, then the site's counter: one pusher a workstation, and no two in opposite order.
    select * into strict head from core.head h where h.site = me.site and h.station = me.station for update;
    select * into strict counter from core.feed_counter c where c.site = me.site and c.feed = 'acts' for update;
    latest := counter.last;
    chain := decode(coalesce(nullif(counter.digest, ''), repeat('00', 32)), 'hex');
    for i in 1 .. cardinality(p_seqs) loop
        station_seq := p_seqs[i];
        if station_seq <= head.last_seq then
            fate := core.resent(me, station_seq, p_bodies[i], p_signatures[i]);
        else
            fate := core.take(me, place, head, latest, station_seq, p_bodies[i], p_hashes[i], p_signatures[i]);
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
    update core.head h set last_seq = head.last_seq, last_hash = head.last_hash
        where h.site = me.site and h.station = me.station and h.last_seq <> head.last_seq;
    if latest <> counter.last then
        update core.feed_counter c set last = latest, digest = encode(chain, 'hex') where c.site = me.site and c.feed = 'acts';
        insert into core.feed_mark (site, feed, feed_seq, digest) values (me.site, 'acts', latest, encode(chain, 'hex'));
    end if;
end $$;

-- A workstation shows what the centre would not take because other bytes are there: evidence of two journals for one name.
create function api_v1.report_fork(p_seq bigint, p_body bytea, p_signature bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
    known core.act;
begin
    select * into known from core.act a where a.site = me.site and a.station = me.station and a.station_seq = p_seq;
    if not found or octet_length(p_body) > 262144 or (known.body = p_body and known.signature = p_signature) then
        return false;
    end if;
    insert into core.fork (site, station, station_seq, hash, body, signature)
        values (me.site, me.station, p_seq, sha256(p_body), p_body, p_signature)
        on conflict (site, station, station_seq, hash) do nothing;
    perform core.open_case(me.site, 'fork:' || me.station || ':' || p_seq || ':' || left(encode(sha256(p_body), 'hex'), 16), 'fork',
        me.station, jsonb_build_object('station', me.station, 'station_seq', p_seq, 'here', encode(known.hash, 'hex'),
            'other', encode(sha256(p_body), 'hex')));
    return true;
end $$;
