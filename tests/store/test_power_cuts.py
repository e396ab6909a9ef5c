"""Power cuts beneath the shipped driver: nothing that was called recorded is lost, nothing is torn, work goes on.

The journal is the real one, encrypted, with its real writer; its SQLite runs on a disk that loses a random part of what
was not flushed (fault_vfs.c). That the disk itself honours a flush is the condition of design §2.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

import sqlcipher3.dbapi2 as sqlcipher
from officer_app.core.acts import Act, ActKind
from officer_app.core.ports import FeedAct
from officer_app.store.errors import StoreError
from officer_app.store.journal import SqliteJournal
from tests.fakes import CE_1, FILE_KEY, Chain, signer
from tests.store.conftest import draft, prove_whole, put, tables
from tests.store.power import Power, build, compiler
from tests.upgrades.make_version import FOLDER as UPGRADES
from tests.upgrades.make_version import KEY_NAME, STATION

CUTS = 160
ACTS = 12
PERMITS = 5

pytestmark = pytest.mark.skipif(not compiler(), reason="no C compiler here: the disk that loses power cannot be built")


@pytest.fixture(scope="module")
def power(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Power]:
    """The switch; the driver has its own file system back afterwards."""
    made = Power(build(tmp_path_factory.mktemp("fault_vfs")))
    yield made
    made.forget()


@dataclass
class Said:
    """What was said to be done before the power went, in its order."""

    acts: list[str] = field(default_factory=list)
    claims: dict[tuple[str, int], str] = field(default_factory=dict)
    pushed: int = 0
    received: int = 0
    value: str = ""


class Machine:
    """A workstation that works on one journal until its power goes."""

    def __init__(self, folder: Path, dice: random.Random, far: list[Act]) -> None:
        self.path = folder / "journal.db"
        self.said = Said()
        self._dice = dice
        self._far = far

    def work(self) -> None:
        """Do what a day brings; whatever returns is said to be done."""
        for _ in range(2):
            journal = SqliteJournal(self.path, FILE_KEY, CE_1)
            try:
                for _ in range(ACTS // 2):
                    self._act(journal)
                    self._dice.choice((self._claim, self._push, self._pull, self._value))(journal)
            finally:
                journal.close()

    def _act(self, journal: SqliteJournal) -> None:
        kind = self._dice.choice((ActKind.STAMP, ActKind.HOLD, ActKind.UNHOLD, ActKind.RELEASE, ActKind.PRINT))
        wanted = draft(f"a{len(self.said.acts)}", kind, f"P{self._dice.randrange(PERMITS)}", reason="x" * 900)
        done = journal.record(wanted, signer(1), None, lambda act, by: f"OA1:{act.act_id}")
        assert isinstance(done, Act)
        self.said.acts.append(done.act_id)

    def _claim(self, journal: SqliteJournal) -> None:
        number = f"P{self._dice.randrange(PERMITS)}"
        self.said.claims[number, 1] = journal.intend_claim(number, 1, f"r{len(self.said.acts)}")

    def _push(self, journal: SqliteJournal) -> None:
        journal.mark_pushed(len(self.said.acts))
        self.said.pushed = len(self.said.acts)

    def _pull(self, journal: SqliteJournal) -> None:
        fresh = self._far[self.said.received : self.said.received + 3]
        journal.receive([FeedAct(place, act) for place, act in enumerate(fresh, start=self.said.received + 1)])
        self.said.received += len(fresh)

    def _value(self, journal: SqliteJournal) -> None:
        wanted = str(self._dice.random())
        journal.keep_value("drawn", wanted)
        self.said.value = wanted


@contextmanager
def pragmas(*statements: str) -> Iterator[None]:
    """Every connection made meanwhile runs these too."""

    def tune(connection: sqlcipher.Connection, record: object) -> None:
        for statement in statements:
            connection.execute(statement)

    event.listen(Engine, "connect", tune)
    try:
        yield
    finally:
        event.remove(Engine, "connect", tune)


def far_acts() -> list[Act]:
    chain = Chain("CP-1a")
    for place in range(3 * ACTS):
        chain.act(ActKind.RELEASE if place % 2 else ActKind.HOLD, number=f"P{place % PERMITS}")
    return chain.acts


Lives = Callable[..., Said]


@pytest.fixture
def live(power: Power, tmp_path: Path) -> Lives:
    """Lets a machine work until its power goes at a step; what was on its platter is then in `platter`."""
    far = far_acts()

    def lives(seed: int, at: int, *more: str, lying: bool = False) -> Said:
        dice = random.Random(seed)
        for name in ("machine", "platter"):
            shutil.rmtree(tmp_path / name, ignore_errors=True)
            (tmp_path / name).mkdir()
        machine = Machine(tmp_path / "machine", dice, far)
        # Often enough that checkpoints, and the beginning of the log anew, are cut too; or never before the end.
        with pragmas(f"PRAGMA wal_autocheckpoint = {dice.choice((4, 9, 30, 1000))}", *more):
            power.on(machine.path.parent, tmp_path / "platter", seed, at, lying=lying)
            with suppress(StoreError):
                machine.work()
            power.off()
        return machine.said

    return lives


def prove(path: Path, said: Said) -> None:
    """All that was said is there, and at most what was under way besides."""
    # A checkpoint that was cut leaves torn pages in the file, and whole ones in the log: closing finishes it.
    SqliteJournal(path, FILE_KEY, CE_1).close()
    journal = SqliteJournal(path, FILE_KEY, CE_1)
    try:
        with journal.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
            assert connection.exec_driver_sql("PRAGMA cipher_integrity_check").all() == []
        own = journal.own_acts(0, 1000)
        prove_whole(own)
        there = [act.act_id for act in own]
        assert there[: len(said.acts)] == said.acts
        assert len(there) <= len(said.acts) + 1
        assert all(journal.token_of(act_id) == f"OA1:{act_id}" for act_id in there)
        assert journal.pushed_seq() in (said.pushed, len(said.acts))
        assert journal.acts_cursor() - said.received in (0, 3)
        assert len(journal.acts()) == len(own) + journal.acts_cursor()
        for (number, round_), act_id in said.claims.items():
            assert journal.intend_claim(number, round_, "another") == act_id
        folded = tables(journal)
        journal.rebuild()
        assert tables(journal) == folded
        assert put(journal, "on it goes").station_seq == len(own) + 1
    finally:
        journal.close()


def test_what_was_called_recorded_survives_every_power_cut(live: Lives, power: Power, tmp_path: Path) -> None:
    assert len(live(0, 0).acts) == ACTS
    steps = power.steps
    acted = 0
    for seed in range(CUTS):
        said = live(seed, 1 + random.Random(seed).randrange(steps))
        acted += len(said.acts)
        try:
            prove(tmp_path / "platter" / "journal.db", said)
        except (AssertionError, StoreError) as error:
            raise AssertionError(f"seed {seed}: {error}") from error
    # Most lives were long enough to have something to lose.
    assert acted > CUTS * ACTS / 4


@pytest.mark.parametrize("fault", ["not flushed at each commit", "a disk that lies"])
def test_the_cuts_find_what_a_wrong_setting_or_a_lying_disk_loses(
    live: Lives, power: Power, tmp_path: Path, fault: str
) -> None:
    live(0, 0)
    steps = power.steps
    lost = 0
    for seed in range(12):
        at = steps // 2 + random.Random(seed).randrange(steps // 2)
        if fault == "a disk that lies":
            said = live(seed, at, lying=True)
        else:
            said = live(seed, at, "PRAGMA synchronous = NORMAL")
        try:
            prove(tmp_path / "platter" / "journal.db", said)
        except (AssertionError, StoreError):
            lost += 1
    assert lost


def test_a_cut_while_an_older_journal_is_brought_up_leaves_the_old_one_or_the_new_one(
    power: Power, tmp_path: Path
) -> None:
    old = UPGRADES / "version_1"
    key = bytes.fromhex((old / KEY_NAME).read_text("ascii"))

    def brought_up(at: int) -> None:
        for name in ("machine", "platter"):
            shutil.rmtree(tmp_path / name, ignore_errors=True)
            (tmp_path / name).mkdir()
            shutil.copy(old / "journal.db", tmp_path / name)
        power.on(tmp_path / "machine", tmp_path / "platter", at, at)
        with suppress(StoreError):
            SqliteJournal(tmp_path / "machine" / "journal.db", key, STATION).close()
        power.off()

    def content() -> list[object]:
        journal = SqliteJournal(tmp_path / "platter" / "journal.db", key, STATION)
        try:
            return [journal.stored_acts(), journal.queue(), *tables(journal)]
        finally:
            journal.close()

    brought_up(0)
    steps, wanted = power.steps, content()
    assert steps
    for at in range(1, steps + 1):
        brought_up(at)
        assert content() == wanted, f"step {at}"
