-- The release right: one decision for a (permit, round), keyed by the act that will use it. The same act asked again gets
-- the same answer, so an answer that came too late does no harm.

create function core.permit_known(p_site text, p_permit text) returns boolean
language sql stable set search_path = pg_catalog, pg_temp
return coalesce((select not r.deleted and r.provenance = 'core' from core.record_feed r
    where r.site = p_site and r.kind = 'permit' and r.number = p_permit order by r.feed_seq desc limit 1), false);

-- Why this place may not grant as its authority, or null. A post's own server learns its epoch from its lanes, which learn it
-- from the centre; an epoch that was handed back there, or is older than one it heard of, is over.
create function core.no_authority(p_place core.site, p_post text, p_epoch integer) returns core.fate
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    now_is core.authority := core.authority_of(p_place.site, p_post);
begin
    if p_place.recovering then return ('centre_recovering', '')::core.fate; end if;
    if p_place.place_kind = 'centre' then
        return case when now_is.kind <> 'centre' then ('wrong_authority', now_is.holder)::core.fate end;
    end if;
    if p_post <> p_place.place_holder then return ('wrong_authority', p_post)::core.fate; end if;
    if p_epoch < greatest(now_is.epoch, 1) or exists (
        select from core.handed_back h where h.site = p_place.site and h.post = p_post and h.epoch >= p_epoch) then
        return ('stale_epoch', now_is.epoch::text)::core.fate;
    end if;
    insert into core.authority (site, post, epoch, kind, holder) values (p_place.site, p_post, p_epoch, 'post', p_post)
        on conflict (site, post, epoch) do nothing;
    return null;
end $$;

-- Why the permit may not leave, or null; only what the centre knows of it.
create function core.objection(p_me core.station, p_permit text, p_round integer, p_post text, p_stamp text) returns core.fate
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    withdrawn_record boolean;
    state text;
    last_hold text;
begin
    if p_me.post not in ('', p_post) then return ('wrong_post', p_me.post)::core.fate; end if;
    select r.deleted, case when not r.deleted then r.doc::jsonb ->> 'state' end, h.kind
        into withdrawn_record, state, last_hold
        from (values (p_me.site)) as here (site)
        left join lateral (
            select c.deleted, c.doc from core.record_feed c where c.site = here.site and c.kind = 'permit' and c.number = p_permit
            order by c.feed_seq desc limit 1) r on true
        -- A hold that a counter wrote and that has reached us counts as well.
        left join lateral (
            select t.kind from core.act t where t.site = here.site and t.subject_kind = 'permit' and t.subject_number = p_permit
                and t.kind in ('hold', 'unhold')
            order by t.feed_seq desc limit 1) h on true;
    if withdrawn_record or state = 'cancelled' then return ('cancelled', '')::core.fate; end if;
    if state = 'held' or last_hold = 'hold' then return ('held', '')::core.fate; end if;
    -- Asked only where it can be: what a statement might look up costs as much as what it does.
    if p_round > 1 and not core.opened(p_me.site, p_permit, p_round) then
        return ('already_released', (p_round - 1)::text)::core.fate;
    end if;
    if p_stamp <> '' and exists (
        select from core.decision d
        where d.site = p_me.site and d.permit = p_permit and d.round = p_round and d.withdrawn = p_stamp) then
        return ('stamp_withdrawn', '')::core.fate;
    end if;
    return null;
end $$;

-- A later round is open only once the release of the one before was annulled. A post's own server has that from its lanes, as it
-- has the epoch: who annulled need not be one of them, and they have it by the feed.
create function core.opened(p_site text, p_permit text, p_round integer) returns boolean
language sql stable set search_path = pg_catalog, pg_temp
return exists (select from core.site s where s.site = p_site and s.place_kind = 'post') or exists (
    select from core.decision d
    join core.act n on n.site = d.site and n.subject_kind = 'permit' and n.subject_number = d.permit and n.kind = 'annul'
        and convert_from(n.body, 'UTF8')::jsonb #>> '{fields,annuls}' = d.act_id
    where d.site = p_site and d.permit = p_permit and d.round = p_round - 1 and d.withdrawn = '');

-- Whether a right that another installation was granted is this one's now: once, after two officers looked into it.
create function core.grant_again(p_place core.site, p_permit text, p_round integer, p_act_id text, p_seat text, p_looked boolean)
returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if p_place.place_kind = 'post' and p_looked or p_place.place_kind = 'centre' and exists (
        select from core.case_file c where c.site = p_place.site and c.closed_at is not null
            and c.case_id = 'claim_without_act:' || p_permit || ':' || p_round || ':' || p_act_id) then
        insert into core.granted_again (site, permit, round, act_id, seat)
            values (p_place.site, p_permit, p_round, p_act_id, p_seat)
            on conflict (site, permit, round, act_id) do nothing;
    end if;
    return exists (select from core.granted_again g where g.site = p_place.site and g.permit = p_permit and g.round = p_round
        and g.act_id = p_act_id and g.seat = p_seat);
end $$;

