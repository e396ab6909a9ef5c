-- Append-only: what was received stays. The triggers fire always, for the superuser and in replica mode too; who wants to
-- change a row has to disable them first, which is a deed of its own.

create function core.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger append_only before update or delete on core.act
    for each row execute function core.refuse_change();
create trigger append_only_whole before truncate on core.act
    for each statement execute function core.refuse_change();
create trigger append_only before update or delete on core.record_feed
    for each row execute function core.refuse_change();
create trigger append_only_whole before truncate on core.record_feed
    for each statement execute function core.refuse_change();
create trigger append_only before update or delete on core.decision
    for each row execute function core.refuse_change();
create trigger append_only_whole before truncate on core.decision
    for each statement execute function core.refuse_change();

alter table core.act enable always trigger append_only;
alter table core.act enable always trigger append_only_whole;
alter table core.record_feed enable always trigger append_only;
alter table core.record_feed enable always trigger append_only_whole;
alter table core.decision enable always trigger append_only;
alter table core.decision enable always trigger append_only_whole;
