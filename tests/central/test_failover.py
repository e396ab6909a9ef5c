"""A primary and two standbys: the primary dies under load, a standby takes over, nothing answered is lost."""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from officer_app.central import admin, auditing, schema
from officer_app.central.address import parse_address
from officer_app.central.binaries import server_account
from officer_app.central.client import PgCentral
from officer_app.central.embedded import EmbeddedPostgres
from officer_app.core.acts import Mode
from officer_app.core.ports import Granted, Taken, Unreachable
from tests.central.writing import SITE, Journal, claim

T = TypeVar("T")
NAMES = ("one", "two", "three")
STATIONS = 4
WAIT_S = 60.0
SETTINGS = {
    "synchronous_commit": "remote_apply",
    "synchronous_standby_names": "ANY 1 (one, two, three)",
    "wal_keep_size": "64MB",
    "wal_retrieve_retry_interval": "100ms",
    "wal_receiver_timeout": "2s",
}


@dataclass
class Trio:
    """Three servers that know of each other; the first begins as the primary."""

    servers: list[EmbeddedPostgres]

    def url(self, role: str) -> str:
        """All three in one address: whoever takes writes is used."""
        places = ",".join(f"127.0.0.1:{server.port}" for server in self.servers)
        return f"postgresql://{role}@{places}/central"

    def ask(self, number: int, query: str) -> object:
        """One value from one server."""
        with schema.connect(parse_address(self.servers[number].admin_url("central"))) as connection:
            row = connection.execute(query.encode()).fetchone()
            return row[0] if row else None


@pytest.fixture
def trio(tmp_path: Path) -> Iterator[Trio]:
    """The first server is made and installed; the others begin as copies of it that follow whoever is primary."""
    first = EmbeddedPostgres(tmp_path / NAMES[0], durable=False)
    with first:
        admin.init(first.admin_url("central"))
        password = first.admin_url().split(":")[2].split("@")[0]
    servers = [first]
    for name in NAMES[1:]:
        shutil.copytree(tmp_path / NAMES[0], tmp_path / name, ignore=shutil.ignore_patterns("lock", "port"))
        owned(tmp_path / name / "data")
        servers.append(EmbeddedPostgres(tmp_path / name, durable=False, port=free_port()))
    ports = ",".join(str(server.port) for server in servers)
    for server, name in zip(servers, NAMES, strict=True):
        hosts = ",".join(["127.0.0.1"] * len(servers))
        conninfo = f"host={hosts} port={ports} user=postgres password={password} application_name={name}"
        conninfo += " target_session_attrs=read-write connect_timeout=2"
        wanted = {**SETTINGS, "primary_conninfo": conninfo}
        lines = "".join(f"{key} = '{value}'\n" for key, value in wanted.items())
        with (server.data / "postgresql.conf").open("a", encoding="utf-8") as stream:
            stream.write(lines)
    servers = [
        EmbeddedPostgres(server.folder, durable=False, port=server.port, settings=SETTINGS) for server in servers
    ]
    for server in servers[1:]:
        follow(server)
    with ExitStack() as running:
        for server in servers:
            running.enter_context(server)
        made = Trio(servers)
        assert made.ask(0, "show synchronous_commit") == "remote_apply"
        yield made


def owned(folder: Path) -> None:
    """The files of a server belong to the account that runs it."""
    account = server_account()
    folder.chmod(0o700)
    if account is not None:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, account.uid, account.gid)


