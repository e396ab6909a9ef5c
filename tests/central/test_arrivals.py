"""What the PostgreSQL does with acts that arrive: chains, feeds, and nothing changed afterwards."""

import threading
from contextlib import closing
from hashlib import sha256

import psycopg
import pytest

from officer_app.central import schema
from officer_app.central.address import parse_address
from officer_app.core.acts import Act
from officer_app.core.ports import ChainFork, Unreachable
from officer_app.sync.fault_proxy import FaultProxy, Mode
from tests.central.conftest import PgCentre
from tests.central.writing import Journal, body_with, permit_record

PUSH = "select * from api_v1.push(%s::bigint[], %s::bytea[], %s::bytea[], %s::bytea[])"


def as_station(pg: PgCentre, station: str) -> psycopg.Connection:
    """A plain connection in a workstation's role: what a program that is not ours could do with its password."""
    enrolment = pg.enrolment(station)
    return pg.clients.enter_context(schema.connect(parse_address(enrolment.url, enrolment.password)))


def columns(acts: list[Act]) -> list[list[object]]:
    return [
        [act.station_seq for act in acts],
        [act.body for act in acts],
        [act.hash for act in acts],
        [act.signature for act in acts],
    ]


def test_a_forged_hash_is_refused_and_nothing_is_taken(pg: PgCentre) -> None:
    connection, journal = as_station(pg, "CE-1"), Journal("CE-1")
    journal.act()
    journal.act()
    values = columns(journal.acts)
    values[2][1] = bytes(32)
    with pytest.raises(psycopg.DatabaseError) as error:
        connection.execute(PUSH, values)
    assert error.value.sqlstate == "ZH001"
    assert connection.execute("select head_seq from api_v1.hello()").fetchone() == (0,)


def test_nothing_is_set_aside_out_of_its_place_or_with_a_forged_hash(pg: PgCentre) -> None:
    connection, journal = as_station(pg, "CE-1"), Journal("CE-1")
    for _ in range(3):
        journal.act()
    aside = "select * from api_v1.set_aside(%s::bigint, %s::bytea, %s::bytea, %s::bytea)"
    first, second, _ = journal.acts
    for seq, act, forged in ((2, second, second.hash), (1, first, bytes(32)), (0, first, first.hash)):
        with pytest.raises(psycopg.DatabaseError):
            connection.execute(aside, [seq, act.body, forged, act.signature])
    assert connection.execute("select head_seq from api_v1.hello()").fetchone() == (0,)
    # What is here already is not set aside any more, and other bytes in its place are a fork.
    connection.execute(PUSH, columns(journal.acts))
    assert connection.execute(aside, [2, second.body, second.hash, second.signature]).fetchone() == (
        2,
        "duplicate",
        None,
    )
    with pytest.raises(psycopg.DatabaseError) as error:
        connection.execute(aside, [2, b"other", second.hash, second.signature])
    assert error.value.sqlstate == "ZF001"


def test_an_act_that_follows_another_act_than_ours_is_a_fork(pg: PgCentre) -> None:
    one, journal = pg.enrol("CE-1"), Journal("CE-1")
    journal.act()
    one.push(journal.acts)
    other = Journal("CE-1")
    other.act(fields={"findings": "another past"})
    other.act()
    with pytest.raises(ChainFork):
        one.push(other.acts[1:])


def test_acts_of_another_workstation_cannot_be_replayed_as_ones_own(pg: PgCentre) -> None:
    one, two = pg.enrol("CE-1"), pg.enrol("CE-2")
    journal = Journal("CE-1")
    journal.act()
    one.push(journal.acts)
    outcome = two.push(journal.acts)[0]
    assert (outcome.outcome, outcome.reason) == ("refused", "wrong_place")
    assert len(two.pull_acts(0, 10)) == 1


def test_columns_of_unequal_length_are_no_batch(pg: PgCentre) -> None:
    connection, journal = as_station(pg, "CE-1"), Journal("CE-1")
    journal.act()
    journal.act()
    values = columns(journal.acts)
    values[1].pop()
    with pytest.raises(psycopg.DatabaseError):
        connection.execute(PUSH, values)
    assert connection.execute("select head_seq from api_v1.hello()").fetchone() == (0,)


