"""The client's own promises: what it connects to, what it says when it cannot, what it never says, what it leaves."""

import logging
import threading
import traceback
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from officer_app.central import admin
from officer_app.central.address import BadCentralUrl, NotEncrypted, parse_address
from officer_app.central.client import PgCentral
from officer_app.central.embedded import EmbeddedPostgres
from officer_app.core.ports import Unreachable
from officer_app.sync.fault_proxy import FaultProxy, Mode
from tests.central.conftest import PgCentre
from tests.central.writing import SITE, Journal, claim, permit_record

SECRET = "a-Secret-of-the-Office"


@pytest.fixture
def proxy(pg: PgCentre) -> Iterator[FaultProxy]:
    """A network between a workstation and its centre that can be cut."""
    with closing(FaultProxy(int(parse_address(pg.url).params["port"]))) as proxy:
        yield proxy


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://st@db.customs.example/central",
        "postgresql://st@10.1.2.3:5432/central?sslmode=require",
        "postgresql://st@10.1.2.3/central?sslmode=verify-ca",
        "postgresql://st@127.0.0.1,10.1.2.3/central",
        "postgresql://st@localhost/central?hostaddr=10.1.2.3",
        "postgresql://st@localhost.customs.example/central",
        "postgresql://st@0.0.0.0/central",
    ],
)
def test_another_machine_is_not_talked_to_without_tls_that_proves_its_name(url: str) -> None:
    with pytest.raises(NotEncrypted, match="verify-full"):
        PgCentral(url, SECRET)


@pytest.mark.parametrize(
    ("url", "place", "how"),
    [
        ("db.customs.example/central?sslmode=verify-full", "db.customs.example:5432/central", "verify-full"),
        (
            "one.example,two.example:5433/central?sslmode=verify-full",
            "one.example,two.example:,5433/central",
            "verify-full",
        ),
        ("127.0.0.1:5432/central", "127.0.0.1:5432/central", "prefer"),
        ("[::1]:5432/central", "::1:5432/central", "prefer"),
        ("localhost/central", "localhost:5432/central", "prefer"),
    ],
)
def test_loopback_and_proven_names_are_talked_to(url: str, place: str, how: str) -> None:
    with closing(PgCentral(f"postgresql://st@{url}", SECRET)) as line:
        assert repr(line) == f"PgCentral({place})"
    said = conninfo_to_dict(parse_address(f"postgresql://st@{url}", SECRET).conninfo("test"))
    assert (said["sslmode"], said["user"], said["password"]) == (how, "st", SECRET)
    assert ("ssl_min_protocol_version" in said) is (how == "verify-full")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "central",
        "http://127.0.0.1/central",
        f"postgresql://st:{SECRET}@127.0.0.1:port/central?nonsense=1",
        f"postgresql://st:{SECRET}@[127.0.0.1/central",
        "postgresql:///central",
        f"postgresql://:{SECRET}@127.0.0.1/central",
    ],
)
def test_an_address_that_is_none_is_one_clear_sentence_without_the_password(url: str) -> None:
    with pytest.raises(BadCentralUrl) as refused:
        PgCentral(url)
    assert SECRET not in "".join(traceback.format_exception(refused.value))


def test_several_hosts_go_on_to_the_driver_and_ask_for_the_one_that_writes() -> None:
    address = parse_address("postgresql://st@one.example,two.example:5433/central?sslmode=verify-full", SECRET)
    said = address.conninfo("test")
    assert "host=one.example,two.example" in said
    assert "port=,5433" in said
    assert "target_session_attrs=read-write" in said
    assert "ssl_min_protocol_version=TLSv1.3" in said
    assert address.url("other") == "postgresql://other@one.example:5432,two.example:5433/central?sslmode=verify-full"


