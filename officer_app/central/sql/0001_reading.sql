-- Reading a signed body. What is wrong inside one act must never stop the acts behind it, so nothing here raises.

-- What became of an act or a claim, and why.
create type core.fate as (outcome text, reason text);

create type core.reading as (
    refused text,
    act_id text,
    site text,
    station text,
    station_seq bigint,
    prev bytea,
    kind text,
    subject_kind text,
    subject_number text,
    round integer,
    officer text,
    at timestamptz,
    mode text,
    fields jsonb
);

create function core.whole(p_number numeric) returns text
language sql immutable parallel safe
return case when abs(p_number) < 9007199254740992 then trunc(p_number)::text else '' end;

-- A table of a body in the only form that may be signed (officer_app/core/canonical.py): keys in the order of their code
-- points, no blanks, whole numbers below 2^53, no nulls. What may not stand there comes out as something else.
create function core.canonical(p_table jsonb) returns text
language plpgsql immutable strict set search_path = pg_catalog, pg_temp as $$
begin
    return '{' || coalesce((
        select string_agg(
            to_json(key)::text || ':' || case jsonb_typeof(value)
                when 'string' then value::text
                when 'boolean' then value::text
                when 'number' then core.whole(value::numeric)
                when 'object' then core.canonical(value)
                when 'array' then core.canonical_list(value)
                else '' end,
            ',' order by key collate "C")
        from jsonb_each(p_table)), '') || '}';
end $$;

create function core.canonical_list(p_list jsonb) returns text
language plpgsql immutable strict set search_path = pg_catalog, pg_temp as $$
begin
    return '[' || coalesce((
        select string_agg(
            case jsonb_typeof(value)
                when 'string' then value::text
                when 'boolean' then value::text
                when 'number' then core.whole(value::numeric)
                when 'object' then core.canonical(value)
                when 'array' then core.canonical_list(value)
                else '' end,
            ',' order by place)
        from jsonb_array_elements(p_list) with ordinality as element (value, place)), '') || ']';
end $$;

-- Control characters, raw or escaped, and text that is not in normal form NFC may not be signed either.
create function core.clean(p_text text) returns boolean
language sql immutable strict parallel safe
return p_text !~ '[\u0001-\u001f\u007f-\u009f]'
    and (position('\' in p_text) = 0 or p_text ~ '^([^\\]|\\["\\])*$')
    and p_text is nfc normalized;

create function core.read_body(p_body bytea) returns core.reading
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
    found core.reading;
    said text;
    doc jsonb;
begin
    if octet_length(p_body) > 262144 then
        found.refused := 'oversize';
        return found;
    end if;
    said := convert_from(p_body, 'UTF8');
    doc := said::jsonb;
    if jsonb_typeof(doc) is distinct from 'object' or core.canonical(doc) is distinct from said or not core.clean(said) then
        found.refused := 'not_canonical';
        return found;
    end if;
    if not coalesce(doc @@ '$.act_id.type() == "string" && $.site.type() == "string" && $.station.type() == "string"
            && $.station_seq.type() == "number" && $.prev.type() == "string" && $.kind.type() == "string"
            && $.subject.kind.type() == "string" && $.subject.number.type() == "string" && $.subject.round.type() == "number"
            && $.officer.type() == "string" && $.at.type() == "string" && $.after.type() == "string"
            && $.key.type() == "string" && $.mode.type() == "string" && $.fields.type() == "object"', false)
        or doc ->> 'prev' !~ '^[0-9a-f]{64}$'
        or doc ->> 'at' !~ '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$'
        or doc ->> 'act_id' !~ '^.{1,64}$' then
        found.refused := 'bad_form';
        return found;
    end if;
    return (null, doc ->> 'act_id', doc ->> 'site', doc ->> 'station', (doc -> 'station_seq')::bigint, decode(doc ->> 'prev', 'hex'),
        doc ->> 'kind', doc #>> '{subject,kind}', doc #>> '{subject,number}', (doc #> '{subject,round}')::integer,
        doc ->> 'officer', (doc ->> 'at')::timestamptz, doc ->> 'mode', doc -> 'fields')::core.reading;
exception when others then
    found.refused := 'unreadable';
    return found;
end $$;
