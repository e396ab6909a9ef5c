"""Least rights, read back from the catalogue, and what a workstation's role is refused."""

import psycopg
import pytest

from officer_app.central import admin, schema
from officer_app.central.address import parse_address
from officer_app.core.ports import Unreachable
from tests.central.conftest import PgCentre
from tests.central.writing import Journal, permit_record

RELATION_RIGHTS = """
    select c.oid::regclass::text, g.grantee::regrole::text, lower(g.privilege_type)
    from pg_class c cross join lateral aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) g
    where c.relnamespace::regnamespace::text in ('core', 'report', 'api_v1', 'admin_v1')
        and c.relkind in ('r', 'v', 'm', 'S') and g.grantee <> c.relowner
"""
FUNCTION_RIGHTS = """
    select p.pronamespace::regnamespace::text || '.' || p.proname, g.grantee::regrole::text
    from pg_proc p cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
    where p.pronamespace::regnamespace::text in ('core', 'report', 'api_v1', 'admin_v1')
        and g.grantee <> p.proowner
"""
SCHEMA_RIGHTS = """
    select n.nspname, g.grantee::regrole::text, lower(g.privilege_type)
    from pg_namespace n cross join lateral aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) g
    where n.nspname in ('core', 'report', 'api_v1', 'admin_v1', 'public') and g.grantee <> n.nspowner
"""
DATABASE_RIGHTS = """
    select g.grantee::regrole::text, lower(g.privilege_type)
    from pg_database d cross join lateral aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) g
    where d.datname = current_database() and g.grantee <> d.datdba
"""
GATE_TABLES = (
    "act",
    "authority",
    "authority_seat",
    "case_file",
    "conflict",
    "decision",
    "feed_counter",
    "feed_epoch",
    "feed_mark",
    "fork",
    "granted_again",
    "handed_back",
    "head",
    "heard_again",
    "looked_elsewhere",
    "number_block",
    "office",
    "post",
    "record_feed",
    "refused_act",
    "reopened",
    "seat",
    "site",
    "snapshot",
    "snapshot_part",
    "station",
    "told",
)
READ = ("act_kind", "chain")
OLD = ("snapshot", "snapshot_part")
MOVED = ("head", "feed_counter", "station", "post", "told", "case_file", "site", "office", "looked_elsewhere", "seat")
AUDITED = (
    *("act", "station", "head", "decision", "conflict", "authority", "feed_epoch"),
    *("site", "handed_back", "case_file", "fork", "feed_mark", "refused_act", "chain"),
)
STATION_MAY = (
    *("hello", "push", "claim", "pull_acts", "pull_records", "digest", "own_acts", "report_fork"),
    *("tell_heard", "caught_up"),
    *("hand_back", "pull_decisions", "decisions_told", "tell_decisions", "claims_without_act", "case_acts"),
    *("set_aside", "snapshot", "snapshot_part", "take_numbers", "take_seat"),
)
OWNER_MAY = (
    *("enrol_station", "revoke_station", "set_authority", "load_records"),
    *("prepare_site", "restored", "authorities", "judge_again"),
    *("snapshot_records", "feed_place", "add_snapshot_part", "offer_snapshot"),
    *("set_office", "offices"),
)


def rows(connection: psycopg.Connection, query: str) -> set[tuple[str, ...]]:
    return set(connection.execute(query.encode()).fetchall())


def test_every_right_on_a_table_is_known(pg: PgCentre) -> None:
    gate = {(f"core.{table}", schema.GATE, right) for table in GATE_TABLES for right in ("select", "insert")}
    moved = {(f"core.{table}", schema.GATE, "update") for table in MOVED}
    gate |= {(f"core.{table}", schema.GATE, "select") for table in READ}
    gate |= {(f"core.{table}", schema.GATE, "delete") for table in OLD}
    audited = {(f"core.{table}", schema.AUDITOR, "select") for table in AUDITED}
    reported = {(f"report.{view}", schema.REPORTER, "select") for view in ("permit_events", "transit_events")}
    assert rows(pg.connect(), RELATION_RIGHTS) == gate | moved | audited | reported


def test_every_right_on_a_function_is_known(pg: PgCentre) -> None:
    station = {(f"api_v1.{name}", schema.STATION) for name in STATION_MAY}
    owner = {(f"admin_v1.{name}", schema.OWNER) for name in OWNER_MAY}
    assert rows(pg.connect(), FUNCTION_RIGHTS) == station | owner | {("admin_v1.load_records", schema.LOADER)}


def test_every_right_on_a_schema_is_known(pg: PgCentre) -> None:
    assert rows(pg.connect(), SCHEMA_RIGHTS) == {
        ("core", schema.GATE, "usage"),
        ("api_v1", schema.GATE, "usage"),
        ("admin_v1", schema.GATE, "usage"),
        ("api_v1", schema.STATION, "usage"),
        ("admin_v1", schema.LOADER, "usage"),
        ("core", schema.AUDITOR, "usage"),
        ("report", schema.REPORTER, "usage"),
    }


def test_only_who_was_named_may_connect_and_nobody_makes_temporary_tables(pg: PgCentre) -> None:
    role = pg.enrolment("CE-1").role
    assert rows(pg.connect(), DATABASE_RIGHTS) == {
        (name, "connect") for name in (role, schema.LOADER, schema.AUDITOR, schema.REPORTER)
    }