def test_the_environment_turns_no_connection_elsewhere(pg: PgCentre, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGHOSTADDR": "192.0.2.1", "PGPORT": "1", "PGDATABASE": "x", "PGUSER": "y"}.items():
        monkeypatch.setenv(name, value)
    assert pg.enrol("CE-1").hello().head_seq == 0


def test_a_password_shows_in_no_text(pg: PgCentre, caplog: pytest.LogCaptureFixture) -> None:
    enrolment = pg.enrolment("CE-1")
    wrong = PgCentral(enrolment.url, SECRET)
    with caplog.at_level(logging.DEBUG), closing(wrong), pytest.raises(Unreachable) as refused:
        wrong.hello()
    said = "".join(traceback.format_exception(refused.value)) + caplog.text + repr(wrong) + repr(wrong.__dict__)
    assert SECRET not in said
    assert enrolment.password not in repr(enrolment)
    assert refused.value.trouble == "here"
    assert "password" in str(refused.value)


def test_nothing_listening_is_trouble_at_the_centre(pg: PgCentre, proxy: FaultProxy) -> None:
    proxy.close()
    client = pg.client(pg.enrolment("CE-1"), proxy.port)
    for call in (client.hello, lambda: client.pull_acts(0, 1), lambda: client.claim(claim(), 20.0)):
        with pytest.raises(Unreachable) as refused:
            call()
        assert (refused.value.trouble, refused.value.kind) == ("centre", "no_server")
        assert "refused" in str(refused.value)


def test_after_a_failure_the_next_call_is_answered_from_memory_for_a_while(pg: PgCentre, proxy: FaultProxy) -> None:
    client = pg.client(pg.enrolment("CE-1"), proxy.port)
    proxy.set_mode(Mode.RESET)
    with pytest.raises(Unreachable) as first:
        client.hello()
    proxy.close()
    with pytest.raises(Unreachable) as second:
        client.hello()
    assert str(second.value) == str(first.value), "a new attempt would have been refused by then"


@pytest.mark.parametrize("order", [("{live}", "{dead}"), ("{dead}", "{live}")])
def test_of_two_hosts_the_one_that_answers_is_heard(pg: PgCentre, order: tuple[str, str]) -> None:
    enrolment = pg.enrolment("CE-1")
    port = parse_address(enrolment.url).params["port"]
    hosts = ",".join(order).format(live=f"127.0.0.1:{port}", dead="127.0.0.1:1")
    client = pg.client(replace(enrolment, url=enrolment.url.replace(f"127.0.0.1:{port}", hosts)))
    assert client.hello().head_seq == 0
    assert admin.revoke(pg.url, SITE, "CE-1")
    with pytest.raises(Unreachable) as refused:
        client.hello()
    assert (refused.value.trouble, refused.value.kind) == ("here", "not_let_in")
    assert "127.0.0.1" not in str(refused.value)


def test_a_revoked_workstation_hears_that_it_is_not_let_in(pg: PgCentre) -> None:
    enrolment = pg.enrolment("CE-1")
    client = pg.client(enrolment)
    client.hello()
    assert admin.revoke(pg.url, SITE, "CE-1")
    with pytest.raises(Unreachable) as refused:
        client.hello()
    assert (refused.value.trouble, refused.value.kind) == ("here", "not_let_in")
    again = admin.enrol(pg.url, SITE, "CE-1", "checking_post", "", b"CE-1".ljust(32, b"."), "sample")
    assert pg.client(again).hello().head_seq == 0


def test_an_error_of_the_server_is_trouble_at_the_centre(pg: PgCentre) -> None:
    client = pg.enrol("CE-1")
    pg.connect().execute("drop function api_v1.pull_acts")
    with pytest.raises(Unreachable) as refused:
        client.pull_acts(0, 1)
    assert refused.value.trouble == "centre"
    assert client.hello().head_seq == 0, "the line itself is sound"


def test_a_line_that_was_ended_meanwhile_is_opened_again_unseen(pg: PgCentre) -> None:
    client, journal = pg.enrol("CE-1"), Journal("CE-1")
    client.hello()
    journal.act()
    pg.connect().execute("select pg_terminate_backend(pid) from pg_stat_activity where usename like 'oa_%'")
    assert client.push(journal.acts)[0].outcome == "stored"


@pytest.mark.parametrize("mode", [Mode.BLACKHOLE, Mode.RESET, Mode.DROP_REPLY])
def test_a_call_on_a_dead_line_ends_by_itself_and_works_again_afterwards(
    pg: PgCentre, proxy: FaultProxy, mode: Mode
) -> None:
    client = pg.client(pg.enrolment("CE-1"), proxy.port)
    pg.load([permit_record()])
    client.hello()
    proxy.set_mode(mode)
    # In a black hole nothing else would ever end this call: the watchdog does.
    with pytest.raises(Unreachable):
        client.pull_records(0, 10)
    proxy.restore()
    for attempt in range(100):
        try:
            assert len(client.pull_records(0, 10)) == 1
            break
        except Unreachable:
            assert attempt < 99
            threading.Event().wait(0.1)
    client.close()


def test_close_ends_a_call_that_hangs_and_every_thread(pg: PgCentre, proxy: FaultProxy) -> None:
    before = set(threading.enumerate())
    client = PgCentral(*_reached(pg, proxy), patience_s=600.0)
    client.hello()
    client.claim(claim(), 20.0)
    proxy.cut()
    ended = threading.Event()

    def hang() -> None:
        with pytest.raises(Unreachable):
            client.push([Journal("CE-1").act()])
        ended.set()

    caller = threading.Thread(target=hang)
    caller.start()
    client.close()
    assert ended.wait(20.0)
    caller.join()
    client.close()
    assert set(threading.enumerate()) <= before
    for call in (client.hello, lambda: client.push([Journal("CE-1").act()]), lambda: client.claim(claim(), 1.0)):
        with pytest.raises(Unreachable):
            call()


def _reached(pg: PgCentre, proxy: FaultProxy) -> tuple[str, str]:
    enrolment = pg.enrolment("CE-1")
    return enrolment.url.replace(f":{parse_address(pg.url).params['port']}/", f":{proxy.port}/"), enrolment.password


def test_a_crash_of_the_server_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "server") as server:
        url = server.admin_url("central")
        admin.init(url)
        enrolment = admin.enrol(url, SITE, "CE-1", "inspection", "", b"k" * 32, "sample")
        journal = Journal("CE-1")
        with closing(PgCentral(enrolment.url, enrolment.password)) as client:
            for _ in range(50):
                journal.act()
                client.push(journal.acts[-1:])
            server.crash()
            with pytest.raises(Unreachable):
                client.push(journal.acts)
            server.start()
        with closing(PgCentral(enrolment.url, enrolment.password)) as client:
            assert client.hello().head_seq == 50
