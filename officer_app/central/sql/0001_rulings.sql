-- What acts do beyond being kept: they settle who released a round, move the release right, close cases.

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

-- A stamp that one authority took back and another one released: both stay, and a case is opened. Asked when either comes.
create function core.compare_withdrawal(p_site text, p_permit text, p_round integer, p_stamp text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    gone core.decision;
    release core.act;
begin
    select d.* into gone from core.decision d
        where d.site = p_site and d.permit = p_permit and d.round = p_round and d.withdrawn = p_stamp and p_stamp <> '';
    if not found then return; end if;
    for release in select a.* from core.act a
            where a.site = p_site and a.subject_kind = 'permit' and a.subject_number = p_permit and a.kind = 'release'
                and a.round = p_round and convert_from(a.body, 'UTF8')::jsonb #>> '{fields,stamp}' = p_stamp loop
        perform core.open_case(p_site, 'withdrawn_released:' || p_permit || ':' || p_round || ':' || release.act_id,
            'withdrawn_released', p_permit, jsonb_build_object(
                'permit', p_permit, 'round', p_round, 'stamp', p_stamp,
                'act', release.act_id, 'station', release.station, 'officer', release.officer,
                'withdrawal', gone.act_id, 'withdrawal_station', gone.station, 'withdrawal_officer', gone.officer));
    end loop;
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

-- Writes down who released a round. The first stays; a second opens a case and is told whose act was first.
create function core.settle(p_me core.station, p_act core.reading) returns core.fate
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
