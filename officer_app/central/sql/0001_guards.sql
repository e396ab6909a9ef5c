-- Append-only: what was received stays. The triggers fire always, for the superuser and in replica mode too; who wants to
-- change a row has to disable them first, which is a deed of its own.

create function core.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;

do $$
declare
    each text;
begin
    foreach each in array array['act', 'refused_act', 'record_feed', 'decision', 'authority', 'handed_back', 'fork', 'authority_seat', 'reopened',
            'granted_again'] loop
        execute format('create trigger append_only before update or delete on core.%I'
            ' for each row execute function core.refuse_change()', each);
        execute format('create trigger append_only_whole before truncate on core.%I'
            ' for each statement execute function core.refuse_change()', each);
        execute format('alter table core.%I enable always trigger append_only', each);
        execute format('alter table core.%I enable always trigger append_only_whole', each);
    end loop;
end $$;
