-- The functions belong to a role that may do less than the owner of the tables.

do $$
declare
    each record;
begin
    for each in select p.oid::regprocedure as name from pg_proc p
        where p.pronamespace in ('core'::regnamespace, 'api_v1'::regnamespace, 'admin_v1'::regnamespace) loop
        execute format('alter function %s owner to officer_app_gate', each.name);
    end loop;
end $$;
