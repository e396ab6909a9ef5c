-- The release right: one decision for a (permit, round), keyed by the act that will use it. The same act asked again gets
-- the same answer, so an answer that came too late does no harm.

-- Why this place may not grant, or null. Codes as in officer_app.core.refusals.
create function core.objection(p_me core.station, p_permit text, p_round integer, p_post text, p_unverified boolean,
    out code text, out detail text)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    holder core.authority;
    place core.site;
    permit core.record_feed;
begin
    detail := '';
    if p_unverified then code := 'unverified'; return; end if;
    if p_me.post not in ('', p_post) then code := 'wrong_post'; detail := p_me.post; return; end if;
    select * into strict place from core.site s where s.site = p_me.site;
    select * into holder from core.authority a where a.site = p_me.site and a.post = p_post order by a.epoch desc limit 1;
    if place.place_kind <> coalesce(holder.kind, 'centre') or (place.place_kind = 'post' and place.place_holder <> holder.holder) then
        code := 'wrong_authority';
        detail := coalesce(holder.holder, 'centre');
        return;
    end if;
    select * into permit from core.record_feed r
        where r.site = p_me.site and r.kind = 'permit' and r.number = p_permit order by r.feed_seq desc limit 1;
    if found and (permit.deleted or permit.doc::jsonb ->> 'state' = 'cancelled') then code := 'cancelled'; return; end if;
    if found and permit.doc::jsonb ->> 'state' = 'held' then code := 'held'; return; end if;
    -- A hold that a counter wrote and that has reached us counts as well.
    if (select a.kind from core.act a
        where a.site = p_me.site and a.subject_kind = 'permit' and a.subject_number = p_permit and a.kind in ('hold', 'unhold')
            and a.feed_seq is not null
        order by a.feed_seq desc limit 1) = 'hold' then
        code := 'held';
        return;
    end if;
    -- A later round is open only once the release of the one before was annulled.
    if p_round > 1 and not exists (
        select from core.decision d join core.act a on a.site = d.site and a.subject_kind = 'permit'
            and a.subject_number = d.permit and a.kind = 'annul' and a.feed_seq is not null
            and convert_from(a.body, 'UTF8')::jsonb #>> '{fields,annuls}' = d.act_id
        where d.site = p_me.site and d.permit = p_permit and d.round = p_round - 1) then
        code := 'already_released';
        detail := (p_round - 1)::text;
    end if;
end $$;

create function api_v1.claim(p_permit text, p_round integer, p_act_id text, p_post text, p_officer text, p_unverified boolean)
returns table (answer text, code text, detail text, act_id text, station text, officer text, at timestamptz, granted_by text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
    made core.decision;
begin
    select * into made from core.decision d where d.site = me.site and d.permit = p_permit and d.round = p_round;
    if not found then
        select o.code, o.detail into code, detail from core.objection(me, p_permit, p_round, p_post, p_unverified) o;
        if code is not null then
            answer := 'denied';
            return next;
            return;
        end if;
        insert into core.decision (site, permit, round, act_id, station, officer, granted_by)
            select me.site, p_permit, p_round, p_act_id, me.station, p_officer, s.place_kind
            from core.site s where s.site = me.site
            on conflict (site, permit, round) do nothing;
        select * into strict made from core.decision d where d.site = me.site and d.permit = p_permit and d.round = p_round;
    end if;
    answer := case when made.act_id = p_act_id and made.station = me.station then 'granted' else 'taken' end;
    act_id := made.act_id;
    station := made.station;
    officer := made.officer;
    at := made.at;
    granted_by := made.granted_by;
    return next;
end $$;
