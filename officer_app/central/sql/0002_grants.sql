-- Rights of what step 0002 brought; tests/central/test_rights.py lists all of them again from the catalogue.

revoke all on all functions in schema core, api_v1, admin_v1 from public;

grant select, insert on core.post, core.handed_back, core.told, core.feed_mark, core.case_file, core.fork, core.heard_again
    to officer_app_gate;
grant update on core.post, core.told, core.case_file, core.site to officer_app_gate;

grant execute on all functions in schema api_v1 to officer_app_station;
grant execute on all functions in schema admin_v1 to officer_app_owner;

grant select on core.site, core.handed_back, core.case_file, core.fork, core.feed_mark to officer_app_auditor;
