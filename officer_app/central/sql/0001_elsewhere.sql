-- Transit between sites: a case goes from the office that took it in to the office where it leaves, and these may be of two
-- sites. What the one did reaches the other as reference records, gapless and digested like all of them, each with the signed
-- bytes of one act. Nobody writes into another site's feed of acts (docs/decisions/0025).

-- Which site a customs office is of. Small; to distribute the rest by site, it is copied to every node.
create table core.office (
    site text not null references core.site,
    office text not null unique check (office ~ '^[0-9]{4}$'),
    primary key (site, office)
);

-- Up to which place of the feed of acts of `of_site` the centre has looked for what `site` is to know.
create table core.looked_elsewhere (
    site text not null references core.site,
    of_site text not null references core.site,
    feed_seq bigint not null,
    primary key (site, of_site)
);

-- What an exit office does with a case of another site, and what its own site therefore is told.
create function core.of_exit_office(p_act core.act) returns boolean
language sql stable set search_path = pg_catalog, pg_temp
return case
    when p_act.kind = 'annul' then exists (
        select from core.act a where a.site = p_act.site
            and a.act_id = convert_from(p_act.body, 'UTF8')::jsonb #>> '{fields,annuls}')
    else p_act.kind in ('transit_arrive', 'transit_exit', 'transit_open_goods', 'transit_note', 'transit_answer') end;

-- The acts of other sites that `p_site` is to know and does not yet, as far as the feeds have got by `p_marks` (site: place).
-- The keys by which they can be checked go along, whether or not there is a case.
create function core.acts_elsewhere(p_site text, p_marks jsonb) returns setof core.act
language sql stable set search_path = pg_catalog, pg_temp
begin atomic
    with mark as (
        select m.key as site, m.value::bigint as last, coalesce(l.feed_seq, 0) as before
        from jsonb_each_text(p_marks) m
        left join core.looked_elsewhere l on l.site = p_site and l.of_site = m.key
    ), fresh as (
        select a.* from mark m join core.act a on a.site = m.site and a.feed_seq > m.before and a.feed_seq <= m.last
        where a.subject_kind = 'transit' or a.kind in ('station_opened', 'key_registered', 'key_certified', 'key_revoked')
    ), sent as (
        select distinct n.subject_number, n.site as entry, o.site as exit
        from core.act n
        join mark m on m.site = n.site and n.feed_seq <= m.last
        join core.office o on o.office = convert_from(n.body, 'UTF8')::jsonb #>> '{fields,exit_office}'
        where n.subject_kind = 'transit' and n.kind = 'transit_consider' and p_site in (n.site, o.site) and n.site <> o.site
            and n.subject_number in (select f.subject_number from fresh f where f.subject_kind = 'transit')
    ), wanted as (
        select f.site, f.feed_seq from fresh f where f.site <> p_site and f.subject_kind <> 'transit'
        union
        select a.site, a.feed_seq
        from sent s
        join core.act a on a.subject_number = s.subject_number and a.subject_kind = 'transit'
            and a.site = case when s.exit = p_site then s.entry else s.exit end
        join mark m on m.site = a.site and a.feed_seq <= m.last
        where s.exit = p_site or core.of_exit_office(a)
    )
    select a.* from wanted w join core.act a on a.site = w.site and a.feed_seq = w.feed_seq
    where not exists (
        select from core.record_feed r where r.site = p_site and r.kind = 'act_elsewhere'
            and r.number = 'elsewhere/' || a.site || '/' || a.act_id)
        -- An act that bears the id of one of ours would stand in its place wherever both are folded.
        and not exists (select from core.act mine where mine.site = p_site and mine.act_id = a.act_id)
    order by a.site, a.feed_seq;
end;

-- Looks for them, and feeds them. One at a time for a site; it waits for no other site and keeps none waiting.
create function core.look_elsewhere(p_site text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    marks jsonb;
    act core.act;
begin
    if not exists (select from core.office o where o.site = p_site) then return; end if;
    for turn in 1 .. 2 loop
        select jsonb_object_agg(c.site, c.last) into marks
            from core.feed_counter c join core.site s on s.site = c.site
            where c.feed = 'acts' and c.site in (select o.site from core.office o)
                and s.mode = (select own.mode from core.site own where own.site = p_site);
        if marks is null or not exists (
            select from jsonb_each_text(marks) m
            left join core.looked_elsewhere l on l.site = p_site and l.of_site = m.key
            where m.value::bigint > coalesce(l.feed_seq, 0)) then
            return;
        end if;
        -- First without waiting for anybody; where something is new, once more in one's turn.
        if turn = 1 then
            perform from core.feed_counter c where c.site = p_site and c.feed = 'records' for update;
        end if;
    end loop;
    for act in select * from core.acts_elsewhere(p_site, marks) loop
        perform core.feed_record(p_site, 'act_elsewhere', 'elsewhere/' || act.site || '/' || act.act_id, jsonb_build_object(
            'body', convert_from(act.body, 'UTF8'), 'signature', encode(act.signature, 'hex')));
    end loop;
    insert into core.looked_elsewhere (site, of_site, feed_seq) select p_site, m.key, m.value::bigint from jsonb_each_text(marks) m
        on conflict (site, of_site) do update set feed_seq = excluded.feed_seq;
end $$;

-- `p_office` is of this site from now on. What was done before is looked through again for both sides.
create function admin_v1.set_office(p_site text, p_office text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform core.open_site(p_site);
    insert into core.office (site, office) values (p_site, p_office)
        on conflict (office) do update set site = excluded.site;
    update core.looked_elsewhere set feed_seq = 0;
end $$;

create function admin_v1.offices() returns table (office text, site text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return query select o.office, o.site from core.office o order by o.office;
end $$;
