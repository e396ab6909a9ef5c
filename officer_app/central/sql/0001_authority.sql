-- Who grants the releases of a post (docs/decisions/0010). Whoever moves the right holds the post's row alone, so that no
-- claim of this place is under way meanwhile.

-- Locks the post, which is made on first use.
create function core.hold_post(p_site text, p_post text, p_alone boolean) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    loop
        if p_alone then
            perform from core.post p where p.site = p_site and p.post = p_post for update;
        else
            perform from core.post p where p.site = p_site and p.post = p_post for key share;
        end if;
        exit when found;
        insert into core.post (site, post) values (p_site, p_post) on conflict (site, post) do nothing;
    end loop;
end $$;

-- The authority as it stands; the centre, epoch 0, where nothing was ever said.
create function core.authority_of(p_site text, p_post text) returns core.authority
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    found_row core.authority;
begin
    select * into found_row from core.authority a where a.site = p_site and a.post = p_post order by a.epoch desc limit 1;
    if not found then
        found_row := (p_site, p_post, 0, 'centre', 'centre', now(), 0, '')::core.authority;
    end if;
    return found_row;
end $$;

-- Tells the workstations who grants, after all claims whose act has not come: the new authority must not grant those again.
create function core.feed_authority(p_site text, p_post text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    now_is core.authority := core.authority_of(p_site, p_post);
    claim core.decision;
    resting boolean;
begin
    for claim in select d.* from core.decision d where d.site = p_site and d.post = p_post
        and not exists (select from core.act a where a.site = d.site and a.act_id = d.act_id) loop
        perform core.feed_record(p_site, 'decision',
            'decision/' || claim.permit || '/' || claim.round || case claim.withdrawn when '' then '' else '/' || claim.withdrawn end,
            jsonb_build_object('permit', claim.permit, 'round', claim.round, 'withdrawn', claim.withdrawn, 'act_id', claim.act_id,
                'station', claim.station, 'officer', claim.officer, 'at', core.time_text(claim.at), 'granted_by', claim.granted_by));
    end loop;
    select s.recovering into strict resting from core.site s where s.site = p_site;
    perform core.feed_record(p_site, 'authority', 'authority/' || p_post, jsonb_build_object(
        'post', p_post, 'epoch', now_is.epoch, 'kind', now_is.kind, 'holder', now_is.holder, 'acts_place', now_is.acts_place,
        'forced', now_is.forced, 'resting', resting, 'seat', coalesce((select s.seat from core.authority_seat s
            where s.site = p_site and s.post = p_post and s.epoch = now_is.epoch), '')));
end $$;

-- The next epoch of a post. The caller holds the post alone.
create function core.next_authority(p_site text, p_post text, p_kind text, p_holder text, p_forced text) returns integer
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    made integer;
begin
    insert into core.authority (site, post, epoch, kind, holder, acts_place, forced)
        values (p_site, p_post, greatest((core.authority_of(p_site, p_post)).epoch,
                (select max(e.authorities_beyond) from core.feed_epoch e where e.site = p_site)) + 1, p_kind, p_holder,
            (select c.last from core.feed_counter c where c.site = p_site and c.feed = 'acts'), p_forced)
        returning epoch into made;
    if p_kind = 'workstation' then
        insert into core.authority_seat (site, post, epoch, seat)
            select s.site, p_post, made, s.seat from core.seat s where s.site = p_site and s.station = p_holder
            order by s.number desc limit 1;
    end if;
    perform core.feed_authority(p_site, p_post);
    return made;
end $$;

-- Why an authority cannot be moved without force, in one word, or null: it has to have handed back, and all it decided has to be here.
create function core.still_holds(p_now core.authority) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    handed core.handed_back;
begin
    if p_now.kind = 'centre' then return null; end if;
    select * into handed from core.handed_back h where h.site = p_now.site and h.post = p_now.post and h.epoch = p_now.epoch;
    if not found then
        return 'not_handed_back';
    end if;
    if p_now.kind = 'post' and handed.decisions > coalesce(
        (select t.last from core.told t where t.site = p_now.site and t.post = p_now.post and t.server = handed.server), 0) then
        return 'decisions_missing';
    end if;
    return null;
end $$;

create function core.known_holder(p_site text, p_post text, p_kind text, p_holder text) returns boolean
language sql stable set search_path = pg_catalog, pg_temp
return case p_kind
    when 'centre' then p_holder = 'centre'
    when 'post' then p_holder = p_post
    else exists (select from core.station s where s.site = p_site and s.station = p_holder and s.active and s.post in ('', p_post))
end;

-- A regular move. ZA001: it would make two authorities; ZA002: no such workstation at this post. What a rule forbids says why in one
-- word (hint: the texts `forbids.WORD`) and whom it is about (detail).
create function admin_v1.set_authority(p_site text, p_post text, p_kind text, p_holder text) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    now_is core.authority;
    objection text;
begin
    perform core.open_site(p_site);
    perform core.hold_post(p_site, p_post, true);
    now_is := core.authority_of(p_site, p_post);
    if now_is.kind = p_kind and now_is.holder = p_holder and core.still_holds(now_is) is not null then
        return now_is.epoch;
    end if;
    if (select s.recovering from core.site s where s.site = p_site) then
        raise exception 'site % was restored and has not heard every workstation again', p_site
            using errcode = 'ZA001', hint = 'recovering', detail = p_post;
    end if;
    objection := core.still_holds(now_is);
    if objection is not null then
        raise exception 'the right of post % cannot be moved: %', p_post, case objection
            when 'not_handed_back' then now_is.holder || ' has not handed back'
            else 'not all decisions of ' || now_is.holder || ' are here yet'
        end using errcode = 'ZA001', hint = objection, detail = now_is.holder;
    end if;
    if not core.known_holder(p_site, p_post, p_kind, p_holder) then
        raise exception 'there is no % of the name % for post %', p_kind, p_holder, p_post
            using errcode = 'ZA002', hint = 'no_such_holder', detail = p_holder;
    end if;
    if p_kind = 'workstation' and exists (select from core.case_file c where c.site = p_site and c.subject = p_holder
            and c.kind = 'second_seat' and c.closed_at is null) then
        raise exception '% speaks from two machines; two officers have to close that case first', p_holder
            using errcode = 'ZA001', hint = 'second_seat', detail = p_holder;
    end if;
    return core.next_authority(p_site, p_post, p_kind, p_holder, '');
end $$;

-- An act of hand-back has arrived. Only the holder of that epoch ends it; null where it did, else why not.
create function core.hear_hand_back(p_me core.station, p_act core.reading) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    epoch_no integer := core.whole_number(p_act.fields -> 'epoch');
    ended core.authority;
begin
    perform core.hold_post(p_me.site, p_act.subject_number, true);
    select * into ended from core.authority a
        where a.site = p_me.site and a.post = p_act.subject_number and a.epoch = epoch_no;
    if not found or ended.kind = 'centre' or (ended.kind = 'workstation' and ended.holder <> p_me.station)
        or (ended.kind = 'post' and p_me.post <> p_act.subject_number) then
        return 'stale_epoch';
    end if;
    -- A copy of its journal does not end what the journal itself may still grant.
    if ended.kind = 'workstation' and coalesce(p_act.fields ->> 'seat', '') <> coalesce((select s.seat from core.authority_seat s
            where s.site = ended.site and s.post = ended.post and s.epoch = ended.epoch), '') then
        return 'stale_epoch';
    end if;
    insert into core.handed_back (site, post, epoch, station, act_id, decisions, server)
        values (p_me.site, ended.post, ended.epoch, p_me.station, p_act.act_id, coalesce(core.whole_number(p_act.fields -> 'decisions'), 0),
            coalesce(p_act.fields ->> 'server', ''))
        on conflict (site, post, epoch) do nothing;
    return null;
end $$;

-- An act by which two people take the right from an authority that does not answer. It must name the epoch it ends.
create function core.hear_forced_move(p_me core.station, p_act core.reading) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    post_name text := p_act.subject_number;
    now_is core.authority;
    made integer;
begin
    if not core.two_people(p_act) then return 'second_needed'; end if;
    perform core.hold_post(p_me.site, post_name, true);
    now_is := core.authority_of(p_me.site, post_name);
    if core.whole_number(p_act.fields -> 'epoch') is distinct from now_is.epoch then return 'stale_epoch'; end if;
    if coalesce(p_act.fields ->> 'kind', '') not in ('centre', 'workstation', 'post')
        or not core.known_holder(p_me.site, post_name, p_act.fields ->> 'kind', coalesce(p_act.fields ->> 'holder', '')) then
        return 'no_such_holder';
    end if;
    made := core.next_authority(p_me.site, post_name, p_act.fields ->> 'kind', p_act.fields ->> 'holder', p_act.act_id);
    perform core.open_case(p_me.site, 'forced_move:' || post_name || ':' || made, 'forced_move', post_name, jsonb_build_object(
        'act', p_act.act_id, 'from', now_is.kind || ' ' || now_is.holder, 'from_epoch', now_is.epoch,
        'to', (p_act.fields ->> 'kind') || ' ' || (p_act.fields ->> 'holder'), 'to_epoch', made,
        'reason', p_act.fields ->> 'reason', 'officer', p_act.officer, 'second', p_act.fields ->> 'second'));
    return null;
end $$;

-- What a post's own server learns of its lanes' acts: which epochs are over, also where it forgot them in a restore; and that two
-- officers let it go on after one, under the epoch of the feed that it has now.
create function core.learn_at_post(p_me core.station, p_place core.site, p_act core.reading) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    epoch_no integer := core.whole_number(p_act.fields -> 'epoch');
    now_is text;
begin
    if p_act.subject_kind <> 'post' or p_act.subject_number <> p_place.place_holder or p_me.post <> p_place.place_holder
        or epoch_no is null then
        return;
    end if;
    select e.epoch into strict now_is from core.feed_epoch e where e.site = p_me.site order by e.number desc limit 1;
    if p_act.kind = 'authority_handed_back'
        or p_act.kind = 'authority_forced' and p_act.fields ->> 'server' = now_is and core.two_people(p_act) then
        perform core.hold_post(p_me.site, p_place.place_holder, true);
        insert into core.handed_back (site, post, epoch, station, act_id)
            values (p_me.site, p_place.place_holder, epoch_no, p_me.station, p_act.act_id)
            on conflict (site, post, epoch) do nothing;
        if p_act.kind = 'authority_forced' then
            insert into core.reopened (site, server, station, act_id) values (p_me.site, now_is, p_me.station, p_act.act_id)
                on conflict (site, server) do nothing;
            perform core.end_recovery(p_me.site);
        end if;
    end if;
end $$;

-- The post's own server: no more claims under this epoch. The same again gives the same count.
create function api_v1.hand_back(p_post text, p_epoch integer) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
    place core.site;
    counted bigint;
begin
    select * into strict place from core.site s where s.site = me.site;
    if place.place_kind <> 'post' or place.place_holder <> p_post then
        raise exception 'this is not the server of post %', p_post using errcode = 'ZA002';
    end if;
    perform core.hold_post(me.site, p_post, true);
    if (core.authority_of(me.site, p_post)).epoch < p_epoch then
        insert into core.authority (site, post, epoch, kind, holder) values (me.site, p_post, p_epoch, 'post', p_post);
    end if;
    insert into core.handed_back (site, post, epoch, station, decisions, server)
        select me.site, p_post, p_epoch, me.station, c.last, e.epoch from core.feed_counter c, core.feed_epoch e
        where c.site = me.site and c.feed = 'decisions' and e.site = me.site
        order by e.number desc limit 1
        on conflict (site, post, epoch) do nothing;
    select h.decisions into strict counted from core.handed_back h where h.site = me.site and h.post = p_post and h.epoch = p_epoch;
    return counted;
end $$;

create function api_v1.pull_decisions(p_after bigint, p_limit integer)
returns table (number bigint, permit text, round integer, withdrawn text, act_id text, station text, officer text, at timestamptz, epoch integer,
    seat text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
begin
    return query select d.number, d.permit, d.round, d.withdrawn, d.act_id, d.station, d.officer, d.at, d.epoch, coalesce(d.seat, '')
        from core.decision d where d.site = me.site and d.number > p_after order by d.number limit least(p_limit, 5000);
end $$;

-- How many decisions of a post's own server are known here.
create function api_v1.decisions_told(p_post text, p_server text) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
begin
    return coalesce((select t.last from core.told t where t.site = me.site and t.post = p_post and t.server = p_server), 0);
end $$;

-- A lane of the post tells what its server decided, from the next number on; gives how many are known then.
create function api_v1.tell_decisions(p_post text, p_server text, p_numbers bigint[], p_permits text[], p_rounds integer[], p_withdrawn text[],
    p_act_ids text[], p_stations text[], p_officers text[], p_ats timestamptz[], p_epochs integer[],
    p_seats text[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
    latest bigint;
    winner core.decision;
begin
    if me.post <> p_post then
        raise exception 'this workstation does not stand at post %', p_post using errcode = 'ZA002';
    end if;
    -- The site's counter first, as in push: cases are fed under it.
    perform from core.feed_counter c where c.site = me.site and c.feed = 'acts' for update;
    insert into core.told (site, post, server) values (me.site, p_post, p_server) on conflict (site, post, server) do nothing;
    select t.last into strict latest from core.told t where t.site = me.site and t.post = p_post and t.server = p_server for update;
    for i in 1 .. cardinality(p_numbers) loop
        continue when p_numbers[i] <= latest;
        exit when p_numbers[i] <> latest + 1;
        latest := p_numbers[i];
        insert into core.decision (site, permit, round, withdrawn, act_id, station, officer, at, granted_by, post, epoch, seat)
            values (me.site, p_permits[i], p_rounds[i], p_withdrawn[i], p_act_ids[i], p_stations[i], p_officers[i], p_ats[i], 'post',
                p_post, p_epochs[i], p_seats[i])
            on conflict (site, permit, round, withdrawn) do nothing;
        if not found and p_withdrawn[i] = '' then
            select d.* into strict winner from core.decision d where d.site = me.site and d.permit = p_permits[i]
                and d.round = p_rounds[i] and d.withdrawn = '';
            if winner.act_id <> p_act_ids[i] then
                perform core.contradict(me.site, winner, p_act_ids[i], p_stations[i], p_officers[i]);
            end if;
        end if;
        -- The act that took the stamp back may never come.
        perform core.compare_withdrawal(me.site, p_permits[i], p_rounds[i], p_withdrawn[i]);
    end loop;
    update core.told t set last = latest where t.site = me.site and t.post = p_post and t.server = p_server;
    return latest;
end $$;
