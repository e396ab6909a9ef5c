"""Whole exchanges over a bad network: what is told, what is kept, and how the line comes back by itself."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue

import psycopg
import pytest
from psycopg import sql

from officer_app.central import admin
from officer_app.central.address import parse_address
from officer_app.central.client import PgCentral
from officer_app.core.acts import Act, ActKind, Draft, Subject
from officer_app.core.ports import Unreachable
from officer_app.sync.fault_proxy import FaultProxy, Mode
from officer_app.sync.link import Link, LinkState, Pace
from officer_app.usecases import push_acts
from officer_app.usecases.sync_once import Exchange, sync_once
from tests.central.conftest import PATIENCE_S, PgCentre
from tests.central.writing import permit_record
from tests.fakes import CE_1, INSPECTOR, NOW, Desk, desk

WAIT_S = 30.0


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    """A workstation with acts that wait."""
    with desk(tmp_path / "CE-1", CE_1) as opened:
        fill(opened, 12)
        yield opened


def fill(at: Desk, many: int, prefix: str = "a") -> None:
    for number in range(many):
        draft = Draft(f"{prefix}-{number}", ActKind.PRESENT, Subject("permit", f"9911A{number:07d}"), "somchai", NOW)
        assert isinstance(at.journal.record(draft, INSPECTOR.signer), Act)


def sync(at: Desk, line: PgCentral) -> Exchange:
    return sync_once(at.journal, at.mirror, line, lambda: datetime.now(UTC))


def persist(at: Desk, line: PgCentral) -> tuple[Exchange, set[str]]:
    """Exchange until it succeeds, as the link does; the kinds of trouble until then."""
    kinds: set[str] = set()
    for _ in range(200):
        try:
            return sync(at, line), kinds
        except Unreachable as error:
            kinds.add(error.kind)
            threading.Event().wait(0.05)
    raise AssertionError(kinds)


def through(pg: PgCentre, enrolment: admin.Enrolment, *proxies: FaultProxy) -> PgCentral:
    """A client that knows the centre by several addresses."""
    places = ",".join(f"127.0.0.1:{proxy.port}" for proxy in proxies)
    url = f"postgresql://{enrolment.role}@{places}/{parse_address(pg.url).database}"
    return pg.clients.enter_context(closing(PgCentral(url, enrolment.password, patience_s=PATIENCE_S)))


def test_of_several_addresses_the_one_that_answers_is_used_and_then_the_other(pg: PgCentre, at: Desk) -> None:
    port = int(parse_address(pg.url).params["port"])
    with closing(FaultProxy(port)) as first, closing(FaultProxy(port)) as second:
        line = through(pg, pg.enrolment("CE-1"), first, second)
        first.set_mode(Mode.RESET)
        assert sync(at, line).pushed == 12
        fill(at, 3, "b")
        first.restore()
        second.set_mode(Mode.RESET)
        done, _ = persist(at, line)
        assert (done.pushed, done.digest_equal) == (3, True)
        line.close()


@pytest.mark.parametrize(
    ("mode", "kinds"),
    [(Mode.BLACKHOLE, {"stalled", "no_connection"}), (Mode.RESET, {"no_connection", "line_broke"})],
)
def test_a_line_that_stands_still_is_ended_told_and_opened_again(
    pg: PgCentre, at: Desk, mode: Mode, kinds: set[str]
) -> None:
    enrolment = pg.enrolment("CE-1")
    said: SimpleQueue[LinkState] = SimpleQueue()
    with closing(FaultProxy(int(parse_address(pg.url).params["port"]))) as proxy:
        line = pg.client(enrolment, proxy.port)
        fast = Pace(every_s=0.02, failed_s=0.02, longest_s=0.1)
        link = Link(lambda: sync(at, line).pushed > 0, said.put, lambda: datetime.now(UTC), fast)
        link.start()
        try:
            told(said, "none")
            proxy.set_mode(mode)
            trouble = told(said, "here")
            assert trouble.kind in kinds
            assert trouble.last_contact is not None
            fill(at, 2, "b")
            proxy.restore()
            told(said, "none")
            assert persisted(at)
        finally:
            line.close()
            link.stop()


def told(said: "SimpleQueue[LinkState]", trouble: str) -> LinkState:
    """Wait until the link says so."""
    while True:
        state = said.get(timeout=WAIT_S)
        if state.trouble == trouble:
            return state


def persisted(at: Desk) -> bool:
    pause = threading.Event()
    for _ in range(600):
        if at.journal.queue().unsent == 0:
            return True
        pause.wait(0.05)
    return False


def test_dropped_answers_cost_time_and_no_act(pg: PgCentre, at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push_acts, "PUSH_BATCH", 3)
    enrolment = pg.enrolment("CE-1")
    with closing(FaultProxy(int(parse_address(pg.url).params["port"]))) as proxy:
        line = pg.client(enrolment, proxy.port)
        line.hello()
        proxy.set_mode(Mode.DROP_REPLY)
        with pytest.raises(Unreachable):
            sync(at, line)
        proxy.restore()
        done, _ = persist(at, line)
        assert done.digest_equal
        line.close()
    stored = pg.connect().execute("select count(*), count(distinct act_id) from core.act").fetchone()
    assert stored == (12, 12)


def test_a_centre_that_came_back_from_a_backup_gets_all_again(pg: PgCentre, at: Desk) -> None:
    pg.load([permit_record()])
    sync(at, pg.enrol("CE-1"))
    address = parse_address(pg.url)
    backup = f"backup_{secrets.token_hex(6)}"
    with ExitStack() as ending:
        pg.clients.close()
        copied(address.to_database("postgres").conninfo("t"), backup, address.database)
        ending.callback(dropped, address.to_database("postgres").conninfo("t"), backup)
        fill(at, 8, "b")
        sync(at, pg.enrol("CE-1"))
        # The centre is lost; what the backup has is all there is.
        old = PgCentre(pg.url.replace(address.database, backup))
        ending.enter_context(old.clients)
        old.restored()
        line = old.enrol("CE-1")
        done = sync(at, line)
        assert (done.pushed, done.digest_equal, done.waiting) == (8, True, False)
        assert [entry.act.act_id for entry in line.pull_acts(0, 99)][-1] == "b-7"
        assert at.journal.queue().unsent == 0


def copied(conninfo: str, to: str, of: str) -> None:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [of])
        connection.execute(sql.SQL("create database {} template {}").format(sql.Identifier(to), sql.Identifier(of)))


def dropped(conninfo: str, name: str) -> None:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def test_a_revoked_workstation_is_told_so_keeps_its_acts_and_goes_on_when_let_in_again(pg: PgCentre, at: Desk) -> None:
    line = pg.enrol("CE-1")
    sync(at, line)
    admin.revoke(pg.url, pg.site, "CE-1")
    fill(at, 2, "b")
    kinds = set()
    for _ in range(3):
        with pytest.raises(Unreachable) as refused:
            sync(at, line)
        kinds.add((refused.value.kind, refused.value.trouble))
    assert kinds == {("not_let_in", "here")}
    assert at.journal.queue().unsent == 2
    assert sync(at, pg.enrol("CE-1")).pushed == 2


def test_an_act_that_brings_the_centre_s_function_to_fall_is_found_and_kept_unread(pg: PgCentre, at: Desk) -> None:
    # An index that cannot be built on some values stands for all that nobody foresaw.
    connection = pg.connect()
    connection.execute("create function core.fall(p text) returns integer language sql immutable return 1 / length(p)")
    connection.execute("grant execute on function core.fall to public")
    connection.execute("create index unforeseen on core.act (core.fall(replace(subject_number, '9911A0000005', '')))")
    fill(at, 5, "b")
    line = pg.enrol("CE-1")
    done = sync(at, line)
    assert done.pushed == 17
    assert done.digest_equal
    queue = at.journal.queue()
    assert (queue.unsent, queue.quarantined) == (0, 1)
    assert len(line.pull_acts(0, 99)) == 16
    case = next(each for each in at.mirror.listed("case", 9))
    assert "refused_act:CE-1:6" in case.doc
    assert '"set_aside"' in case.doc
    connection.execute("drop index core.unforeseen")
    admin.init(pg.url)
    assert sync(at, line).digest_equal
    assert line.pull_acts(0, 99)[-1].act.act_id == "a-5"
    assert at.journal.queue().quarantined == 0, "the centre has it now"


def test_what_the_centre_refuses_is_shown_and_holds_up_nobody(pg: PgCentre, at: Desk) -> None:
    fill(at, 1, "b")
    connection = pg.connect()
    connection.execute("delete from core.act_kind where kind = 'present'")
    line = pg.enrol("CE-1")
    done = sync(at, line)
    assert (done.pushed, at.journal.queue().unsent, at.journal.queue().quarantined) == (13, 0, 13)
    admin.init(pg.url)
    assert sync(at, line).pulled == 13
    assert at.journal.queue().quarantined == 0
