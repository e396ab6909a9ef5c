-- What the centre's own administration does.

create function core.open_site(p_site text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    insert into core.site (site) values (p_site) on conflict (site) do nothing;
    insert into core.feed_epoch (site, number, epoch) values (p_site, 1, gen_random_uuid()) on conflict (site, number) do nothing;
    insert into core.feed_counter (site, feed) values (p_site, 'acts'), (p_site, 'records') on conflict (site, feed) do nothing;
end $$;

-- A workstation that has acts here keeps the key they were signed with: another key would be another workstation.
create function admin_v1.enrol_station(p_site text, p_station text, p_role text, p_public_key bytea, p_desk text, p_post text)
returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    known core.station;
begin
    perform core.open_site(p_site);
    select * into known from core.station s where s.site = p_site and s.station = p_station for update;
    if found and known.public_key <> p_public_key
        and exists (select from core.head h where h.site = p_site and h.station = p_station and h.last_seq > 0) then
        raise exception 'workstation % is enrolled with another key and has acts here', p_station using errcode = 'ZK001';
    end if;
    insert into core.station (site, station, role_name, public_key, desk, post)
        values (p_site, p_station, p_role, p_public_key, p_desk, p_post)
        on conflict (site, station) do update set role_name = excluded.role_name, public_key = excluded.public_key,
            desk = excluded.desk, post = excluded.post, active = true;
    insert into core.head (site, station) values (p_site, p_station) on conflict (site, station) do nothing;
end $$;

-- Gives the role name of the workstation that is active no longer, null where there is none of that name.
create function admin_v1.revoke_station(p_site text, p_station text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    role text;
begin
    update core.station s set active = false where s.site = p_site and s.station = p_station returning s.role_name into role;
    return role;
end $$;

-- From now on `p_holder` grants the releases of a post. For a post that is at work this alone is not enough: its old
-- authority has to hand back first (design.md §7).
create function admin_v1.set_authority(p_site text, p_post text, p_kind text, p_holder text) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    made integer;
begin
    perform core.open_site(p_site);
    insert into core.authority (site, post, epoch, kind, holder)
        select p_site, p_post, coalesce(max(a.epoch), 0) + 1, p_kind, p_holder
        from core.authority a where a.site = p_site and a.post = p_post
        returning epoch into made;
    return made;
end $$;

-- Reference records into the site's feed. What is there already, word for word, is not fed again; what is older than the
-- record we hold is left out and counted.
create function admin_v1.load_records(p_site text, p_kinds text[], p_numbers text[], p_docs text[], p_provenances text[],
    p_as_of timestamptz[], p_deleted boolean[], p_keys jsonb[], out fed bigint, out unchanged bigint, out stale bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    start bigint;
begin
    perform core.open_site(p_site);
    select c.last into strict start from core.feed_counter c where c.site = p_site and c.feed = 'records' for update;
    with given as (
        select * from unnest(p_kinds, p_numbers, p_docs, p_provenances, p_as_of, p_deleted, p_keys)
            with ordinality as g (kind, number, doc, provenance, as_of, deleted, keys, place)
    ), judged as (
        select g.*, case
            when c.as_of > g.as_of then 'stale'
            when (c.doc, c.provenance, c.as_of, c.deleted, c.keys) = (g.doc, g.provenance, g.as_of, g.deleted, g.keys) then 'unchanged'
            else 'new' end as verdict
        from given g left join lateral (
            select r.* from core.record_feed r where r.site = p_site and r.kind = g.kind and r.number = g.number
            order by r.feed_seq desc limit 1) c on true
    ), written as (
        insert into core.record_feed (site, feed_seq, kind, number, doc, provenance, as_of, deleted, keys)
            select p_site, start + row_number() over (order by place), kind, number, doc, provenance, as_of, deleted, keys
            from judged where verdict = 'new'
            returning feed_seq
    )
    select (select count(*) from written), count(*) filter (where verdict = 'unchanged'), count(*) filter (where verdict = 'stale')
        into fed, unchanged, stale from judged;
    update core.feed_counter c set last = start + fed where c.site = p_site and c.feed = 'records';
end $$;