def test_every_function_that_runs_with_more_rights_has_its_search_path_pinned(pg: PgCentre) -> None:
    found = pg.connect().execute(
        "select proname, proowner::regrole::text, proconfig from pg_proc where prosecdef and pronamespace in"
        " ('core'::regnamespace, 'api_v1'::regnamespace, 'admin_v1'::regnamespace)"
    )
    functions = found.fetchall()
    assert len(functions) == len(STATION_MAY) + len(OWNER_MAY)
    assert {(owner, config[0]) for _, owner, config in functions} == {(schema.GATE, "search_path=pg_catalog, pg_temp")}
    planned_once = {name for name, _, config in functions if config[1:] == ["plan_cache_mode=force_generic_plan"]}
    assert planned_once == {"hello", "push", "claim", "pull_acts", "pull_records"}
    assert all(len(config) == 1 for name, _, config in functions if name not in planned_once)


def test_the_roles_that_own_and_run_things_cannot_sign_in(pg: PgCentre) -> None:
    found = pg.connect().execute(
        "select rolname from pg_roles where rolname = any(%s) and (rolcanlogin or rolsuper or rolcreaterole)",
        [list(schema.ROLES)],
    )
    assert found.fetchall() == []


FORBIDDEN = (
    "select * from core.act",
    "insert into core.site (site) values ('X')",
    "delete from core.decision",
    "update core.station set active = true",
    "select * from core.station",
    "select * from report.permit_events",
    "select core.this_station()",
    "select * from admin_v1.load_records('CE', '{}', '{}', '{}', '{}', '{}', '{}', '{}')",
    "select admin_v1.revoke_station('CE', 'CE-2')",
    "select admin_v1.judge_again('CE')",
    "select admin_v1.set_office('CE', '4901')",
    "select core.look_elsewhere('CE')",
    "select admin_v1.add_snapshot_part('CE', 'x', 1, '')",
    "select admin_v1.offer_snapshot('CE', 'x', 1, '', '')",
    "select * from core.chain",
    "select * from core.snapshot_part",
    "insert into core.act_kind values ('mine')",
    "create table api_v1.mine (a integer)",
    "create table public.mine (a integer)",
    "create temporary table mine (a integer)",
    "create function api_v1.hello(integer) returns integer language sql return 1",
    "copy (select 1) to program 'id'",
    "set role officer_app_gate",
    "set session authorization postgres",
    "alter role current_user connection limit -1",
    "create role mine",
    "create database mine",
    "select lo_create(0)",
    "select lo_creat(-1)",
    "select lo_from_bytea(0, 'kept here')",
)


def test_a_workstation_s_role_can_do_nothing_but_call_its_functions(pg: PgCentre) -> None:
    enrolment = pg.enrolment("CE-1")
    allowed = []
    with schema.connect(parse_address(enrolment.url, enrolment.password)) as connection:
        for statement in FORBIDDEN:
            try:
                connection.execute(statement.encode())
            except psycopg.errors.InsufficientPrivilege:
                continue
            allowed.append(statement)
    assert allowed == []


def test_a_workstation_is_who_its_password_says(pg: PgCentre) -> None:
    one, two = pg.enrolment("CE-1"), pg.enrolment("CE-2")
    mixed = admin.Enrolment(role=one.role, password=two.password, url=one.url)
    with pytest.raises(Unreachable) as refused:
        pg.client(mixed).hello()
    assert refused.value.trouble == "here"
    assert two.password not in str(refused.value)


def test_a_workstation_of_another_centre_on_the_same_server_is_not_let_in(pg: PgCentre) -> None:
    enrolment = pg.enrolment("CE-1")
    elsewhere = parse_address(enrolment.url, enrolment.password).to_database("template")
    with pytest.raises(psycopg.OperationalError, match="CONNECT privilege"):
        schema.connect(elsewhere)


def test_no_more_than_four_connections_for_a_workstation(pg: PgCentre) -> None:
    enrolment = pg.enrolment("CE-1")
    address = parse_address(enrolment.url, enrolment.password)
    for _ in range(4):
        pg.clients.enter_context(schema.connect(address))
    with pytest.raises(psycopg.OperationalError, match="too many connections"):
        schema.connect(address)


def test_reports_read_events_and_nothing_else(pg: PgCentre) -> None:
    one, journal = pg.enrol("CE-1"), Journal("CE-1")
    journal.act(fields={"outcome": "green"})
    journal.append(b"poison")
    one.push(journal.acts)
    pg.load([permit_record()])
    connection = pg.connect()
    connection.execute("set role officer_app_reporter")
    events = connection.execute("select permit, kind, outcome, station from report.permit_events").fetchall()
    assert events == [("9911A0000001", "present", "green", "CE-1")]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("select * from core.act")


def test_the_server_ends_what_a_workstation_leaves_running(pg: PgCentre) -> None:
    enrolment = pg.enrolment("CE-1")
    with schema.connect(parse_address(enrolment.url, enrolment.password)) as connection:
        limits = connection.execute(
            "select current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout'),"
            " current_setting('lock_timeout')"
        ).fetchone()
    assert limits == ("15s", "15s", "5s")