def test_a_refused_act_stays_at_the_centre_byte_for_byte_with_its_reason(pg: PgCentre) -> None:
    one, journal = pg.enrol("CE-1"), Journal("CE-1")
    journal.append(b"\x00 not an act")
    journal.append(body_with(journal, station="CE-9"))
    one.push(journal.acts)
    rows = pg.connect().execute("select body, hash, act_id, feed_seq, reason from core.chain order by station_seq")
    assert rows.fetchall() == [
        (journal.acts[0].body, sha256(journal.acts[0].body).digest(), None, None, "unreadable"),
        (journal.acts[1].body, journal.acts[1].hash, None, None, "wrong_place"),
    ]


def test_the_feed_has_no_gap_while_four_workstations_push_at_once(pg: PgCentre) -> None:
    stations = [f"CE-{number}" for number in range(4)]
    clients = {station: pg.enrol(station) for station in stations}
    reader, seen, done = pg.enrol("CP-1"), [0], threading.Event()
    gaps: list[tuple[int, int]] = []

    def push(station: str) -> None:
        journal = Journal(station)
        for batch in range(12):
            for _ in range(1 + batch % 4):
                journal.act()
            journal.append(b"poison") if batch % 5 == 0 else None
            clients[station].push(journal.acts)

    def pull() -> None:
        while not done.is_set() or seen[-1] < total():
            for entry in reader.pull_acts(seen[-1], 7):
                if entry.feed_seq != seen[-1] + 1:
                    gaps.append((seen[-1], entry.feed_seq))
                seen.append(entry.feed_seq)

    admin_connection = pg.connect()

    def total() -> int:
        row = admin_connection.execute("select last from core.feed_counter where feed = 'acts'").fetchone()
        return int(row[0]) if row else 0

    puller = threading.Thread(target=pull)
    pushers = [threading.Thread(target=push, args=(station,)) for station in stations]
    for thread in (puller, *pushers):
        thread.start()
    for thread in pushers:
        thread.join()
    done.set()
    puller.join()
    assert gaps == []
    assert seen[-1] == total() == 4 * 30
    assert len({entry.act.act_id for entry in reader.pull_acts(0, 500)}) == 120


def test_a_lost_acknowledgement_costs_nothing(pg: PgCentre) -> None:
    enrolment = pg.enrolment("CE-1")
    journal = Journal("CE-1")
    for _ in range(20):
        journal.act()
    with closing(FaultProxy(int(parse_address(pg.url).params["port"]))) as proxy:
        one = pg.client(enrolment, proxy.port)
        one.hello()
        proxy.set_mode(Mode.DROP_REPLY)
        with pytest.raises(Unreachable):
            one.push(journal.acts)
        proxy.restore()
        assert {outcome.outcome for outcome in pg.client(enrolment).push(journal.acts)} == {"duplicate"}
        one.close()
    assert [entry.act for entry in pg.client(enrolment).pull_acts(0, 50)] == journal.acts


DEEDS = ("update core.{} set site = site", "delete from core.{}", "truncate core.{}")


def test_even_the_superuser_changes_nothing_that_was_received(pg: PgCentre) -> None:
    one, journal = pg.enrol("CP-1"), Journal("CP-1")
    journal.release()
    journal.append(b"poison")
    one.push(journal.acts)
    pg.load([permit_record()])
    connection = pg.connect()
    for role in ("origin", "replica"):
        connection.execute(f"set session_replication_role = {role}".encode())
        for deed in DEEDS:
            for table in ("act", "refused_act", "record_feed", "decision"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
                    connection.execute(deed.format(table).encode())


def test_sites_share_nothing(pg: PgCentre) -> None:
    here, there = pg.enrol("CE-1"), pg.enrol("CE-1", site="MS")
    mine, theirs = Journal("CE-1"), Journal("CE-1", site="MS")
    mine.act(act_id="same")
    theirs.act(act_id="same")
    assert [outcome.outcome for outcome in (*here.push(mine.acts), *there.push(theirs.acts))] == ["stored", "stored"]
    assert [(entry.feed_seq, entry.act) for entry in there.pull_acts(0, 10)] == [(1, theirs.acts[0])]
    assert here.hello().feed_epoch != there.hello().feed_epoch
