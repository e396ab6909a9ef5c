-- Records that the centre itself makes (authorities, cases, claims whose act is on its way), and the digests of the feeds.

-- What a record weighs in the sum of its feed: 60 bits of a SHA-256.
create function core.record_weight(p_kind text, p_number text, p_doc text, p_provenance text, p_as_of timestamptz, p_deleted boolean)
returns numeric
language sql immutable parallel safe set search_path = pg_catalog, pg_temp
return ('x' || left(encode(sha256(convert_to(concat_ws(chr(31), p_kind, p_number, p_doc, p_provenance,
    (extract(epoch from p_as_of) * 1000000)::bigint::text, case when p_deleted then '1' else '0' end), 'UTF8')), 'hex'), 15))::bit(60)::bigint;

-- Feeds one record. Times only go forward for a number, whatever the clock does: a workstation keeps the younger one.
create function core.feed_record(p_site text, p_kind text, p_number text, p_doc jsonb) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    place bigint;
    before core.record_feed;
    now_at timestamptz := clock_timestamp();
    weight numeric;
    total numeric;
    source text := 'counter';
begin
    select c.last + 1, coalesce(nullif(c.digest, '')::numeric, 0) into strict place, total
        from core.feed_counter c where c.site = p_site and c.feed = 'records' for update;
    select r.* into before from core.record_feed r
        where r.site = p_site and r.kind = p_kind and r.number = p_number order by r.feed_seq desc limit 1;
    if found then
        now_at := greatest(now_at, before.as_of + interval '1 microsecond');
        total := total - core.record_weight(before.kind, before.number, before.doc, before.provenance, before.as_of, before.deleted);
    end if;
    weight := core.record_weight(p_kind, p_number, p_doc::text, source, now_at, false);
    insert into core.record_feed (site, feed_seq, kind, number, doc, provenance, as_of, deleted, keys)
        values (p_site, place, p_kind, p_number, p_doc::text, source, now_at, false, '{}');
    update core.feed_counter c set last = place, digest = (total + weight)::text where c.site = p_site and c.feed = 'records';
    insert into core.feed_mark (site, feed, feed_seq, digest) values (p_site, 'records', place, (total + weight)::text);
end $$;

-- Opens a case, once; what is open or closed already stays as it is.
create function core.open_case(p_site text, p_case_id text, p_kind text, p_subject text, p_evidence jsonb) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    insert into core.case_file (site, case_id, kind, subject, evidence) values (p_site, p_case_id, p_kind, p_subject, p_evidence)
        on conflict (site, case_id) do nothing;
    if found then
        perform core.feed_case(p_site, p_case_id);
    end if;
end $$;

create function core.feed_case(p_site text, p_case_id text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    known core.case_file;
begin
    select * into strict known from core.case_file c where c.site = p_site and c.case_id = p_case_id;
    perform core.feed_record(p_site, 'case', 'case/' || p_case_id, jsonb_strip_nulls(jsonb_build_object(
        'case_id', known.case_id, 'kind', known.kind, 'subject', known.subject, 'evidence', known.evidence,
        'opened', core.time_text(known.opened), 'closed_act', known.closed_act, 'closed_by', known.closed_by,
        'closed_second', known.closed_second, 'closed_reason', known.closed_reason, 'closed_at', core.time_text(known.closed_at))));
end $$;

-- A time as acts write it.
create function core.time_text(p_at timestamptz) returns text
language sql stable strict parallel safe set search_path = pg_catalog, pg_temp
return to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

-- The newest mark at or before a place of a feed: what a workstation that has got so far must come to as well.
create function api_v1.digest(p_feed text, p_up_to bigint) returns table (feed_seq bigint, digest text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
begin
    return query select m.feed_seq, m.digest from core.feed_mark m
        where m.site = me.site and m.feed = p_feed and m.feed_seq <= p_up_to order by m.feed_seq desc limit 1;
end $$;
