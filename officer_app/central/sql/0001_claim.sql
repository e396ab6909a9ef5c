-- The release right: one decision for a (permit, round), keyed by the act that will use it. The same act asked again gets
-- the same answer, so an answer that came too late does no harm.

-- Why this place may not grant, or null. Codes as in officer_app.core.refusals. One query, because a counter waits for it.
create function core.objection(p_me core.station, p_place core.site, p_permit text, p_round integer, p_post text,
    p_unverified boolean) returns core.fate
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    kind text;
    holder text;
    withdrawn boolean;
    state text;
    last_hold text;
    opened boolean;
begin
    if p_unverified then return ('unverified', '')::core.fate; end if;
    if p_me.post not in ('', p_post) then return ('wrong_post', p_me.post)::core.fate; end if;
    select a.kind, a.holder, r.deleted, case when not r.deleted then r.doc::jsonb ->> 'state' end, h.kind,
        -- A later round is open only once the release of the one before was annulled.
        p_round = 1 or exists (
            select from core.decision d
            join core.act n on n.site = d.site and n.subject_kind = 'permit' and n.subject_number = d.permit
                and n.kind = 'annul' and n.feed_seq is not null
                and convert_from(n.body, 'UTF8')::jsonb #>> '{fields,annuls}' = d.act_id
            where d.site = p_me.site and d.permit = p_permit and d.round = p_round - 1)
        into kind, holder, withdrawn, state, last_hold, opened
        from (values (p_me.site)) as here (site)
        left join lateral (
            select y.kind, y.holder from core.authority y where y.site = here.site and y.post = p_post
            order by y.epoch desc limit 1) a on true
        left join lateral (
            select c.deleted, c.doc from core.record_feed c where c.site = here.site and c.kind = 'permit' and c.number = p_permit
            order by c.feed_seq desc limit 1) r on true
        -- A hold that a counter wrote and that has reached us counts as well.
        left join lateral (
            select t.kind from core.act t where t.site = here.site and t.subject_kind = 'permit' and t.subject_number = p_permit
                and t.kind in ('hold', 'unhold') and t.feed_seq is not null
            order by t.feed_seq desc limit 1) h on true;
    return case
        when coalesce(kind, 'centre') <> p_place.place_kind or (kind = 'post' and holder <> p_place.place_holder)
            then ('wrong_authority', coalesce(holder, 'centre'))::core.fate
        when withdrawn or state = 'cancelled' then ('cancelled', '')::core.fate
        when state = 'held' or last_hold = 'hold' then ('held', '')::core.fate
        when not opened then ('already_released', (p_round - 1)::text)::core.fate
    end;
end $$;

create function api_v1.claim(p_permit text, p_round integer, p_act_id text, p_post text, p_officer text, p_unverified boolean)
returns table (answer text, code text, detail text, act_id text, station text, officer text, at timestamptz, granted_by text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
    place core.site;
    made core.decision;
    fate core.fate;
begin
    select * into made from core.decision d where d.site = me.site and d.permit = p_permit and d.round = p_round;
    if not found then
        select * into strict place from core.site s where s.site = me.site;
        fate := core.objection(me, place, p_permit, p_round, p_post, p_unverified);
        if fate is not null then
            answer := 'denied';
            code := fate.outcome;
            detail := fate.reason;
            return next;
            return;
        end if;
        insert into core.decision as d (site, permit, round, act_id, station, officer, granted_by)
            values (me.site, p_permit, p_round, p_act_id, me.station, p_officer, place.place_kind)
            on conflict (site, permit, round) do nothing
            returning d.* into made;
        if not found then
            -- Another claim was faster by a moment.
            select * into strict made from core.decision d where d.site = me.site and d.permit = p_permit and d.round = p_round;
        end if;
    end if;
    answer := case when made.act_id = p_act_id and made.station = me.station then 'granted' else 'taken' end;
    act_id := made.act_id;
    station := made.station;
    officer := made.officer;
    at := made.at;
    granted_by := made.granted_by;
    return next;
end $$;
