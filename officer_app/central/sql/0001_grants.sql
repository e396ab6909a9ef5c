-- Who may what; tests/central/test_rights.py lists it again from the catalogue.

revoke all on schema public from public;
revoke all on all functions in schema core, api_v1, admin_v1 from public;
alter default privileges for role officer_app_owner revoke execute on functions from public;
alter default privileges for role officer_app_gate revoke execute on functions from public;

-- The functions run as officer_app_gate: it may add, and move what moves; it deletes old snapshots and nothing else.
grant usage on schema core, api_v1, admin_v1 to officer_app_gate;
grant select, insert on all tables in schema core to officer_app_gate;
revoke all on core.alembic_version, core.act_kind from officer_app_gate;
grant select on core.act_kind to officer_app_gate;
revoke insert on core.chain from officer_app_gate;
grant update on core.head, core.feed_counter, core.station, core.post, core.told, core.case_file, core.site, core.office,
    core.looked_elsewhere, core.seat to officer_app_gate;
grant delete on core.snapshot, core.snapshot_part to officer_app_gate;

grant usage on schema api_v1 to officer_app_station;
grant execute on all functions in schema api_v1 to officer_app_station;

grant usage on schema admin_v1 to officer_app_loader, officer_app_owner;
grant execute on function admin_v1.load_records to officer_app_loader;
grant execute on all functions in schema admin_v1 to officer_app_owner;

grant usage on schema core to officer_app_auditor;
grant select on core.act, core.refused_act, core.chain, core.station, core.head, core.decision, core.conflict, core.authority,
    core.feed_epoch, core.site, core.handed_back, core.case_file, core.fork, core.feed_mark to officer_app_auditor;

grant usage on schema report to officer_app_reporter;
grant select on report.permit_events, report.transit_events to officer_app_reporter;