-- `p_purpose`: release; withdraw (annul or re-direct the stamp `p_stamp`); consent (nothing is decided: may an unverified
-- stamp be released by its authority). `p_epoch`: what the asker takes the post's authority to be; a post's server needs it.
-- `p_seat`: the installation that asks: what another one of the same workstation was granted is not its own, until two officers
-- looked into it (`p_looked`: a post's server has that from its lane).
create function api_v1.claim(p_permit text, p_round integer, p_act_id text, p_post text, p_officer text, p_unverified boolean,
    p_stamp text, p_purpose text, p_mode text, p_epoch integer, p_seat text,
    p_looked boolean)
returns table (answer text, code text, detail text, act_id text, station text, officer text, at timestamptz, granted_by text)
language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
    me core.station := core.this_station();
    gone text := case when p_purpose = 'withdraw' then p_stamp else '' end;
    place core.site;
    made core.decision;
    fate core.fate;
    counted bigint;
    asked_before boolean := false;
begin
    select * into strict place from core.site s where s.site = me.site;
    if place.mode is distinct from p_mode then
        fate := ('wrong_mode', coalesce(place.mode, ''))::core.fate;
    elsif num_nulls(p_permit, p_round, p_act_id, p_post, p_officer, p_unverified, p_stamp, p_purpose, p_epoch, p_seat, p_looked) > 0
        or p_purpose not in ('release', 'withdraw', 'consent') or (p_purpose = 'withdraw' and p_stamp = '')
        or p_round < 1 or char_length(p_permit) not between 1 and 64 or char_length(p_act_id) not between 1 and 64
        or greatest(char_length(p_post), char_length(p_officer), char_length(p_stamp), char_length(p_seat)) > 200 then
        -- No workstation of ours asks like this: nothing is decided, and nothing of it is kept.
        fate := ('bad_format', left(p_purpose, 64))::core.fate;
    elsif p_purpose = 'consent' and place.recovering then
        fate := ('centre_recovering', '')::core.fate;
    elsif (p_purpose = 'consent' or p_unverified and p_purpose = 'release') and place.place_kind = 'centre'
        and not core.permit_known(me.site, p_permit) then
        fate := ('unverified', '')::core.fate;
    elsif p_purpose = 'consent' then
        answer := 'granted';
        granted_by := place.place_kind;
        return next;
        return;
    end if;
    if fate is null then
        select * into made from core.decision d
            where d.site = me.site and d.permit = p_permit and d.round = p_round and d.withdrawn = gone;
        asked_before := found;
        if not found and exists (
            select from core.decision d where d.act_id = p_act_id and d.site = me.site
                and (d.station, d.permit, d.round, d.withdrawn) <> (me.station, p_permit, p_round, gone)
            union all select from core.act a where a.site = me.site and a.act_id = p_act_id) then
            -- An act uses one right, and an act that is here already has used what it had.
            fate := ('act_id_used', '')::core.fate;
        elsif made is null then
            -- From here to the end of the transaction the post's authority does not move; a withdrawal stands alone.
            perform core.hold_post(me.site, p_post, p_purpose = 'withdraw');
            fate := core.no_authority(place, p_post, p_epoch);
            if fate is null and p_purpose = 'withdraw' then
                select 'already_released', d.station into fate from core.decision d
                    where d.site = me.site and d.permit = p_permit and d.round = p_round and d.withdrawn = '';
            elsif fate is null then
                fate := core.objection(me, p_permit, p_round, p_post, p_stamp);
            end if;
        end if;
    end if;
    if fate.outcome is not null then
        answer := 'denied';
        code := fate.outcome;
        detail := fate.reason;
        return next;
        return;
    end if;
    if made is null then
        if place.place_kind = 'post' then
            update core.feed_counter c set last = c.last + 1 where c.site = me.site and c.feed = 'decisions' returning c.last into counted;
            -- Whoever was faster has committed by now.
            select * into made from core.decision d
                where d.site = me.site and d.permit = p_permit and d.round = p_round and d.withdrawn = gone;
            if found then
                update core.feed_counter c set last = c.last - 1 where c.site = me.site and c.feed = 'decisions';
            end if;
        end if;
        if made is null then
            insert into core.decision as d (site, permit, round, withdrawn, act_id, station, officer, granted_by, post, epoch, number,
                    seat)
                values (me.site, p_permit, p_round, gone, p_act_id, me.station, p_officer, place.place_kind, p_post, p_epoch, counted,
                    p_seat)
                on conflict (site, permit, round, withdrawn) do nothing
                returning d.* into made;
        end if;
        if made is null then
            -- Another claim was faster by a moment.
            select * into strict made from core.decision d
                where d.site = me.site and d.permit = p_permit and d.round = p_round and d.withdrawn = gone;
        end if;
    end if;
    -- Whoever asks for an act that is here already does not know it: a copy of the journal used it, or this one lost it.
    answer := case when made.act_id = p_act_id and made.station = me.station and not (asked_before and exists (
        select from core.act a where a.site = me.site and a.act_id = p_act_id)) then 'granted' else 'taken' end;
    if answer = 'granted' and gone = '' and made.seat is distinct from p_seat
        and not core.grant_again(place, p_permit, p_round, p_act_id, p_seat, p_looked) then
        -- A copy of the journal asks, or the journal after it was put back: whether cargo left by that act two officers find out.
        answer := 'denied';
        code := 'other_seat';
        detail := '';
    end if;
    act_id := made.act_id;
    station := made.station;
    officer := made.officer;
    at := made.at;
    granted_by := made.granted_by;
    return next;
end $$;
