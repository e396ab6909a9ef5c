"""The centre's administration: installing twice, enrolling, revoking, loading, looking after it."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from psycopg import sql

from officer_app.central import admin, auditing, schema
from officer_app.central.address import parse_address
from officer_app.central.admin import Loaded
from officer_app.central.administration import AdminFailed, NotMoved
from officer_app.central.embedded import EmbeddedPostgres
from officer_app.core.acts import read
from officer_app.core.ports import Unreachable
from tests.central.conftest import PgCentre
from tests.central.writing import AT, SITE, Journal, claim, permit_record

KEY = b"k" * 32


@pytest.fixture
def modest_url(server: EmbeddedPostgres) -> Iterator[str]:
    """An administrator who may create databases and roles, but is not superuser; the database is not there yet."""
    name, password = f"modest_{secrets.token_hex(4)}", secrets.token_urlsafe(8)
    with schema.connect(parse_address(server.admin_url())) as connection:
        for role in schema.ROLES:
            # In a cluster of his own he would have made them; here the session's superuser did.
            connection.execute(
                f"do $$ begin create role {role}; exception when duplicate_object then null; end $$".encode()
            )
        connection.execute(f"create role {name} login createdb createrole password '{password}'".encode())
        connection.execute(f"grant {', '.join(schema.ROLES)} to {name} with admin option".encode())
        yield f"postgresql://{name}:{password}@127.0.0.1:{server.port}/{name}"
        connection.execute(f"drop database if exists {name} with (force)".encode())
        owned = connection.execute("select rolname from pg_roles where rolname like 'oa_modest%'").fetchall()
        connection.execute(f"reassign owned by {name} to postgres".encode())
        connection.execute(f"drop owned by {name} cascade".encode())
        for (role,) in [*owned, (name,)]:
            connection.execute(f"drop role {role}".encode())


def test_installing_again_changes_nothing(pg: PgCentre) -> None:
    client, journal = pg.enrol("CE-1"), Journal("CE-1")
    journal.act()
    client.push(journal.acts)
    before = auditing.status(pg.url)
    admin.init(pg.url)
    admin.init(pg.url)
    assert auditing.status(pg.url) == before
    assert client.hello().head_seq == 1


def test_an_administrator_who_is_not_superuser_installs_and_enrols(modest_url: str) -> None:
    admin.init(modest_url)
    admin.init(modest_url)
    enrolment = admin.enrol(modest_url, SITE, "modest", "inspection", "", KEY, "sample")
    pg = PgCentre(modest_url)
    with pg.clients:
        client, journal = pg.client(enrolment), Journal("modest")
        journal.act()
        assert client.push(journal.acts)[0].outcome == "stored"
        pg.load([permit_record()])
        assert len(client.pull_records(0, 10)) == 1
        assert [act.body for act in auditing.read_all(modest_url, SITE)] == [journal.acts[0].body]
        assert admin.revoke(modest_url, SITE, "modest")


def test_enrolled_again_a_workstation_gets_a_new_password_and_the_old_one_ends(pg: PgCentre) -> None:
    first = pg.enrolment("CE-1")
    second = pg.enrolment("CE-1")
    assert first.role == second.role
    assert first.password != second.password
    assert pg.client(second).hello().head_seq == 0
    with pytest.raises(psycopg.OperationalError, match="password"):
        schema.connect(parse_address(first.url, first.password))


def test_the_password_goes_to_the_server_as_a_verifier_only(pg: PgCentre, server: EmbeddedPostgres) -> None:
    pg.connect().execute("alter system set log_statement = 'all'")
    pg.connect().execute("select pg_reload_conf()")
    try:
        enrolment = pg.enrolment("CE-1")
    finally:
        pg.connect().execute("alter system reset log_statement")
        pg.connect().execute("select pg_reload_conf()")
    said = server.log.read_text(encoding="utf-8")
    assert "SCRAM-SHA-256$" in said
    assert enrolment.password not in said


def test_a_workstation_with_acts_keeps_its_key(pg: PgCentre) -> None:
    enrolment = admin.enrol(pg.url, SITE, "CE-1", "inspection", "", KEY, "sample")
    admin.enrol(pg.url, SITE, "CE-1", "inspection", "", b"j" * 32, "sample")
    enrolment = admin.enrol(pg.url, SITE, "CE-1", "inspection", "", KEY, "sample")
    journal = Journal("CE-1")
    journal.act()
    pg.client(enrolment).push(journal.acts)
    with pytest.raises(NotMoved, match="another key") as refused:
        admin.enrol(pg.url, SITE, "CE-1", "inspection", "", b"j" * 32, "sample")
    assert (refused.value.why, refused.value.name) == ("other_key", "CE-1")
    assert pg.client(enrolment).hello().head_seq == 1, "the old password still holds"


@pytest.mark.parametrize("station", ["ด่านแม่สอด-๑", "CE 1'; drop role postgres; --", "x" * 64, "🚚"])
def test_any_name_makes_a_role(pg: PgCentre, station: str) -> None:
    assert pg.enrol(station).hello().head_seq == 0
    assert [each.station for each in auditing.status(pg.url).stations] == [station]


@pytest.mark.parametrize("station", ["", "a\nb", "x" * 65])
def test_a_name_that_is_none_is_refused(pg: PgCentre, station: str) -> None:
    with pytest.raises(AdminFailed):
        pg.enrolment(station)
    assert auditing.status(pg.url).stations == ()


def test_nobody_is_revoked_who_is_not_there(pg: PgCentre) -> None:
    assert not admin.revoke(pg.url, SITE, "CE-7")


def test_loading_says_what_was_new_there_already_and_older(pg: PgCentre) -> None:
    records = [permit_record(f"9911A{number:07}") for number in range(5)]
    assert admin.load(pg.url, SITE, records) == Loaded(fed=5, unchanged=0, stale=0)
    later, earlier = AT + timedelta(hours=1), AT - timedelta(hours=1)
    mixed = [records[0], replace(records[1], as_of=later), replace(records[2], as_of=earlier)]
    assert admin.load(pg.url, SITE, mixed) == Loaded(fed=1, unchanged=1, stale=1)
    assert admin.load(pg.url, SITE, []) == Loaded(0, 0, 0)


def test_many_records_are_loaded_in_batches(pg: PgCentre) -> None:
    count = admin.LOAD_BATCH * 2 + 1
    records = (replace(permit_record(), number=f"9911A{number:07}") for number in range(count))
    assert admin.load(pg.url, SITE, records).fed == count
    assert pg.enrol("CE-1").pull_records(count - 1, 10)[0].feed_seq == count


def test_a_record_that_is_not_json_is_refused_with_its_batch(pg: PgCentre) -> None:
    with pytest.raises(AdminFailed, match="json"):
        admin.load(pg.url, SITE, [permit_record(), replace(permit_record("9911A0000002"), doc="{")])
    assert pg.enrol("CE-1").pull_records(0, 10) == ()


def test_status_says_what_is_there_and_what_waits_for_people(pg: PgCentre) -> None:
    one, two = pg.enrol("CP-1", "CP-1"), pg.enrol("CP-2", "CP-1")
    mine, theirs = Journal("CP-1"), Journal("CP-2")
    mine.release(act_id="r-1")
    mine.append(b"poison")
    theirs.release(act_id="r-2")
    one.push(mine.acts)
    two.push(theirs.acts)
    one.claim(claim(permit="9911A0000002", act_id="never written"), 20.0)
    pg.load([permit_record()])
    found = auditing.status(pg.url)
    assert found.step == "0001"
    assert not found.encrypted
    (site,) = found.sites
    assert (site.acts, site.records, site.refused, site.open_conflicts, site.claims_without_act) == (3, 1, 1, 1, 1)
    assert [(each.station, each.acts, each.active) for each in found.stations] == [("CP-1", 2, True), ("CP-2", 1, True)]
    assert all(each.last_received is not None for each in found.stations)


def test_the_verifier_reads_every_act_and_the_keys(pg: PgCentre) -> None:
    journal = Journal("CE-1")
    for _ in range(3):
        journal.act()
    journal.append(b"poison")
    pg.enrol("CE-1").push(journal.acts)
    pg.enrol("CE-2")
    stored = list(auditing.read_all(pg.url, SITE))
    assert [(act.station, act.station_seq, act.body, act.hash, act.signature) for act in stored] == [
        ("CE-1", number, act.body, act.hash, act.signature) for number, act in enumerate(journal.acts, start=1)
    ]
    assert [act.refused_code for act in stored] == ["", "", "", "unreadable"]
    assert read(stored[0].body, stored[0].signature) == journal.acts[0]
    keys = auditing.station_keys(pg.url, SITE)
    assert [(key.station, key.public_key) for key in keys] == [
        (name, name.encode().ljust(32, b".")) for name in ("CE-1", "CE-2")
    ]
    assert list(auditing.read_all(pg.url, "MS")) == []


def test_an_auditor_reads_what_the_verifier_needs_and_no_more(pg: PgCentre) -> None:
    journal = Journal("CE-1")
    journal.act()
    pg.enrol("CE-1").push(journal.acts)
    name = f"auditor_{secrets.token_hex(4)}"
    connection = pg.connect()
    connection.execute(f"create role {name} login password 'read only' in role {schema.AUDITOR}".encode())
    url = parse_address(pg.url).url(name).replace("@", ":read%20only@")
    try:
        assert [act.body for act in auditing.read_all(url, SITE)] == [journal.acts[0].body]
        assert len(auditing.station_keys(url, SITE)) == 1
        for deed in (lambda: admin.load(url, SITE, [permit_record()]), lambda: admin.revoke(url, SITE, "CE-1")):
            with pytest.raises(AdminFailed, match="permission denied"):
                deed()
    finally:
        connection.execute(f"drop role {name}".encode())


def test_a_record_of_no_zone_is_refused(pg: PgCentre) -> None:
    with pytest.raises(AdminFailed, match="zone"):
        admin.load(pg.url, SITE, [replace(permit_record(), as_of=AT.replace(tzinfo=None))])


def test_a_centre_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(AdminFailed, match="refused"):
        auditing.status("postgresql://postgres:secret@127.0.0.1:1/central")


def test_a_database_without_a_centre_is_one_sentence(server: EmbeddedPostgres) -> None:
    with pytest.raises(AdminFailed, match="no central store"):
        auditing.status(server.admin_url())


def test_a_centre_restored_from_a_dump_lets_its_workstations_in_again(pg: PgCentre) -> None:
    given, gone = pg.enrolment("CE-1"), pg.enrolment("CE-2")
    admin.revoke(pg.url, SITE, "CE-2")
    # A dump of one database leaves out who may connect to it.
    for role in (given.role, gone.role):
        name = sql.Identifier(role), sql.Identifier(parse_address(pg.url).database)
        pg.connect().execute(sql.SQL("revoke connect on database {1} from {0}").format(*name))
    with pytest.raises(Unreachable) as error:
        pg.client(given).hello()
    assert (error.value.trouble, error.value.kind) == ("here", "not_let_in")
    admin.restored(pg.url, SITE)
    assert pg.client(given).hello().recovering
    with pytest.raises(Unreachable):
        pg.client(gone).hello()


def test_a_revoked_workstation_loses_the_line_that_is_open(pg: PgCentre) -> None:
    given = pg.enrolment("CE-1")
    with schema.connect(parse_address(given.url, given.password)) as line:
        line.execute("select 1")
        assert admin.revoke(pg.url, SITE, "CE-1")
        with pytest.raises(psycopg.OperationalError):
            line.execute("select 1")
