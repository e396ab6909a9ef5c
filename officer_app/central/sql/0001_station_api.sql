-- What a workstation may ask. Who it is comes from the connection alone, never from a parameter.

create function core.this_station() returns core.station
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    me core.station;
begin
    select * into me from core.station s where s.role_name = session_user and s.active;
    if not found then
        raise exception 'this workstation is not enrolled here, or it was revoked' using errcode = '28000';
    end if;
    return me;
end $$;

create function api_v1.hello()
returns table (centre_now timestamptz, feed_epoch uuid, head_seq bigint, head_hash bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
begin
    return query
        select clock_timestamp(), e.epoch, h.last_seq, h.last_hash
        from core.head h, core.feed_epoch e
        where h.site = me.site and h.station = me.station and e.site = me.site
        order by e.number desc limit 1;
end $$;

create function api_v1.pull_acts(p_after bigint, p_limit integer)
returns table (feed_seq bigint, body bytea, signature bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
begin
    return query
        select a.feed_seq, a.body, a.signature from core.act a
        where a.site = me.site and a.feed_seq > p_after
        order by a.feed_seq limit least(p_limit, 5000);
end $$;

create function api_v1.pull_records(p_after bigint, p_limit integer)
returns table (feed_seq bigint, kind text, number text, doc text, provenance text, as_of timestamptz, deleted boolean, keys jsonb)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
begin
    return query
        select r.feed_seq, r.kind, r.number, r.doc, r.provenance, r.as_of, r.deleted, r.keys from core.record_feed r
        where r.site = me.site and r.feed_seq > p_after
        order by r.feed_seq limit least(p_limit, 5000);
end $$;
