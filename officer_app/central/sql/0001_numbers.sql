-- Blocks of sequence numbers for transit: one series per office and Buddhist year, given to one workstation at a time. The same
-- act asked again gets the same block.

create table core.number_block (
    site text not null references core.site,
    series text not null check (series ~ '^[^[:cntrl:]]{1,64}$'),
    first bigint not null check (first > 0),
    last bigint not null,
    station text not null,
    act_id text not null,
    given timestamptz not null default clock_timestamp(),
    primary key (site, series, first),
    unique (site, act_id),
    check (last >= first)
);
create trigger append_only before update or delete on core.number_block for each row execute function core.refuse_change();
create trigger append_only_whole before truncate on core.number_block for each statement execute function core.refuse_change();
alter table core.number_block enable always trigger append_only;
alter table core.number_block enable always trigger append_only_whole;

-- What workstations wrote down of their blocks: a centre restored from a backup learns from it what it had given.
create index act_numbers_given on core.act (site, feed_seq) where kind = 'numbers_given';

create function api_v1.take_numbers(p_series text, p_count integer, p_act_id text) returns table (first bigint, last bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me core.station := core.this_station();
    place core.site;
    known core.number_block;
    used bigint;
begin
    if p_count not between 1 and 1000 or octet_length(p_act_id) not between 1 and 64 then
        raise exception 'no block of % numbers', p_count using errcode = 'ZN002';
    end if;
    select * into strict place from core.site s where s.site = me.site for no key update;
    select * into known from core.number_block b where b.site = me.site and b.act_id = p_act_id;
    if found then
        if known.station <> me.station or known.series <> p_series then
            raise exception 'act % asked for another block', p_act_id using errcode = 'ZN002';
        end if;
        return query select known.first, known.last;
        return;
    end if;
    -- Until every workstation was heard again nobody knows which blocks were given after the backup was made.
    if place.recovering then
        raise exception 'site % was restored and has not heard every workstation again', me.site using errcode = 'ZN001';
    end if;
    select greatest(coalesce(max(b.last), 0), coalesce((
        select max((convert_from(a.body, 'UTF8')::jsonb #>> '{fields,last}')::bigint) from core.act a
        where a.site = me.site and a.kind = 'numbers_given'
            and convert_from(a.body, 'UTF8')::jsonb #>> '{fields,series}' = p_series
            and convert_from(a.body, 'UTF8')::jsonb #>> '{fields,last}' ~ '^[1-9][0-9]{0,8}$'), 0))
        into used from core.number_block b where b.site = me.site and b.series = p_series;
    insert into core.number_block (site, series, first, last, station, act_id)
        values (me.site, p_series, used + 1, used + p_count, me.station, p_act_id);
    return query select used + 1, used + p_count;
end $$;