def follow(server: EmbeddedPostgres) -> None:
    """From its next start on the server follows another one, and takes no writes: so an old primary is fenced."""
    (server.data / "standby.signal").touch()
    owned(server.data)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Counter:
    """A workstation that claims and pushes without a pause, and remembers what it was answered."""

    station: str
    line: PgCentral
    stop: threading.Event
    acknowledged: int = 0
    granted: dict[str, str] = field(default_factory=dict)
    moved: threading.Condition = field(default_factory=threading.Condition)
    failed: list[Exception] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.journal = Journal(self.station)

    def run(self) -> None:
        """Until it is stopped; what should not happen is kept for the test."""
        number = 0
        try:
            while not self.stop.is_set():
                number += 1
                self.work(number)
        except Exception as error:
            self.failed.append(error)
            raise

    def work(self, number: int) -> None:
        """All workstations go for the same permits: each is granted once."""
        wish = claim(f"9911F{number:07d}", f"{self.station}-r{number}")
        answer = self.insist(partial(self.line.claim, wish, 5.0))
        if isinstance(answer, Granted):
            self.granted[wish.permit] = wish.act_id
            self.journal.release(wish.permit, wish.act_id)
        elif isinstance(answer, Taken):
            self.journal.act(permit=wish.permit)
        waiting = self.journal.acts[self.acknowledged :]
        outcomes = self.insist(partial(self.line.push, waiting))
        if outcomes is not None:
            assert {each.outcome for each in outcomes} <= {"stored", "duplicate"}
            with self.moved:
                self.acknowledged += len(waiting)
                self.moved.notify_all()

    def insist(self, ask: Callable[[], T]) -> T | None:
        """Ask until there is an answer; None when the work is over."""
        pause = threading.Event()
        while not self.stop.is_set():
            try:
                return ask()
            except Unreachable:
                pause.wait(0.02)
        return None

    def await_more(self, acts: int) -> None:
        """Wait until so many more acts were acknowledged."""
        with self.moved:
            wanted = self.acknowledged + acts
            assert self.moved.wait_for(lambda: self.acknowledged >= wanted or self.failed, WAIT_S), self.station
            assert not self.failed


def test_the_primary_dies_under_load_and_nothing_that_was_answered_is_lost(trio: Trio) -> None:
    made = [
        admin.enrol(
            trio.servers[0].admin_url("central"), SITE, f"CP-{lane}", "checking_post", "CP-1", b"." * 32, Mode.SAMPLE
        )
        for lane in range(STATIONS)
    ]
    stop = threading.Event()
    with ExitStack() as lines:
        counters = [
            Counter(f"CP-{lane}", lines.enter_context(closing(PgCentral(trio.url(each.role), each.password))), stop)
            for lane, each in enumerate(made)
        ]
        threads = [threading.Thread(target=counter.run) for counter in counters]
        for thread in threads:
            thread.start()
        try:
            everybody_goes_on(counters)
            trio.servers[2].crash()
            everybody_goes_on(counters)
            trio.servers[2].stop()
            trio.servers[2].start()
            wait_until(lambda: trio.ask(0, FOLLOWERS) == 2)
            everybody_goes_on(counters)

            trio.servers[0].crash()
            # An acknowledged commit is on one of the two at least: the one that is further has it.
            ahead = max((1, 2), key=lambda number: int(str(trio.ask(number, REACHED))))
            assert trio.ask(ahead, "select pg_promote()") is True
            everybody_goes_on(counters)

            # The machine of the old primary comes back: fenced, it takes nothing and serves nobody.
            trio.servers[0].stop()
            follow(trio.servers[0])
            trio.servers[0].start()
            assert trio.ask(0, "select pg_is_in_recovery()") is True
            everybody_goes_on(counters)
        finally:
            stop.set()
            for thread in threads:
                thread.join(WAIT_S)
    assert [counter.failed for counter in counters] == [[]] * STATIONS
    check_all_is_there(trio, ahead, counters)


FOLLOWERS = "select count(*) from pg_stat_replication where state = 'streaming'"
REACHED = "select pg_wal_lsn_diff(pg_last_wal_receive_lsn(), '0/0')::bigint"


def everybody_goes_on(counters: list[Counter]) -> None:
    for counter in counters:
        counter.await_more(5)


def wait_until(holds: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(int(WAIT_S / 0.05)):
        if holds():
            return
        pause.wait(0.05)
    raise AssertionError("it never came to that")


def check_all_is_there(trio: Trio, primary: int, counters: list[Counter]) -> None:
    url = trio.servers[primary].admin_url("central")
    kept = list(auditing.read_all(url, SITE))
    assert len({(act.station, act.station_seq) for act in kept}) == len({act.act_id for act in kept}) == len(kept)
    with schema.connect(parse_address(url)) as connection:
        decided: dict[str, str] = dict(connection.execute("select permit, act_id from core.decision").fetchall())
    for counter in counters:
        own = [act for act in kept if act.station == counter.station]
        assert [act.body for act in own] == [act.body for act in counter.journal.acts[: len(own)]]
        assert len(own) >= counter.acknowledged > 20
        assert {permit: decided.get(permit) for permit in counter.granted} == counter.granted
    granted = [permit for counter in counters for permit in counter.granted]
    assert len(granted) == len(set(granted)), "no permit was granted to two"
