-- Reading a signed body. What is wrong inside one act must never stop the acts behind it.

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

-- A value of a body in the only form that may be signed (officer_app/core/canonical.py): keys in the order of their code
-- points, no blanks, whole numbers below 2^53, no nulls, no more than 16 tables and lists inside each other. What may not stand
-- there comes out as something else.
create function core.canonical(p_value jsonb, p_depth integer) returns text
language plpgsql immutable strict set search_path = pg_catalog, pg_temp as $$
begin
    return case jsonb_typeof(p_value)
        when 'string' then p_value::text
        when 'boolean' then p_value::text
        when 'number' then core.whole(p_value::numeric)
        when 'null' then ''
        else case
            when p_depth = 0 then ''
            when jsonb_typeof(p_value) = 'object' then '{' || coalesce((
                select string_agg(to_json(key)::text || ':' || core.canonical(value, p_depth - 1), ',' order by key collate "C")
                from jsonb_each(p_value)), '') || '}'
            else '[' || coalesce((
                select string_agg(core.canonical(value, p_depth - 1), ',' order by place)
                from jsonb_array_elements(p_value) with ordinality as element (value, place)), '') || ']' end
        end;
end $$;

-- Control characters, raw or escaped, and text that is not in normal form NFC may not be signed either.
create function core.clean(p_text text) returns boolean
language sql immutable strict parallel safe
return p_text !~ '[\u0001-\u001f\u007f-\u009f]'
    and (position('\' in p_text) = 0 or p_text ~ '^([^\\]|\\["\\])*$')
    and (octet_length(p_text) = char_length(p_text) or p_text is nfc normalized);

create function core.is_time(p_text text) returns boolean
language sql immutable strict parallel safe
return p_text ~ '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$';

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
    if jsonb_typeof(doc) is distinct from 'object' or core.canonical(doc, 16) is distinct from said or not core.clean(said) then
        found.refused := 'not_canonical';
        return found;
    end if;
    if not coalesce(doc @@ '$.act_id.type() == "string" && $.site.type() == "string" && $.station.type() == "string"
            && $.station_seq.type() == "number" && $.prev.type() == "string" && $.kind.type() == "string"
            && $.subject.kind.type() == "string" && $.subject.number.type() == "string" && $.subject.round.type() == "number"
            && $.officer.type() == "string" && $.at.type() == "string" && $.after.type() == "string"
            && $.key.type() == "string" && $.mode.type() == "string" && $.fields.type() == "object"', false)
        or doc ->> 'prev' !~ '^[0-9a-f]{64}$'
        or not core.is_time(doc ->> 'at')
        or doc ->> 'act_id' !~ '^.{1,64}$' then
        found.refused := 'bad_form';
        return found;
    end if;
    return (null, doc ->> 'act_id', doc ->> 'site', doc ->> 'station', (doc -> 'station_seq')::bigint, decode(doc ->> 'prev', 'hex'),
        doc ->> 'kind', doc #>> '{subject,kind}', doc #>> '{subject,number}', (doc #> '{subject,round}')::integer,
        doc ->> 'officer', (doc ->> 'at')::timestamptz, doc ->> 'mode', doc -> 'fields')::core.reading;
exception
    -- What the bytes themselves bring about, and nothing that would pass: a disk that is full is not the act's fault.
    when data_exception or program_limit_exceeded then
        found.refused := 'unreadable';
        return found;
end $$;

-- A whole number of an act's fields, null for anything else.
create function core.whole_number(p_value jsonb) returns bigint
language sql immutable parallel safe set search_path = pg_catalog, pg_temp
return case when jsonb_typeof(p_value) = 'number' and abs(p_value::numeric) < 2000000000 then p_value::numeric::bigint end;

-- What two spellings of one account name share (officer_app/core/roles.py).
create function core.name_key(p_name text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp
return lower(regexp_replace(normalize(p_name, NFKC), '\s', '', 'g'));

-- Whether an act names two different officers and a reason.
create function core.two_people(p_act core.reading) returns boolean
language sql immutable parallel safe set search_path = pg_catalog, pg_temp
return coalesce(jsonb_typeof((p_act).fields -> 'second') = 'string' and jsonb_typeof((p_act).fields -> 'reason') = 'string'
    and btrim((p_act).fields ->> 'reason') <> '' and btrim((p_act).fields ->> 'second') <> '' and btrim((p_act).officer) <> ''
    and core.name_key((p_act).fields ->> 'second') <> core.name_key((p_act).officer), false);
