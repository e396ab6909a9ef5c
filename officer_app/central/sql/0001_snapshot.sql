-- A snapshot of the feed of records: the newest record of each number, which a new workstation loads before it pulls the rest.

-- What is to stand in a snapshot at `p_place` of the feed; the caller reads all of it in one transaction that repeats its reads.
create function admin_v1.snapshot_records(p_site text, p_after bigint, p_limit integer)
returns table (feed_seq bigint, kind text, number text, doc text, provenance text, as_of timestamptz, deleted boolean, keys jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return query
        select r.feed_seq, r.kind, r.number, r.doc, r.provenance, r.as_of, r.deleted, r.keys from core.record_feed r
        where r.site = p_site and r.feed_seq > p_after and not exists (
            select from core.record_feed n where n.site = r.site and n.kind = r.kind and n.number = r.number and n.feed_seq > r.feed_seq)
        order by r.feed_seq limit p_limit;
end $$;

-- Where the feed of records is, and under which epoch.
create function admin_v1.feed_place(p_site text, out feed_epoch uuid, out place bigint, out digest text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    select c.last, c.digest into strict place, digest from core.feed_counter c where c.site = p_site and c.feed = 'records';
    select e.epoch into strict feed_epoch from core.feed_epoch e where e.site = p_site order by e.number desc limit 1;
end $$;

create function admin_v1.add_snapshot_part(p_site text, p_snapshot_id text, p_part integer, p_content bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into core.snapshot_part (site, snapshot_id, part, content) values (p_site, p_snapshot_id, p_part, p_content);
end $$;

-- Offers a snapshot; of the older ones only the one before stays, for those who are loading it.
create function admin_v1.offer_snapshot(p_site text, p_snapshot_id text, p_place bigint, p_manifest bytea, p_signature bytea)
returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into core.snapshot (site, snapshot_id, place, manifest, signature)
        values (p_site, p_snapshot_id, p_place, p_manifest, p_signature);
    delete from core.snapshot s where s.site = p_site and s.snapshot_id not in (
        select n.snapshot_id from core.snapshot n where n.site = p_site order by n.made desc limit 2);
    delete from core.snapshot_part t where t.site = p_site and not exists (
        select from core.snapshot s where s.site = t.site and s.snapshot_id = t.snapshot_id);
end $$;

create function api_v1.snapshot() returns table (manifest bytea, signature bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
begin
    return query select s.manifest, s.signature from core.snapshot s where s.site = me.site order by s.made desc limit 1;
end $$;

create function api_v1.snapshot_part(p_snapshot_id text, p_part integer) returns bytea
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
begin
    return (select p.content from core.snapshot_part p
        where p.site = me.site and p.snapshot_id = p_snapshot_id and p.part = p_part);
end $$;
